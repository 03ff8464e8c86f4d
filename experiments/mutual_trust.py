"""Mutual trust: threats, low expectations and the effort of advisors [article 004]."""

from trustsim.runs.claims import Claim, above, lower
from trustsim.runs.outcomes import A_HUNDREDTH, Outcome

EFFORT = Outcome("effort of advisors, last year", "effort", -52, **A_HUNDREDTH)
SUCCESS = Outcome("success of deliveries, last year", "success", -52, **A_HUNDREDTH)
TRUST = Outcome("trust in the last year", "trust", -52, **A_HUNDREDTH)
RETURNED = Outcome(
    "correlation of trust both ways, last year", "trust_returned", -52, matters=0.05, because="a small one"
)
OUTCOMES = (EFFORT, SUCCESS, TRUST, RETURNED)

CLAIMS = (
    Claim(
        70,
        "A lack of trust shows on both sides.",
        (above(RETURNED, "threatening", 0.0),),
        hangs_on="reciprocity",
    ),
    Claim(
        75,
        "Who doubts the other acts as if already parted, and makes it come true.",
        parts=(
            Claim(
                "75a",
                "Advisors who expect little try less hard.",
                (
                    lower(
                        EFFORT,
                        "low_expectations",
                        than="high_expectations",
                        assumed="effort follows trust (reciprocity)",
                    ),
                ),
                hangs_on="reciprocity",
            ),
            Claim(
                "75b",
                "And customers trust them less.",
                (lower(TRUST, "low_expectations", than="high_expectations"),),
                hangs_on="reciprocity",
            ),
        ),
    ),
    Claim(
        81,
        "A supplier never does his utmost for a customer who threatens.",
        parts=(
            Claim(
                "81a",
                "Effort falls.",
                (lower(EFFORT, "threatening", than="kind", assumed="effort follows trust (reciprocity)"),),
                hangs_on="reciprocity",
            ),
            Claim("81b", "So less succeeds.", (lower(SUCCESS, "threatening", than="kind"),), hangs_on="reciprocity"),
            Claim("81c", "And trust falls.", (lower(TRUST, "threatening", than="kind"),), hangs_on="reciprocity"),
        ),
    ),
)
