"""Bad actors: who is fooled by which kind of pretence, for how long, and what repairs it.

No source article speaks of them. The claims are those of the literature on attacks on reputation systems and on the
defences against them [Hoffman2009; Dellarocas2000; FriedmanResnick2001; Sabater2001; JosangIsmail2002; Teacy2006].

A quarter of the advisors pretend. They are measured against their twins of equal true quality: in the arm `unmasked`
the same people give the same half of what the others give, and hide nothing. Trust in them beyond that is the trust
that pretence gained. A repair is compared with its own unmasked twin, since it may change trust in everybody.

Written down before the first runs: the readings, the smallest effects, and what is assumed.
"""

import numpy as np

from trustsim.runs.claims import Claim, above, contrast, higher, lower
from trustsim.runs.compare import HIGHER, LOWER
from trustsim.runs.outcomes import A_HUNDREDTH, A_POINT, Outcome

KINDS = {  # what each kind of pretence builds in
    "oscillating": "whoever does not trust them yet sees their good side (oscillating)",
    "whitewashing": "a new name wipes out what was known (whitewashing)",
    "colluding": "made-up praise is good evidence (colluding)",
    "exaggerating": "",
}
UNMASKED = "unmasked"  # the arm of the twins
REPAIRS = ("forgetful", "unforgiving", "sparing", "talkative", "open")


def weeks_fooled(pretenders, others):
    """The number of weeks in which pretenders are trusted as much as the others, to within a hundredth, or more."""
    return float(np.count_nonzero(pretenders > others - A_POINT))


TRUST = Outcome("trust in pretenders, last half year", "trust_in_pretenders", **A_HUNDREDTH)
LEAPS = Outcome("share of leaps that pretenders get, last year", "leaps_to_pretenders", -52, **A_HUNDREDTH)
FOOLED = Outcome(
    "weeks in which pretenders are trusted as much as the others",
    ("trust_in_pretenders", "trust_in_honest"),
    0,
    matters=4,
    because="a month",
    how=weeks_fooled,
    unit="weeks",
)
LEAP_RATE = Outcome("leap rate in the last half year", "leap_rate", **A_HUNDREDTH)
OUTCOMES = (TRUST, LEAPS, FOOLED, LEAP_RATE, Outcome("trust in all others", "trust_in_honest", **A_HUNDREDTH))


def fooled(number, kind, text, note=""):
    """The claim that a kind of pretence works: in trust, in leaps, and for longer than a year."""
    return Claim(
        number,
        text,
        parts=(
            Claim(
                f"{number}a",
                "They are trusted more than people of equal true quality who pretend nothing.",
                (higher(TRUST, kind, than=UNMASKED, assumed=KINDS[kind]),),
            ),
            Claim(f"{number}b", "They get a larger share of the leaps.", (higher(LEAPS, kind, than=UNMASKED),)),
            Claim(
                f"{number}c", "For more than a year they are trusted as much as the others.", (above(FOOLED, kind, 52),)
            ),
        ),
        note=note,
    )


def beyond_twins(change, kind, expected, wanted):
    """A test of how a change alters the trust that a kind of pretence gains: its arm minus its unmasked twin."""
    weights = {f"{change}_{kind}": 1, f"{change}_{UNMASKED}": -1, kind: -1, UNMASKED: 1}
    return contrast(TRUST, weights, expected, wanted, at=kind)


def repair(change, kind):
    """The test that a change takes trust away that a kind of pretence gained."""
    return beyond_twins(change, kind, (LOWER,), f"lower by {A_POINT} or more")


def repairs(number, change, text, note=""):
    """The claim that a change repairs, asked for each kind of pretence."""
    return Claim(number, text, tuple(repair(change, kind) for kind in KINDS), axis="the kind of pretence", note=note)


CLAIMS = (
    fooled(
        91,
        "oscillating",
        "Who is good until they are trusted gains trust that they do not deserve.",
        note="Their twins give everybody the half that oscillators give to those who trust them.",
    ),
    fooled(92, "whitewashing", "A new name pays: what was known is lost, and trust begins anew."),
    fooled(93, "colluding", "Bought praise pays."),
    fooled(
        94,
        "exaggerating",
        "Where people overstate what they tell, the worse gain by it.",
        note="Half of what is told says that all was good or all was bad, about anybody. Nothing favours the worse.",
    ),
    repairs(95, "forgetful", "Who forgets sooner is fooled less.", note="A half-life of half a year instead of two."),
    repairs(96, "unforgiving", "Who gives more weight to bad news is fooled less.", note="A weight of 4 instead of 2."),
    repairs(
        97,
        "sparing",
        "Who expects little of strangers is fooled less.",
        note="A prior of .3 instead of .5: a cheap name.",
    ),
    repairs(98, "talkative", "Where peers are heard more, fewer are fooled.", note="Hearsay counts .6 instead of .2."),
    repairs(
        99,
        "open",
        "Where firms show their work, fewer are fooled.",
        note="They show .9 instead of .3. A record shows what people are able to do, so it does not show who betrays.",
    ),
    Claim(
        100,
        "Who weighs tellers by how far they proved right is fooled less.",
        parts=tuple(
            Claim(
                f"100{letter}",
                text,
                (beyond_twins("unweighed", kind, (HIGHER,), f"higher by {A_POINT} or more without it"),),
            )
            for letter, kind, text in (
                ("a", "colluding", "By bought praise."),
                ("b", "exaggerating", "By tellers who overstate."),
            )
        ),
        note="The model weighs tellers by default, and praise counts by what is expected of strangers. The test takes "
        "that away (source_discounting) and asks whether pretence then gains more.",
    ),
    Claim(
        101,
        "What protects against pretence costs honest people business.",
        tuple(lower(LEAP_RATE, f"{change}_{UNMASKED}", than=UNMASKED, at=change) for change in REPAIRS),
        axis="the repair",
        note="Nobody pretends anything; the customers are merely on their guard.",
    ),
)
