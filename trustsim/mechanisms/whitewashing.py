"""Some leave and return under a new name, and nobody knows what they did."""

from trustsim.acquaintance import start_over
from trustsim.chance import chance, purpose
from trustsim.rule import rule

RENAME = purpose("whitewashing.rename")


@rule
def rename(world, row):
    """Advisor `row` returns under a new name this week with probability `whitewash` [Hoffman2009].

    reads  their own traits       writes  advisors.renamed of their own row
    """
    advisor = world.advisors[row]
    advisor.renamed = 1 if chance(world.clock.dice, row, RENAME) < advisor.whitewash else 0


@rule
def meet_anew(world, row):
    """Customer `row` meets whoever has a new name as a stranger, known by their firm alone.

    reads  advisors.renamed       writes  their own relations
    """
    customer = world.customers[row]
    for i in range(customer.first, customer.first + customer.known):
        advisor = world.evidence[i, 0].knows
        if world.advisors[advisor].renamed:
            start_over(world, i, row, advisor)
