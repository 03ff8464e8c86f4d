"""Displacement: what is new takes the place of what was known, by count."""

import pytest
from worlds import alone, learnt

from trustsim.evidence import learn
from trustsim.machine import where
from trustsim.mechanisms.displacement import left_by
from trustsim.state import COMPETENCE, EMPATHY


@pytest.mark.parametrize(("weight", "left"), [(0.0, 1.0), (1.0, 0.5), (3.0, 0.25)])
def test_a_whole_observation_leaves_phi(weight, left):
    """1 / (1 + (1/phi - 1) w): at phi = 1/2 an observation leaves a half, three at once a quarter, none everything."""
    world = alone(mechanisms={"displacement": True}, displacement={"phi": 0.5})
    shares = left_by(world, where(COMPETENCE, weight), where(EMPATHY, 0.0))
    assert shares[COMPETENCE] == pytest.approx(left)
    assert shares[EMPATHY] == 1.0


def test_three_signals_weigh_a_quarter_a_half_and_one():
    """Good, good, bad at phi = 1/2: good (1 x 1/2 + 1) x 1/2 = .75, bad 1; other dimensions keep what they had."""
    world = alone(mechanisms={"displacement": True}, displacement={"phi": 0.5})
    learn(world, 0, 0, EMPATHY, 1.0, 1.0)
    for value in (1.0, 1.0, 0.0):
        learn(world, 0, 0, COMPETENCE, value, 1.0)
    assert learnt(world) == {"competence": (0.75, 1.0), "empathy": (1.0, 0.0)}


def test_without_it_evidence_adds_up():
    """The same signals: two good, one bad."""
    world = alone(displacement={"phi": 0.5})
    for value in (1.0, 1.0, 0.0):
        learn(world, 0, 0, COMPETENCE, value, 1.0)
    assert learnt(world) == {"competence": (2.0, 1.0)}
