"""People take stock of their trust and answer surveys: read off the evidence, which stays as it is."""

from trustsim.evidence import named, prior_of, read_together
from trustsim.lenses import read
from trustsim.machine import where
from trustsim.mutual import trust_in_customer
from trustsim.rule import by_lens, rule
from trustsim.state import COMPETENCE, NOBODY


@by_lens
def take_stock(world, row, lens):
    """Customer `row` takes stock of their trust in the advisors they know, in the main context.

    Trust is enough for a median need that is neither new nor watched when T / (1 - T) >= 1 / G [Coleman1990].

    reads  evidence of their own relations
    writes  relations.trust, customers.trust, best_trust, enough_since
    """
    customer, prior = world.customers[row], prior_of(world, row)
    n, total, best = customer.known, 0.0, 0.0
    for i in range(customer.first, customer.first + n):
        trust = felt(world, i, prior, customer.negativity, lens)
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
    customer, prior = world.customers[row], prior_of(world, row)
    competence, seven = -1.0, where(0, 0.0)
    for i in range(customer.first, customer.first + customer.known):
        believed, _ = read_now(world, i, prior, customer.negativity)
        seven = seven + believed
        competence = max(competence, believed[COMPETENCE])
    if customer.known > 0:
        say(world, row, seven)
    else:
        for d in range(7):
            customer.belief[d] = prior
    customer.reputable = 1 if world.settings.on_leaping and competence >= world.settings.reputation_floor else 0


@rule
def say(world, row, seven):
    """Customer `row` says what they believe on average, from sums over the advisors they know."""
    customer = world.customers[row]
    mean = seven / customer.known
    for d in range(7):
        customer.belief[d] = mean[d]


@by_lens
def take_stock_and_answer(world, row, lens):
    """`take_stock` and `answer` in one pass over the relations, for runs in which everybody is asked every week.

    reads  evidence of their own relations       writes  what both write
    """
    customer, prior, competence = world.customers[row], prior_of(world, row), -1.0
    if customer.known == 0:
        take_stock(world, row, lens)
        answer(world, row)
        return
    total, best, seven = 0.0, 0.0, where(0, 0.0)
    for i in range(customer.first, customer.first + customer.known):
        believed, pooled = read_now(world, i, prior, customer.negativity)
        trust = read(lens, named(believed, pooled), world.settings)
        seven = seven + believed
        competence = max(competence, believed[COMPETENCE])
        world.relations[i].trust = trust
        total += trust
        best = max(best, trust)
    conclude(world, row, total, best)
    say(world, row, seven)
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
def read_now(world, row, prior, negativity):
    """The beliefs of relation `row` in the main context (lanes) and the pooled one, of an owner with this prior."""
    known = world.evidence[row, 0]
    return read_together(world, known, known, prior, 0.0, negativity)


@rule
def felt(world, row, prior, negativity, lens):
    """Trust in the main context of relation `row` under a lens, of an owner with this prior."""
    seven, pooled = read_now(world, row, prior, negativity)
    return read(lens, named(seven, pooled), world.settings)


@by_lens
def answer_on_firms(world, row, lens):
    """Customer `row` answers a survey about the firms they know.

    reads  evidence of their own relations       writes  customers.trust_in_firms, trust of relations with firms
    """
    customer, prior, trust, firms = world.customers[row], prior_of(world, row), 0.0, 0
    for with_firm in range(customer.firm_first, customer.firm_last):
        if world.relations[with_firm].firm != NOBODY:
            world.relations[with_firm].trust = felt(world, with_firm, prior, customer.negativity, lens)
            trust += world.relations[with_firm].trust
            firms += 1
    customer.trust_in_firms = trust / firms if firms > 0 else prior
