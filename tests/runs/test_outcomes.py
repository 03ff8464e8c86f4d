"""An outcome is one number of each run, made of its series."""

import math

import numpy as np
import pytest

from trustsim.runs.outcomes import Outcome, correlation, difference, ratio, reaching, slope, variance

RISING = np.array([[1.0, 2.0, 3.0, np.nan], [5.0, 6.0, 7.0, 8.0]])


def test_an_outcome_is_the_mean_over_its_weeks():
    """The last two weeks, the whole run, a stretch in the middle; weeks without a value do not count."""
    assert Outcome("end", "trust", -2).read(RISING).tolist() == [3.0, 7.5]
    assert Outcome("whole", "trust", 0).read(RISING).tolist() == [2.0, 6.5]
    assert Outcome("stretch", "trust", 1, 3).read(RISING).tolist() == [2.5, 6.5]


def test_an_outcome_without_any_value_is_not_a_number():
    """A week in which nobody leapt has no success; a run full of them has no mean."""
    assert math.isnan(Outcome("end", "success", -2).read(np.full((1, 4), np.nan))[0])


@pytest.mark.parametrize(
    ("how", "expected"),
    [(slope, 2.0), (correlation, 1.0), (ratio, 7.0 / 3.0), (difference, 4.0)],
)
def test_an_outcome_may_relate_two_measures_within_a_run(how, expected):
    """y = 2 x + 1 over the weeks in which both have a value."""
    x = np.array([[1.0, 3.0, 5.0, np.nan]])
    y = np.where(np.isnan(x), 4.0, 2.0 * x + 1.0)
    if how in (ratio, difference):
        x, y = x[:, :3], y[:, :3]
    assert Outcome("relation", ("y", "x"), 0, how=how).read(y, x)[0] == pytest.approx(expected)


def test_a_relation_with_what_never_varies_is_not_a_number():
    """A slope over one point is none."""
    still = np.full((1, 4), 0.5)
    assert math.isnan(Outcome("slope", ("y", "x"), 0, how=slope).read(RISING[:1], still)[0])
    assert math.isnan(Outcome("correlation", ("y", "x"), 0, how=correlation).read(RISING[:1], still)[0])


def test_a_variance_is_that_over_weeks():
    """1, 2, 3: one; of one week, none."""
    assert Outcome("spread", "trust", 0, how=variance).read(RISING)[0] == 1.0
    assert math.isnan(Outcome("spread", "trust", 0, 1, how=variance).read(RISING)[0])


@pytest.mark.parametrize(("level", "weeks"), [(0.5, [0.0, 0.0]), (2.5, [2.0, 0.0]), (7.0, [4.0, 2.0])])
def test_a_time_to_reach_counts_the_weeks_before(level, weeks):
    """At once is 0; never is the whole run."""
    assert Outcome("when", "trust", 0, how=reaching(level)).read(RISING).tolist() == weeks


@pytest.mark.parametrize(
    "measure", ["trust", "leap_rate", "belief_empathy", "trust of firm 0", "looking_and_trust", "made_by_a_user"]
)
def test_what_lies_between_0_and_1_has_a_smallest_effect_of_one_point_in_a_hundred(measure):
    """Unless the outcome says otherwise, with a reason."""
    assert Outcome("it", measure).smallest == 0.01
    assert Outcome("it", measure, matters=0.2, because="more is seen").smallest == 0.2


@pytest.mark.parametrize(
    "outcome",
    [Outcome("it", "revenue"), Outcome("it", "time_to_first_leap"), Outcome("it", ("trust", "leaps"), how=slope)],
)
def test_what_has_no_natural_scale_has_no_default(outcome):
    """Its author says what matters."""
    assert outcome.smallest is None
