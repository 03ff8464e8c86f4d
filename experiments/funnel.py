"""Known, reputable, trusted: what it takes to be given an assignment [article 000, article 001]."""

from trustsim.runs.claims import Claim, above, below, lower, same
from trustsim.runs.outcomes import A_HUNDREDTH, Outcome, difference

LEAPS = Outcome("leap rate in the last year", "leap_rate", -52, **A_HUNDREDTH)
REPUTABLE = Outcome("share who know somebody able, in the last year", "reputable", -52, **A_HUNDREDTH)
SHORT = Outcome(
    "share of leaps short of the trust that a median need takes", "leaps_short_of_trust", -52, **A_HUNDREDTH
)
STEP = Outcome(
    "leap rate with trust above .6, minus that with trust below .4",
    ("leap_rate_in_trust", "leap_rate_in_doubt"),
    0,
    matters=0.05,
    because="five needs of a hundred",
    how=difference,
    unit="share of needs",
)
OUTCOMES = (LEAPS, REPUTABLE, SHORT)

CLAIMS = (
    Claim(
        6,
        "Only if clients trust you do you get the assignment.",
        (below(SHORT, "usual", 0.05),),
        hangs_on="leaping",
        note="Fewer than one leap in twenty is made with less trust than a median need takes. Small needs take less.",
    ),
    Claim(
        7,
        "Awareness and reputation are needed but not sufficient.",
        parts=(
            Claim(
                "7a",
                "Reputation is needed.",
                (
                    lower(
                        LEAPS,
                        "incapable",
                        than="usual",
                        assumed="nobody is considered below a floor of believed competence (leaping.reputation_floor)",
                    ),
                ),
            ),
            Claim(
                "7b",
                "It is not sufficient.",
                (lower(LEAPS, "doubted", than="usual"), same(REPUTABLE, "doubted", than="usual")),
                note="As many know somebody able, and fewer entrust them anything.",
            ),
        ),
    ),
    Claim(
        23,
        "Only with trust do customers dare.",
        (above(STEP, "usual", 0.25, assumed="the rule of the leap is Coleman's (leaping)"),),
        note="Within one world: needs where somebody trusted above .6 was considered, against below .4.",
    ),
)
