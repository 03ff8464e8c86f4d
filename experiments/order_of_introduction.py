"""The order of introduction: human being, professional, solution, in all six orders [article 003]."""

from trustsim.runs.claims import Claim, above, higher, lower
from trustsim.runs.outcomes import A_HUNDREDTH, Outcome

TRUST = Outcome("trust in the last quarter", "trust", -13, **A_HUNDREDTH)
AVOIDED = Outcome("share of relations in which the advisor is avoided, first year", "avoided", 0, 52, **A_HUNDREDTH)
TAKEN = Outcome("share of offered solutions that are taken up", "pitches_taken_up", 0, 52, 0.02, "two of a hundred")
OUTCOMES = (TRUST, AVOIDED, TAKEN, Outcome("leap rate", "leap_rate", 0, **A_HUNDREDTH))
GATE = "a solution is welcome as far as one has shown oneself as a human being and a professional (approaching)"

CLAIMS = (
    Claim(
        60,
        "Who pitches to a new contact drives them away.",
        (higher(AVOIDED, "pitch_first", than="human_first", assumed=GATE),),
        hangs_on="approaching",
    ),
    Claim(
        63,
        "First the human being, then the professional, then the solution: it cannot be turned round.",
        parts=(
            Claim(
                "63a",
                "Human first wins over pitching first.",
                (higher(TRUST, "human_first", than="pitch_first", assumed=GATE),),
                hangs_on="approaching",
            ),
            Claim(
                "63b",
                "And over the profession first.",
                (higher(TRUST, "human_first", than="work_first"),),
                hangs_on="approaching",
            ),
            Claim(
                "63c",
                "Even if the solution waits as long.",
                (higher(TAKEN, "human_first", than="work_first"),),
                hangs_on="approaching",
            ),
        ),
        note="Equal contents in six orders. Evidence adds up in any order, so only the gate can make a difference.",
    ),
    Claim(
        64,
        "Jumping straight to business yields little, but not nothing.",
        (
            lower(TAKEN, "pitch_first", than="human_first", assumed=GATE),
            above(TAKEN, "pitch_first", 0.0),
        ),
        hangs_on="approaching",
    ),
    Claim(
        65,
        "Most people first want to know whom they deal with.",
        definition="an element of the model: the gate of the mechanism `approaching` reads intimacy first",
    ),
)
