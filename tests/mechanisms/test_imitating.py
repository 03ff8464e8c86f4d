"""Imitating: advisors take over the posts of whoever earns more."""

import math

import pytest
from worlds import model, often, weeks

from trustsim.mechanisms.imitating import close_quarter, copies, imitate

ON = {"mechanisms": {"imitating": True}}
TWO = {"population": {"customers": 2, "advisors": 2, "firms": 1}, "graph": {"relations": 1, "peers": 0}}


def two(**groups):
    """Two advisors: the first posts knowledge, the second about themselves, who took in 6 more in the quarter."""
    world = model(TWO, imitating={"quarter": 2, "imitation_noise": 3.0}, **ON, **groups).world
    world.advisors.knowledge[:], world.advisors.personal[:] = (1.0, 0.0), (0.0, 1.0)
    world.advisors.promotional[:] = world.advisors.spotlight[:] = 0.0
    world.advisors.entrusted[:], world.advisors.earlier[:] = (12.0, 16.0), (10.0, 8.0)
    world.clock.tick = 1
    close_quarter(world, 0)
    return world


def test_takings_of_a_quarter_are_what_came_in_during_it():
    """12 - 10 = 2 and 16 - 8 = 8; the next quarter begins there."""
    world = two()
    assert world.advisors.earned.tolist() == [2.0, 8.0]
    assert world.advisors.earlier.tolist() == [12.0, 16.0]


@pytest.mark.parametrize(("mine", "theirs", "odds"), [(5.0, 5.0, 0.5), (2.0, 8.0, 0.880797), (8.0, 2.0, 0.119203)])
def test_the_more_another_earns_the_likelier_they_are_copied(mine, theirs, odds):
    """1 / (1 + exp(-6 / 3)) = .8808."""
    assert copies(two(), mine, theirs) == pytest.approx(odds, abs=1e-6)
    assert copies(two(), 1e9, 0.0) < 1e-100


def test_who_earns_less_takes_the_posts_over():
    """Half of the time the other is drawn, and then .8808; the other one copies with .1192."""
    copied = [0, 0]
    world = two()
    world.clock.tick = 2
    for _ in weeks(world, 2000):
        world.advisors.knowledge[:], world.advisors.personal[:] = (1.0, 0.0), (0.0, 1.0)
        for row in range(2):
            imitate(world, row)
            copied[row] += int(world.advisors[row].copied) == 1 - row
        took = float(world.advisors[0].personal), float(world.advisors[1].knowledge)
        assert took == tuple(float(world.advisors[row].copied == 1 - row) for row in range(2))
    assert often(copied[0], 2000, 0.5 / (1 + math.exp(-2.0)))
    assert often(copied[1], 2000, 0.5 / (1 + math.exp(2.0)))


def test_between_the_quarters_nobody_compares():
    """Week 3 of quarters of two weeks."""
    world = two()
    world.clock.tick = 3
    for _ in weeks(world, 50):
        imitate(world, 0)
    assert float(world.advisors[0].personal) == 0.0
