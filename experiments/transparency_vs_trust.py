"""Transparency against trust: does showing more build trust, or is it a plaster? [article 001, article 004]

Six arms that share the same random draws: firms that show next to nothing, half, or nearly all; firms that show all for
a year and then withdraw it (the plaster test); closed firms whose advisors are open, and also post about themselves.
The two sources contradict each other here.
"""

from trustsim.runs.claims import Claim, below, different, higher, lower, not_higher, same
from trustsim.runs.outcomes import Outcome

ONE_POINT = {
    "matters": 0.01,
    "because": "one hundredth of the scale, and about a tenth of the differences between customers",
}
TWO_NEEDS = {
    "matters": 0.02,
    "because": "two more needs entrusted out of a hundred; a smaller effect is lost in the noise of half a year",
}


def after(name, measure, week, **smallest):
    """The outcome over the half year that begins in a week."""
    return Outcome(name, measure, week, week + 26, **smallest)


TRUST = after("trust in advisors, third year", "trust", 104, **ONE_POINT)
FIRMS = after("trust in firms, third year", "trust_in_firms", 104, **ONE_POINT)
LOOKING = Outcome(
    "correlation of looking and trusting",
    "looking_and_trust",
    0,
    130,
    0.01,
    "the smallest correlation that a survey would notice",
)
EFFORT = Outcome("effort of advisors", "effort", 0, 130, **ONE_POINT)
BEYOND = Outcome("quality delivered beyond what is watched", "beyond_watch", 0, 130, **ONE_POINT)

TRUST_SHOWN = after("trust in the last half year of showing", "trust", 52, **ONE_POINT)
LEAPS_SHOWN = Outcome("leap rate while it is shown", "leap_rate", 26, 78, **TWO_NEEDS)
INTEGRITY_SHOWN = after("belief in integrity while it is shown", "belief_integrity", 52, **ONE_POINT)
CARE_SHOWN = after("belief in empathy while it is shown", "belief_empathy", 52, **ONE_POINT)
WITHDRAWN = {"a quarter after": 78 + 13, "a year after": 78 + 52, "five years after": 78 + 260}
TRUST_LATER = {at: after(f"trust in advisors, {at}", "trust", week, **ONE_POINT) for at, week in WITHDRAWN.items()}
LEAPS_LATER = {at: after(f"leap rate, {at}", "leap_rate", week, **TWO_NEEDS) for at, week in WITHDRAWN.items()}

OUTCOMES = (TRUST, FIRMS, after("leap rate, third year", "leap_rate", 104, **TWO_NEEDS), EFFORT, BEYOND)

# Much depends on whether a lens reads openness, and more on prior expectations, so both are varied together.
ACROSS = (("pillars", "customers.propensity"),)

DEMAND = "the demand for transparency is 1 - trust by construction (scrutiny)"

CLAIMS = (
    Claim(
        31,
        "More transparency does not give more trust; the reverse: with trust the need for transparency disappears.",
        parts=(
            Claim(
                "31a",
                "Observed: with trust the need for transparency disappears.",
                (below(LOOKING, "open", 0.0, assumed=DEMAND),),
                hangs_on="scrutiny",
            ),
            Claim(
                "31b",
                "Intervened: showing more does not give more trust in the firm.",
                (not_higher(FIRMS, "open", than="closed"),),
                hangs_on="scrutiny",
            ),
            Claim(
                "31c",
                "Intervened: showing more does not give more trust in its advisors.",
                (not_higher(TRUST, "open", than="closed"),),
                hangs_on="scrutiny",
            ),
        ),
        note="The claim is about the organisation. The observed correlation is tested beside the causal effect. For "
        "lenses that read openness, showing counts as openness, which is put in by hand. Pillars does not read "
        "openness, so there truth relative to prior expectation decides.",
    ),
    Claim(
        32,
        "Wanting control signals low trust, and the one who is controlled does less.",
        parts=(
            Claim(
                "32a",
                "Wanting control is a sign of low trust.",
                (below(LOOKING, "open", 0.0, assumed=DEMAND),),
                hangs_on="scrutiny",
            ),
            Claim(
                "32b",
                "The one who is controlled does less, beyond what is watched.",
                (
                    lower(
                        EFFORT,
                        "open",
                        than="closed",
                        assumed="effort falls by crowding_out x transparency used (Falk & Kosfeld 2006)",
                    ),
                    lower(BEYOND, "open", than="closed"),
                ),
                hangs_on="scrutiny",
                note="That effort falls, and competence with it, is put in by hand. The effect on deliveries is not.",
            ),
        ),
    ),
    Claim(
        33,
        "Transparency is a plaster: it does not improve what is underneath.",
        parts=(
            Claim(
                "33a",
                "While it is shown people leap more, yet believe no more in integrity and care.",
                (
                    higher(LEAPS_SHOWN, "plaster", than="closed"),
                    same(INTEGRITY_SHOWN, "plaster", than="closed"),
                    same(CARE_SHOWN, "plaster", than="closed"),
                ),
                hangs_on="scrutiny",
                note="A plaster on behaviour is the reading closest to the words.",
            ),
            Claim(
                "33b",
                "Once it is withdrawn, nothing of it is left in trust.",
                tuple(same(outcome, "plaster", than="closed", at=at) for at, outcome in TRUST_LATER.items()),
                given=(different(TRUST_SHOWN, "plaster", than="closed"),),
                axis="how long ago it was withdrawn",
            ),
            Claim(
                "33c",
                "Once it is withdrawn, nothing of it is left in leaps.",
                tuple(same(outcome, "plaster", than="closed", at=at) for at, outcome in LEAPS_LATER.items()),
                given=(different(LEAPS_SHOWN, "plaster", than="closed"),),
                axis="how long ago it was withdrawn",
            ),
        ),
        note="If showing has no effect, nothing can be left of it. Forgetting ends any effect, so the horizon matters.",
    ),
    Claim(
        72,
        "Trust has four dimensions: reliability, transparency, competence and care.",
        definition="a definition: the lens `components` is this claim",
    ),
    Claim(
        84,
        "Openness, and showing vulnerability when needed, builds trust.",
        parts=(
            Claim(
                "84a",
                "Advisors who are open in what they do are trusted more.",
                (
                    higher(
                        TRUST, "frank", than="closed", assumed="openness only adds good signals of openness, at no cost"
                    ),
                ),
            ),
            Claim(
                "84b",
                "Advisors who also post about themselves are trusted more.",
                (
                    higher(
                        TRUST,
                        "candid",
                        than="frank",
                        assumed="personal posts are always good for intimacy and openness (posting)",
                    ),
                ),
                hangs_on="posting",
            ),
            Claim(
                "84c",
                "Showing a weakness when needed builds trust.",
                beyond="weaknesses are shown unprompted, and nothing in it tells when one is needed",
            ),
        ),
    ),
)
