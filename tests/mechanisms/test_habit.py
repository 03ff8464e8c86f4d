"""Habit: the same advisor again, until something is new, larger, or trust is gone."""

import pytest
from worlds import alone, often, weeks

from trustsim.evidence import learn
from trustsim.mechanisms.habit import form, same_again
from trustsim.mechanisms.leaping import leap
from trustsim.state import LEAPT, NOBODY

ON = {"mechanisms": {"habit": True}, "habit": {"habit_half": 3.0, "exit_trust": 0.3}}


def used(times=3, largest=1.0, **groups):
    """A world in which the customer was served so often by the advisor, and has a known need of size 1."""
    world = alone(**{**ON, **groups})
    world.relations[0].uses, world.relations[0].largest = times, largest
    world.customers[0].served_by, world.customers[0].stake = 0, 1.0
    return world


@pytest.mark.parametrize(("times", "probability"), [(0, 0.0), (3, 0.5), (9, 0.75)])
def test_it_grows_with_use_along_a_curve_that_flattens(times, probability):
    """uses / (uses + 3)."""
    world, again = used(times), 0
    for _ in weeks(world, 2000):
        again += same_again(world, 0) == 0
    assert often(again, 2000, probability)


@pytest.mark.parametrize("change", [{"stake": 1.1}, {"novelty": 0.1}, {"served_by": NOBODY}])
def test_what_is_larger_or_new_is_deliberated(change):
    """Whatever the luck."""
    world = used(10**4)
    for name, value in change.items():
        setattr(world.customers[0], name, value)
    assert {int(same_again(world, 0)) for _ in weeks(world, 50)} == {NOBODY}


def test_it_ends_when_trust_is_gone():
    """Ten bad signals in every dimension: the habit is forgotten."""
    world = used(10**4)
    for d in range(7):
        learn(world, 0, 0, d, 0.0, 10.0)
    assert same_again(world, 0) == NOBODY
    assert world.relations[0].uses == 0


def test_a_delivery_strengthens_it_and_switching_ends_it():
    """uses counts up, the largest need is remembered; after a switch it starts again at 1."""
    world = used(3)
    customer = world.customers[0]
    customer.outcome, customer.chosen, customer.stake = LEAPT, 0, 2.5
    form(world, 0)
    assert (world.relations[0].uses, float(world.relations[0].largest)) == (4, 2.5)
    customer.switched, customer.stake = 1, 1.0
    form(world, 0)
    assert (world.relations[0].uses, float(world.relations[0].largest)) == (1, 2.5)


def test_out_of_habit_one_leaps_without_asking_how_much_one_dares():
    """A customer who last dared next to nothing leaps all the same, and it is marked."""
    world = used(10**4, largest=1e9, customers={"need_rate": 1.0}, leaping={"novel_share": 0.0, "stickiness": 1.0})
    world.relations[0].dared = 1e-6
    for _ in weeks(world, 20):
        leap(world, 0)
        assert world.customers[0].habitual == (world.customers[0].outcome == LEAPT)
    assert world.customers[0].leaps > 15
