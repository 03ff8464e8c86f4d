"""A number of each run: what the tests of claims compare, and the ways of making it out of series.

The usual way is the mean of a measure over some weeks. Any function of the series of a run will do: a slope, a ratio,
a correlation within the run, the week in which a level is first reached.
"""

import warnings
from dataclasses import dataclass
from functools import partial

import numpy as np

from trustsim.by_group import GROUPED, OF
from trustsim.measures import MEASURES

HALF_A_YEAR = 26  # weeks
A_POINT = 0.01  # the smallest effect of interest in what lies between 0 and 1, where an outcome declares no other
OF_ONE = ("0..1", "share", "correlation", "probability")  # what the unit of such a measure holds


def mean(series):
    """The mean of the weeks that have a value; not-a-number where none has."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # the mean of nothing
        return float(np.nanmean(series))


def variance(series):
    """The variance over the weeks that have a value."""
    there = series[~np.isnan(series)]
    return float(there.var(ddof=1)) if len(there) > 1 else float("nan")


def ratio(series, other):
    """The mean of one measure over that of another."""
    below = mean(other)
    return mean(series) / below if below else float("nan")


def difference(series, other):
    """The mean of one measure less that of another."""
    return mean(series) - mean(other)


def slope(series, other):
    """How much the first measure rises, within a run, where the other rises by one (least squares over weeks)."""
    y, x = paired_weeks(series, other)
    spread = ((x - x.mean()) ** 2).sum() if len(x) > 2 else 0.0
    return float(((x - x.mean()) * (y - y.mean())).sum() / spread) if spread else float("nan")


def correlation(series, other):
    """The correlation of two measures over the weeks of a run."""
    y, x = paired_weeks(series, other)
    return float(np.corrcoef(x, y)[0, 1]) if len(x) > 2 and x.std() and y.std() else float("nan")


def paired_weeks(series, other):
    """The weeks in which both measures have a value."""
    both = ~(np.isnan(series) | np.isnan(other))
    return series[both], other[both]


def reaching(level):
    """A way of reading a run: the weeks until the measure first is `level` or more; all of them if it never is."""
    return partial(weeks_until, level=level)


def weeks_until(series, level):
    """Weeks before the first in which a series is `level` or more; its length where it never is."""
    there = np.flatnonzero(series >= level)
    return float(there[0]) if len(there) else float(len(series))


@dataclass(frozen=True)
class Outcome:
    """A number of each run: `how` of one or more measures over weeks first..last, often a mean of half a year.

    Weeks count from the end when negative; `last` is exclusive. `measure` is a name, or a tuple of names that `how`
    takes in that order, as float64 [weeks] each. `matters` is the smallest effect of interest in the outcome's unit,
    for both directions, and `because` its reason. What lies between 0 and 1 has 0.01, one point in a hundred, unless
    it declares another.
    """

    name: str
    measure: object
    first: int = -HALF_A_YEAR
    last: int | None = None
    matters: float | None = None
    because: str = ""
    how: object = mean
    unit: str = ""  # where it is not that of its measure

    @property
    def measures(self):
        """The names of the measures that it reads."""
        return (self.measure,) if isinstance(self.measure, str) else tuple(self.measure)

    @property
    def smallest(self):
        """The smallest effect of interest, in its unit; None where there is no default and none is declared."""
        if self.matters is not None:
            return self.matters
        return A_POINT if self.is_of_one else None

    @property
    def is_of_one(self):
        """Whether its unit says that it lies between 0 and 1, or -1 and 1; an own measure may say nothing."""
        name = self.measures[0].partition(OF)[0]
        unit = getattr(MEASURES.get(name) or GROUPED.get(name), "unit", "0..1")
        return self.how is mean and any(word in unit for word in OF_ONE) and "week" not in unit

    def read(self, *series):
        """float64 [seeds] from float64 [seeds, ticks], one array per measure."""
        spans = [each[:, self.first : self.last] for each in series]
        return np.array([self.how(*(span[run] for span in spans)) for run in range(len(spans[0]))], dtype=float)
