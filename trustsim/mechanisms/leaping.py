"""Customers have needs, consider an advisor, and leap or refrain."""

import math

from trustsim.chance import chance, normal, pair, purpose
from trustsim.evidence import belief, beliefs, trust_in
from trustsim.leap import allowance
from trustsim.lenses import read
from trustsim.mechanisms.approaching import is_avoided
from trustsim.mechanisms.contexts import topic
from trustsim.mechanisms.habit import same_again
from trustsim.mechanisms.latitude import entrusted_part
from trustsim.mechanisms.scrutiny import watch
from trustsim.mechanisms.searching import found
from trustsim.mechanisms.surviving import is_open
from trustsim.rule import rule
from trustsim.state import COMPETENCE, LEAPT, NO_CANDIDATE, NOBODY, REFUSED

NEED, SIZE, NEW, NOVELTY, TASTE = (purpose(f"leaping.{name}") for name in ("need", "size", "new", "novelty", "taste"))


@rule
def leap(world, row):
    """Customer `row` may have a need; they consider the advisor they trust most, and leap if they dare to entrust it.

    Out of habit they go to the advisor they had, and leap without asking how much they dare. An invitation (see
    `approaching`) is a need for that advisor. Who knows nobody suitable may find somebody (see `searching`), and who
    does not dare all may entrust a part (see `latitude`).

    reads  their own relations, firms.disclosure       writes  their own columns of this week, relations.dared
    """
    customer, settings, dice = world.customers[row], world.settings, world.clock.dice
    if chance(dice, row, NEED) >= customer.need_rate and customer.invited == NOBODY:
        return
    customer.needs += 1
    customer.context = 0
    if settings.on_contexts:
        topic(world, row)
    customer.stake = math.exp(settings.size_spread * normal(dice, row, SIZE))
    customer.novelty = 0.0
    if chance(dice, row, NEW) < settings.novel_share:
        customer.novelty = chance(dice, row, NOVELTY)
    customer.wanted = customer.stake
    customer.chosen = candidate(world, row)
    if customer.chosen == NOBODY:
        customer.outcome = NO_CANDIDATE
        return
    customer.considered = world.relations[customer.chosen].advisor
    dares = dare(world, row)
    if not customer.habitual:
        customer.stake = entrusted_part(world, customer.stake, dares)
    if customer.stake <= dares or customer.habitual:
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
def candidate(world, row):
    """The relation that customer `row` considers for this need, or NOBODY; sets `habitual` and `trust_then`."""
    customer = world.customers[row]
    chosen = customer.invited
    if chosen == NOBODY:
        chosen = same_again(world, row)
        customer.habitual = 1 if chosen != NOBODY else 0
    if chosen == NOBODY:
        chosen = most_trusted(world, row)
        if chosen != NOBODY:
            return chosen
        chosen = found(world, row)
        if chosen != NOBODY and not is_available(world, chosen):
            chosen = NOBODY
    if chosen != NOBODY:
        customer.trust_then = trust_in(world, chosen, customer.context, customer.novelty)
    return chosen


@rule
def is_available(world, i):
    """Whether the advisor of relation `i` can be chosen: not avoided, and of a firm that is still in business."""
    return not is_avoided(world, i) and is_open(world, world.relations[i].firm)


@rule
def most_trusted(world, row):
    """The relation with the highest trust plus Gumbel noise among candidates, or NOBODY. Sets `trust_then`."""
    customer, settings = world.customers[row], world.settings
    context, novelty = customer.context, customer.novelty
    best, chosen = -math.inf, NOBODY
    for i in range(customer.first, customer.first + customer.known):
        b = beliefs(world, i, context, novelty)
        competence = b.competence if novelty == 0.0 else belief(world, i, context, COMPETENCE)
        if competence >= settings.reputation_floor and is_available(world, i):
            trust = read(customer.lens, b, settings)
            luck = chance(world.clock.dice, pair(row, world.relations[i].advisor), TASTE)
            score = trust - settings.choice_noise * math.log(-math.log(luck))
            if score > best:
                best, chosen = score, i
                customer.trust_then = trust
    return chosen


@rule
def dare(world, row):
    """The amount that the customer dares to entrust here (see `dared_with`). Stores it in the relation."""
    customer = world.customers[row]
    relation = world.relations[customer.chosen]
    customer.watch = watch(world, relation.firm, customer.trust_then)
    dares = dared_with(world, customer.chosen, customer.trust_then, loss(world, customer.watch, customer.novelty))
    customer.allowance, relation.dared = dares, dares
    return dares


@rule
def loss(world, watched, novelty):
    """The possible loss from a stake of 1: larger for something new, smaller for what is verified."""
    return (1.0 + world.settings.novelty_risk * novelty) * (1.0 - watched * world.settings.verification)


@rule
def dared_with(world, relation, trust, at_risk):
    """The amount that the owner of a relation dares at this trust and loss, in median needs. Changes nothing.

    The amount last dared moves towards the allowance; the share `stickiness` of it carries over [Mikus2023].
    """
    known, settings = world.relations[relation], world.settings
    dares = allowance(trust, settings.gain, at_risk, world.customers[known.customer].risk_aversion)
    if known.dared >= 0.0:
        dares = settings.stickiness * known.dared + (1.0 - settings.stickiness) * dares
    return dares
