"""Attention is limited: whoever knows many people attends to each of them less."""

from trustsim.rule import rule


@rule
def attended(world, row):
    """The share of their relations that customer `row` attends to in a week: min(1, attention / known).

    Posts and calls reach them that much less often [Dunbar1992: time limits relations]. 1 without this mechanism.
    """
    customer = world.customers[row]
    if not world.settings.on_attention or customer.known <= customer.attention:
        return 1.0
    return customer.attention / customer.known
