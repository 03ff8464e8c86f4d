"""Inside: a firm that talks with its advisors is trusted by them, and they show more of themselves."""

import pytest
from worlds import alone, often, weeks

from trustsim.mechanisms.delivering import odds
from trustsim.mechanisms.inside import feel, shown, talk
from trustsim.mechanisms.posting import is_dared
from trustsim.state import EMPATHY, LEAPT, OF_ADVISOR

ON = {"mechanisms": {"inside": True}}


def test_a_talk_is_openness_and_empathy():
    """One talk of weight .3 in a week in which the firm talks for sure; none where it never does."""
    for communication, good in ((1.0, 0.3), (0.0, 0.0)):
        world = alone(firms={"internal_communication": communication}, **ON)
        talk(world, 0)
        known = world.employment[0, OF_ADVISOR]
        assert known.good.tolist() == pytest.approx([0.0, 0.0, 0.0, 0.0, good, 0.0, good])
        assert known.bad.tolist() == [0.0] * 7


def test_trust_in_the_firm_is_taken_stock_of():
    """Pooled after one talk of weight 1: (1 + 2) / (2 + 2)."""
    world = alone(firms={"internal_communication": 1.0}, inside={"talk_weight": 1.0}, lens="reputation", **ON)
    talk(world, 0)
    feel(world, 0)
    assert float(world.employment[0, OF_ADVISOR].trust) == pytest.approx(0.75)


@pytest.mark.parametrize(("trust", "share"), [(0.0, 0.5), (0.5, 0.75), (1.0, 1.0)])
def test_who_does_not_trust_the_firm_withholds_care(trust, share):
    """1 - .5 (1 - F): empathy .6 while free becomes .6 x that; without the mechanism it is whole."""
    world = alone(**ON)
    world.employment[0, OF_ADVISOR].trust = trust
    customer = world.customers[0]
    customer.outcome, customer.considered, customer.effort, customer.free = LEAPT, 0, 1.0, 1
    assert shown(world, 0) == pytest.approx(share)
    assert odds(world, 0, EMPATHY) == pytest.approx(0.6 * share)
    world.settings.on_inside = 0
    assert odds(world, 0, EMPATHY) == pytest.approx(0.6)


def test_they_withhold_personal_posts_likewise():
    """At F = 0 half of them."""
    world, times = alone(**ON), 0
    world.employment[0, OF_ADVISOR].trust = 0.0
    for _ in weeks(world, 2000):
        times += bool(is_dared(world, 0))
    assert often(times, 2000, 0.5)
