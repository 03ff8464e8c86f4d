"""Evidence loses half its weight in a half-life; scars keep theirs."""

import pytest
from worlds import alone

from trustsim.evidence import belief
from trustsim.mechanisms.forgetting import fade
from trustsim.state import INTEGRITY


def after(weeks, half_life=4.0, scar=0.0):
    """Belief in integrity after so many weeks, from six good observations at the start (prior 1/2 of weight 2)."""
    world = alone(evidence={"half_life": half_life, "prior_weight": 2.0})
    world.evidence[0, 0].good[INTEGRITY] = 6.0
    world.evidence[0, 0].scar = scar
    for _ in range(weeks):
        fade(world, 0)
    return belief(world, 0, 0, INTEGRITY)


@pytest.mark.parametrize(("weeks", "weight"), [(0, 6.0), (4, 3.0), (8, 1.5), (400, 0.0)])
def test_evidence_halves_in_a_half_life(weeks, weight):
    """Six observations count as three after four weeks: belief (1 + 3) / (2 + 3)."""
    assert after(weeks) == pytest.approx((1.0 + weight) / (2.0 + weight))


def test_a_scar_is_not_forgotten():
    """After a hundred half-lives the good is gone and the scar is not."""
    assert after(400, scar=2.0) < 0.5 == pytest.approx(after(400))
