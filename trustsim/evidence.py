"""What a trustor knows: evidence becomes beliefs, beliefs become trust through a lens.

Evidence is stored as it came, good and bad alike. Two readings are made of it: what is *believed*, in which bad news
weighs the trustor's negativity as much, and what is *expected* of the next delivery, in which it does not.

Forgetting costs nothing here (forward decay, Cormode et al. 2009): instead of shrinking old evidence, news and the
prior are weighed with the clock's `growth`; only ratios are ever read.
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
    """Evidence (good, bad) in relation `row` and what spills over from other contexts: lanes of observations, grown."""
    known = world.evidence[row, context]
    good, bad = lanes(known.good), lanes(known.bad)
    if world.evidence.shape[1] > 1:
        good, bad = spilt(world, row, context, good, bad)
    return good, bad


@apart
def spilt(world, row, context, good, bad):
    """This evidence (good, bad) and a share of that in the other contexts."""
    for other in range(world.evidence.shape[1]):
        if other != context:
            known = world.evidence[row, other]
            good = good + world.settings.spillover * lanes(known.good)
            bad = bad + world.settings.spillover * lanes(known.bad)
    return good, bad


@rule
def gathered(world, row, context):
    """Evidence about an advisor with its firm's share, or about a firm: good, bad, and breaches of integrity.

    The first two are lanes, all three are in observations, grown. Breaches are the bad evidence on integrity together
    with its scars, which never fade.
    """
    with_firm, share, growth = world.relations[row].with_firm, world.settings.firm_to_advisor, world.clock.growth
    if with_firm == NOBODY:  # it is about a firm
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
    """What is expected of the next signal in one dimension, 0..1: (W pi + r) / (W + r + s), negativity aside.

    The mean of the Beta distribution of 0/1 signals: a record better than it raises it, one worse than it lowers it.
    """
    good, bad = weighed(world, row, context, dimension)
    propensity = world.customers[world.relations[row].customer].propensity
    return mean_of_beta(world.settings.prior_weight * world.clock.growth, propensity, good, bad)


@rule
def uncertainty(world, row, context, dimension):
    """How much of the belief is the prior: W / (W + r + lambda s), 1 without evidence, falling with it [Josang2016]."""
    good, bad = weighed(world, row, context, dimension)
    prior = world.settings.prior_weight * world.clock.growth
    return prior / (prior + good + world.customers[world.relations[row].customer].negativity * bad)


@rule
def beliefs(world, row, context, novelty):
    """All seven beliefs of relation `row`, and one of all evidence pooled.

    For something new the evidence about *how* counts (1 - novelty).
    """
    return reading(world, row, context, novelty, world.customers[world.relations[row].customer].negativity)


@rule
def expectations(world, row, context):
    """What is expected of the next delivery in all seven dimensions, and pooled: `beliefs` with negativity aside."""
    return reading(world, row, context, 0.0, 1.0)


@rule
def reading(world, row, context, novelty, negativity):
    """All evidence of relation `row` read with bad news weighing `negativity` times: seven numbers, and one pooled."""
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
    """Evidence (good, bad) that a signal of `value` (0 bad .. 1 good) and `weight` is to relation `row` (observations).

    r = w v, s = w (1 - v) where the signal is wholly good or bad [JosangIsmail2002]; between them see `graded`. With
    disconfirmation only the surprise counts: v less what was expected. Communal relations take empathy and integrity
    more heavily [Aggarwal2004].
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
    """What a graded signal is, good and bad, so that negativity weighs it by its sign; 1/2 and better is good news.

    v >= 1/2: (v, (1 - v) / lambda), v < 1/2: (lambda v, 1 - v). Where beliefs are read bad evidence weighs lambda, so
    that good news weighs 1 and bad news lambda, both parts of it: a signal of .55 is no bad news (our reading).
    """
    return (value, (1.0 - value) / negativity) if value >= 0.5 else (negativity * value, 1.0 - value)


@apart
def surprising(world, row, context, dimension, value):
    """How far a signal is better, or worse, than what was expected."""
    expected = expectation(world, row, context, dimension)
    return max(0.0, value - expected), max(0.0, expected - value)


@rule
def add(world, row, context, dimension, good, bad):
    """Evidence (observations of today) joins what relation `row` holds."""
    # float() first: the sum is made in double and rounded once, the same compiled and not
    known = world.evidence[row, context]
    known.good[dimension] = float(known.good[dimension]) + good * world.clock.growth
    known.bad[dimension] = float(known.bad[dimension]) + bad * world.clock.growth


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
    _, bad = counted(world, row, context, INTEGRITY, 0.0, weight)
    add(world, row, context, INTEGRITY, 0.0, (1.0 - lasting) * bad)
    world.relations[row].scar += lasting * bad


@by_lens
def take_stock(world, row, lens):
    """How customer `row` feels at the end of the week: trust in the advisors they know, in the main context.

    Trust is enough for a median need, nothing new and nothing watched, when T / (1 - T) >= 1 / G [Coleman1990].

    reads  evidence of its own relations
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
    """What customer `row` would answer in a survey: beliefs about the advisors they know, trust in firms.

    reads  evidence of its own relations
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
