"""Customers tell their peers about deliveries; peers listen and get to know new advisors."""

from trustsim.acquaintance import known_by_now
from trustsim.chance import chance, pair, purpose
from trustsim.evidence import add, counted_together, seven
from trustsim.mechanisms.exaggerating import overstates
from trustsim.mechanisms.source_discounting import compare, credit
from trustsim.rule import apart, rule
from trustsim.state import LEAPT, NOBODY

TELL, FAN, HEAR, NOTICE = (purpose(f"word_of_mouth.{name}") for name in ("tell", "fan", "hear", "notice"))


@rule
def tell(world, row):
    """Customer `row` tells about a delivery that surprised them, bad news more readily; fans tell without being asked.

    [East2007; Richins1983; claim 52]

    reads  their own columns       writes  customers.told_of, streak, fan_of of their own row
    """
    customer, settings, dice = world.customers[row], world.settings, world.clock.dice
    if customer.outcome == LEAPT:
        customer.streak = customer.streak + 1 if customer.surprise > 0.0 else 0
        customer.fan_of = customer.considered if customer.streak >= settings.fan_after else NOBODY
        eagerness = settings.telling * abs(customer.surprise)
        if customer.surprise < 0.0:
            eagerness *= settings.negativity_telling
        if chance(dice, row, TELL) < eagerness:
            customer.told_of = customer.considered
    elif customer.fan_of != NOBODY and chance(dice, row, FAN) < settings.fan_telling:
        customer.told_of = customer.fan_of


@rule
def listen(world, row):
    """Customer `row` hears what their peers tell and share, and so gets to know advisors they did not know.

    A delivery by a machine is evidence about the firm only, for the listener as for the teller. Hearsay is discounted
    [JosangIsmail2002].

    reads  told_of, signals, subject, digital, shared of their peers       writes  their own relations
    """
    customer, dice = world.customers[row], world.clock.dice
    for place in range(customer.peer_first, customer.peer_last):
        who = world.peers[place].who
        peer = world.customers[who]
        if peer.told_of != NOBODY and chance(dice, pair(row, who), HEAR) < customer.sociability:
            i = known_by_now(world, row, peer.told_of)
            if i != NOBODY:
                about = world.relations[i].with_firm if peer.digital else i
                credited = world.settings.hearsay * world.peers[place].strength * credit(world, row, place)
                compare(world, place, told_by(world, who), world.relations[about].satisfaction)
                hear_of(world, about, who, credited)
        if peer.shared != NOBODY and chance(dice, pair(row, who), NOTICE) < customer.sociability:
            known_by_now(world, row, peer.shared)


@apart
def hear_of(world, relation, who, weight):
    """Add what peer `who` tells of a delivery to the evidence of a relation."""
    peer = world.customers[who]
    values = seven(peer.signals)
    if overstates(world, who):
        values = told_by(world, who) + 0.0 * values
    good, bad = counted_together(world, relation, peer.subject, values, weight + 0.0 * values)
    add(world, relation, peer.subject, good, bad, 0.0)


@rule
def told_by(world, who):
    """How good customer `who` says the delivery was, 0..1: as experienced, or all good or bad if they exaggerate."""
    peer = world.customers[who]
    if overstates(world, who):
        return 1.0 if peer.surprise > 0.0 else 0.0
    return peer.experience
