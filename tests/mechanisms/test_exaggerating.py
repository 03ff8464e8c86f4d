"""Exaggerating: what is told is all good or all bad."""

import pytest
from worlds import alone, learnt, often, weeks

from trustsim.mechanisms.exaggerating import overstates
from trustsim.mechanisms.word_of_mouth import hear_of, told_by
from trustsim.state import DIMENSIONS

ON = {"mechanisms": {"exaggerating": True}}


def told(surprise, exaggeration):
    """A world whose only customer tells of a mixed delivery, and hears it themselves."""
    world = alone(customers={"exaggeration": exaggeration}, **ON)
    customer = world.customers[0]
    customer.signals[:], customer.surprise, customer.experience = (1, 0, 1, 0, 1, 0, 1), surprise, 0.5
    return world


def test_some_exaggerate():
    """Two weeks in ten, the same to everybody."""
    world, times = told(0.1, 0.2), 0
    for _ in weeks(world, 2000):
        times += bool(overstates(world, 0))
    assert often(times, 2000, 0.2)


@pytest.mark.parametrize(("surprise", "experience"), [(0.1, 1.0), (-0.1, 0.0)])
def test_a_mixed_delivery_becomes_all_good_or_all_bad(surprise, experience):
    """By whether it was better or worse than expected."""
    world = told(surprise, 1.0)
    hear_of(world, 0, 0, 0.2)
    assert learnt(world) == dict.fromkeys(DIMENSIONS, pytest.approx((0.2 * experience, 0.2 - 0.2 * experience)))
    assert told_by(world, 0) == experience


def test_who_does_not_exaggerate_tells_it_as_it_was():
    """Each signal as it was."""
    world = told(0.1, 0.0)
    hear_of(world, 0, 0, 0.2)
    assert learnt(world)["competence"] == pytest.approx((0.2, 0.0)) and told_by(world, 0) == 0.5
    assert learnt(world)["reliability"] == pytest.approx((0.0, 0.2))
