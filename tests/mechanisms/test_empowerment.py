"""Empowerment: a firm leaves to its advisors what it trusts them with, and they feel it."""

import pytest
from worlds import alone, often, weeks

from trustsim.leap import allowance
from trustsim.mechanisms.empowerment import is_left_free, leaves_free, review
from trustsim.mutual import trust_in_advisor, trust_in_firm
from trustsim.state import OF_ADVISOR, OF_FIRM

ON = {"mechanisms": {"empowerment": True}}


def reviewed(**groups):
    """A world after a week of two deliveries, one of them free; the free one failed in competence."""
    world = alone(**{**ON, "empowerment": {"review_weight": 1.0, "freedom_weight": 1.0}, **groups})
    advisor = world.advisors[0]
    advisor.week_deliveries, advisor.week_free, advisor.week_failed_free = 2, 1, 1
    advisor.week_good[:], advisor.week_bad[0], advisor.week_good[0], advisor.week_bad_free[0] = 2.0, 1.0, 1.0, 1.0
    review(world, 0)
    return world


@pytest.mark.parametrize(("size", "free"), [(2.0, True), (2.1, False)])
def test_a_firm_leaves_free_what_it_dares(size, free):
    """T = .5, G = 1.5, l = 1 - .5, kappa = 1.5: a = 3, so 3^(2/3) = 2.08; leeway .5 leaves it as it is."""
    world = alone(**ON)
    world.firms[0].leeway = 0.5
    assert allowance(0.5, 1.5, 0.5, 1.5) == pytest.approx(3 ** (2 / 3))
    assert bool(leaves_free(world, 0, size, 0.5)) is free


def test_the_leeway_scales_it_by_its_odds():
    """Leeway .8 dares four times as much, 0 nothing, 1 everything, whatever the trust."""
    world = alone(**ON)
    found = []
    for leeway, size in ((0.8, 8.0), (0.8, 8.4), (0.0, 0.01), (1.0, 1e9)):
        world.firms[0].leeway = leeway
        found.append(bool(leaves_free(world, 0, size, 0.5)))
    assert found == [True, False, False, True]


def test_without_it_a_share_is_free_whoever_delivers():
    """Leeway .3: three in ten."""
    world, times = alone(), 0
    world.firms[0].leeway, world.customers[0].considered = 0.3, 0
    for _ in weeks(world, 2000):
        times += bool(is_left_free(world, 0))
    assert often(times, 2000, 0.3)


@pytest.mark.parametrize(("tolerance", "bad"), [(1.0, 1.0), (0.5, 1.5), (0.0, 2.0)])
def test_a_failure_while_free_counts_twice_where_errors_are_not_tolerated(tolerance, bad):
    """One bad signal on competence, free: 1 + (1 - tolerance)."""
    world = reviewed(firms={"error_tolerance": tolerance})
    known = world.employment[0, OF_FIRM]
    assert float(known.bad[0]) == pytest.approx(bad)
    assert float(known.good[0]) == 1.0 and float(known.good[1]) == 2.0


@pytest.mark.parametrize(("tolerance", "against"), [(1.0, 1.0), (0.0, 2.0)])
def test_an_advisor_takes_freedom_for_trust_and_being_overruled_or_punished_for_the_opposite(tolerance, against):
    """One delivery free, one overruled, one failure while free that is punished as far as it is not tolerated."""
    world = reviewed(firms={"error_tolerance": tolerance})
    known = world.employment[0, OF_ADVISOR]
    assert known.good.tolist() == [0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 1.0]
    assert known.bad.tolist() == pytest.approx([0.0, 0.0, 0.0, against, against, 0.0, against])


def test_both_are_read_by_the_lens():
    """Pooled, lambda = 2: the firm (1 + 13) / (2 + 13 + 2 x 1) at full tolerance, the advisor (1 + 3) / (2 + 3 + 2 x 3)."""
    world = reviewed(firms={"error_tolerance": 1.0}, lens="reputation")
    assert float(trust_in_advisor(world, 0)) == pytest.approx(14 / 17)
    assert float(trust_in_firm(world, 0)) == pytest.approx(4 / 11)
    assert float(world.employment[0, OF_FIRM].trust) == pytest.approx(14 / 17)
