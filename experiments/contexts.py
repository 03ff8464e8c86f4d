"""Parcels yes, data no: how far a breach in one context spoils trust in another, and in the sector [article 001]."""

from trustsim.runs.claims import Claim, higher, lower
from trustsim.runs.outcomes import A_HUNDREDTH, Outcome

FIRMS = Outcome(
    "trust in firms with deliveries, in the quarter after", "trust_in_firms", 78, 91, 0.005, "one firm of four is hit"
)
LOOKS = Outcome(
    "looks per relation in the quarter after",
    "use_of_transparency",
    78,
    91,
    0.001,
    "a tenth of what is usual",
)
OUTCOMES = (FIRMS, LOOKS, Outcome("trust in advisors in the quarter after", "trust", 78, 91, **A_HUNDREDTH))

CLAIMS = (
    Claim(
        22,
        "Misuse and leaks made consumers wary.",
        parts=(
            Claim(
                "22a",
                "A breach costs trust in the firm.",
                (lower(FIRMS, "leak_here", than="calm", assumed="bad news counts as bad evidence (news)"),),
                hangs_on="news",
            ),
            Claim(
                "22b",
                "A leak costs the whole sector trust.",
                (
                    lower(
                        FIRMS, "sector", than="leak_elsewhere", assumed="half of it counts for others (news.contagion)"
                    ),
                ),
                hangs_on="news",
            ),
            Claim("22c", "And people look more.", (higher(LOOKS, "leak_here", than="calm"),), hangs_on="scrutiny"),
        ),
    ),
    Claim(
        24,
        "Trust is about something: parcels yes, data no.",
        parts=(
            Claim(
                "24a",
                "A leak of data costs less trust in deliveries than an equal failure of deliveries.",
                (higher(FIRMS, "leak_elsewhere", than="leak_here"),),
                hangs_on="contexts",
            ),
            Claim(
                "24b",
                "But it costs some.",
                (lower(FIRMS, "leak_elsewhere", than="calm"),),
                hangs_on="news",
                note="How much is varied (evidence.spillover): studies find a strong common factor.",
            ),
        ),
    ),
)
