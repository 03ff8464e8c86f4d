"""Trust first: given, earned, answered, and whether a bad start stays [article 002, article 003, article 004]."""

from trustsim.runs.claims import Claim, higher, lower, same
from trustsim.runs.outcomes import A_HUNDREDTH, Outcome

TRUST = Outcome("trust in the last half year", "trust", **A_HUNDREDTH)
START = Outcome("trust in the first quarter", "trust", 0, 13, **A_HUNDREDTH)
BACK = Outcome("trust of advisors in customers, last half year", "trust_in_customers", **A_HUNDREDTH)
GLAD = Outcome("satisfaction, last half year", "satisfaction", **A_HUNDREDTH)
OUTCOMES = (TRUST, START, BACK, GLAD)

CLAIMS = (
    Claim(
        50,
        "Learn to trust customers.",
        (higher(TRUST, "trusting", than="cautious"),),
        hangs_on="reciprocity",
        note="Trust that firms and advisors give first, .7 against .3, and what customers make of it.",
    ),
    Claim(
        51,
        "Friendliness makes customers happy.",
        parts=(
            Claim(
                "51a",
                "They trust more.",
                (higher(TRUST, "friendly", than="usual", assumed="friendly contacts are good evidence (approaching)"),),
                hangs_on="approaching",
            ),
            Claim("51b", "They are more satisfied.", (higher(GLAD, "friendly", than="usual"),), hangs_on="approaching"),
        ),
    ),
    Claim(
        57,
        "Trust is not given, it must be earned.",
        parts=(
            Claim(
                "57a",
                "From nothing, trust is low at first.",
                (lower(START, "from_nothing", than="usual", assumed="prior trust is trust in strangers"),),
            ),
            Claim("57b", "Five years later it has been earned.", (same(TRUST, "from_nothing", than="usual"),)),
        ),
        note="A prior of .05 against the .5 that studies find.",
    ),
    Claim(
        82,
        "You must be able to build on trust, and you build with trust.",
        parts=(
            Claim(
                "82a",
                "Three years after a bad start trust is still lower.",
                (lower(TRUST, "bad_start", than="usual"),),
                hangs_on="reciprocity",
            ),
            Claim(
                "82b",
                "And so is trust back.",
                (lower(BACK, "bad_start", than="usual"),),
                hangs_on="reciprocity",
            ),
        ),
        note="Two stable states over the slope k are drawn in docs/both_ways.md.",
    ),
)
