"""Customers who feel safe say what was wrong, and advisors who are told improve."""

from trustsim.calendar import met
from trustsim.chance import chance, purpose
from trustsim.rule import rule

SAY = purpose("candour.say")


@rule
def speak(world, row):
    """Customer `row` says honestly what was wrong with a delivery, with probability T (1 - gap).

    reads  their own columns of this week, relations.gap       writes  customers.candid of their own row
    """
    customer = world.customers[row]
    if met(world, row):
        safe = customer.trust_then * (1.0 - world.relations[customer.chosen].gap)
        customer.candid = 1 if chance(world.clock.dice, row, SAY) < safe else 0


@rule
def improve(world, row):
    """Advisor `row` moves towards 1 in what customers told them was wrong last week: q += learning (1 - q) each time.

    Who is told nothing keeps erring [claim 8: feedback needs safety; assumption for the size].

    reads  their own sums of last week       writes  advisors.quality of their own row
    """
    advisor = world.advisors[row]
    for d in range(7):
        told = advisor.week_told[d]
        if told > 0.0:
            advisor.quality[d] = 1.0 - (1.0 - advisor.quality[d]) * (1.0 - advisor.learning) ** told
