"""Whose pay does not hang on the customer's success is tempted to serve themselves."""

from trustsim.calendar import met
from trustsim.chance import chance, purpose
from trustsim.evidence import learn
from trustsim.rule import rule
from trustsim.state import INTEGRITY, OTHER_ORIENTATION

TEMPT, CAUGHT = purpose("alignment.tempt"), purpose("alignment.caught")


@rule
def serve_whom(world, row):
    """The advisor of customer `row` serves themselves with probability (1 - alignment) x temptation.

    That counts against other orientation, and with probability `caught` against integrity as well [article 001, claim
    37; Coleman1990].

    reads  their own columns of this week, firms.alignment       writes  their own evidence
    """
    customer, settings, dice = world.customers[row], world.settings, world.clock.dice
    if not met(world, row):
        return
    firm = world.firms[world.relations[customer.chosen].firm]
    if chance(dice, row, TEMPT) < (1.0 - firm.alignment) * settings.temptation:
        weight = settings.delivery_weight
        learn(world, customer.chosen, customer.context, OTHER_ORIENTATION, 0.0, weight)
        if chance(dice, row, CAUGHT) < settings.caught:
            learn(world, customer.chosen, customer.context, INTEGRITY, 0.0, weight)
