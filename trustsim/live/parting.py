"""Find where two worlds with the same random draws diverge: the week, a customer and a measure that differ."""

from typing import NamedTuple

import numpy as np

# the customer columns that are compared, the most informative first
WHAT = ("outcome", "considered", "trust", "best_trust", "known", "looks")


class Parting(NamedTuple):
    """The first difference: `who` is a customer's row, or None when the people differ from the start."""

    tick: int
    who: int | None
    what: str
    a: float
    b: float
    measure: str | None
    measure_a: float
    measure_b: float
    many: int  # number of customers who differ in that week


def parting(one, other):
    """The first difference between two live worlds in this week, or None while they are the same."""
    a, b = one.model.tables.customers, other.model.tables.customers
    if len(a) != len(b) or len(one.model.tables.relations) != len(other.model.tables.relations):
        return Parting(one.tick, None, "people", len(a), len(b), None, np.nan, np.nan, abs(len(a) - len(b)))
    if one.tick == 0:
        return None
    for what in WHAT:
        rows = np.flatnonzero(a[what] != b[what])
        if len(rows):
            who = int(rows[np.argmax(np.abs(a[what][rows].astype(float) - b[what][rows].astype(float)))])
            measure = next((name for name in one.series if differ(one, other, name)), None)
            values = [world.at(measure, world.tick) if measure else np.nan for world in (one, other)]
            return Parting(one.tick, who, what, float(a[what][who]), float(b[what][who]), measure, *values, len(rows))
    return None


def differ(one, other, name):
    """Whether a measure has another value in the two worlds this week."""
    if name not in other.series or len(one.series[name]) <= one.tick or len(other.series[name]) <= other.tick:
        return False
    a, b = one.series[name][one.tick], other.series[name][other.tick]
    return a != b and (a == a or b == b)
