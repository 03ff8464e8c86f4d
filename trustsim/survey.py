"""People take stock of their trust and answer surveys: read off the evidence, which stays as it is."""

from trustsim.evidence import beliefs, gathered, mean_of_beta, prior_of
from trustsim.lenses import read
from trustsim.mutual import trust_in_customer
from trustsim.rule import by_lens, rule
from trustsim.state import COMPETENCE, INTEGRITY, NOBODY


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
    conclude(world, row, total, best)


@rule
def conclude(world, row, total, best):
    """What customer `row` makes of the sum of their trust in advisors and of the highest."""
    customer = world.customers[row]
    customer.trust = total / customer.known if customer.known > 0 else prior_of(world, row)
    customer.best_trust = best
    if customer.enough_since == NOBODY and world.settings.on_leaping and best * (1.0 + world.settings.gain) >= 1.0:
        customer.enough_since = world.clock.tick


@rule
def answer(world, row):
    """Customer `row` answers a survey about the advisors they know.

    reads  evidence of their own relations       writes  customers.belief, reputable
    """
    customer, n, competence = world.customers[row], world.customers[row].known, -1.0
    if n > 0:
        seven, integrity = seven_beliefs(world, customer.first)
        competence = seven[COMPETENCE]
        for relation in range(customer.first + 1, customer.first + n):
            believed, honest = seven_beliefs(world, relation)
            seven, integrity = seven + believed, integrity + honest
            competence = max(competence, believed[COMPETENCE])
        say(world, row, seven, integrity)
    else:
        for d in range(7):
            customer.belief[d] = prior_of(world, row)
    customer.reputable = 1 if world.settings.on_leaping and competence >= world.settings.reputation_floor else 0


@rule
def say(world, row, seven, integrity):
    """Customer `row` says what they believe on average, from sums over the advisors they know."""
    customer = world.customers[row]
    for d in range(7):
        customer.belief[d] = (integrity if d == INTEGRITY else seven[d]) / customer.known


@by_lens
def take_stock_and_answer(world, row, lens):
    """`take_stock` and `answer` in one pass over the relations, for runs in which everybody is asked every week.

    reads  evidence of their own relations       writes  what both write
    """
    customer, competence = world.customers[row], -1.0
    if customer.known == 0:
        take_stock(world, row, lens)
        answer(world, row)
        return
    seven, integrity = seven_beliefs(world, customer.first)
    total, best = 0.0, 0.0
    for i in range(customer.first, customer.first + customer.known):
        believed, honest = seven_beliefs(world, i)
        trust = read(lens, beliefs(world, i, 0, 0.0), world.settings)
        if i > customer.first:
            seven, integrity = seven + believed, integrity + honest
        competence = max(competence, believed[COMPETENCE])
        world.relations[i].trust = trust
        total += trust
        best = max(best, trust)
    conclude(world, row, total, best)
    say(world, row, seven, integrity)
    customer.reputable = 1 if world.settings.on_leaping and competence >= world.settings.reputation_floor else 0


@rule
def answer_back(world, row):
    """The advisors whom customer `row` knows say how far they trust them.

    reads  regard of their own relations       writes  regard.trust of their own relations
    """
    customer = world.customers[row]
    for i in range(customer.first, customer.first + customer.known):
        world.regard[i].trust = trust_in_customer(world, i)


@rule
def seven_beliefs(world, row):
    """The beliefs of relation `row` in the main context, as lanes, and the one in integrity, which scars count in."""
    customer = world.relations[row].customer
    prior, propensity = world.settings.prior_weight * world.clock.growth, prior_of(world, customer)
    negativity = world.customers[customer].negativity
    good, bad, breaches = gathered(world, row, 0)
    seven = mean_of_beta(prior, propensity, good, negativity * bad)
    return seven, mean_of_beta(prior, propensity, good[INTEGRITY], negativity * breaches)


@by_lens
def answer_on_firms(world, row, lens):
    """Customer `row` answers a survey about the firms they know.

    reads  evidence of their own relations       writes  customers.trust_in_firms, trust of relations with firms
    """
    customer, trust, firms = world.customers[row], 0.0, 0
    for with_firm in range(customer.firm_first, customer.firm_last):
        if world.relations[with_firm].firm != NOBODY:
            felt = read(lens, beliefs(world, with_firm, 0, 0.0), world.settings)
            world.relations[with_firm].trust = felt
            trust += felt
            firms += 1
    customer.trust_in_firms = trust / firms if firms > 0 else prior_of(world, row)
