"""Where numbers lie in a drawing: places in percent of its width, and round numbers below it."""

import math
from typing import NamedTuple

EDGE = 0.06  # of the range, on either side


class Scale(NamedTuple):
    """A range of numbers, drawn from 0 to 100."""

    low: float
    high: float

    def at(self, value: float) -> float:
        """The place of a value, 0..100; values beyond the range lie on its edge."""
        return round(100.0 * min(1.0, max(0.0, (value - self.low) / (self.high - self.low))), 2)

    def ticks(self, most: int = 5) -> list[float]:
        """At most `most` round numbers within the range, at steps of 1, 2 or 5 times a power of ten."""
        span = self.high - self.low
        power = 10.0 ** math.floor(math.log10(span / most))
        step = next(power * factor for factor in (1, 2, 5, 10, 20) if span / (power * factor) <= most)
        first = math.ceil(self.low / step)
        return [round(step * turn, 12) for turn in range(first, math.floor(self.high / step) + 1)]


def around(*values: float) -> Scale:
    """A scale that shows all of these values, with some room on either side; NaN is skipped."""
    there = [value for value in values if value is not None and not math.isnan(value)]
    low, high = min(there), max(there)
    room = EDGE * (high - low) or max(abs(high), 1.0) * EDGE
    return Scale(low - room, high + room)
