"""Customers who trust less look more; looking verifies, discounts and shows."""

from trustsim.chance import chance, nth, pair, purpose
from trustsim.evidence import learn, trust_in
from trustsim.mechanisms.contexts import quality_in
from trustsim.rule import rule
from trustsim.state import COMPETENCE, INTEGRITY, OPENNESS, RELIABILITY

LOOK, SHOWN = purpose("scrutiny.look"), purpose("scrutiny.shown")


@rule
def watch(world, firm, trust):
    """Transparency used, m = tau (1 - T): disclosure times demand [claim 31]; 0 when scrutiny is off."""
    return world.firms[firm].disclosure * (1.0 - trust) if world.settings.on_scrutiny else 0.0


@rule
def look(world, row):
    """Customer `row` looks into the records of their advisors' firms: the less they trust, the more often.

    The record tells the truth, good or bad, about competence, reliability and integrity; showing it is openness. So
    the *expectation* moves in the direction of truth minus expectation [Grimmelikhuijsen2010]. The record belongs to
    the firm: the share `advisor_to_firm` of this evidence counts for the firm as well, as with deliveries.

    reads  firms.disclosure, advisors.quality       writes  evidence of their own relations, customers.looks
    """
    customer, settings, dice = world.customers[row], world.settings, world.clock.dice
    for i in range(customer.first, customer.first + customer.known):
        firm, advisor = world.relations[i].firm, world.relations[i].advisor
        who = pair(row, advisor)
        luck = chance(dice, who, LOOK)
        if luck < settings.looking * world.firms[firm].disclosure:  # upper bound: others need not read trust
            used = watch(world, firm, trust_in(world, i, 0, 0.0))
            if luck < settings.looking * used:
                customer.looks += 1
                weight = settings.record_weight * (1.0 + settings.precision * used)
                for d in (COMPETENCE, RELIABILITY, INTEGRITY):
                    fine = 1.0 if chance(dice, who, nth(SHOWN, d)) < quality_in(world, advisor, d, 0) else 0.0
                    take_in(world, i, d, fine, weight)
                take_in(world, i, OPENNESS, 1.0, weight)


@rule
def take_in(world, i, dimension, value, weight):
    """Add what a record says to the relation with the advisor, and a share of it to the relation with the firm."""
    learn(world, i, 0, dimension, value, weight)
    learn(world, world.relations[i].with_firm, 0, dimension, value, world.settings.advisor_to_firm * weight)
