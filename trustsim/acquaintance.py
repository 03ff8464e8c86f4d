"""Getting to know somebody: how a row of relations is taken into use."""

from trustsim.chance import chance, pair, purpose
from trustsim.column import reset_of
from trustsim.evidence import inherit
from trustsim.rule import apart, rule
from trustsim.state import APPROACHES, EVIDENCE, EVIDENCE_TOO, MOST_TIMES, NOBODY, RELATIONS

COMMUNAL, COMMUNAL_WITH_FIRM = purpose("acquaintance.communal"), purpose("acquaintance.communal_with_firm")


@rule
def find(world, row, advisor):
    """The row of the relation of customer `row` with `advisor`, or NOBODY."""
    customer = world.customers[row]
    for i in range(customer.first, customer.first + customer.known):
        if world.evidence[i, 0].knows == advisor:
            return i
    return NOBODY


@rule
def amount(world, i):
    """All evidence in relation `i`: good, bad and scars, over contexts and dimensions (observations, grown)."""
    total = float(world.evidence[i, 0].scar) * world.clock.growth
    for context in range(world.evidence.shape[1]):
        for dimension in range(7):
            total += float(world.evidence[i, context].good[dimension]) + float(
                world.evidence[i, context].bad[dimension]
            )
    return total


blank_relation = reset_of([column for column in RELATIONS if column.name != "customer"])
blank_evidence, blank_regard, blank_approaches = reset_of(EVIDENCE), reset_of(EVIDENCE_TOO), reset_of(APPROACHES)


@rule
def wipe(world, i):
    """Reset relation `i`: every column except the owner gets its start value."""
    for context in range(world.evidence.shape[1]):
        blank_evidence(world.evidence[i, context])
    blank_relation(world.relations[i])
    if i < len(world.regard):  # firms have no regard for one customer, and do not approach them
        blank_regard(world.regard[i])
        blank_approaches(world.approaches[i])


@rule
def begin(world, i, row, advisor):
    """Make `i` the relation of customer `row` with `advisor`, who is known by their firm alone."""
    relation = world.relations[i]
    relation.customer, relation.advisor, relation.firm = row, advisor, world.advisors[advisor].firm
    relation.since = world.clock.tick
    relation.gap = max(0.0, world.advisors[advisor].status - world.customers[row].status)
    relation.communal = (
        1 if chance(world.clock.origin, pair(row, advisor), COMMUNAL) < world.settings.communal_share else 0
    )
    relation.with_firm = relation_with_firm(world, row, relation.firm)
    inherit(world, i, relation.with_firm)
    world.evidence[i, 0].knows = advisor


@rule
def relation_with_firm(world, row, firm):
    """The row of the relation of customer `row` with `firm`. Takes an unused row when there is none yet."""
    customer, free = world.customers[row], NOBODY
    for i in range(customer.firm_first, customer.firm_last):
        if world.relations[i].firm == firm:
            return i
        if world.relations[i].firm == NOBODY and free == NOBODY:
            free = i
    if free == NOBODY:
        free = idle_relation_with_firm(world, row)
        wipe(world, free)
    with_firm, luck = world.relations[free], chance(world.clock.origin, pair(row, firm), COMMUNAL_WITH_FIRM)
    with_firm.customer, with_firm.firm, with_firm.since = row, firm, world.clock.tick
    with_firm.communal = 1 if luck < world.settings.communal_share else 0
    return free


@rule
def idle_relation_with_firm(world, row):
    """The relation with the least evidence among firms of which the customer knows no advisor.

    There are as many rows for firms as slots for advisors, so one is idle.
    """
    customer, least = world.customers[row], NOBODY
    for with_firm in range(customer.firm_first, customer.firm_last):
        used = False
        for i in range(customer.first, customer.first + customer.known):
            used = used or world.relations[i].with_firm == with_firm
        if not used and (least == NOBODY or amount(world, with_firm) < amount(world, least)):
            least = with_firm
    return least


@rule
def meet_again(relation):
    """Count that two people had to do with each other (a record of relations)."""
    if relation.met < MOST_TIMES:
        relation.met += 1


@rule
def known_by_now(world, row, advisor):
    """The relation with an advisor of whom a customer has just heard: the existing one, or a new one."""
    relation = find(world, row, advisor)
    return meet(world, row, advisor) if relation == NOBODY else relation


@apart
def meet(world, row, advisor):
    """Let customer `row` get to know `advisor`, in a spare slot or instead of the relation with the least evidence."""
    customer = world.customers[row]
    if customer.first == customer.last:
        return NOBODY
    i = customer.first + customer.known
    if i < customer.last:
        customer.known += 1
    else:
        i = customer.first
        for other in range(customer.first + 1, customer.last):
            if amount(world, other) < amount(world, i):
                i = other
    start_over(world, i, row, advisor)
    return i


@apart
def start_over(world, i, row, advisor):
    """Make `i` the relation of customer `row` with `advisor`, whatever it was before."""
    wipe(world, i)
    begin(world, i, row, advisor)
