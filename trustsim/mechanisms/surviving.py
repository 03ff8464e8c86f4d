"""A firm whose takings over a year fall below its costs closes."""

from trustsim.rule import rule


@rule
def close_books(world, row):
    """When its year ends firm `row` closes if it took in less than its costs; its advisors are then not chosen.

    Costs are `cost` median needs a week for each advisor.

    reads  firms.entrusted, cost       writes  firms.closed, year_began of its own row
    """
    firm, tick, year = world.firms[row], world.clock.tick, world.settings.year
    if tick == 0 or tick % year:
        return
    costs = firm.cost * year * (firm.staff_last - firm.staff_first)
    if firm.entrusted - firm.year_began < costs:
        firm.closed = 1
    firm.year_began = firm.entrusted


@rule
def is_open(world, firm):
    """Whether a firm is still in business; always without this mechanism."""
    return not (world.settings.on_surviving and world.firms[firm].closed)
