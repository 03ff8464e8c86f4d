"""Outcomes: one number per run, which the tests of claims compare, and the functions that make it from series.

The usual function is the mean of a measure over some weeks. Any function of the series of a run will do: a slope, a
ratio, a correlation within the run, or the week in which a level is first reached.
"""

import warnings
from dataclasses import dataclass
from functools import partial

import numpy as np

from trustsim.by_group import GROUPED, OF
from trustsim.measures import MEASURES

HALF_A_YEAR = 26  # weeks
A_POINT = 0.01  # the default smallest effect of interest for outcomes between 0 and 1
A_HUNDREDTH = {"matters": A_POINT, "because": "one point in a hundred"}  # for outcomes between 0 and 1
OF_ONE = ("0..1", "share", "correlation", "probability")  # words in the unit of such a measure


def mean(series):
    """The mean of the weeks with a value; NaN if no week has one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # the mean of no values
        return float(np.nanmean(series))


def variance(series):
    """The variance over the weeks with a value."""
    there = series[~np.isnan(series)]
    return float(there.var(ddof=1)) if len(there) > 1 else float("nan")


def ratio(series, other):
    """The mean of one measure divided by the mean of another."""
    below = mean(other)
    return mean(series) / below if below else float("nan")


def difference(series, other):
    """The mean of one measure minus the mean of another."""
    return mean(series) - mean(other)


def slope(series, other):
    """The slope of the first measure on the other, within a run (least squares over weeks)."""
    y, x = paired_weeks(series, other)
    spread = ((x - x.mean()) ** 2).sum() if len(x) > 2 else 0.0
    return float(((x - x.mean()) * (y - y.mean())).sum() / spread) if spread else float("nan")


def correlation(series, other):
    """The correlation of two measures over the weeks of a run."""
    y, x = paired_weeks(series, other)
    return float(np.corrcoef(x, y)[0, 1]) if len(x) > 2 and x.std() and y.std() else float("nan")


def paired_weeks(series, other):
    """The values of both measures in the weeks in which both have one."""
    both = ~(np.isnan(series) | np.isnan(other))
    return series[both], other[both]


def reaching(level):
    """A function for `how`: weeks until the measure first is `level` or more, or all weeks if it never is."""
    return partial(weeks_until, level=level)


def weeks_until(series, level):
    """The number of weeks before a series first is `level` or more, or its length if it never is."""
    there = np.flatnonzero(series >= level)
    return float(there[0]) if len(there) else float(len(series))


@dataclass(frozen=True)
class Outcome:
    """One number per run: `how` of one or more measures over weeks first..last, usually a mean over half a year.

    Weeks count from the end when negative; `last` is exclusive. `measure` is a name, or a tuple of names that `how`
    takes in that order, as float64 [weeks] each. `matters` is the smallest effect of interest in the outcome's unit,
    for both directions, and `because` its reason. The default for outcomes between 0 and 1 is 0.01, one point in a
    hundred.
    """

    name: str
    measure: object
    first: int = -HALF_A_YEAR
    last: int | None = None
    matters: float | None = None
    because: str = ""
    how: object = mean
    unit: str = ""  # if it differs from the unit of the measure

    @property
    def measures(self):
        """The names of its measures."""
        return (self.measure,) if isinstance(self.measure, str) else tuple(self.measure)

    @property
    def smallest(self):
        """The smallest effect of interest, in its unit; None if there is no default and none is declared."""
        if self.matters is not None:
            return self.matters
        return A_POINT if self.is_of_one else None

    @property
    def is_of_one(self):
        """Whether it lies between 0 and 1, or -1 and 1, by its unit. A user's measure without a unit counts as such."""
        name = self.measures[0].partition(OF)[0]
        unit = getattr(MEASURES.get(name) or GROUPED.get(name), "unit", "0..1")
        return self.how is mean and any(word in unit for word in OF_ONE) and "week" not in unit

    def read(self, *series):
        """float64 [seeds] from float64 [seeds, ticks], one array per measure."""
        spans = [each[:, self.first : self.last] for each in series]
        return np.array([self.how(*(span[run] for span in spans)) for run in range(len(spans[0]))], dtype=float)
