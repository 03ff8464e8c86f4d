"""What a new week wipes clean."""

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
