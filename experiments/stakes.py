"""What is at stake: leaps over size and novelty [article 001, article 003]."""

from trustsim.runs.claims import Claim, above
from trustsim.runs.outcomes import A_HUNDREDTH, Outcome, difference

FIVE = {"matters": 0.05, "because": "five needs of a hundred", "how": difference, "unit": "share of needs"}
NEWER = Outcome("leap rate for what is known, minus for what is new", ("leap_rate_known", "leap_rate_new"), 0, **FIVE)
LARGER = Outcome("leap rate for small needs, minus for large ones", ("leap_rate_small", "leap_rate_large"), 0, **FIVE)
SMALL = Outcome("leap rate for small needs, first quarter", "leap_rate_small", 0, 13, 0.02, "two needs of a hundred")
OUTCOMES = (Outcome("leap rate", "leap_rate", 0, **A_HUNDREDTH), SMALL)

CLAIMS = (
    Claim(
        25,
        "Trust bridges the known and the unknown: the newer, the more trust a leap takes.",
        parts=(
            Claim(
                "25a",
                "New things are entrusted less often.",
                (above(NEWER, "usual", 0.0, assumed="something new counts as a larger loss (leaping.novelty_risk)"),),
            ),
            Claim(
                "25b",
                "Even if they carry no extra risk.",
                (above(NEWER, "no_extra_risk", 0.0),),
                note="What was learnt about competence and reliability then counts less.",
            ),
        ),
    ),
    Claim(
        26,
        "We risk money, data and health because we believe that it is safe.",
        (above(LARGER, "usual", 0.0, assumed="the rule of the leap is Coleman's (leaping)"),),
        note="The more is at stake, the fewer leap.",
    ),
    Claim(
        66,
        "Curious networkers accept unknown contacts.",
        (above(SMALL, "wary", 0.5),),
        note="Where little is at stake, most leap, although they expect little of strangers and know nothing yet.",
    ),
)
