"""What somebody thinks of me is evidence about them."""

from trustsim.calendar import met
from trustsim.evidence import learn
from trustsim.mutual import trust_in_customer
from trustsim.rule import rule
from trustsim.state import EMPATHY, OTHER_ORIENTATION


@rule
def sense(world, row):
    """Customer `row` senses in a delivery how far the advisor trusts them: a graded signal of care for them.

    It counts for other orientation and empathy [data: of ratings in Bitcoin OTC four in five are returned in kind].

    reads  regard of their own relation       writes  evidence of their own relation
    """
    customer = world.customers[row]
    if met(world, row):
        felt, weight = trust_in_customer(world, customer.chosen), world.settings.regard_weight
        learn(world, customer.chosen, customer.context, OTHER_ORIENTATION, felt, weight)
        learn(world, customer.chosen, customer.context, EMPATHY, felt, weight)
