"""Losing and regaining trust: breach, deception and apology [article 001]."""

from trustsim.runs.claims import Claim, higher, lower
from trustsim.runs.outcomes import A_HUNDREDTH, Outcome


def firms(name, first, weeks=13):
    """Trust in firms over some weeks."""
    return Outcome(f"trust in firms, {name}", "trust_in_firms", first, first + weeks, **A_HUNDREDTH)


AT_ONCE, A_YEAR, THREE_YEARS = (
    firms("the quarter after", 52),
    firms("a year after", 104),
    firms("three years after", 208),
)
MEANWHILE = firms("the two years after", 52, 104)
OUTCOMES = (AT_ONCE, A_YEAR, THREE_YEARS)

CLAIMS = (
    Claim(
        30,
        "Regaining trust is hard.",
        parts=(
            Claim(
                "30a",
                "It is lost at once.",
                (lower(AT_ONCE, "breach", than="calm", assumed="bad news counts as bad evidence (news)"),),
                hangs_on="news",
            ),
            Claim("30b", "A year later it is not back.", (lower(A_YEAR, "breach", than="calm"),), hangs_on="news"),
            Claim(
                "30c",
                "Three years after a deception it is further from being back than after a plain breach.",
                (
                    lower(
                        THREE_YEARS, "deceit", than="breach", assumed="part of a deception never fades (evidence.scar)"
                    ),
                ),
                hangs_on="news",
            ),
        ),
    ),
    Claim(
        89,
        "Trust is lost at once and regained late, so who waits pays.",
        (higher(MEANWHILE, "at_once", than="late"),),
        hangs_on="news",
        note="The same apology, two weeks or a year after the deception.",
    ),
)
