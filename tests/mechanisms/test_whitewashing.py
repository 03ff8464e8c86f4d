"""Whitewashing: a new name, and nobody knows what they did."""

from worlds import alone, amount, often, weeks

from trustsim.evidence import learn
from trustsim.mechanisms.whitewashing import meet_anew, rename

ON = {"mechanisms": {"whitewashing": True}}


def test_some_return_under_a_new_name():
    """One week in ten."""
    world, times = alone(advisors={"whitewash": 0.1}, **ON), 0
    for _ in weeks(world, 2000):
        rename(world, 0)
        times += int(world.advisors[0].renamed)
    assert often(times, 2000, 0.1)


def test_under_a_new_name_they_are_strangers():
    """Evidence, scars, satisfaction and acquaintance are gone; the relation with the firm stays."""
    world = alone(**ON)
    for dimension in range(7):
        learn(world, 0, 0, dimension, 0.0, 5.0)
    learn(world, 1, 0, 0, 0.0, 2.0)
    world.evidence[0, 0].scar, world.relations[0].satisfaction, world.relations[0].used = 3.0, 0.1, 9
    world.clock.tick = 7
    meet_anew(world, 0)
    assert amount(world) == 37.0  # nothing was renamed
    world.advisors[0].renamed = 1
    meet_anew(world, 0)
    relation = world.relations[0]
    assert (amount(world), float(world.evidence[0, 0].scar), float(relation.satisfaction)) == (2.0, 0.0, -1.0)
    assert (int(relation.used), int(relation.since), int(relation.advisor)) == (0, 7, 0)
