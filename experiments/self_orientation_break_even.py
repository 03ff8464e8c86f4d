"""Self-orientation: when a post gains more closeness than it costs, under three forms of the equation [article 000]."""

from trustsim.runs.claims import Claim, higher, lower
from trustsim.runs.outcomes import A_HUNDREDTH, Outcome

TRUST = Outcome("trust in the last half year", "trust", **A_HUNDREDTH)
OUTCOMES = (TRUST, Outcome("leap rate in the last half year", "leap_rate", **A_HUNDREDTH))
AGAINST = "promotion always counts against other orientation (posting)"

CLAIMS = (
    Claim(
        8,
        "The equation is a framework rather than a formula: what it says does not hang on its form.",
        (
            lower(TRUST, "promotional", than="silent", assumed=AGAINST),
            lower(TRUST, "ratio_promotional", than="ratio_silent", assumed=AGAINST),
            lower(TRUST, "log_promotional", than="log_silent", assumed=AGAINST),
        ),
        note="Promotion lowers trust in the normalised, the ratio and the log form.",
    ),
    Claim(
        9,
        "Self-focus divides trust, and a focus on the other raises it.",
        (higher(TRUST, "others_first", than="silent"), lower(TRUST, "self_first", than="silent")),
        note="A step of 0.6 logits in true other orientation, up and down.",
    ),
    Claim(
        15,
        "Self-centred posts lower trust.",
        parts=(
            Claim("15a", "Promotion does.", (lower(TRUST, "promotional", than="silent", assumed=AGAINST),)),
            Claim(
                "15b",
                "Personal posts by self-centred people do.",
                (lower(TRUST, "selfish_personal", than="selfish_silent"),),
                hangs_on="posting",
                note="They gain closeness and cost other orientation. By the ratio form a post pays if it adds more to "
                "the numerator than trust times what it adds to self-orientation.",
            ),
        ),
    ),
    Claim(
        16,
        "Serve your audience: put others in the spotlight.",
        (higher(TRUST, "spotlight", than="knowledge"), higher(TRUST, "spotlight", than="personal")),
        hangs_on="posting",
        note="At an equal number of posts, against posts about knowledge and about oneself.",
    ),
    Claim(
        88,
        "Putting others in the light lends them reach.",
        beyond="a post in the spotlight does not say whom it puts there",
    ),
)
