"""Trust is answered: customers who distrust threaten, and advisors try less hard for customers they distrust."""

import math

from trustsim.calendar import met
from trustsim.chance import chance, purpose
from trustsim.evidence import note_in
from trustsim.machine import where
from trustsim.mutual import trust_in_customer
from trustsim.rule import rule
from trustsim.state import EMPATHY, INTEGRITY, INTIMACY, OPENNESS, OTHER_ORIENTATION, RELIABILITY

THREAT = purpose("reciprocity.threat")


@rule
def answer_to(level, steepness):
    """How strongly something of this level, 0..1, is answered: sigma(k (x - 1/2)) / sigma(k / 2), at most 1.

    For a slope k of 0, where this form is flat, the answer is the level itself: linear.
    """
    if steepness <= 0.0:
        return level
    return (1.0 + math.exp(-0.5 * steepness)) / (1.0 + math.exp(-steepness * (level - 0.5)))


@rule
def devotion(world, row):
    """The share of their best that the advisor gives to customer `row`: e + (1 - e) times the answer to their trust.

    The trust is that of the advisor in the customer. 1 without this mechanism.
    """
    settings, least = world.settings, world.settings.least_effort
    if not settings.on_reciprocity or world.customers[row].digital:
        return 1.0
    return least + (1.0 - least) * answer_to(trust_in_customer(world, world.customers[row].chosen), settings.steepness)


@rule
def respond(world, row):
    """Customer `row` may threaten after a delivery, the sooner the less they trust; the advisor remembers how it went.

    A threat has probability conduct (1 + after_failure [surprise < 0]) times the answer to distrust, 1 - T. It is
    evidence against their empathy, integrity and other orientation, and its absence evidence for these. Entrusting the
    real problem speaks for intimacy and openness, keeping the appointment for reliability.

    reads  their own columns of this week       writes  customers.threatened; regard of their own relation
    """
    customer, settings = world.customers[row], world.settings
    if not met(world, row):
        return
    odds = customer.conduct * answer_to(1.0 - customer.trust_then, settings.steepness)
    if customer.surprise < 0.0:
        odds *= 1.0 + settings.after_failure
    customer.threatened = 1 if chance(world.clock.dice, row, THREAT) < odds else 0
    kind, weight = 1.0 - float(customer.threatened), settings.meeting_weight
    of_kindness = where(EMPATHY, weight) + where(INTEGRITY, weight) + where(OTHER_ORIENTATION, weight)
    good = kind * of_kindness + where(RELIABILITY, weight)
    if customer.opened:
        good = good + where(INTIMACY, weight) + where(OPENNESS, weight)
    note_in(world, world.regard[customer.chosen], good, (1.0 - kind) * of_kindness)
