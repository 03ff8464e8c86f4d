"""What a new week wipes clean."""

from trustsim.evidence import GOOD
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
def recall(world, row):
    """Customer `row` calls to mind whom it knows, which changes nothing but the time that the rest of its week takes.

    The week needs evidence and relations here and there; fetched from memory beforehand, in one stream, it is there a third sooner.

    reads  its own relations and their evidence       writes  nothing
    """
    customer, total = world.customers[row], 0.0
    for i in range(customer.first, customer.first + customer.known):
        total += float(world.evidence[i, 0, 0, GOOD]) + world.relations[i].scar
    for i in range(customer.tie_first, customer.tie_last):
        total += float(world.evidence[i, 0, 0, GOOD]) + world.relations[i].scar
    if total < 0.0:  # never; but the compiler cannot tell, and so does not leave the reading out
        customer.known = 0
