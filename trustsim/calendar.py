"""What a new week wipes clean."""

from trustsim.machine import fetch
from trustsim.rule import rule
from trustsim.state import NO_NEED, NO_POST, NOBODY


@rule
def quiet(world, row):
    """Advisor `row` has posted nothing yet this week."""
    world.advisors[row].post = NO_POST


@rule
def begin(world, row):
    """Customer `row` has done nothing yet this week; what was delivered last stays in memory."""
    customer = world.customers[row]
    customer.outcome, customer.looks = NO_NEED, 0
    customer.chosen, customer.considered, customer.told_of, customer.shared = NOBODY, NOBODY, NOBODY, NOBODY


@rule
def foresee(world, row):
    """Fetch what the next customer knows from memory meanwhile; this changes nothing but the time that a week takes.

    reads  where its relations lie       writes  nothing
    """
    customer = world.customers[min(row + 1, len(world.customers) - 1)]
    for i in range(customer.first, customer.first + customer.known):
        fetch(world.evidence[i, 0])
        fetch(world.relations[i])
    for i in range(customer.firm_first, customer.firm_last):
        fetch(world.evidence[i, 0])
        fetch(world.relations[i])
