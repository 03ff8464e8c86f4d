"""Transparency against trust: is showing more the way to be trusted more, or a plaster? [seed 001, seed 004]

Five worlds on one dice: firms that show next to nothing, half, or nearly all; firms that show all for a year and then
withdraw it (the plaster test); closed firms whose advisors show themselves. The two seeds contradict each other here.
"""

from trustsim.runs.claims import Claim, Outcome, below, higher, lower, not_higher, same

TRUST = Outcome("trust in the last half year", "trust")
EFFORT = Outcome("effort of advisors, whole run", "effort", 0)
SUCCESS = Outcome("success of deliveries, whole run", "success", 0)
LOOKING = Outcome("correlation of looking and trust, whole run", "looking_and_trust", 0)
SHOWN = Outcome("trust in the last half year of being shown", "trust", 52, 78)

OUTCOMES = (TRUST, SHOWN, EFFORT, SUCCESS, Outcome("leap rate in the last half year", "leap_rate"), Outcome("revenue a week", "revenue", 0))

CLAIMS = (
    Claim(
        31,
        "More transparency does not give more trust; the reverse: with trust the need for transparency disappears.",
        tests=(
            below(LOOKING, "half", 0.0, assumed="the demand for transparency is 1 - trust by construction (scrutiny)"),
            not_higher(TRUST, "open", than="closed"),
        ),
        hangs_on="scrutiny",
        note="Observed: those who look trust less. Intervened: what opening up does to trust. The two may differ in sign.",
    ),
    Claim(
        32,
        "Wanting control signals low trust, and the one who is controlled does less.",
        tests=(
            lower(EFFORT, "open", than="closed", assumed="effort falls by crowding_out x transparency used (Falk & Kosfeld 2006)"),
            lower(SUCCESS, "open", than="closed"),
        ),
        hangs_on="scrutiny",
        note="That effort falls is put in; whether deliveries get worse is not, for what is watched is also compelled.",
    ),
    Claim(
        33,
        "Transparency is a plaster: it does not improve what is underneath.",
        tests=(same(TRUST, "plaster", than="closed"),),
        hangs_on="scrutiny",
        note="A year of showing, withdrawn for a year: is trust then what it would have been without?",
    ),
    Claim(
        72,
        "Trust has four dimensions: reliability, transparency, competence and care.",
        tests=(),
        definition="a definition: the lens `components` is this claim",
    ),
    Claim(
        84,
        "Openness, and showing vulnerability when needed, builds trust.",
        tests=(higher(TRUST, "candid", than="closed"),),
        hangs_on="posting",
        note="Advisors show themselves in deliveries and in personal posts, some of which are about themselves.",
    ),
)
