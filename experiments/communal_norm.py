"""Warm or businesslike: what a warm relation with a firm gains, and what a breach then costs [article 002]."""

from trustsim.runs.claims import Claim, contrast, higher
from trustsim.runs.compare import LOWER
from trustsim.runs.outcomes import A_HUNDREDTH, Outcome

BEFORE = Outcome("trust in firms, second year", "trust_in_firms", 52, 104, **A_HUNDREDTH)
AFTER = Outcome("trust in firms, half a year after", "trust_in_firms", 104, 130, **A_HUNDREDTH)
OUTCOMES = (BEFORE, AFTER, Outcome("trust in advisors, second year", "trust", 52, 104, **A_HUNDREDTH))
WEIGHT = "empathy and integrity weigh more in a warm relation (evidence.communal_weight)"

CLAIMS = (
    Claim(
        53,
        "Human traits apply to organisations: a warm relation gains trust.",
        (higher(BEFORE, "warm", than="businesslike"),),
    ),
    Claim(
        54,
        "A breach hurts a warm relation more than a businesslike one.",
        (
            contrast(
                AFTER,
                {"warm_breach": 1, "warm": -1, "businesslike_breach": -1, "businesslike": 1},
                (LOWER,),
                "a larger loss where it is warm, by 0.01 or more",
                assumed=WEIGHT,
            ),
        ),
        hangs_on="news",
    ),
)
