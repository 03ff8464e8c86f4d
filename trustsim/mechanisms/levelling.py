"""Differences in status keep people silent; a personal post makes them smaller, a knowledge post larger."""

from trustsim.rule import rule
from trustsim.state import KNOWLEDGE, PERSONAL


@rule
def level(world, row):
    """Customer `row` feels less distance to advisors whose personal post they saw this week [Schein2013; article 000].

    A knowledge post widens it by the share `distance` of what is left to 1: expertise raises status, which silences.

    reads  customers.saw, relations.seen       writes  relations.gap of their own relations
    """
    customer = world.customers[row]
    if customer.saw == 0:
        return
    for i in range(customer.first, customer.first + customer.known):
        relation = world.relations[i]
        if relation.seen == PERSONAL:
            relation.gap *= 1.0 - world.settings.levelling
        elif relation.seen == KNOWLEDGE:
            relation.gap += world.settings.distance * (1.0 - relation.gap)
