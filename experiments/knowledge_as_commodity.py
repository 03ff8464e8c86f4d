"""Knowledge as a commodity: shared by all, behind a login, and imitated [article 000]."""

from trustsim.runs.claims import Claim, above, lower
from trustsim.runs.outcomes import A_HUNDREDTH, Outcome, mean


def advantage(revenue, share):
    """The revenue of an advisor who shares knowledge, relative to one who does not."""
    earned, many = mean(revenue), mean(share)
    return earned / (1.0 - earned) / (many / (1.0 - many)) if 0.0 < many < 1.0 and earned < 1.0 else float("nan")


ADVANTAGE = Outcome(
    "revenue of those who share knowledge, relative to those who advertise",
    ("revenue_of_knowledge", "posting_knowledge"),
    52,
    matters=0.05,
    because="a twentieth of an advisor's revenue",
    how=advantage,
    unit="ratio",
)
REPUTABLE = Outcome("share who know somebody able, in the last half year", "reputable", **A_HUNDREDTH)
SERVED = Outcome("needs for which nobody was able enough", "without_candidate", **A_HUNDREDTH)
PERSONAL = Outcome(
    "advisors who post personally, in the last half year",
    "posting_personally",
    matters=0.05,
    because="about one advisor of sixteen",
)
OUTCOMES = (Outcome("trust in the last half year", "trust", **A_HUNDREDTH), REPUTABLE, SERVED)

CLAIMS = (
    Claim(
        5,
        "Everybody shares knowledge now, so it no longer sets anybody apart.",
        (lower(ADVANTAGE, "most", than="few"),),
        hangs_on="posting",
        note="What sharing earns when nine in ten do it, against when one in ten does. The others advertise.",
    ),
    Claim(
        18,
        "Put knowledge online openly, without a login.",
        (
            lower(
                SERVED,
                "open",
                than="gated",
                assumed="what is behind a login is not found when one searches (searching)",
            ),
        ),
        hangs_on="searching",
    ),
    Claim(
        20,
        "Sharing oneself will follow sharing knowledge.",
        (above(PERSONAL, "imitating", 0.125),),
        hangs_on="imitating",
        note="Two of sixteen advisors post personally at first. Do more in the end, if advisors imitate what pays?",
    ),
)
