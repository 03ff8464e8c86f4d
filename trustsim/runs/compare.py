"""Paired comparison under common random numbers: twins differ only where their arms do.

All statistics are here: intervals, paired differences, and what an interval says about an effect that matters.
"""

import math
from typing import NamedTuple

import numpy as np

LOWER, SAME, HIGHER = "lower", "same", "higher"  # where a difference can lie, by the smallest effect of interest
UNDECIDED = "undecided"


class Interval(NamedTuple):
    """A mean with its 95 % interval (Student's t) over n runs; the bounds are NaN for n < 2."""

    mean: float
    low: float
    high: float
    n: int


class Paired(NamedTuple):
    """The difference between two arms over the same seeds."""

    difference: Interval
    d_z: float  # effect size: mean difference / its standard deviation [Lakens2013]
    better: float  # share of pairs in which the first is higher; ties count half
    variance_removed: float  # variance reduction from pairing: share of the variance of an unpaired difference


def interval(values, level=0.95):
    """The mean of `values` (float64 [n], NaN skipped) with its t interval."""
    from scipy.special import stdtrit

    values = np.asarray(values)[~np.isnan(values)]
    n = len(values)
    if n == 0:
        return Interval(math.nan, math.nan, math.nan, 0)
    mean = float(values.mean())
    if n == 1:
        return Interval(mean, math.nan, math.nan, 1)
    half = float(stdtrit(n - 1, 0.5 + level / 2)) * float(values.std(ddof=1)) / math.sqrt(n)
    return Interval(mean, mean - half, mean + half, n)


def possible(found, matters):
    """The ranges that an interval leaves possible for a difference: some of LOWER, SAME and HIGHER, as a frozenset.

    `matters`, the smallest effect of interest, divides the line into three: LOWER is -matters or less, HIGHER is
    matters or more, and SAME is between. An interval without bounds leaves all three possible.
    """
    if not matters > 0.0:
        raise ValueError(f"the smallest effect of interest is {matters}; it must be above 0")
    if math.isnan(found.low) or math.isnan(found.high):
        return frozenset((LOWER, SAME, HIGHER))
    parts = {
        LOWER: found.low <= -matters,
        SAME: found.low < matters and found.high > -matters,
        HIGHER: found.high >= matters,
    }
    return frozenset(part for part, may in parts.items() if may)


def decided(found, matters):
    """LOWER, SAME or HIGHER if the whole interval lies there, otherwise UNDECIDED."""
    left = possible(found, matters)
    return next(iter(left)) if len(left) == 1 else UNDECIDED


def in_figures(found, sign=""):
    """ "+0.012 [+0.004, +0.020]", with three to six digits, so that no other number looks like zero.

    A dash if there is no mean.
    """
    mean, *bounds = rounded(found[:3], sign) or ["-"]
    return mean + (f" [{', '.join(bounds)}]" if bounds else "")


def rounded(values, sign=""):
    """Those of some values that are numbers, each as text with equally many digits."""
    there = [value for value in values if not math.isnan(value)]
    digits = next((d for d in (3, 4, 5) if all(value == 0 or round(value, d) for value in there)), 6)
    return [f"{round(value, digits) + 0.0:{sign}.{digits}f}" for value in there]  # + 0.0: no minus sign before zero


def paired(values, others):
    """Compare two arms run by run, both float64 [n] over the same seeds. Pairs with a missing value are skipped."""
    both = ~(np.isnan(values) | np.isnan(others))
    values, others = values[both], others[both]
    difference = values - others
    n = len(difference)
    spread = float(difference.std(ddof=1)) if n > 1 else math.nan
    apart = float(values.var(ddof=1) + others.var(ddof=1)) if n > 1 else math.nan
    return Paired(
        interval(difference),
        float(difference.mean()) / spread if spread > 0 else math.nan,
        float(((difference > 0) + 0.5 * (difference == 0)).mean()) if n else math.nan,
        1.0 - spread**2 / apart if apart > 0 else math.nan,
    )
