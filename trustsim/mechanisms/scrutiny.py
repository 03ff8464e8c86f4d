"""Those who trust do not look; looking verifies, discounts and shows."""

from trustsim.chance import chance, nth, pair, purpose
from trustsim.evidence import learn, trust_in
from trustsim.mechanisms.contexts import quality_in
from trustsim.rule import rule
from trustsim.state import COMPETENCE, INTEGRITY, OPENNESS, RELIABILITY

LOOK, SHOWN = purpose("scrutiny.look"), purpose("scrutiny.shown")


@rule
def watch(world, firm, trust):
    """Transparency used, m = tau (1 - T): what is shown, as far as it is wanted [claim 31]; 0 with scrutiny off."""
    return world.firms[firm].disclosure * (1.0 - trust) if world.settings.on_scrutiny else 0.0


@rule
def look(world, row):
    """Customer `row` looks into what the firms of its advisors show, the more the less it trusts.

    The record speaks the truth, good or bad: competence, reliability and integrity as they are, and the fact of
    being shown is openness. So what is *expected* moves by the sign of truth minus expectation [Grimmelikhuijsen2010].
    The record is the firm's: `advisor_to_firm` of what it says is about the firm as well, as with deliveries.

    reads  firms.disclosure, advisors.quality       writes  evidence of its own relations, customers.looks
    """
    customer, settings, dice = world.customers[row], world.settings, world.clock.dice
    for i in range(customer.first, customer.first + customer.known):
        firm, advisor = world.relations[i].firm, world.relations[i].advisor
        who = pair(row, advisor)
        luck = chance(dice, who, LOOK)
        if luck < settings.looking * world.firms[firm].disclosure:  # cannot be more: spare the others the reading
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
    """What a record says enters the relation with the advisor, and its share the relation with the firm."""
    learn(world, i, 0, dimension, value, weight)
    learn(world, world.relations[i].tie, 0, dimension, value, world.settings.advisor_to_firm * weight)
