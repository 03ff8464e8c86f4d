"""What a measure is: a function of the sums of a week or of a model, with its unit and meaning."""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

import numpy as np

from trustsim.sums import SUMS


class Totals:
    """The sums of some weeks: `totals.trust` is float64 [weeks], or [weeks, 7] for a sum per dimension."""

    def __init__(self, sums: np.ndarray):
        self.sums = sums

    def __getattr__(self, name: str) -> np.ndarray:
        if name not in (self.sums.dtype.names or ()):
            raise AttributeError(f"{name} is not a sum of the week; there are {', '.join(self.sums.dtype.names)}")
        return self.sums[name]


@cache
def phases_read(function: Callable) -> tuple[str, ...]:
    """The phases that write the sums which a function of `Totals` reads."""
    read = Reads()
    function(read)
    return tuple(phase for phase, columns in SUMS.items() if read.names & {column.name for column in columns})


class Reads:
    """Totals of one week of ones, which remember what was read."""

    def __init__(self):
        self.names = set()

    def __getattr__(self, name):
        column = next((each for columns in SUMS.values() for each in columns if each.name == name), None)
        if column is None:
            raise AttributeError(f"{name} is not a sum of the week")
        self.names.add(name)
        return np.ones((1,) if isinstance(column.dtype, str) else (1, column.dtype[1]))


def weekly(unit: str, meaning: str) -> Callable:
    """Mark a function of `Totals` as a measure, with its unit and its meaning in words for plots and the page.

    The measure takes a model, as every measure does, and `measure.of` takes the Totals of any weeks.
    """

    def mark(function: Callable) -> Callable:
        @wraps(function)
        def measured(model: Any) -> float:
            return float(function(model.totals(phases_read(function)))[0])

        measured.of = function
        return measure(unit, meaning)(measured)

    return mark


def measure(unit: str, meaning: str) -> Callable:
    """Mark a function of a model as a measure, likewise."""

    def mark(function: Callable) -> Callable:
        function.unit, function.meaning = unit, meaning
        return function

    return mark


def share(part: Any, whole: Any) -> Any:
    """part / whole, or NaN where the whole is zero; numbers or arrays of one shape."""
    if np.ndim(whole) == 0:
        return float(part) / float(whole) if whole else float("nan")
    return np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=whole != 0.0)


def quantile(values: np.ndarray, q: float) -> float:
    """The quantile `q`, 0..1, of a column, or NaN when the column is empty."""
    return float(np.quantile(values, q)) if len(values) else float("nan")
