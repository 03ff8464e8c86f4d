"""Evidence: signals become evidence, evidence becomes beliefs, and a lens turns beliefs into trust.

Good and bad evidence is stored with equal weight. It is read in two ways: as *belief*, in which bad news is multiplied
by the customer's negativity, and as *expectation* of the next delivery, in which it is not.

Forgetting uses forward decay [Cormode2009]: old evidence is not reduced; instead new evidence and the prior are
multiplied by the clock's `growth`. Only ratios are ever read.
"""

from trustsim.lenses import read
from trustsim.machine import lanes
from trustsim.rule import apart, by_lens, rule
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
def learnt(world, row, context):
    """Evidence (good, bad) in relation `row`, with spillover from other contexts: lanes of observations, grown."""
    known = world.evidence[row, context]
    good, bad = lanes(known.good), lanes(known.bad)
    if world.evidence.shape[1] > 1:
        good, bad = spilt(world, row, context, good, bad)
    return good, bad


@apart
def spilt(world, row, context, good, bad):
    """The given evidence (good, bad) plus a share of the evidence in the other contexts."""
    for other in range(world.evidence.shape[1]):
        if other != context:
            known = world.evidence[row, other]
            good = good + world.settings.spillover * lanes(known.good)
            bad = bad + world.settings.spillover * lanes(known.bad)
    return good, bad


@rule
def gathered(world, row, context):
    """Evidence about an advisor with a share of their firm's, or about a firm: good, bad, and breaches of integrity.

    Good and bad are lanes; all three are in observations, grown. Breaches are the bad evidence on integrity plus the
    scars, which never fade.
    """
    with_firm, share, growth = world.relations[row].with_firm, world.settings.firm_to_advisor, world.clock.growth
    if with_firm == NOBODY:  # the relation is with a firm
        with_firm, share = row, 0.0
    good, bad = learnt(world, row, context)
    firm_good, firm_bad = learnt(world, with_firm, context)
    breaches = bad[INTEGRITY] + world.relations[row].scar * growth
    breaches += share * (firm_bad[INTEGRITY] + world.relations[with_firm].scar * growth)
    return good + share * firm_good, bad + share * firm_bad, breaches


@rule
def weighed(world, row, context, dimension):
    """The evidence (good, bad) that counts in one dimension, before negativity (observations, grown)."""
    good, bad, breaches = gathered(world, row, context)
    return good[dimension], breaches if dimension == INTEGRITY else bad[dimension]


@rule
def mean_of_beta(prior, propensity, good, bad):
    """(W pi + r) / (W + r + s), strictly within 0..1 [JosangIsmail2002]; W in grown observations; numbers or lanes."""
    return (prior * propensity + good) / (prior + good + bad)


@rule
def belief(world, row, context, dimension):
    """The belief in one dimension, 0..1: b = (W pi + r) / (W + r + lambda s) [JosangIsmail2002; lambda: Slovic1993]."""
    good, bad = weighed(world, row, context, dimension)
    customer = world.customers[world.relations[row].customer]
    prior = world.settings.prior_weight * world.clock.growth
    return mean_of_beta(prior, customer.propensity, good, customer.negativity * bad)


@rule
def expectation(world, row, context, dimension):
    """The expectation of the next signal in one dimension, 0..1: (W pi + r) / (W + r + s), without negativity.

    This is the mean of the Beta distribution of 0/1 signals. A better record raises it, and a worse record lowers it.
    """
    good, bad = weighed(world, row, context, dimension)
    propensity = world.customers[world.relations[row].customer].propensity
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
    r, s, breaches = gathered(world, row, context)
    s, breaches = negativity * s, negativity * breaches
    how, prior = 1.0 - novelty, world.settings.prior_weight * world.clock.growth
    propensity = world.customers[world.relations[row].customer].propensity
    b, anew = mean_of_beta(prior, propensity, r, s), mean_of_beta(prior, propensity, how * r, how * s)
    integrity = mean_of_beta(prior, propensity, r[INTEGRITY], breaches)
    good = how * (r[COMPETENCE] + r[RELIABILITY])
    good += r[INTIMACY] + r[OTHER_ORIENTATION] + r[EMPATHY] + r[INTEGRITY] + r[OPENNESS]
    bad = how * (s[COMPETENCE] + s[RELIABILITY])
    bad += s[INTIMACY] + s[OTHER_ORIENTATION] + s[EMPATHY] + breaches + s[OPENNESS]
    pooled = mean_of_beta(prior, propensity, good, bad)
    close, others, care = b[INTIMACY], b[OTHER_ORIENTATION], b[EMPATHY]
    return Beliefs(anew[COMPETENCE], anew[RELIABILITY], close, others, care, integrity, b[OPENNESS], pooled)


@rule
def trust_in(world, row, context, novelty):
    """Trust, 0..1: the active lens on the beliefs of relation `row` about a need of this context and novelty."""
    return read(world.settings.lens, beliefs(world, row, context, novelty), world.settings)


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
def add(world, row, context, dimension, good, bad):
    """Add new evidence (observations) to relation `row`."""
    # float() first: the sum is in double precision and rounded once, compiled or not
    known = world.evidence[row, context]
    known.good[dimension] = float(known.good[dimension]) + good * world.clock.growth
    known.bad[dimension] = float(known.bad[dimension]) + bad * world.clock.growth


@rule
def learn(world, row, context, dimension, value, weight):
    """Add a signal of `value` (0 bad .. 1 good) and `weight` (observations) to relation `row`."""
    good, bad = counted(world, row, context, dimension, value, weight)
    add(world, row, context, dimension, good, bad)


@rule
def deceived(world, row, context, weight):
    """Add a deception: a share of its bad evidence on integrity is a scar, which is never forgotten [Schweitzer2006].

    A scar is about the person, so it counts in every context (our reading).
    """
    lasting = world.settings.scar
    _, bad = counted(world, row, context, INTEGRITY, 0.0, weight)
    add(world, row, context, INTEGRITY, 0.0, (1.0 - lasting) * bad)
    world.relations[row].scar += lasting * bad


@by_lens
def take_stock(world, row, lens):
    """Customer `row` takes stock of their trust in the advisors they know, in the main context.

    Trust is enough for a median need that is neither new nor watched when T / (1 - T) >= 1 / G [Coleman1990].

    reads  evidence of their own relations
    writes  relations.trust, customers.trust, best_trust, enough_since
    """
    customer = world.customers[row]
    n, total, best = customer.known, 0.0, 0.0
    for i in range(customer.first, customer.first + n):
        trust = read(lens, beliefs(world, i, 0, 0.0), world.settings)
        world.relations[i].trust = trust
        total += trust
        best = max(best, trust)
    customer.trust = total / n if n > 0 else customer.propensity
    customer.best_trust = best
    if customer.enough_since == NOBODY and world.settings.on_leaping and best * (1.0 + world.settings.gain) >= 1.0:
        customer.enough_since = world.clock.tick


@rule
def answer(world, row):
    """Customer `row` answers a survey: beliefs about the advisors they know, and trust in firms.

    reads  evidence of their own relations
    writes  customers.belief, reputable, trust_in_firms, trust of relations with firms
    """
    customer, n, competence = world.customers[row], world.customers[row].known, -1.0
    c, r, i, o, e, t, s = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for relation in range(customer.first, customer.first + n):
        b = beliefs(world, relation, 0, 0.0)
        competence = max(competence, b.competence)
        c, r, i, o = c + b.competence, r + b.reliability, i + b.intimacy, o + b.other_orientation
        e, t, s = e + b.empathy, t + b.integrity, s + b.openness
    for d, total in enumerate((c, r, i, o, e, t, s)):
        customer.belief[d] = total / n if n > 0 else customer.propensity
    customer.reputable = 1 if world.settings.on_leaping and competence >= world.settings.reputation_floor else 0
    trust, firms = 0.0, 0
    for with_firm in range(customer.firm_first, customer.firm_last):
        if world.relations[with_firm].firm != NOBODY:
            world.relations[with_firm].trust = trust_in(world, with_firm, 0, 0.0)
            trust += world.relations[with_firm].trust
            firms += 1
    customer.trust_in_firms = trust / firms if firms > 0 else customer.propensity
