"""Some exaggerate: what they tell is all good or all bad."""

from trustsim.chance import chance, purpose
from trustsim.rule import rule

OVERSTATE = purpose("exaggerating.overstate")


@rule
def overstates(world, who):
    """Whether customer `who` exaggerates what they tell this week, the same to all: probability `exaggeration`."""
    exaggeration = world.customers[who].exaggeration
    return world.settings.on_exaggerating and chance(world.clock.dice, who, OVERSTATE) < exaggeration
