"""Scrutiny: those who trust do not look; those who look see what is, and what is shown is openness."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import alone, learnt, model, often, weeks

from trustsim.evidence import learn, trust_in
from trustsim.mechanisms.scrutiny import look, watch
from trustsim.state import DIMENSIONS

shares = st.floats(0.0, 1.0)
GLASS = alone()


@given(shares, shares, shares)
def test_transparency_is_used_as_far_as_it_is_shown_and_wanted(disclosure, trust, other):
    """m = tau (1 - T): never more than is shown, and less the more one trusts."""
    GLASS.firms[0].disclosure = disclosure
    low, high = sorted((trust, other))
    assert watch(GLASS, 0, trust) == disclosure * (1.0 - trust)
    assert 0.0 <= watch(GLASS, 0, high) <= watch(GLASS, 0, low) <= disclosure


def test_with_scrutiny_off_nobody_watches():
    """The ablation leaves deliveries unwatched, however much is shown."""
    assert watch(alone(mechanisms={"scrutiny": False}, firms={"disclosure": 1.0}), 0, 0.1) == 0.0


@pytest.mark.parametrize("disclosure", [0.0, 0.5, 1.0])
def test_looks_are_as_frequent_as_transparency_is_used(disclosure):
    """In a week a customer looks with probability looking * m."""
    world, looks = alone(firms={"disclosure": disclosure}, scrutiny={"looking": 0.8}), 0
    used = watch(world, 0, trust_in(world, 0, 0, 0.0))
    for _ in weeks(world, 1000):
        world.evidence.good, world.evidence.bad = 0.0, 0.0
        world.customers[0].looks = 0
        look(world, 0)
        looks += int(world.customers[0].looks)
    assert often(looks, 1000, 0.8 * used)


def looked(quality, **groups):
    """What somebody wary finds in the record of an advisor with this competence, reliability and integrity."""
    known = dict.fromkeys(("competence", "reliability", "integrity"), quality)
    world = alone(
        advisors=known, firms={"disclosure": 1.0}, scrutiny={"looking": 1.0}, customers={"negativity": 1.0}, **groups
    )
    for _ in weeks(world, 20):
        if not world.customers[0].looks:
            look(world, 0)
    return world


@pytest.mark.parametrize("quality", [0.0, 1.0])
def test_the_record_speaks_the_truth(quality):
    """Good is shown as good and bad as bad, each with weight .3 (1 + .5 m); to be shown it is openness."""
    world, weight = looked(quality), 0.3 * (1.0 + 0.5 * 0.5)
    found = learnt(world)
    assert set(found) == {"competence", "reliability", "integrity", "openness"}
    for name in ("competence", "reliability", "integrity"):
        assert found[name] == pytest.approx((weight * quality, weight * (1.0 - quality)))
    assert found["openness"] == pytest.approx((weight, 0.0))
    assert learnt(world, 1) == {
        name: pytest.approx((0.3 * good, 0.3 * bad), abs=1e-6) for name, (good, bad) in found.items()
    }


def test_without_a_share_for_the_firm_the_record_says_nothing_about_it():
    """`advisor_to_firm` is the share of the record that is about the firm, as of a delivery."""
    assert learnt(looked(1.0, evidence={"advisor_to_firm": 0.0}), 1) == {}


@pytest.mark.parametrize("lens", ["abi", "pillars", "reputation"])
def test_its_effect_has_the_sign_of_truth_less_expectation(lens):
    """To be shown raises trust in those who are better than expected, and lowers it in those who are worse."""
    after = [trust_in(looked(quality, lens=lens), 0, 0, 0.0) for quality in (0.0, 1.0)]
    assert after[0] < 0.5 < after[1]


def test_those_who_trust_do_not_look():
    """Among customers of one firm that shows everything, the trusting look less than the wary."""
    world = alone(firms={"disclosure": 1.0}, scrutiny={"looking": 1.0})
    looks = []
    for value in (0.0, 1.0):
        world.evidence.good, world.evidence.bad = 0.0, 0.0
        for dimension in range(len(DIMENSIONS)):
            learn(world, 0, 0, dimension, value, 20.0)
        kept, times = (world.evidence.good.copy(), world.evidence.bad.copy()), 0
        for _ in weeks(world, 500):
            world.evidence.good, world.evidence.bad = kept
            world.customers[0].looks = 0
            look(world, 0)
            times += int(world.customers[0].looks)
        looks.append(times)
    assert looks[1] < 0.2 * looks[0]


def test_where_nothing_is_shown_nothing_is_seen():
    """Without disclosure there is no look in a year."""
    world = model(firms={"disclosure": 0.0}, scrutiny={"looking": 1.0})
    for _ in range(52):
        world.step()
        assert world.world.customers.looks.sum() == 0
