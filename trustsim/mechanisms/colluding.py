"""Some have praise spread about them by people who were never served."""

from trustsim.chance import chance, pair, purpose
from trustsim.evidence import learn_together, prior_of
from trustsim.machine import where
from trustsim.rule import rule

PRAISE = purpose("colluding.praise")


@rule
def hear_praise(world, row):
    """Customer `row` hears made-up praise of each advisor they know with probability `praise` a week [Hoffman2009].

    It sounds like a perfect delivery, told by a stranger: with source discounting it counts by how far the customer
    trusts strangers.

    reads  advisors.praise       writes  evidence of their own relations
    """
    customer, settings = world.customers[row], world.settings
    for i in range(customer.first, customer.first + customer.known):
        advisor = world.evidence[i, 0].knows
        praise = world.advisors[advisor].praise
        if praise > 0.0 and chance(world.clock.dice, pair(row, advisor), PRAISE) < praise:
            all_well = 1.0 + where(0, 0.0)
            weight = settings.praise_weight
            if settings.on_source_discounting:
                weight *= prior_of(world, row)
            learn_together(world, i, 0, all_well, weight * all_well)
