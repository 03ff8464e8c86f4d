"""Candour: who feels safe says what was wrong, and who is told improves."""

import pytest
from worlds import alone, often, weeks

from trustsim.mechanisms.candour import improve, speak
from trustsim.state import LEAPT

ON = {"mechanisms": {"candour": True}}


@pytest.mark.parametrize(("trust", "gap", "probability"), [(0.8, 0.25, 0.6), (0.5, 0.0, 0.5), (0.8, 1.0, 0.0)])
def test_honesty_needs_trust_and_nearness(trust, gap, probability):
    """T (1 - gap)."""
    world, times = alone(**ON), 0
    customer = world.customers[0]
    customer.outcome, customer.chosen, customer.trust_then, world.relations[0].gap = LEAPT, 0, trust, gap
    for _ in weeks(world, 2000):
        speak(world, 0)
        times += int(customer.candid)
    assert often(times, 2000, probability)


def test_who_is_told_improves_in_what_was_wrong_and_in_nothing_else():
    """.75 told twice at learning .1: 1 - .25 x .9 x .9 = .7975; the rest stays."""
    world = alone(advisors={"learning": 0.1}, **ON)
    before = world.advisors[0].quality.copy()
    world.advisors[0].week_told[0] = 2.0
    improve(world, 0)
    assert world.advisors[0].quality[0] == pytest.approx(0.7975)
    assert world.advisors[0].quality[1:].tolist() == before[1:].tolist()


def test_who_is_told_nothing_keeps_erring():
    """Not a digit moves."""
    world = alone(advisors={"learning": 1.0}, **ON)
    before = world.advisors[0].quality.tolist()
    improve(world, 0)
    assert world.advisors[0].quality.tolist() == before
