"""Late answers count against reliability."""

from trustsim.calendar import met
from trustsim.chance import chance, purpose
from trustsim.evidence import learn
from trustsim.rule import rule
from trustsim.state import RELIABILITY

LATE = purpose("responding.late")


@rule
def wait_for_answer(world, row):
    """The advisor of customer `row` answers in time with probability `responsiveness`; a late answer is unreliable.

    [article 001, claim 35: reliable is consistent over time, and responsive]

    reads  their own columns of this week, advisors.responsiveness       writes  their own evidence
    """
    customer = world.customers[row]
    if not met(world, row):
        return
    if chance(world.clock.dice, row, LATE) >= world.advisors[customer.considered].responsiveness:
        learn(world, customer.chosen, customer.context, RELIABILITY, 0.0, world.settings.late_weight)
