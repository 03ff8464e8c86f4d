"""Dialogue: asking back, honest feedback, and getting to know people [article 003]."""

from trustsim.runs.claims import Claim, above, higher, lower
from trustsim.runs.outcomes import A_HUNDREDTH, Outcome, difference

AVOIDED = Outcome("share of relations in which the advisor is avoided, last year", "avoided", -52, **A_HUNDREDTH)
CLOSE = Outcome("belief in intimacy, last half year", "belief_intimacy", **A_HUNDREDTH)
SUCCESS = Outcome("success of deliveries, last year", "success", -52, **A_HUNDREDTH)
CHURN = Outcome("share of leaps to somebody else, last year", "churn", -52, **A_HUNDREDTH)
HONEST = Outcome(
    "honest feedback where trust is above .6, minus where it is below .4",
    ("candour_in_trust", "candour_in_doubt"),
    0,
    matters=0.05,
    because="five deliveries of a hundred",
    how=difference,
    unit="share of deliveries",
)
OUTCOMES = (AVOIDED, CLOSE, SUCCESS, CHURN)

CLAIMS = (
    Claim(
        61,
        "A monologue ends the talk.",
        (lower(AVOIDED, "asking", than="monologue", assumed="a monologue makes people flee (approaching.flight)"),),
        hangs_on="approaching",
    ),
    Claim(
        62,
        "Every lasting relation rests on trust.",
        (lower(CHURN, "better", than="nobody_calls"),),
        note="Where advisors are better in everything, and so trusted more, customers stay with them.",
    ),
    Claim(
        67,
        "One does not give honest feedback to somebody new.",
        (above(HONEST, "nobody_calls", 0.0, assumed="honesty has probability trust x (1 - status gap) (candour)"),),
        hangs_on="candour",
    ),
    Claim(
        68,
        "Networking is getting to know people better over time.",
        (
            higher(
                CLOSE, "asking", than="nobody_calls", assumed="human contacts are evidence of intimacy (approaching)"
            ),
        ),
        hangs_on="approaching",
    ),
    Claim(
        87,
        "Who is never told keeps erring.",
        (higher(SUCCESS, "eager", than="deaf", assumed="who is told improves (candour, advisors.learning)"),),
        hangs_on="candour",
    ),
)
