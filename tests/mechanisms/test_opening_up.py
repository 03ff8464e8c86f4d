"""Opening up: the real problem is entrusted where it is safe and nobody stands above."""

import pytest
from worlds import alone, often, weeks

from trustsim.evidence import belief, learn
from trustsim.mechanisms.opening_up import open_up
from trustsim.state import INTIMACY, LEAPT, REFUSED


@pytest.mark.parametrize(
    ("value", "gap", "probability"),
    [(1.0, 0.0, 0.9**0.5), (1.0, 0.36, (0.9 * 0.64) ** 0.5), (0.0, 0.0, 0.1**0.5), (1.0, 1.0, 0.0)],
)
def test_the_real_problem_comes_out_with_the_root_of_intimacy_and_nearness(value, gap, probability):
    """With probability sqrt(intimacy (1 - gap)): after eight good or bad signals intimacy is believed at .9 or .1."""
    world, opened = alone(customers={"negativity": 1.0}), 0
    learn(world, 0, 0, INTIMACY, value, 8.0)
    assert belief(world, 0, 0, INTIMACY) == pytest.approx(0.9 if value else 0.1)
    world.relations[0].gap = gap
    world.customers[0].outcome, world.customers[0].chosen = LEAPT, 0
    for _ in weeks(world, 2000):
        open_up(world, 0)
        opened += int(world.customers[0].opened)
    assert often(opened, 2000, probability)


def test_who_refrains_opens_nothing():
    """Without a leap there is nothing to open up about."""
    world = alone()
    world.customers[0].outcome, world.customers[0].chosen = REFUSED, 0
    open_up(world, 0)
    assert world.customers[0].opened == 0
