"""Customers who trust less look more; looking verifies, discounts and shows."""

from trustsim.chance import chance, nth, pair, purpose
from trustsim.eights import AT_ONCE, drawn_below, lowest
from trustsim.evidence import add, counted_together, trust_in
from trustsim.machine import where
from trustsim.mechanisms.contexts import quality_in
from trustsim.rule import apart, rule
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
    last = customer.first + customer.known
    for begin in range(customer.first, last, AT_ONCE):
        left = drawn_below(world.evidence, begin, last, dice, row, LOOK, settings.looking)  # most do not look at all
        while left:
            i = begin + lowest(left)
            left &= left - 1
            advisor = world.evidence[i, 0].knows
            luck, firm = chance(dice, pair(row, advisor), LOOK), world.advisors[advisor].firm
            if luck < settings.looking * world.firms[firm].disclosure:
                used = watch(world, firm, trust_in(world, i, 0, 0.0))
                if luck < settings.looking * used:
                    customer.looks += 1
                    study(world, row, i, settings.record_weight * (1.0 + settings.precision * used))


@apart
def study(world, row, i, weight):
    """Customer `row` learns what the record shows: about the advisor of relation `i`, and in part about the firm.

    That it is shown is openness.
    """
    values = where(COMPETENCE, shown(world, row, i, COMPETENCE)) + where(RELIABILITY, shown(world, row, i, RELIABILITY))
    values = values + where(INTEGRITY, shown(world, row, i, INTEGRITY)) + where(OPENNESS, 1.0)
    told = where(COMPETENCE, weight) + where(RELIABILITY, weight) + where(INTEGRITY, weight) + where(OPENNESS, weight)
    with_firm = world.relations[i].with_firm
    good, bad = counted_together(world, i, 0, values, told)
    add(world, i, 0, good, bad, 0.0)
    good, bad = counted_together(world, with_firm, 0, values, world.settings.advisor_to_firm * told)
    add(world, with_firm, 0, good, bad, 0.0)


@rule
def shown(world, row, i, dimension):
    """What the record shows of the advisor of relation `i` in one dimension: 1 good, 0 bad."""
    advisor = world.relations[i].advisor
    luck = chance(world.clock.dice, pair(row, advisor), nth(SHOWN, dimension))
    return 1.0 if luck < quality_in(world, advisor, dimension, 0) else 0.0
