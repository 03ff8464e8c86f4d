"""What was entrusted is delivered; what it showed is remembered."""

from trustsim.chance import chance, nth, purpose
from trustsim.evidence import beliefs, deceived, learn
from trustsim.mechanisms.contexts import quality_in
from trustsim.rule import apart, rule
from trustsim.state import COMPETENCE, EMPATHY, INTEGRITY, INTIMACY, LEAPT, OPENNESS, RELIABILITY

MACHINE, FREE, DECEIT = (purpose(f"delivering.{name}") for name in ("machine", "free", "deceit"))
SIGNAL = purpose("delivering.signal")


@rule
def deliver(world, row):
    """The advisor whom customer `row` entrusted acts: one signal a dimension, evidence about it and its firm.

    The firm's trust-leap is to leave the delivery to the advisor's own judgement (probability `empowerment`).

    reads  advisors.quality, firms' traits       writes  its own columns, evidence and scars of its own relations
    """
    customer, settings, dice = world.customers[row], world.settings, world.clock.dice
    if customer.outcome != LEAPT:
        return
    relation = world.relations[customer.chosen]
    customer.digital = 1 if chance(dice, row, MACHINE) < world.firms[relation.firm].digital_share else 0
    customer.free = 1 if chance(dice, row, FREE) < world.firms[relation.firm].empowerment else 0
    customer.subject = customer.context  # what is told of it later; the next need may be about something else
    customer.effort = 1.0 - settings.crowding_out * customer.watch
    success = 0.0
    for d in range(7):
        customer.signals[d] = 1 if chance(dice, row, nth(SIGNAL, d)) < odds(world, row, d) else 0
        success += customer.signals[d] / 7.0
    b = beliefs(world, customer.chosen, customer.context, 0.0)
    expected = (b.competence + b.reliability + b.intimacy + b.other_orientation + b.empathy + b.integrity + b.openness) / 7.0
    customer.success, customer.surprise = success, success - expected
    if customer.digital:
        remember(world, row, relation.tie, 1.0)
    else:
        remember(world, row, customer.chosen, 1.0)
        remember(world, row, relation.tie, settings.advisor_to_firm)


@rule
def odds(world, row, dimension):
    """The probability that this delivery shows well in one dimension."""
    customer, settings = world.customers[row], world.settings
    odds = quality_in(world, customer.considered, dimension, customer.context)
    if dimension == COMPETENCE:
        odds *= customer.effort
        if not customer.opened:
            odds *= 1.0 - settings.misdiagnosis
    elif dimension == RELIABILITY:
        odds *= customer.effort
        if customer.digital:
            odds = max(odds, settings.digital_reliability)
    elif dimension == EMPATHY:
        odds *= 1.0 if customer.free else 1.0 - settings.freedom
    elif dimension == OPENNESS:
        odds = max(world.firms[world.advisors[customer.considered].firm].disclosure, 0.5 * odds)
    if customer.digital and dimension in (EMPATHY, INTIMACY):
        odds *= settings.digital_warmth
    if dimension in (INTEGRITY, RELIABILITY):  # what is watched is compelled
        odds = max(odds, customer.watch * settings.verification)
    return odds


@apart
def remember(world, row, relation, share):
    """What this delivery showed enters one relation, with this share of its weight.

    Under watch evidence is more precise, and good behaviour says less about intentions [Malhotra2002].
    """
    customer, settings = world.customers[row], world.settings
    context, watched = customer.context, customer.watch
    weight = share * settings.delivery_weight * (1.0 + settings.precision * watched)
    for d in range(7):
        value = float(customer.signals[d])
        if value > 0.0 and d in (INTEGRITY, EMPATHY, RELIABILITY):
            learn(world, relation, context, d, value, weight * (1.0 - settings.attribution * watched))
        elif d == INTEGRITY and value == 0.0 and chance(world.clock.dice, row, DECEIT) < settings.deceit:
            deceived(world, relation, context, weight)
        else:
            learn(world, relation, context, d, value, weight)


@rule
def book(world, row):
    """The week's deliveries are added up for advisors and firms, customer by customer (the one phase with contention).

    reads  customers       writes  deliveries, entrusted, leaps of advisors and firms
    """
    for i in range(len(world.customers)):
        customer = world.customers[i]
        if customer.outcome == LEAPT:
            advisor = world.advisors[customer.considered]
            firm = world.firms[advisor.firm]
            advisor.deliveries += 1
            advisor.entrusted += customer.stake
            firm.deliveries += 1
            firm.entrusted += customer.stake
            if customer.free and not customer.digital:  # a machine has no judgement to be left to
                firm.leaps += 1
