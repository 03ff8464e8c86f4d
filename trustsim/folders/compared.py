"""The runs of two folders compared week by week: which are equal to the last bit, and where the others part."""

from collections import Counter
from collections.abc import Collection, Iterable
from typing import NamedTuple

import numpy as np

from trustsim.folders.opened import Folder, Gathered


class RunApart(NamedTuple):
    """A run that is not the same in both folders."""

    key: tuple  # (condition, arm, seed)
    part: str  # the file that has it in the first folder
    week: int  # the first week with a difference; -1 if only the lengths or the graphs differ
    measure: str  # a measure that differs in that week, "" if none does
    a: float  # its value there in the first folder
    b: float
    largest: float  # the largest relative difference |a - b| / max(|a|, |b|) of any measure in any week
    graph: bool  # whether the runs were on different graphs
    lengths: tuple  # weeks in each folder


class Runs(NamedTuple):
    """The runs of two folders."""

    both: int
    apart: list  # of RunApart
    parts: dict  # file of the first folder -> (runs that both have, those that differ)
    only_a: list  # keys
    only_b: list
    measures: tuple  # (measures that only the first folder has, those that only the second has)


def runs_apart(a: Folder, b: Folder) -> Runs:
    """Compare all runs that two folders share; missing values (NaN) are equal. Raises BadInput."""
    mine, other = a.gathered, b.gathered
    both = [key for key in mine.runs if key in other.runs]
    apart = [each for each in (differing(key, mine, other) for key in both) if each is not None]
    shared, differ = Counter(mine.parts[key] for key in both), Counter(each.part for each in apart)
    parts = {part: (shared[part], differ[part]) for part in dict.fromkeys(mine.parts.values())}
    return Runs(
        len(both),
        apart,
        parts,
        beyond(mine.runs, other.runs),
        beyond(other.runs, mine.runs),
        measures_apart(mine, other),
    )


def beyond(these: Iterable, those: Collection) -> list:
    """What is among these and not among those, in order."""
    return [each for each in these if each not in those]


def measures_apart(mine: Gathered, other: Gathered) -> tuple[tuple, tuple]:
    """(the measures that only the first have, those that only the others have)."""
    here, there = (dict.fromkeys(name for run in each.runs.values() for name in run) for each in (mine, other))
    return tuple(beyond(here, there)), tuple(beyond(there, here))


def differing(key: tuple, mine: Gathered, other: Gathered) -> RunApart | None:
    """The RunApart of the run with this key; None if it is the same in all that both measured."""
    series, others = mine.runs[key], other.runs[key]
    graph, another, part = mine.graphs[key], other.graphs[key], mine.parts[key]
    lengths = tuple(len(next(iter(each.values()))) for each in (series, others))
    weeks = min(lengths)
    first, largest = (weeks, "", np.nan, np.nan), 0.0
    for name in series:
        if name not in others:
            continue
        a, b = series[name][:weeks], others[name][:weeks]
        at = np.flatnonzero(~((a == b) | (np.isnan(a) & np.isnan(b))))
        if len(at):
            largest = max(largest, relative(a[at], b[at]))
            if at[0] < first[0]:
                first = int(at[0]), name, float(a[at[0]]), float(b[at[0]])
    week, measure, a, b = first
    if not measure and graph == another and lengths[0] == lengths[1]:
        return None
    return RunApart(key, part, week if measure else -1, measure, a, b, largest, graph != another, lengths)


def relative(a: np.ndarray, b: np.ndarray) -> float:
    """The largest |a - b| / max(|a|, |b|); 1 where only one of them has a value."""
    with np.errstate(invalid="ignore", over="ignore"):
        found = np.abs(a - b) / np.maximum(np.abs(a), np.abs(b))
    return float(np.nan_to_num(found, nan=1.0).max())
