"""What went well becomes a habit: the same advisor again, without deliberation."""

from trustsim.acquaintance import find
from trustsim.calendar import was_served
from trustsim.chance import chance, purpose
from trustsim.evidence import trust_in
from trustsim.mechanisms.surviving import is_open
from trustsim.rule import rule
from trustsim.state import MOST_TIMES, NOBODY

HABIT = purpose("habit.habit")


@rule
def same_again(world, row):
    """The relation to which customer `row` turns out of habit with this need, or NOBODY if they deliberate.

    Only for something known, no larger than the largest need that they entrusted there. The probability is
    uses / (uses + habit_half), with the deliveries in a row by that advisor [Lally2010: habits form along a curve that
    flattens; assumption for the form]. Trust below `exit_trust` ends the habit.
    """
    customer = world.customers[row]
    if not world.settings.on_habit or customer.served_by == NOBODY or customer.novelty > 0.0:
        return NOBODY
    i = find(world, row, customer.served_by)
    if i == NOBODY or customer.stake > float(world.relations[i].largest) or not is_open(world, world.relations[i].firm):
        return NOBODY
    uses = float(world.relations[i].uses)
    if chance(world.clock.dice, row, HABIT) >= uses / (uses + world.settings.habit_half):
        return NOBODY
    if trust_in(world, i, customer.context, 0.0) < world.settings.exit_trust:
        world.relations[i].uses = 0
        return NOBODY
    return i


@rule
def form(world, row):
    """Customer `row` gets used to the advisor they leapt to, and unused to the one they left.

    reads  customers.switched, stake       writes  relations.uses, largest of their own relations
    """
    customer = world.customers[row]
    if not was_served(world, row):
        return
    if customer.switched:
        for i in range(customer.first, customer.first + customer.known):
            world.relations[i].uses = 0
    relation = world.relations[customer.chosen]
    if relation.uses < MOST_TIMES:
        relation.uses += 1
    relation.largest = max(float(relation.largest), customer.stake)
