"""Statistics of the series of one run, by the name that a file of targets uses.

Each takes float64 [weeks] and returns one number: NaN where the series has too few weeks with a value. A week without a
value is skipped.
"""

import numpy as np

from trustsim.runs.outcomes import mean, paired_weeks, slope, variance


def sd(series: np.ndarray) -> float:
    """The standard deviation over the weeks, with n - 1 in the denominator; in the unit of the measure."""
    return variance(series) ** 0.5


def trend(series: np.ndarray) -> float:
    """The least-squares slope on the week; unit of the measure per week."""
    return slope(series, np.arange(len(series), dtype=float))


def autocorrelation(series: np.ndarray) -> float:
    """The correlation of each week with the next, -1..1."""
    now, following = paired_weeks(series[:-1], series[1:])
    varied = len(now) > 2 and now.std() > 0.0 and following.std() > 0.0
    return float(np.corrcoef(now, following)[0, 1]) if varied else float("nan")


def first(series: np.ndarray) -> float:
    """The first week with a value."""
    return float(next(iter(there(series)), np.nan))


def last(series: np.ndarray) -> float:
    """The last week with a value."""
    return first(series[::-1])


def median(series: np.ndarray) -> float:
    """The middle value."""
    return quantile(series, 0.5)


def q10(series: np.ndarray) -> float:
    """The value that one week in ten is below."""
    return quantile(series, 0.1)


def q90(series: np.ndarray) -> float:
    """The value that nine weeks in ten are below."""
    return quantile(series, 0.9)


def there(series: np.ndarray) -> np.ndarray:
    """The values of the weeks that have one."""
    return series[~np.isnan(series)]


def quantile(series: np.ndarray, at: float) -> float:
    """The quantile `at`, 0..1, by linear interpolation."""
    known = there(series)
    return float(np.quantile(known, at)) if len(known) else float("nan")


STATISTICS = {
    "mean": mean, "sd": sd, "slope": trend, "autocorrelation": autocorrelation, "first": first, "last": last,
    "median": median, "q10": q10, "q90": q90,
}  # fmt: skip
