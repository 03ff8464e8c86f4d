"""The same interest: pay that hangs on the customer's success, and promises [article 001]."""

from trustsim.runs.claims import Claim, higher, lower, same
from trustsim.runs.outcomes import A_HUNDREDTH, Outcome

TRUST = Outcome("trust in the last half year", "trust", **A_HUNDREDTH)
DONE = Outcome("experience of deliveries, whole run", "experience", 0, **A_HUNDREDTH)
REVENUE = Outcome("revenue a week, last half year", "revenue", matters=1.0, because="some 2 in a hundred")
OUTCOMES = (TRUST, DONE, REVENUE)

CLAIMS = (
    Claim(
        37,
        "Align your interests with the customer's.",
        parts=(
            Claim(
                "37a",
                "Who is paid for success is trusted more.",
                (
                    higher(
                        TRUST,
                        "success_fee",
                        than="hourly",
                        assumed="misaligned pay tempts to serve oneself (alignment)",
                    ),
                ),
                hangs_on="alignment",
            ),
            Claim("37b", "And earns more.", (higher(REVENUE, "success_fee", than="hourly"),), hangs_on="alignment"),
        ),
    ),
    Claim(
        38,
        "Trust follows whether interactions meet expectations.",
        (lower(TRUST, "promised", than="hourly"), same(DONE, "promised", than="hourly")),
        hangs_on="promising",
        note="The same deeds, with higher expectations. Trust also moves effort, so the deeds may not stay the same.",
    ),
)
