"""Customers entrust the real problem or a safe one."""

import math

from trustsim.chance import chance, purpose
from trustsim.evidence import belief
from trustsim.rule import rule
from trustsim.state import INTIMACY, LEAPT

OPEN = purpose("opening_up.open")


@rule
def open_up(world, row):
    """A customer who leaps entrusts the real problem with probability sqrt(intimacy (1 - gap)) [article 000, claim 10].

    Otherwise the advisor solves the wrong problem: the delivery loses the share `misdiagnosis` of its competence.

    reads  relations.gap, evidence of their own relation       writes  customers.opened
    """
    customer = world.customers[row]
    if customer.outcome == LEAPT:
        safe = belief(world, customer.chosen, customer.context, INTIMACY) * (1.0 - world.relations[customer.chosen].gap)
        customer.opened = 1 if chance(world.clock.dice, row, OPEN) < math.sqrt(safe) else 0
