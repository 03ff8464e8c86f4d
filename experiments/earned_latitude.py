"""Latitude that is earned: growing stakes, and strict control at first [article 003]."""

from trustsim.runs.claims import Claim, above, higher
from trustsim.runs.outcomes import A_HUNDREDTH, Outcome, mean


def rise(series):
    """The last half year of a series minus its first."""
    return mean(series[-26:]) - mean(series[:26])


RISE = Outcome(
    "part of a need that is entrusted, last half year minus first",
    "part_entrusted",
    0,
    matters=0.02,
    because="two hundredths of a need",
    how=rise,
    unit="share",
)
TRUST = Outcome("trust in the last half year", "trust", **A_HUNDREDTH)
REVENUE = Outcome("revenue a week, whole run", "revenue", 0, matters=1.0, because="some 2 in a hundred")
OUTCOMES = (TRUST, REVENUE)

CLAIMS = (
    Claim(
        58,
        "Keeping agreements gives more and more latitude.",
        parts=(
            Claim("58a", "The part that is entrusted grows.", (above(RISE, "steps", 0.0),), hangs_on="latitude"),
            Claim(
                "58b",
                "And trust ends higher than with all or nothing.",
                (higher(TRUST, "steps", than="whole"),),
                hangs_on="latitude",
            ),
        ),
    ),
    Claim(
        59,
        "It begins with strict control.",
        (higher(TRUST, "probation", than="steps"),),
        hangs_on="scrutiny",
        note="A year under watch and two without, against three without. Article 001 says that control destroys trust.",
    ),
)
