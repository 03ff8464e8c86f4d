"""Fans: whether they draw customers, and whether one can be a fan without trust [article 002, article 004]."""

from trustsim.runs.claims import Claim, above, below, higher
from trustsim.runs.outcomes import A_HUNDREDTH, Outcome, difference

KNOWN = Outcome(
    "advisors whom a customer knows, last half year", "acquaintances", matters=0.1, because="one more in ten"
)
CONCENTRATION = Outcome("inequality of revenue, last half year", "concentration", **A_HUNDREDTH)
DOUBTING = Outcome("promoters where trust is below one half", "promoters_in_doubt", -52, **A_HUNDREDTH)
APART = Outcome(
    "promoters where trust is one half or more, minus where it is below",
    ("promoters_in_trust", "promoters_in_doubt"),
    -52,
    matters=0.05,
    because="five relations of a hundred",
    how=difference,
    unit="share of relations",
)
OUTCOMES = (KNOWN, CONCENTRATION, Outcome("fans, last half year", "fans", **A_HUNDREDTH))

CLAIMS = (
    Claim(
        52,
        "A large group of happy fans is a magnet.",
        parts=(
            Claim(
                "52a",
                "Those who are told about get known.",
                (higher(KNOWN, "told", than="untold", assumed="who hears of somebody knows them (word_of_mouth)"),),
                hangs_on="word_of_mouth",
            ),
            Claim(
                "52b",
                "Revenue gathers at a few.",
                (higher(CONCENTRATION, "lyrical", than="untold"),),
                hangs_on="word_of_mouth",
            ),
        ),
    ),
    Claim(
        80,
        "Customers who distrust never become enthusiastic.",
        parts=(
            Claim("80a", "Hardly any of them recommend.", (below(DOUBTING, "told", 0.1),)),
            Claim("80b", "Those who trust recommend far more often.", (above(APART, "told", 0.2),)),
        ),
        note="Promoters are satisfied for .85 or more. Never is read as fewer than one in ten.",
    ),
)
