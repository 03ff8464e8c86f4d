"""Many relations: attention, using trust, and whom customers stay with [article 001, article 002, article 004]."""

from trustsim.runs.claims import Claim, higher, lower
from trustsim.runs.outcomes import A_HUNDREDTH, Outcome

TRUST = Outcome("trust in the last half year", "trust", **A_HUNDREDTH)
CLOSE = Outcome("belief in intimacy, last half year", "belief_intimacy", **A_HUNDREDTH)
CHURN = Outcome("share of leaps to somebody else, last year", "churn", -52, **A_HUNDREDTH)
REVENUE = Outcome("revenue a week, last half year", "revenue", matters=1.0, because="some 2 in a hundred")
OUTCOMES = (TRUST, CLOSE, CHURN, REVENUE)

CLAIMS = (
    Claim(
        21,
        "Whoever deals with ever more companies trusts each less.",
        (lower(TRUST, "many", than="few"),),
        hangs_on="attention",
        note="Twelve advisors against two, at an attention for five.",
    ),
    Claim(
        27,
        "Trust is a currency: it is spent.",
        (lower(TRUST, "often", than="seldom"),),
        hangs_on="delivering",
        note="Customers who entrust five times as many needs. If it grows with use, the claim is refuted.",
    ),
    Claim(
        55,
        "People need others to solve dilemmas.",
        definition="an element of the model: customers have needs that they cannot meet themselves (leaping)",
    ),
    Claim(
        69,
        "Trust is the cornerstone of lasting and fruitful relations.",
        (lower(CHURN, "better", than="often"), higher(REVENUE, "better", than="often")),
        note="Advisors who are better in everything, and so trusted more: customers stay, and entrust more.",
    ),
)
