"""Talking about trust: noticing, matching, importance, mediators [article 004]."""

from trustsim.runs.claims import Claim, higher, lower
from trustsim.runs.outcomes import A_HUNDREDTH, Outcome

TRUST = Outcome("trust in the last half year", "trust", **A_HUNDREDTH)
SETTLED = Outcome("share of talks that restore something", "settled", 0, **A_HUNDREDTH)
TALKS = Outcome("share of deliveries that are talked over", "talks", 0, **A_HUNDREDTH)
OUTCOMES = (TRUST, SETTLED, TALKS)
SLOPE = "a talk works the sooner the more the customer trusts (talk.talk_slope)"

CLAIMS = (
    Claim(
        76,
        "Awareness is the first step.",
        (higher(TRUST, "aware", than="unaware"),),
        hangs_on="talk",
        note="Falling trust is always noticed, or never.",
    ),
    Claim(
        77,
        "Talking needs care, because people define trust differently.",
        (lower(TRUST, "many_lenses", than="aware"),),
        note="Customers under four theories instead of one. Trust is then also read by other theories.",
    ),
    Claim(
        78,
        "Going to the bottom depends on importance and duration, and often takes help.",
        parts=(
            Claim(
                "78a",
                "Where it takes more importance, there are fewer talks.",
                (lower(TALKS, "patient", than="aware", assumed="they talk if size and duration exceed talk.cost"),),
                hangs_on="talk",
            ),
            Claim(
                "78b",
                "With a mediator more of them work.",
                (
                    higher(
                        SETTLED,
                        "mediated",
                        than="aware",
                        assumed="a mediator lowers the trust it takes (talk.mediator)",
                    ),
                ),
                hangs_on="talk",
            ),
            Claim("78c", "And trust ends higher.", (higher(TRUST, "mediated", than="aware"),), hangs_on="talk"),
        ),
    ),
    Claim(
        79,
        "Without trust it is hard to talk about trust.",
        (lower(SETTLED, "distrusting", than="aware", assumed=SLOPE),),
        hangs_on="talk",
    ),
    Claim(
        86,
        "People define trust differently, so talk misses.",
        beyond="a talk mends what failed and does not choose what it is about, so it cannot miss",
    ),
)
