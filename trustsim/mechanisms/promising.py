"""Advisors promise; a promise raises what is expected, and deeds below it count against integrity."""

from trustsim.calendar import met
from trustsim.chance import chance, purpose
from trustsim.evidence import learn
from trustsim.rule import rule
from trustsim.state import INTEGRITY

PROMISE = purpose("promising.promise")


@rule
def promises(world, row):
    """Whether the advisor whom customer `row` chose promises that all will be well: probability `overpromise`."""
    overpromise = world.advisors[world.customers[row].considered].overpromise
    return world.settings.on_promising and chance(world.clock.dice, row, PROMISE) < overpromise


@rule
def hold_to_promise(world, row):
    """Customer `row` holds a delivery against its promise: what falls short is a breach of integrity [claims 38, 41].

    Short of it is a delivery that was not in full what was asked for, and as agreed.

    reads  their own columns of this week       writes  their own evidence
    """
    customer = world.customers[row]
    if met(world, row) and customer.promised and customer.success < 1.0:
        learn(world, customer.chosen, customer.context, INTEGRITY, 0.0, world.settings.promise_weight)
