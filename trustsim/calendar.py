"""Reset what holds for one week only."""

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
