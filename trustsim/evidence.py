"""What a trustor knows: evidence becomes beliefs, beliefs become trust through a lens.

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
    """Evidence (good, bad) in relation `row` itself with what spills over from other contexts: lanes of observations, grown."""
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
    """Evidence about an advisor with its firm's share, or about a firm: good, bad, and the bad on integrity with its scars, which never fade.

    The first two are lanes, all three in observations, grown.
    """
    tie, share, growth = world.relations[row].tie, world.settings.firm_to_advisor, world.clock.growth
    if tie == NOBODY:  # it is about a firm
        tie, share = row, 0.0
    good, bad = learnt(world, row, context)
    firm_good, firm_bad = learnt(world, tie, context)
    breaches = bad[INTEGRITY] + world.relations[row].scar * growth + share * (firm_bad[INTEGRITY] + world.relations[tie].scar * growth)
    return good + share * firm_good, bad + share * firm_bad, breaches


@rule
def weighed(world, row, context, dimension):
    """The evidence (good, bad) that counts in one dimension."""
    good, bad, breaches = gathered(world, row, context)
    return good[dimension], breaches if dimension == INTEGRITY else bad[dimension]


@rule
def expectation(prior, propensity, good, bad):
    """b = (W pi + r) / (W + r + s), strictly within 0..1 [JosangIsmail2002]; `prior` is W in grown observations; numbers or lanes."""
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
    """All seven beliefs of relation `row`, and one of all evidence pooled; for something new the evidence about *how* counts (1 - novelty)."""
    r, s, breaches = gathered(world, row, context)
    how, prior = 1.0 - novelty, world.settings.prior_weight * world.clock.growth
    propensity = world.customers[world.relations[row].customer].propensity
    b, anew = expectation(prior, propensity, r, s), expectation(prior, propensity, how * r, how * s)
    integrity = expectation(prior, propensity, r[INTEGRITY], breaches)
    good = how * (r[COMPETENCE] + r[RELIABILITY]) + r[INTIMACY] + r[OTHER_ORIENTATION] + r[EMPATHY] + r[INTEGRITY] + r[OPENNESS]
    bad = how * (s[COMPETENCE] + s[RELIABILITY]) + s[INTIMACY] + s[OTHER_ORIENTATION] + s[EMPATHY] + breaches + s[OPENNESS]
    pooled = expectation(prior, propensity, good, bad)
    return Beliefs(anew[COMPETENCE], anew[RELIABILITY], b[INTIMACY], b[OTHER_ORIENTATION], b[EMPATHY], integrity, b[OPENNESS], pooled)


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
        good, bad = surprising(world, row, context, dimension, value)
    if relation.communal and dimension in (EMPATHY, INTEGRITY):
        weight *= world.settings.communal_weight
    return weight * good, weight * bad * world.customers[relation.customer].negativity


@apart
def surprising(world, row, context, dimension, value):
    """How far a signal is better, or worse, than what was expected."""
    expected = belief(world, row, context, dimension)
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
    """Customer `row` as it feels at the end of the week: its trust in the advisors it knows, in the main context.

    reads  evidence of its own relations       writes  relations.trust, customers.trust, best_trust
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


@rule
def answer(world, row):
    """Customer `row` as a survey would find it: its beliefs about the advisors it knows, its trust in firms.

    reads  evidence of its own relations       writes  customers.belief, reputable, trust_in_firms, trust of relations with firms
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
    for tie in range(customer.tie_first, customer.tie_last):
        if world.relations[tie].firm != NOBODY:
            world.relations[tie].trust = trust_in(world, tie, 0, 0.0)
            trust += world.relations[tie].trust
            firms += 1
    customer.trust_in_firms = trust / firms if firms > 0 else customer.propensity
