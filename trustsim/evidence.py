"""Evidence: signals become evidence, evidence becomes beliefs, and a lens turns beliefs into trust.

Good and bad evidence is stored with equal weight. It is read in two ways: as *belief*, in which bad news is multiplied
by the customer's negativity, and as *expectation* of the next delivery, in which it is not.

Forgetting uses forward decay [Cormode2009]: old evidence is not reduced; instead new evidence and the prior are
multiplied by the clock's `growth`. Only ratios are ever read.
"""

from trustsim.lenses import read
from trustsim.machine import keep, lanes, where
from trustsim.mechanisms.displacement import left_by
from trustsim.rule import apart, rule
from trustsim.state import (
    COMPETENCE,
    EMPATHY,
    INTEGRITY,
    INTIMACY,
    NOBODY,
    OPENNESS,
    OTHER_ORIENTATION,
    RELIABILITY,
    Beliefs,
)


@rule
def gathered(world, row, context):
    """All evidence in relation `row`, good and bad: lanes, in observations, grown.

    What relations with a firm and other contexts pass on is part of it since it was learnt (see `add`). The bad
    evidence on integrity includes the scars, which never fade.
    """
    return taken_from(world, world.evidence[row, context], world.evidence[row, 0])


@rule
def taken_from(world, known, main):
    """The good and bad evidence in the record `known`, with the scars in `main` (lanes)."""
    return lanes(known.good), lanes(known.bad) + where(INTEGRITY, float(main.scar) * world.clock.growth)


@rule
def prior_of(world, customer):
    """Prior trust of a customer in anybody: their propensity, or what they learnt (see `learnt_propensity`)."""
    person = world.customers[customer]
    if not world.settings.on_learnt_propensity:
        return person.propensity
    anchor = world.settings.anchor
    return (anchor * person.propensity + person.lived_well) / (anchor + person.lived)


@rule
def weighed(world, row, context, dimension):
    """The evidence (good, bad) that counts in one dimension, before negativity (observations, grown)."""
    good, bad = gathered(world, row, context)
    return good[dimension], bad[dimension]


@rule
def mean_of_beta(prior, propensity, good, bad):
    """(W pi + r) / (W + r + s), strictly within 0..1 [JosangIsmail2002]; W in grown observations; numbers or lanes."""
    return (prior * propensity + good) / (prior + good + bad)


@rule
def belief(world, row, context, dimension):
    """The belief in one dimension, 0..1: b = (W pi + r) / (W + r + lambda s) [JosangIsmail2002; lambda: Slovic1993]."""
    good, bad = weighed(world, row, context, dimension)
    customer = world.relations[row].customer
    prior = world.settings.prior_weight * world.clock.growth
    return mean_of_beta(prior, prior_of(world, customer), good, world.customers[customer].negativity * bad)


@rule
def expectation(world, row, context, dimension):
    """The expectation of the next signal in one dimension, 0..1: (W pi + r) / (W + r + s), without negativity.

    This is the mean of the Beta distribution of 0/1 signals. A better record raises it, and a worse record lowers it.
    """
    good, bad = weighed(world, row, context, dimension)
    propensity = prior_of(world, world.relations[row].customer)
    return mean_of_beta(world.settings.prior_weight * world.clock.growth, propensity, good, bad)


@rule
def uncertainty(world, row, context, dimension):
    """The share of the prior in a belief: W / (W + r + lambda s), which is 1 without evidence [Josang2016]."""
    good, bad = weighed(world, row, context, dimension)
    prior = world.settings.prior_weight * world.clock.growth
    return prior / (prior + good + world.customers[world.relations[row].customer].negativity * bad)


@rule
def beliefs(world, row, context, novelty):
    """All seven beliefs of relation `row`, and the belief from all evidence pooled.

    For something new, evidence on competence and reliability is multiplied by (1 - novelty).
    """
    return reading(world, row, context, novelty, world.customers[world.relations[row].customer].negativity)


@rule
def expectations(world, row, context):
    """The expectations of the next delivery in all seven dimensions, and pooled: `beliefs` without negativity."""
    return reading(world, row, context, 0.0, 1.0)


@rule
def reading(world, row, context, novelty, negativity):
    """All evidence of relation `row` read with bad evidence x `negativity`: seven numbers and the pooled one."""
    propensity = prior_of(world, world.relations[row].customer)
    return read_off(world, world.evidence[row, context], world.evidence[row, 0], propensity, novelty, negativity)


@rule
def read_off(world, known, main, propensity, novelty, negativity):
    """The evidence in the record `known`, with the scars of the record `main`, as beliefs of whoever holds it."""
    seven, pooled = read_together(world, known, main, propensity, novelty, negativity)
    return named(seven, pooled)


@rule
def named(seven, pooled):
    """Seven beliefs (lanes) and the pooled one, with their names."""
    able, reliable, close, others = seven[COMPETENCE], seven[RELIABILITY], seven[INTIMACY], seven[OTHER_ORIENTATION]
    return Beliefs(able, reliable, close, others, seven[EMPATHY], seven[INTEGRITY], seven[OPENNESS], pooled)


@rule
def read_together(world, known, main, propensity, novelty, negativity):
    """`read_off` as lanes: the seven beliefs, and the belief from all evidence pooled."""
    r, s = taken_from(world, known, main)
    s = negativity * s
    how, prior = 1.0 - novelty, world.settings.prior_weight * world.clock.growth
    new = 1.0 - (where(COMPETENCE, novelty) + where(RELIABILITY, novelty))
    seven = mean_of_beta(prior, propensity, new * r, new * s)
    good = how * (r[COMPETENCE] + r[RELIABILITY])
    good += r[INTIMACY] + r[OTHER_ORIENTATION] + r[EMPATHY] + r[INTEGRITY] + r[OPENNESS]
    bad = how * (s[COMPETENCE] + s[RELIABILITY])
    bad += s[INTIMACY] + s[OTHER_ORIENTATION] + s[EMPATHY] + s[INTEGRITY] + s[OPENNESS]
    return seven, mean_of_beta(prior, propensity, good, bad)


@rule
def trust_in(world, row, context, novelty):
    """Trust, 0..1: the active lens on the beliefs of relation `row` about a need of this context and novelty."""
    lens = world.customers[world.relations[row].customer].lens
    return read(lens, beliefs(world, row, context, novelty), world.settings)


@rule
def counted(world, row, context, dimension, value, weight):
    """The evidence (good, bad), in observations, from a signal of `value` (0 bad .. 1 good) and `weight`.

    r = w v, s = w (1 - v) when the signal is 0 or 1 [JosangIsmail2002]; for values between them see `graded`. With
    disconfirmation only the surprise counts: v minus the expectation. Communal relations give empathy and integrity
    more weight [Aggarwal2004].
    """
    relation = world.relations[row]
    good, bad = value, 1.0 - value
    if world.settings.disconfirmation:
        good, bad = surprising(world, row, context, dimension, value)
    elif 0.0 < value < 1.0:
        good, bad = graded(value, world.customers[relation.customer].negativity)
    if relation.communal and dimension in (EMPATHY, INTEGRITY):
        weight *= world.settings.communal_weight
    return weight * good, weight * bad


@rule
def counted_together(world, row, context, values, weights):
    """`counted` for seven signals of 0 or 1 at once; values, weights and the evidence (good, bad) are lanes."""
    if world.settings.disconfirmation:
        return counted_in_turn(world, row, context, values, weights)
    if world.relations[row].communal:
        more = world.settings.communal_weight - 1.0
        weights = weights * (1.0 + (where(EMPATHY, more) + where(INTEGRITY, more)))
    return weights * values, weights * (1.0 - values)


@apart
def counted_in_turn(world, row, context, values, weights):
    """`counted` for seven signals, one by one."""
    good, bad = where(0, 0.0), where(0, 0.0)
    for d in range(7):
        well, badly = counted(world, row, context, d, values[d], weights[d])
        good, bad = good + where(d, well), bad + where(d, badly)
    return good, bad


@rule
def seven(column):
    """Seven switches, such as the signals of a delivery, as lanes."""
    shown = where(0, float(column[0]))
    for d in range(1, 7):
        shown = shown + where(d, float(column[d]))
    return shown


@apart
def graded(value, negativity):
    """The good and bad parts of a graded signal, so that negativity depends on its sign; v >= 1/2 is good news.

    v >= 1/2: (v, (1 - v) / lambda), v < 1/2: (lambda v, 1 - v). Beliefs multiply bad evidence by lambda. So both parts
    of good news have weight 1 and both parts of bad news weight lambda: a signal of .55 is not bad news (our reading).
    """
    return (value, (1.0 - value) / negativity) if value >= 0.5 else (negativity * value, 1.0 - value)


@apart
def surprising(world, row, context, dimension, value):
    """How far a signal is better, and how far it is worse, than expected."""
    expected = expectation(world, row, context, dimension)
    return max(0.0, value - expected), max(0.0, expected - value)


@rule
def add(world, row, context, good, bad, scar):
    """Add new evidence (lanes, observations) and a scar to relation `row`, and pass it on to what it tells about.

    Evidence about a firm counts, in the share `firm_to_advisor`, for each of its advisors whom the customer knows.
    It is passed on when it is learnt, so that reading trust, which is far more frequent, stays within one relation.
    """
    put(world, row, context, good, bad, scar)
    if world.relations[row].with_firm == NOBODY:  # the relation is with a firm
        pass_on(world, row, context, good, bad, scar)


@apart
def pass_on(world, with_firm, context, good, bad, scar):
    """Add a share of new evidence about a firm to the relations with its advisors."""
    share, customer = world.settings.firm_to_advisor, world.customers[world.relations[with_firm].customer]
    for i in range(customer.first, customer.first + customer.known):
        if world.relations[i].with_firm == with_firm:
            put(world, i, context, share * good, share * bad, share * scar)


@rule
def put(world, row, context, good, bad, scar):
    """Add new evidence and a scar to relation `row` alone; the share `spillover` of it counts in other contexts."""
    note(world, row, context, good, bad)
    world.evidence[row, 0].scar = float(world.evidence[row, 0].scar) + scar
    if world.evidence.shape[1] > 1:
        spill(world, row, context, good, bad)


@apart
def spill(world, row, context, good, bad):
    """Add a share of new evidence in one context to all others."""
    share = world.settings.spillover
    for other in range(world.evidence.shape[1]):
        if other != context:
            note(world, row, other, share * good, share * bad)


@rule
def note(world, row, context, good, bad):
    """Add new evidence to relation `row` in one context."""
    note_in(world, world.evidence[row, context], good, bad)


@rule
def note_in(world, known, good, bad):
    """Add new evidence to the record `known`, and with displacement let it take the place of older evidence."""
    growth = world.clock.growth
    if world.settings.on_displacement:
        kept = left_by(world, good, bad)
        keep(known.good, kept * lanes(known.good) + growth * good)
        keep(known.bad, kept * lanes(known.bad) + growth * bad)
    else:
        keep(known.good, lanes(known.good) + growth * good)
        keep(known.bad, lanes(known.bad) + growth * bad)


@apart
def learn(world, row, context, dimension, value, weight):
    """Add a signal of `value` (0 bad .. 1 good) and `weight` (observations) to relation `row`."""
    good, bad = counted(world, row, context, dimension, value, weight)
    add(world, row, context, where(dimension, good), where(dimension, bad), 0.0)


@rule
def learn_together(world, row, context, values, weights):
    """`learn` for seven signals of 0 or 1 at once; values and weights are lanes."""
    good, bad = counted_together(world, row, context, values, weights)
    add(world, row, context, good, bad, 0.0)


@rule
def deceived(world, row, context, weight):
    """Add a deception to relation `row`: evidence against integrity, in part a scar."""
    _, bad = counted(world, row, context, INTEGRITY, 0.0, weight)
    fading, scar = parted(world, bad)
    add(world, row, context, where(INTEGRITY, 0.0), where(INTEGRITY, fading), scar)


@rule
def parted(world, bad):
    """The bad evidence of a deception in two parts: one that fades, and a scar, never forgotten [Schweitzer2006].

    A scar is about the person, so it counts in every context (our reading).
    """
    return (1.0 - world.settings.scar) * bad, world.settings.scar * bad


@apart
def inherit(world, row, with_firm):
    """Let a new relation with an advisor begin with the share of what the customer knows of their firm."""
    share = world.settings.firm_to_advisor
    world.evidence[row, 0].scar = share * float(world.evidence[with_firm, 0].scar)
    for context in range(world.evidence.shape[1]):
        known, firm = world.evidence[row, context], world.evidence[with_firm, context]
        for d in range(7):
            known.good[d], known.bad[d] = share * float(firm.good[d]), share * float(firm.bad[d])
