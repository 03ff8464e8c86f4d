"""What a trustor knows: evidence becomes beliefs, beliefs become trust through a lens.

Forgetting costs nothing here (forward decay, Cormode et al. 2009): instead of shrinking old evidence, news and the
prior are weighed with the clock's `growth`; only ratios are ever read.
"""

from trustsim.lenses import read
from trustsim.rule import rule
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

GOOD, BAD = 0, 1


@rule
def learnt(world, row, context, dimension):
    """Evidence (good, bad) in relation `row` itself, with what spills over from other contexts (observations, grown)."""
    good, bad = float(world.evidence[row, context, dimension, GOOD]), float(world.evidence[row, context, dimension, BAD])
    for other in range(world.evidence.shape[1]):
        if other != context:
            good += world.settings.spillover * float(world.evidence[row, other, dimension, GOOD])
            bad += world.settings.spillover * float(world.evidence[row, other, dimension, BAD])
    return good, bad


@rule
def weighed(world, row, context, dimension):
    """Evidence (good, bad) about an advisor with its firm's share, or about a firm; scars included, which never fade."""
    good, bad = learnt(world, row, context, dimension)
    relation = world.relations[row]
    if dimension == INTEGRITY:
        bad += relation.scar * world.clock.growth
    if relation.tie != NOBODY:
        firm_good, firm_bad = learnt(world, relation.tie, context, dimension)
        if dimension == INTEGRITY:
            firm_bad += world.relations[relation.tie].scar * world.clock.growth
        good += world.settings.firm_to_advisor * firm_good
        bad += world.settings.firm_to_advisor * firm_bad
    return good, bad


@rule
def expectation(prior, propensity, good, bad):
    """b = (W pi + r) / (W + r + s), strictly within 0..1 [JosangIsmail2002]; `prior` is W in grown observations."""
    return (prior * propensity + good) / (prior + good + bad)


@rule
def belief(world, row, context, dimension):
    """The belief in one dimension, 0..1."""
    good, bad = weighed(world, row, context, dimension)
    propensity = world.customers[world.relations[row].customer].propensity
    return expectation(world.settings.prior_weight * world.clock.growth, propensity, good, bad)


@rule
def uncertainty(world, row, context, dimension):
    """How much of the belief is the prior: u = W / (W + r + s), 1 without evidence, falling as it gathers [Josang2016]."""
    good, bad = weighed(world, row, context, dimension)
    prior = world.settings.prior_weight * world.clock.growth
    return prior / (prior + good + bad)


@rule
def beliefs(world, row, context, novelty):
    """All seven beliefs of relation `row`; for something new the evidence about *how* counts (1 - novelty)."""
    how = 1.0 - novelty
    c, c_bad = weighed(world, row, context, COMPETENCE)
    r, r_bad = weighed(world, row, context, RELIABILITY)
    i, i_bad = weighed(world, row, context, INTIMACY)
    o, o_bad = weighed(world, row, context, OTHER_ORIENTATION)
    e, e_bad = weighed(world, row, context, EMPATHY)
    t, t_bad = weighed(world, row, context, INTEGRITY)
    s, s_bad = weighed(world, row, context, OPENNESS)
    prior = world.settings.prior_weight * world.clock.growth
    propensity = world.customers[world.relations[row].customer].propensity
    return Beliefs(
        expectation(prior, propensity, how * c, how * c_bad),
        expectation(prior, propensity, how * r, how * r_bad),
        expectation(prior, propensity, i, i_bad),
        expectation(prior, propensity, o, o_bad),
        expectation(prior, propensity, e, e_bad),
        expectation(prior, propensity, t, t_bad),
        expectation(prior, propensity, s, s_bad),
        expectation(prior, propensity, how * (c + r) + i + o + e + t + s, how * (c_bad + r_bad) + i_bad + o_bad + e_bad + t_bad + s_bad),
    )


@rule
def trust_in(world, row, context, novelty):
    """Trust, 0..1: the active lens on the beliefs of relation `row` about a need of this context and novelty."""
    return read(world.settings.lens, beliefs(world, row, context, novelty), world.settings)


@rule
def counted(world, row, context, dimension, value, weight):
    """Evidence (good, bad) that a signal of `value` (0 bad .. 1 good) and `weight` is to relation `row` (observations).

    r = w v, s = w lambda (1 - v) [JosangIsmail2002; lambda: Slovic1993]; with disconfirmation only the surprise
    v - b counts; communal relations take empathy and integrity more heavily [Aggarwal2004].
    """
    relation = world.relations[row]
    good, bad = value, 1.0 - value
    if world.settings.disconfirmation:
        expected = belief(world, row, context, dimension)
        good, bad = max(0.0, value - expected), max(0.0, expected - value)
    if relation.communal and dimension in (EMPATHY, INTEGRITY):
        weight *= world.settings.communal_weight
    return weight * good, weight * bad * world.customers[relation.customer].negativity


@rule
def add(world, row, context, dimension, good, bad):
    """Evidence (observations of today) joins what relation `row` holds."""
    # float() first: the sum is made in double and rounded once, the same compiled and not
    world.evidence[row, context, dimension, GOOD] = float(world.evidence[row, context, dimension, GOOD]) + good * world.clock.growth
    world.evidence[row, context, dimension, BAD] = float(world.evidence[row, context, dimension, BAD]) + bad * world.clock.growth


@rule
def learn(world, row, context, dimension, value, weight):
    """A signal of `value` (0 bad .. 1 good) and `weight` (observations) reaches relation `row`."""
    good, bad = counted(world, row, context, dimension, value, weight)
    add(world, row, context, dimension, good, bad)


@rule
def deceived(world, row, context, weight):
    """A breach by deception: part of its bad evidence on integrity is a scar, outside forgetting [Schweitzer2006].

    A scar is about the person: it counts in every context, whichever the deception was in (our reading).
    """
    lasting = world.settings.scar
    bad = counted(world, row, context, INTEGRITY, 0.0, weight)[BAD]
    add(world, row, context, INTEGRITY, 0.0, (1.0 - lasting) * bad)
    world.relations[row].scar += lasting * bad


@rule
def take_stock(world, row):
    """Customer `row` as a survey would find it: trust and beliefs about those it knows, in the main context.

    reads  evidence of its own relations       writes  relations.trust, customers.trust and the columns beside it
    """
    customer = world.customers[row]
    n, total, best, competent = customer.known, 0.0, 0.0, 0
    for d in range(7):
        customer.belief[d] = 0.0
    for i in range(customer.first, customer.first + n):
        b = beliefs(world, i, 0, 0.0)
        trust = read(world.settings.lens, b, world.settings)
        world.relations[i].trust = trust
        total += trust
        best = max(best, trust)
        if world.settings.on_leaping and b.competence >= world.settings.reputation_floor:
            competent = 1  # enough for a leap
        for d in range(7):
            customer.belief[d] += b[d] / n
    customer.trust = total / n if n > 0 else customer.propensity
    customer.best_trust = best
    customer.reputable = competent
    total, firms = 0.0, 0
    for i in range(customer.tie_first, customer.tie_last):
        if world.relations[i].firm != NOBODY:
            trust = trust_in(world, i, 0, 0.0)
            world.relations[i].trust = trust
            total += trust
            firms += 1
    customer.trust_in_firms = total / firms if firms > 0 else customer.propensity
