"""Returned regard: being trusted is evidence about who trusts."""

import pytest
from worlds import alone, learnt

from trustsim.mechanisms.returned_regard import sense
from trustsim.state import LEAPT, REFUSED

ON = {"mechanisms": {"returned_regard": True}, "returned_regard": {"regard_weight": 0.5}}


def test_trust_above_a_half_speaks_for_them():
    """Regard .8, lambda = 2: good .5 x .8 = .4, bad .5 x .2 / 2 = .05, on other orientation and on empathy."""
    world = alone(firms={"benefit_of_doubt": 0.8}, lens="reputation", **ON)
    world.customers[0].outcome, world.customers[0].chosen = LEAPT, 0
    sense(world, 0)
    assert learnt(world) == {"other_orientation": (0.4, 0.05), "empathy": (0.4, 0.05)}


def test_trust_below_a_half_speaks_against_them():
    """Regard .2: good .5 x 2 x .2 = .2, bad .5 x .8 = .4."""
    world = alone(firms={"benefit_of_doubt": 0.2}, lens="reputation", **ON)
    world.customers[0].outcome, world.customers[0].chosen = LEAPT, 0
    sense(world, 0)
    assert learnt(world) == {"other_orientation": (0.2, 0.4), "empathy": (0.2, 0.4)}


@pytest.mark.parametrize(("outcome", "digital"), [(REFUSED, 0), (LEAPT, 1)])
def test_a_machine_has_no_regard_and_without_a_leap_there_is_nothing_to_sense(outcome, digital):
    """No evidence is added."""
    world = alone(**ON)
    world.customers[0].outcome, world.customers[0].chosen, world.customers[0].digital = outcome, 0, digital
    sense(world, 0)
    assert learnt(world) == {}
