"""Paired comparison gives what a textbook and scipy give."""

import math

import numpy as np
import pytest
from scipy import stats

from trustsim.runs.compare import Interval, in_figures, interval, paired

VALUES = np.array([0.52, 0.48, 0.61, 0.55, 0.50])
OTHERS = np.array([0.50, 0.47, 0.55, 0.54, 0.51])


def test_an_interval_is_that_of_students_t():
    """Mean, lower and upper bound as scipy's t gives them."""
    found = interval(VALUES)
    low, high = stats.t.interval(0.95, 4, VALUES.mean(), stats.sem(VALUES))
    assert found == pytest.approx((VALUES.mean(), low, high, 5))


def test_an_interval_worked_out_by_hand():
    """1, 2, 3: mean 2, standard deviation 1, t = 4.3027 for two degrees of freedom: 2 +- 4.3027 / sqrt(3)."""
    assert interval(np.array([1.0, 2.0, 3.0])) == pytest.approx((2.0, 2.0 - 2.48414, 2.0 + 2.48414, 3), abs=1e-5)


def test_values_that_are_not_there_do_not_count():
    """Three values and two gaps are an interval of three."""
    assert interval(np.array([np.nan, 1.0, 2.0, np.nan, 3.0])) == interval(np.array([1.0, 2.0, 3.0]))


def test_one_value_has_a_mean_and_no_interval_and_none_has_neither():
    """The bounds are not-a-number, so no test can hold by them."""
    mean, low, high, n = interval(np.array([0.3]))
    assert (mean, n) == (0.3, 1) and math.isnan(low) and math.isnan(high)
    assert interval(np.array([np.nan])).n == 0 and math.isnan(interval(np.array([])).mean)


def test_a_paired_difference_is_that_of_the_paired_t_test():
    """The interval of ttest_rel, and d_z = t / sqrt(n)."""
    found, test = paired(VALUES, OTHERS), stats.ttest_rel(VALUES, OTHERS)
    bounds = test.confidence_interval(0.95)
    assert found.difference == pytest.approx(((VALUES - OTHERS).mean(), bounds.low, bounds.high, 5))
    assert found.d_z == pytest.approx(test.statistic / math.sqrt(5))


def test_better_is_the_share_of_pairs_in_which_the_first_is_higher_ties_half():
    """Two wins, one tie, one loss of four: 0.625."""
    assert paired(np.array([2.0, 2.0, 1.0, 0.0]), np.array([1.0, 1.0, 1.0, 1.0])).better == 0.625


def test_pairing_removes_all_variance_between_exact_twins_and_none_between_strangers():
    """1 - var(difference) / (var a + var b), by hand: 1 for a constant difference, 0 for uncorrelated arms."""
    assert paired(VALUES + 0.1, VALUES).variance_removed == pytest.approx(1.0)
    assert paired(np.array([1.0, 1.0, 3.0, 3.0]), np.array([1.0, 3.0, 1.0, 3.0])).variance_removed == pytest.approx(0.0)


def test_pairing_can_also_cost_precision():
    """Twins that move against one another: the variance of the difference doubles, and the number says so."""
    assert paired(np.array([1.0, 2.0, 3.0]), np.array([3.0, 2.0, 1.0])).variance_removed == pytest.approx(-1.0)


def test_a_pair_that_lacks_one_value_is_left_out_of_every_number():
    """The same result as without that pair."""
    lacking = paired(np.append(VALUES, np.nan), np.append(OTHERS, 7.0))
    assert lacking == paired(VALUES, OTHERS)


@pytest.mark.parametrize(
    ("found", "sign", "text"),
    [
        ((0.0164, 0.0002, 0.0321, 3), "+", "+0.0164 [+0.0002, +0.0321]"),
        ((0.5, 0.4, 0.6, 3), "", "0.500 [0.400, 0.600]"),
        ((0.0, 0.0, 0.0, 3), "+", "+0.000 [+0.000, +0.000]"),
        ((-1e-9, -2e-9, 1e-9, 3), "+", "+0.000000 [+0.000000, +0.000000]"),
        ((0.25, math.nan, math.nan, 1), "+", "+0.250"),
        ((math.nan, math.nan, math.nan, 0), "+", "-"),
    ],
)
def test_figures_show_that_what_is_not_zero_is_not(found, sign, text):
    """Three digits, up to six where a bound would else look like zero; no minus before a zero."""
    assert in_figures(Interval(*found), sign) == text
