"""Adding up who was chosen in a week, and why: like `counting`, compiled rules that go through everybody in order."""

from trustsim.column import reset_of
from trustsim.counting import PROMOTER
from trustsim.mechanisms.approaching import is_avoided
from trustsim.mechanisms.surviving import is_open
from trustsim.mutual import trust_in_customer
from trustsim.rule import apart, rule
from trustsim.state import LEAPT, NOBODY, REFUSED
from trustsim.sums import SUMS

DOUBT, CONFIDENCE = 0.4, 0.6  # trust in somebody considered: below and above are told apart
clear_choices, clear_bonds = reset_of(SUMS["count_choices"]), reset_of(SUMS["count_bonds"])


@rule
def choices(world, row):
    """Add up how trust, size and novelty go with leaps, contacts, candour, and who is in business.

    reads  customers, advisors, firms, approaches       writes  the sums of "count_choices"
    """
    sums = world.sums
    clear_choices(sums)
    needed = 1.0 / (1.0 + world.settings.gain)
    for i in range(len(world.customers)):
        customer = world.customers[i]
        sums.pitched += customer.pitched
        sums.invited += customer.invited != NOBODY
        sums.fled += customer.fled
        for relation in range(customer.first, customer.first + customer.known):
            sums.avoiding += is_avoided(world, relation)
        if customer.outcome >= REFUSED:
            add_choice(sums, customer, needed)
        if customer.outcome == LEAPT:
            add_outcome(world, sums, customer)
    add_supply(world, sums)


@rule
def add_choice(sums, customer, needed):
    """Add a need for which somebody was considered: by trust, size and novelty."""
    leapt, trust = 1.0 if customer.outcome == LEAPT else 0.0, customer.trust_then
    if trust < DOUBT:
        sums.doubtful += 1.0
        sums.doubtful_leaps += leapt
    elif trust > CONFIDENCE:
        sums.trustful += 1.0
        sums.trustful_leaps += leapt
    if trust < needed:
        sums.short_leaps += leapt
    if customer.wanted >= 2.0:
        sums.large += 1.0
        sums.large_leaps += leapt
    elif customer.wanted <= 0.5:
        sums.small += 1.0
        sums.small_leaps += leapt
    if customer.novelty >= 0.5:
        sums.very_new += 1.0
        sums.very_new_leaps += leapt
    elif customer.novelty <= 0.0:
        sums.familiar += 1.0
        sums.familiar_leaps += leapt


@rule
def add_outcome(world, sums, customer):
    """Add what came of a leap: by how far the advisor was trusted, and to whom it went."""
    sums.wanted += customer.wanted
    if customer.opened:
        sums.success_opened += customer.success
    if world.advisors[customer.considered].knowledge > 0.0:
        sums.knowledge_revenue += customer.stake
    sums.pretended_leaps += pretends(world, customer.considered)
    if not customer.digital:
        if customer.trust_then < DOUBT:
            sums.met_by_doubtful += 1.0
            sums.told_by_doubtful += customer.candid
        elif customer.trust_then > CONFIDENCE:
            sums.met_by_trustful += 1.0
            sums.told_by_trustful += customer.candid


@rule
def add_supply(world, sums):
    """Add who is in business, and what advisors post."""
    for i in range(len(world.firms)):
        sums.open_firms += is_open(world, i)
    for i in range(len(world.advisors)):
        sums.personal_advisors += world.advisors[i].personal > world.advisors[i].knowledge
        sums.knowing_advisors += world.advisors[i].knowledge > 0.0
    sums.all_firms, sums.all_advisors = len(world.firms), len(world.advisors)


@rule
def pretends(world, advisor):
    """Whether an advisor is not what they seem: betrays, comes back under new names, or has praise spread."""
    each = world.advisors[advisor]
    return each.betrayal > 0.0 or each.whitewash > 0.0 or each.praise > 0.0


@rule
def bonds(world, row):
    """Add up trust both ways in relations with advisors, who recommends, and trust in those who pretend.

    Around the means, in two passes, as in `compare`.

    reads  relations, regard, advisors       writes  the sums of "count_bonds"
    """
    sums, trust, regard, n = world.sums, 0.0, 0.0, 0
    clear_bonds(sums)
    for i in range(len(world.customers)):
        customer = world.customers[i]
        for relation in range(customer.first, customer.first + customer.known):
            n += 1
            trust += world.relations[relation].trust
            regard += regarded(world, relation)
            add_bond(world, sums, relation)
    mean_trust, mean_regard = trust / max(1, n), regard / max(1, n)
    varied_trust, varied_regard, both = 0.0, 0.0, 0.0
    for i in range(len(world.customers)):
        customer = world.customers[i]
        for relation in range(customer.first, customer.first + customer.known):
            felt = world.relations[relation].trust - mean_trust
            back = regarded(world, relation) - mean_regard
            varied_trust += felt * felt
            varied_regard += back * back
            both += felt * back
    sums.varied_bonds, sums.varied_regard, sums.bonds_and_regard = varied_trust, varied_regard, both


@apart
def regarded(world, relation):
    """Trust of the advisor in the customer of this relation."""
    return trust_in_customer(world, relation)


@rule
def add_bond(world, sums, i):
    """Add one relation: whether it is with somebody who pretends, and whether the customer would recommend them."""
    known = world.relations[i]
    if pretends(world, known.advisor):
        sums.pretended += 1.0
        sums.pretended_trust += known.trust
    else:
        sums.honest += 1.0
        sums.honest_trust += known.trust
    if known.satisfaction >= 0.0:
        promoter = known.satisfaction >= PROMOTER
        if known.trust < 0.5:
            sums.doubted += 1.0
            sums.doubted_promoters += promoter
        else:
            sums.believed += 1.0
            sums.believed_promoters += promoter
