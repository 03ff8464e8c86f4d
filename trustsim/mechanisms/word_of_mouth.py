"""People tell; their peers listen; unknown advisors become known."""

from trustsim.acquaintance import find, meet
from trustsim.chance import chance, pair, purpose
from trustsim.evidence import learn
from trustsim.rule import rule
from trustsim.state import LEAPT, NOBODY

TELL, FAN, HEAR, NOTICE = (purpose(f"word_of_mouth.{name}") for name in ("tell", "fan", "hear", "notice"))


@rule
def tell(world, row):
    """Customer `row` tells of a delivery that was not as expected, bad news more readily; fans tell unasked.

    [East2007; Richins1983; claim 52]

    reads  its own columns       writes  customers.told_of, streak, fan_of of its own row
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
    """Customer `row` hears what its peers tell and share; an advisor it did not know becomes known.

    What a machine delivered says something about the firm only, for the listener as for the teller.

    Hearsay is discounted [JosangIsmail2002].

    reads  told_of, signals, subject, digital, shared of its peers       writes  its own relations
    """
    customer, dice = world.customers[row], world.clock.dice
    for place in range(customer.peer_first, customer.peer_last):
        who = world.peers[place].who
        peer = world.customers[who]
        if peer.told_of != NOBODY and chance(dice, pair(row, who), HEAR) < customer.sociability:
            i = known_by_now(world, row, peer.told_of)
            if i != NOBODY:
                about = world.relations[i].tie if peer.digital else i
                weight = world.settings.hearsay * world.peers[place].strength
                for d in range(7):
                    learn(world, about, peer.subject, d, float(peer.signals[d]), weight)
        if peer.shared != NOBODY and chance(dice, pair(row, who), NOTICE) < customer.sociability:
            known_by_now(world, row, peer.shared)


@rule
def known_by_now(world, row, advisor):
    """The relation with an advisor one has just heard of: the one there was, or a new acquaintance."""
    relation = find(world, row, advisor)
    return meet(world, row, advisor) if relation == NOBODY else relation
