"""The runs of two folders compared week by week: which are equal to the last bit, and where the others part."""

from typing import NamedTuple

import numpy as np

from trustsim.folders.opened import Folder


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
    others, graphs = b.gathered()
    apart, parts, seen, names = [], {}, {}, {}
    for path, found in a.runs():
        shared = [key for key in found if key in others]
        differ = [differing(key, path.name, found[key], (others[key], graphs[key])) for key in shared]
        differ = [each for each in differ if each is not None]
        parts[path.name] = (len(shared), len(differ))
        apart += differ
        seen |= dict.fromkeys(found)
        names |= {name: None for series, _ in found.values() for name in series}
    theirs = dict.fromkeys(name for series in others.values() for name in series)
    measures = tuple(each for each in names if each not in theirs), tuple(each for each in theirs if each not in names)
    only_a, only_b = [key for key in seen if key not in others], [key for key in others if key not in seen]
    return Runs(len(seen) - len(only_a), apart, parts, only_a, only_b, measures)


def differing(key: tuple, part: str, mine: tuple, other: tuple) -> RunApart | None:
    """The RunApart of two runs, each (series, graph); None if they are the same in all that both measured."""
    (series, graph), (others, another) = mine, other
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
