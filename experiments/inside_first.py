"""It starts inside: talking with employees, freedom and errors [article 002]."""

from trustsim.runs.claims import Claim, higher
from trustsim.runs.outcomes import A_HUNDREDTH, Outcome

TRUST = Outcome("trust in advisors, last half year", "trust", **A_HUNDREDTH)
INSIDE = Outcome("trust of advisors in their firms, last half year", "trust_in_employers", **A_HUNDREDTH)
CARE = Outcome("belief in empathy, last half year", "belief_empathy", **A_HUNDREDTH)
OUTCOMES = (TRUST, INSIDE, CARE)

CLAIMS = (
    Claim(
        48,
        "It starts inside: talking with employees shows outside.",
        parts=(
            Claim(
                "48a",
                "Advisors trust a firm that talks with them.",
                (
                    higher(
                        INSIDE, "talking", than="silent", assumed="talk is evidence of openness and empathy (inside)"
                    ),
                ),
                hangs_on="inside",
            ),
            Claim("48b", "Customers see more care.", (higher(CARE, "talking", than="silent"),), hangs_on="inside"),
            Claim("48c", "And trust more.", (higher(TRUST, "talking", than="silent"),), hangs_on="inside"),
        ),
    ),
    Claim(
        49,
        "Leave employees free, and let them fail.",
        parts=(
            Claim(
                "49a", "They trust their firm more.", (higher(INSIDE, "free", than="strict"),), hangs_on="empowerment"
            ),
            Claim("49b", "Customers trust more.", (higher(TRUST, "free", than="strict"),), hangs_on="empowerment"),
        ),
    ),
)
