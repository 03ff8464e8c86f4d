"""What holds for one week only: its columns are reset, as they are declared; and what happened in it."""

from trustsim.column import weekly_reset
from trustsim.rule import rule
from trustsim.state import ADVISORS, CUSTOMERS, LEAPT

quieten, start_anew = weekly_reset(ADVISORS, "quiet"), weekly_reset(CUSTOMERS, "begin")


@rule
def quiet(world, row):
    """Advisor `row` starts the week without a post."""
    quieten(world.advisors[row])


@rule
def begin(world, row):
    """Customer `row` starts the week without a need, a look or a telling; the last delivery stays in memory."""
    start_anew(world.customers[row])


@rule
def was_served(world, row):
    """Whether customer `row` had a delivery this week."""
    return world.customers[row].outcome == LEAPT and world.settings.on_delivering


@rule
def met(world, row):
    """Whether customer `row` had a delivery by a person this week, not by a machine."""
    return was_served(world, row) and not world.customers[row].digital
