"""Knowledge against personal posts, at equal numbers [article 000].

Advisors post equally often in every arm (the same weeks, the same readers: twin worlds) and differ in what they post.
In two arms they post twice as often, in one hardly ever, and in three they do not post but are better at one thing.
"""

from trustsim.runs.claims import Claim, above, contrast, higher, lower, not_higher
from trustsim.runs.compare import LOWER
from trustsim.runs.outcomes import Outcome, difference

ONE_POINT = {
    "matters": 0.01,
    "because": "one hundredth of the scale, and about a tenth of the differences between customers",
}
TRUST = Outcome("trust in the last half year", "trust", **ONE_POINT)
SPARE = Outcome(
    "trust above what a median leap needs", ("trust", "trust_needed"), how=difference, unit="trust", **ONE_POINT
)
SOONER = Outcome(
    "week of first trusting enough to leap",
    "time_to_trust",
    -1,
    matters=1.0,
    because="a week is the smallest step of the model",
)
SHARE = Outcome(
    "share of revenue of those who post personally",
    "revenue_of_personal",
    0,
    matters=0.025,
    because="one half of the advisors then earns a tenth more than the other half",
)

OUTCOMES = (
    TRUST,
    SOONER,
    Outcome("leap rate in the last half year", "leap_rate"),
    Outcome("revenue per week, whole run", "revenue", 0),
)

PERSONAL_IS_GOOD = "personal posts are always good for intimacy and openness (posting)"

CLAIMS = (
    Claim(1, "Sharing knowledge builds trust.", (higher(TRUST, "knowledge", than="silent"),), hangs_on="posting"),
    Claim(
        2,
        "Knowledge alone is not enough for real trust.",
        parts=(
            Claim(
                "2a",
                "Knowledge, at any dose, gives less trust than a mix at one dose.",
                (
                    lower(TRUST, "knowledge", than="mixed", assumed=PERSONAL_IS_GOOD),
                    lower(TRUST, "twice_knowledge", than="mixed", assumed=PERSONAL_IS_GOOD),
                ),
                hangs_on="posting",
            ),
            Claim(
                "2b",
                "Trust out of knowledge alone stays below what a median leap needs.",
                (contrast(SPARE, {"twice_knowledge": 1}, (LOWER,), "below 0 by 0.01 or more"),),
                note="Under the configured gain. If that level lies below the prior, the prior refutes the claim.",
            ),
        ),
    ),
    Claim(
        3,
        "Being more personal makes people trust you sooner.",
        (lower(SOONER, "personal", than="knowledge"),),
        hangs_on="posting",
        note="Weeks until an advisor is first trusted enough for a median leap; the leap itself waits for a need.",
    ),
    Claim(
        4,
        "Broadcasting expertise without listening or showing oneself fails.",
        parts=(
            Claim(
                "4a",
                "It gives less trust than asking back.",
                (
                    lower(
                        TRUST,
                        "knowledge",
                        than="dialogue",
                        assumed="whoever asks back only adds good signals (posting)",
                    ),
                ),
                hangs_on="posting",
            ),
            Claim(
                "4b", "It gives no more trust than saying nothing.", (not_higher(TRUST, "knowledge", than="silent"),)
            ),
        ),
        note="4b is the denial of claim 1: at most one of them is supported.",
    ),
    Claim(
        11,
        "Credibility and reliability are fine already; intimacy is the bottleneck.",
        (higher(TRUST, "more_intimate", than="more_competent"), higher(TRUST, "more_intimate", than="more_reliable")),
        hangs_on="opening_up",
        note="The same step of 0.6 logits for each. Only trust_equation and reputation read intimacy itself. Under "
        "other lenses it counts through opening up: customers entrust the real problem more often, and it is solved.",
    ),
    Claim(
        17,
        "A few posts do not build trust, but help considerably.",
        parts=(
            Claim(
                "17a",
                "A few posts help.",
                (higher(TRUST, "a_few", than="silent", assumed=PERSONAL_IS_GOOD),),
                hangs_on="posting",
            ),
            Claim(
                "17b",
                "They reach less than half of what posting all along reaches.",
                (
                    contrast(
                        TRUST, {"a_few": 1, "mixed": -0.5, "silent": -0.5}, (LOWER,), "less than half, by 0.01 or more"
                    ),
                ),
                hangs_on="posting",
            ),
        ),
    ),
    Claim(
        19,
        "Being more personal pays off commercially.",
        (above(SHARE, "halves", 0.5, assumed=PERSONAL_IS_GOOD),),
        hangs_on="posting",
        note="Half of the advisors, drawn at random, post personally; the others post as often about what they know. "
        "If all advisors did the same, only the market would grow.",
    ),
)
