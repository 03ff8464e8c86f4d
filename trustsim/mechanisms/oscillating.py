"""Some are good until they are trusted, and then are not."""

from trustsim.rule import rule


@rule
def true_to_form(world, row):
    """The share of their dispositions that the advisor of customer `row` shows: 1 - betrayal once they are trusted.

    They count as trusted from trust `bait` on. 1 without this mechanism [an attack on reputation systems:
    Hoffman2009].
    """
    customer, settings = world.customers[row], world.settings
    if not settings.on_oscillating or customer.trust_then < settings.bait:
        return 1.0
    return 1.0 - world.advisors[customer.considered].betrayal
