"""After a disappointment the two may talk about trust itself, if it is worth the trouble and there is trust enough."""

import math

from trustsim.calendar import met
from trustsim.chance import chance, purpose
from trustsim.evidence import beliefs, learn
from trustsim.lenses import read
from trustsim.rule import apart, rule
from trustsim.state import (
    COMPETENCE,
    EMPATHY,
    IN_VAIN,
    INTEGRITY,
    INTIMACY,
    NOBODY,
    OPENNESS,
    OTHER_ORIENTATION,
    RELIABILITY,
    SETTLED,
    Beliefs,
)

AWARE, MEDIATED, WORKS = (purpose(f"talk.{name}") for name in ("aware", "mediated", "works"))
STEP = 0.01  # of a belief, to see by how much trust follows


@rule
def talk_it_over(world, row):
    """Customer `row` and the advisor talk after a delivery below expectation, if it matters enough.

    They notice with probability `awareness`, and talk if size log(1 + age in weeks) exceeds `cost`: what is important,
    among people who have known each other for long. See `settle` for what comes of it.

    reads  their own columns of this week, relations.since       writes  customers.talked; their own evidence
    """
    customer, settings, dice = world.customers[row], world.settings, world.clock.dice
    if not met(world, row) or customer.surprise >= 0.0 or chance(dice, row, AWARE) >= settings.awareness:
        return
    age = float(world.clock.tick - world.relations[customer.chosen].since)
    if customer.stake * math.log(1.0 + age) > settings.cost:
        settle(world, row)


@apart
def settle(world, row):
    """A talk works with probability sigma(k (T - T*)); a mediator, in a share `mediation` of talks, lowers T*.

    They talk about what went wrong in which the customer believes least. If that is what weighs most under the
    customer's own theory of trust, the talk restores `settled_weight` observations of it, otherwise half as much.
    """
    customer, settings, dice = world.customers[row], world.settings, world.clock.dice
    held = beliefs(world, customer.chosen, customer.context, 0.0)
    about, least = NOBODY, 2.0
    for d in range(7):
        if not customer.signals[d] and held[d] < least:
            about, least = d, held[d]
    enough = settings.trust_to_talk
    if chance(dice, row, MEDIATED) < settings.mediation:
        enough -= settings.mediator
    odds = 1.0 / (1.0 + math.exp(-settings.talk_slope * (customer.trust_then - enough)))
    customer.talked = IN_VAIN
    if about != NOBODY and chance(dice, row, WORKS) < odds:
        customer.talked = SETTLED
        weight = settings.settled_weight if about == heaviest(world, row, held) else 0.5 * settings.settled_weight
        learn(world, customer.chosen, customer.context, about, 1.0, weight)


@rule
def heaviest(world, row, held):
    """The dimension in which a higher belief raises the trust of customer `row` most, under their own lens."""
    lens, settings = world.customers[row].lens, world.settings
    before, best, most = read(lens, held, settings), 0, -1.0
    for d in range(7):
        gain = read(lens, raised(held, d), settings) - before
        if gain > most:
            best, most = d, gain
    return best


@rule
def raised(held, dimension):
    """Beliefs with one of the seven a step higher."""
    return Beliefs(
        held.competence + STEP * (dimension == COMPETENCE),
        held.reliability + STEP * (dimension == RELIABILITY),
        held.intimacy + STEP * (dimension == INTIMACY),
        held.other_orientation + STEP * (dimension == OTHER_ORIENTATION),
        held.empathy + STEP * (dimension == EMPATHY),
        held.integrity + STEP * (dimension == INTEGRITY),
        held.openness + STEP * (dimension == OPENNESS),
        held.pooled,
    )
