"""A need arises; somebody is considered; one leaps or refrains."""

import math

from trustsim.chance import chance, normal, pair, purpose
from trustsim.evidence import belief, beliefs
from trustsim.lenses import read
from trustsim.mechanisms.contexts import topic
from trustsim.mechanisms.scrutiny import watch
from trustsim.rule import rule
from trustsim.state import COMPETENCE, LEAPT, NO_CANDIDATE, NOBODY, REFUSED

NEED, SIZE, NEW, NOVELTY, TASTE = (purpose(f"leaping.{name}") for name in ("need", "size", "new", "novelty", "taste"))


@rule
def allowance(trust, gain, loss, risk_aversion):
    """How much one dares to entrust: with a = G T / ((1 - T) l), the smaller of a and a^(1 / kappa), in median needs.

    A stake x weighs max(x, x^kappa): who shuns risk makes more of a large stake, never less of a small one (with the
    power alone, more risk aversion would make people of little trust dare more). With kappa = 1 and size 1 this is
    Coleman's rule T / (1 - T) > L / G [Coleman1990, ch. 5].
    """
    neutral = gain * trust / ((1.0 - trust) * max(loss, 1e-9))
    return min(neutral, math.pow(neutral, 1.0 / risk_aversion))


@rule
def leap(world, row):
    """Customer `row` may have a need; it considers whom it trusts most and leaps if the size is within what it dares.

    reads  its own relations, firms.disclosure       writes  its own columns of this week, relations.dared
    """
    customer, settings, dice = world.customers[row], world.settings, world.clock.dice
    if chance(dice, row, NEED) >= customer.need_rate:
        return
    customer.needs += 1
    customer.context = 0
    if settings.on_contexts:
        topic(world, row)
    customer.stake = math.exp(settings.size_spread * normal(dice, row, SIZE))
    customer.novelty = 0.0
    if chance(dice, row, NEW) < settings.novel_share:
        customer.novelty = chance(dice, row, NOVELTY)
    customer.chosen = most_trusted(world, row)
    if customer.chosen == NOBODY:
        customer.outcome = NO_CANDIDATE
        return
    customer.considered = world.relations[customer.chosen].advisor
    if customer.stake <= dare(world, row):
        customer.outcome, customer.opened = LEAPT, 1
        customer.leaps += 1
        customer.entrusted += customer.stake
        customer.switched = 1 if customer.served_by != NOBODY and customer.served_by != customer.considered else 0
        customer.served_by = customer.considered
        if customer.first_leap == NOBODY:
            customer.first_leap = world.clock.tick
    else:
        customer.outcome = REFUSED
        customer.refusals += 1


@rule
def most_trusted(world, row):
    """The relation of the candidate with the highest trust plus Gumbel noise, or NOBODY; notes the trust in it."""
    customer, settings = world.customers[row], world.settings
    context, novelty = customer.context, customer.novelty
    best, chosen = -math.inf, NOBODY
    for i in range(customer.first, customer.first + customer.known):
        b = beliefs(world, i, context, novelty)
        competence = b.competence if novelty == 0.0 else belief(world, i, context, COMPETENCE)
        if competence >= settings.reputation_floor:
            trust = read(settings.lens, b, settings)
            luck = chance(world.clock.dice, pair(row, world.relations[i].advisor), TASTE)
            score = trust - settings.choice_noise * math.log(-math.log(luck))
            if score > best:
                best, chosen = score, i
                customer.trust_then = trust
    return chosen


@rule
def dare(world, row):
    """How much the customer dares to entrust here; see `dared_with`. What they dared stays with the relation."""
    customer = world.customers[row]
    relation = world.relations[customer.chosen]
    customer.watch = watch(world, relation.firm, customer.trust_then)
    dares = dared_with(world, customer.chosen, customer.trust_then, loss(world, customer.watch, customer.novelty))
    customer.allowance, relation.dared = dares, dares
    return dares


@rule
def loss(world, watched, novelty):
    """What could be lost of a stake of 1: more of something new, less of what is verified."""
    return (1.0 + world.settings.novelty_risk * novelty) * (1.0 - watched * world.settings.verification)


@rule
def dared_with(world, relation, trust, at_risk):
    """How much the owner of a relation dares with this trust and this loss, in median needs; nothing changes.

    The last amount moves towards the allowance, and `stickiness` of it carries over [Mikus2023].
    """
    known, settings = world.relations[relation], world.settings
    dares = allowance(trust, settings.gain, at_risk, world.customers[known.customer].risk_aversion)
    if known.dared >= 0.0:
        dares = settings.stickiness * known.dared + (1.0 - settings.stickiness) * dares
    return dares
