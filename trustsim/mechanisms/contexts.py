"""Contexts: trust is about something, such as delivering on time or handling personal data."""

from trustsim.chance import chance, purpose
from trustsim.rule import rule

TOPIC = purpose("contexts.topic")


@rule
def topic(world, row):
    """The need of customer `row` is about the main context with probability `main_share`, otherwise about another one.

    reads  nothing       writes  customers.context
    """
    others = world.evidence.shape[1] - 1
    luck = chance(world.clock.dice, row, TOPIC)
    if others > 0 and luck >= world.settings.main_share:
        place = (luck - world.settings.main_share) / (1.0 - world.settings.main_share)
        world.customers[row].context = 1 + min(others - 1, int(place * others))


@rule
def quality_in(world, advisor, dimension, context):
    """The advisor's true disposition in a context: multiplied by `elsewhere` outside the main context."""
    quality = world.advisors[advisor].quality[dimension]
    if context > 0 and world.settings.on_contexts:
        quality = quality * world.settings.elsewhere
    return quality
