"""Reset what holds for one week only."""

from trustsim.machine import fetch
from trustsim.rule import rule
from trustsim.state import NO_NEED, NO_POST, NOBODY


@rule
def quiet(world, row):
    """Advisor `row` starts the week without a post."""
    world.advisors[row].post = NO_POST


@rule
def begin(world, row):
    """Customer `row` starts the week without a need, a look or a telling; the last delivery stays in memory."""
    customer = world.customers[row]
    customer.outcome, customer.looks = NO_NEED, 0
    customer.chosen, customer.considered, customer.told_of, customer.shared = NOBODY, NOBODY, NOBODY, NOBODY


@rule
def foresee(world, row):
    """Fetch the next customer's relations from memory ahead of time; this only makes a week faster.

    reads  where their relations are       writes  nothing
    """
    customer = world.customers[min(row + 1, len(world.customers) - 1)]
    for i in range(customer.first, customer.first + customer.known):
        fetch(world.evidence[i, 0])
        fetch(world.relations[i])
    for i in range(customer.firm_first, customer.firm_last):
        fetch(world.evidence[i, 0])
        fetch(world.relations[i])
