"""Humanise: warmth, machines, messages and the survival of firms [article 002]."""

from trustsim.runs.claims import Claim, higher, lower, not_higher, not_lower
from trustsim.runs.outcomes import A_HUNDREDTH, Outcome

TRUST = Outcome("trust in the last half year", "trust", **A_HUNDREDTH)
FIRMS = Outcome("trust in firms, last half year", "trust_in_firms", **A_HUNDREDTH)
REVENUE = Outcome("revenue a week, first year", "revenue", 0, 52, 1.0, "some 2 in a hundred")
ALIVE = Outcome(
    "firms in business, last half year", "firms_in_business", matters=0.05, because="one firm in five worlds"
)
SOON = Outcome("promoters, second quarter", "promoters", 13, 26, 0.02, "two relations of a hundred")
BOUND = Outcome("share of leaps to somebody else, first year", "churn", 0, 52, **A_HUNDREDTH)
OUTCOMES = (TRUST, FIRMS, REVENUE, ALIVE)

CLAIMS = (
    Claim(
        40, "People do business with people they like.", (higher(REVENUE, "warm", than="cold"),), note="Equally able."
    ),
    Claim(
        41,
        "Trust falls despite communication.",
        (not_higher(FIRMS, "advertised", than="quiet"),),
        note="Messages without other behaviour do not raise trust in firms.",
    ),
    Claim(
        42,
        "Only brands with personal contact will succeed.",
        (lower(ALIVE, "digital", than="human"),),
        hangs_on="surviving",
        note="Firms close if they take in less than they cost in a year.",
    ),
    Claim(
        43,
        "Sincere care is quickly repaid with enthusiasm and loyalty.",
        (higher(SOON, "warm", than="human"), lower(BOUND, "warm", than="human")),
        note="More promoters within half a year, and less switching.",
    ),
    Claim(
        44,
        "The stronger the bond, the greater the success.",
        (higher(REVENUE, "warm", than="human"), higher(REVENUE, "human", than="cold")),
    ),
    Claim(
        45,
        "Firms that ignore the human factor die fast.",
        (lower(ALIVE, "cold", than="human"),),
        hangs_on="surviving",
    ),
    Claim(
        46,
        "Human contact matters at least as much as technology.",
        (not_lower(TRUST, "warm", than="digital"),),
        note="A step of warmth against four in five deliveries by reliable machines.",
    ),
    Claim(
        47,
        "Winners combine human and digital.",
        (higher(REVENUE, "mixed", than="human"), higher(REVENUE, "mixed", than="digital")),
        note="An optimum between the two.",
    ),
    Claim(
        56,
        "A falling trend can be turned by humanising.",
        (higher(FIRMS, "humanised", than="digital"),),
        note="People take over from machines after a year and a half.",
    ),
    Claim(
        90,
        "Communication without deeds raises expectations and lowers trust.",
        (lower(TRUST, "boasting", than="human", assumed="deeds below a promise count against integrity (promising)"),),
        hangs_on="promising",
    ),
)
