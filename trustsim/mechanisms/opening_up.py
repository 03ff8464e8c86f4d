"""The real problem, or the safe one."""

import math

from trustsim.chance import chance, purpose
from trustsim.evidence import belief
from trustsim.rule import rule
from trustsim.state import INTIMACY, LEAPT

OPEN = purpose("opening_up.open")


@rule
def open_up(world, row):
    """A customer who leaps entrusts the real problem with probability sqrt(intimacy (1 - gap)) [article 000, claim 10].

    If not, the advisor solves the wrong one: `delivering` loses `misdiagnosis` of its competence.

    reads  relations.gap, evidence of its own relation       writes  customers.opened
    """
    customer = world.customers[row]
    if customer.outcome == LEAPT:
        safe = belief(world, customer.chosen, customer.context, INTIMACY) * (1.0 - world.relations[customer.chosen].gap)
        customer.opened = 1 if chance(world.clock.dice, row, OPEN) < math.sqrt(safe) else 0
