"""Four components: equal steps up and down on each [article 004]."""

from trustsim.runs.claims import Claim, contrast, higher
from trustsim.runs.compare import HIGHER, LOWER
from trustsim.runs.outcomes import A_HUNDREDTH, Outcome, difference

TRUST = Outcome("trust in the last half year", "trust", **A_HUNDREDTH)
SPARE = Outcome(
    "trust above what a median leap needs",
    ("trust", "trust_needed"),
    matters=0.01,
    because="one hundredth of the scale",
    how=difference,
    unit="trust",
)
OUTCOMES = (TRUST, Outcome("leap rate in the last half year", "leap_rate", **A_HUNDREDTH))

CLAIMS = (
    Claim(
        71,
        "Agreements are kept, and yet it does not feel right.",
        (contrast(SPARE, {"cold": 1}, (LOWER,), "below 0 by 0.01 or more"),),
        note="Competence and reliability .98, intimacy and empathy .3: less trust than a median leap takes.",
    ),
    Claim(
        73,
        "The effect ascends: reliability, transparency, competence, care.",
        parts=(
            Claim("73a", "Transparency above reliability.", (higher(TRUST, "open", than="reliable"),)),
            Claim("73b", "Competence above transparency.", (higher(TRUST, "competent", than="open"),)),
            Claim("73c", "Care above competence.", (higher(TRUST, "caring", than="competent"),)),
        ),
        note="Equal steps of 0.6 logits. Where the lens `components` says so, its weights were put in by hand.",
    ),
    Claim(
        74,
        "Care is especially strong, and a lack of it undermines.",
        (
            contrast(
                TRUST,
                {"usual": 2, "caring": -1, "uncaring": -1},
                (HIGHER,),
                "a step down takes more than a step up gives, by 0.01 or more",
            ),
        ),
        note="Steps of 0.6 logits; a step down is larger in probability.",
    ),
)
