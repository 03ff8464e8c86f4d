"""Who opens up first: status, silence and showing oneself [article 000]."""

from trustsim.runs.claims import Claim, above, higher, lower
from trustsim.runs.outcomes import A_HUNDREDTH, Outcome, difference

OPENED = Outcome("share of leaps with the real problem, last year", "real_problems", -52, **A_HUNDREDTH)
TOLD = Outcome("share of deliveries with honest feedback, last year", "candour", -52, **A_HUNDREDTH)
SUCCESS = Outcome("success of deliveries, last year", "success", -52, **A_HUNDREDTH)
TRUST = Outcome("trust in the last year", "trust", -52, **A_HUNDREDTH)
BETTER = Outcome(
    "success where the real problem was entrusted, minus where it was not",
    ("success_opened", "success_unopened"),
    0,
    matters=0.01,
    because="one delivery of a hundred",
    how=difference,
    unit="share",
)
OUTCOMES = (OPENED, TOLD, SUCCESS, TRUST)
WRONG_PROBLEM = "the wrong problem is solved less well (opening_up.misdiagnosis)"

CLAIMS = (
    Claim(
        10,
        "It takes safety to reach the real problem.",
        parts=(
            Claim("10a", "Who feels safer entrusts it.", (higher(OPENED, "safe", than="gap"),), hangs_on="opening_up"),
            Claim("10b", "And it is solved better.", (above(BETTER, "gap", 0.0, assumed=WRONG_PROBLEM),)),
        ),
    ),
    Claim(
        12,
        "High status makes others keep silent.",
        parts=(
            Claim(
                "12a",
                "Fewer entrust the real problem, and fewer say what was wrong.",
                (
                    lower(
                        OPENED, "gap", than="level", assumed="a status gap keeps people from opening up (opening_up)"
                    ),
                    lower(TOLD, "gap", than="level", assumed="and from honesty (candour)"),
                ),
            ),
            Claim("12b", "So more goes wrong.", (lower(SUCCESS, "gap", than="level"),), hangs_on="opening_up"),
        ),
    ),
    Claim(
        13,
        "Those of high status must open up first.",
        parts=(
            Claim(
                "13a",
                "Then people entrust the real problem.",
                (higher(OPENED, "first", than="gap"),),
                hangs_on="levelling",
            ),
            Claim("13b", "And trust is higher.", (higher(TRUST, "first", than="gap"),), hangs_on="posting"),
            Claim("13c", "Even if they show weaknesses.", (higher(TRUST, "weak", than="gap"),), hangs_on="posting"),
        ),
    ),
    Claim(
        14,
        "A personal post makes people dare to bring real problems.",
        (higher(OPENED, "first", than="knowledge"),),
        hangs_on="posting",
        note="Against as many posts about knowledge.",
    ),
    Claim(
        85,
        "Knowledge raises status, and status silences.",
        (
            lower(
                OPENED, "knowledge", than="gap", assumed="a knowledge post widens the status gap (levelling.distance)"
            ),
        ),
        hangs_on="levelling",
    ),
)
