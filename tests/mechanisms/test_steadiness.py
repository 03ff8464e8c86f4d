"""Steadiness: capricious people are reliable in some weeks and not in others, at the same mean."""

import pytest
from worlds import alone, often, weeks

from trustsim.mechanisms.steadiness import wavering

ON = {"mechanisms": {"steadiness": True}}


@pytest.mark.parametrize(("mean", "low", "high"), [(0.8, 0.7, 0.9), (0.5, 0.25, 0.75), (0.2, 0.1, 0.3)])
def test_reliability_swings_around_its_mean(mean, low, high):
    """Half of the most that keeps the mean: .5 x min(q, 1 - q) up or down, each as often."""
    world, seen = alone(advisors={"capriciousness": 0.5}, **ON), []
    for _ in weeks(world, 2000):
        seen.append(round(float(wavering(world, 0, mean)), 12))
    assert sorted(set(seen)) == pytest.approx([low, high])
    assert often(sum(value > mean for value in seen), 2000, 0.5)


def test_the_steady_do_not_swing():
    """Nor does anybody without the mechanism."""
    assert wavering(alone(advisors={"capriciousness": 0.0}, **ON), 0, 0.8) == 0.8
    assert wavering(alone(advisors={"capriciousness": 1.0}), 0, 0.8) == 0.8
