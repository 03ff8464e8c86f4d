"""Targets from a CSV file: weekly series, or moments. The file is data; nothing in it is ever run.

A file whose first line has `tick` holds series: a row per week, a column per measure, optionally `MEASURE error`
columns and `arm`. Any other file holds moments: the columns measure, statistic and value, optionally error, from, to
(weeks, the last included), arm and part (fit or check).
"""

import math
from pathlib import Path
from typing import NamedTuple

import numpy as np

from trustsim.by_group import BY
from trustsim.calibration.statistics import STATISTICS
from trustsim.errors import BadInput, advice
from trustsim.measures import MEASURES
from trustsim.named import measures_of
from trustsim.runs.experiments import as_named
from trustsim.scenario import Scenario, Study
from trustsim.scenario.arms import ONLY_ARM
from trustsim.sweeps.points_file import cells_in, check_distinct, table_in

MOST = 5000  # targets in a file
FIT, CHECK = "fit", "check"  # what a target is for
WEEK = "week"  # the statistic of a point of a series
ERROR = " error"  # ends the name of a column with the errors of a measure
MOMENT = ("measure", "statistic", "value", "error", "from", "to", "arm", "part")
A_THIRD = 1 / 3  # of the weeks of a series: held out if nothing else is asked


class Target(NamedTuple):
    """One number that runs should come near."""

    measure: str
    statistic: str  # WEEK, or a name in STATISTICS
    arm: str
    first: int  # week
    last: int  # week, included
    value: float  # in the unit of the measure, or of the statistic
    error: float | None  # its standard error; None: the spread between runs with different seeds counts
    part: str  # FIT or CHECK
    line: int  # in the file

    @property
    def title(self) -> str:
        """ "trust in week 3, open", "sd of trust in weeks 0 to 25"; without an arm if there is only one."""
        when = f"week {self.first}" if self.first == self.last else f"weeks {self.first} to {self.last}"
        what = self.measure if self.statistic == WEEK else f"{self.statistic} of {self.measure}"
        return f"{what} in {when}" + ("" if self.arm == ONLY_ARM else f", {self.arm}")

    def read(self, series: dict[str, np.ndarray]) -> float:
        """The number in the series of one run {measure: float64 [ticks]}; NaN if the run has none."""
        if self.measure not in series:
            return math.nan
        weeks = series[self.measure][self.first : self.last + 1]
        return float(weeks[0]) if self.statistic == WEEK else STATISTICS[self.statistic](weeks)


def targets_in(path: Path, study: Study, arm: str, hold_out: float | None = None) -> tuple[Target, ...]:
    """The Targets in a file, checked. Raises BadInput with file and line.

    arm: of the rows that name none. hold_out: share, 0 to below 1, of the weeks of a series that are only checked, from
    the end; None means a third. Moments say with `part` what is checked.
    """
    head, rows = table_in(path)
    check_distinct(head, path)
    read = series_row if "tick" in head else moment_row
    check = check_series if "tick" in head else check_moments
    check(head, path)
    if hold_out is not None and read is moment_row:
        raise BadInput(f"hold-out = {hold_out:g}: moments have no weeks to hold out; write part = check in {path}")
    found = []
    for line, row in rows:
        where = f"{path} line {line}"
        found += read(cells_in(row, head, where), where, line, study, arm)
        if len(found) > MOST:
            raise BadInput(f"{path} line {line}: has more than {MOST} targets; leave out some weeks or measures")
    if not found:
        raise BadInput(f"{path}: has no targets below its first line")
    check_once(found, path)
    if read is series_row:
        found = held_out(found, A_THIRD if hold_out is None else hold_out, path)
    if not any(each.part == FIT for each in found):
        raise BadInput(f"{path}: every row has part = {CHECK}, so there is nothing to fit")
    return tuple(found)


def check_series(head: list[str], path: Path) -> None:
    """Check the columns of series. Raises BadInput."""
    measures = measures_in(head)
    if not measures:
        raise BadInput(f"{path} line 1: tick is the only column; add one with a measure, such as trust")
    for name in head:
        if name.endswith(ERROR) and name.removesuffix(ERROR) not in measures:
            raise BadInput(f"{path} line 1: {name!r:.60} belongs to no column; {advice(name[:-6], measures)}")


def measures_in(head: list[str]) -> list[str]:
    """The columns of series that are measures."""
    return [name for name in head if name not in ("tick", "arm") and not name.endswith(ERROR)]


def check_moments(head: list[str], path: Path) -> None:
    """Check the columns of moments. Raises BadInput."""
    if not any(head):
        raise BadInput(f"{path} line 1: there are no names of columns, such as tick,trust or measure,statistic,value")
    absent = next((name for name in MOMENT[:3] if name not in head), None)
    if absent:
        raise BadInput(f"{path} line 1: there is no column {absent} (moments), and none tick (series)")
    extra = next((name for name in head if name not in MOMENT), None)
    if extra is not None:
        raise BadInput(f"{path} line 1: unknown column {extra!r:.60}; {advice(extra, MOMENT)}")


def series_row(cells: dict[str, str], where: str, line: int, study: Study, arm: str) -> list[Target]:
    """The targets in a row of series; an empty cell is none."""
    arm = arm_of(cells, where, study, arm)
    week = week_of(cells, "tick", where, study.arms[arm].ticks)
    found = []
    for measure in measures_in(list(cells)):
        if cells[measure]:
            check_measure(measure, study.arms[arm], where)
            value = number_in(cells[measure], measure, where)
            error = error_of(cells.get(measure + ERROR, ""), measure + ERROR, where)
            found.append(Target(measure, WEEK, arm, week, week, value, error, FIT, line))
    return found


def moment_row(cells: dict[str, str], where: str, line: int, study: Study, arm: str) -> list[Target]:
    """The target in a row of moments."""
    arm = arm_of(cells, where, study, arm)
    ticks, statistic, part = study.arms[arm].ticks, cells["statistic"], cells.get("part") or FIT
    if statistic not in STATISTICS:
        raise BadInput(f"{where}: unknown statistic {statistic!r:.60}; {advice(statistic, list(STATISTICS))}")
    if part not in (FIT, CHECK):
        raise BadInput(f"{where}: part = {part!r:.60} must be {FIT} or {CHECK}")
    check_measure(cells["measure"], study.arms[arm], where)
    first = week_of(cells, "from", where, ticks) if cells.get("from") else 0
    last = week_of(cells, "to", where, ticks) if cells.get("to") else ticks - 1
    if first > last:
        raise BadInput(f"{where}: from = {first} comes after to = {last}")
    value, error = number_in(cells["value"], "value", where), error_of(cells.get("error", ""), "error", where)
    return [Target(cells["measure"], statistic, arm, first, last, value, error, part, line)]


def arm_of(cells: dict[str, str], where: str, study: Study, arm: str) -> str:
    """The arm of a row. Raises BadInput."""
    name = cells.get("arm") or arm
    if name not in study.arms:
        raise BadInput(f"{where}: there is no arm {name!r:.60}; {advice(name, list(study.arms))}")
    return name


def check_measure(name: str, arm: Scenario, where: str) -> None:
    """Check that a measure is known: one that ships, one of the arm, or one of either by group. Raises BadInput."""
    known = {*MEASURES, *measures_of(arm)}
    base, by, _ = as_named(name).partition(BY)
    if name not in known and not (by and (base in known or as_named(name) in known)):
        raise BadInput(f"{where}: unknown measure {name!r:.60}; {advice(name, sorted(known))}")


def week_of(cells: dict[str, str], key: str, where: str, ticks: int) -> int:
    """A week, from 0, that the runs have. Raises BadInput."""
    week = number_in(cells[key], key, where)
    if not week.is_integer() or not 0 <= week < ticks:
        raise BadInput(f"{where}: {key} = {cells[key]!r:.60} is no week of the runs, 0..{ticks - 1}; see --set ticks=N")
    return int(week)


def number_in(text: str, key: str, where: str) -> float:
    """The finite number in a cell. Raises BadInput."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise BadInput(f"{where}: {key} = {text!r:.60} is not a number")
    return number


def error_of(text: str, key: str, where: str) -> float | None:
    """The standard error in a cell; None if it is empty. Raises BadInput."""
    error = number_in(text, key, where) if text else None
    if error is not None and error <= 0.0:
        raise BadInput(f"{where}: {key} = {text!r:.60} must be above 0; leave it empty if it is not known")
    return error


def check_once(found: list[Target], path: Path) -> None:
    """Check that no target is there twice. Raises BadInput."""
    seen = {}
    for each in found:
        other = seen.setdefault((each.measure, each.statistic, each.arm, each.first, each.last), each)
        if other is not each:
            raise BadInput(f"{path} line {each.line}: {each.title} is there twice, see line {other.line}")


def held_out(found: list[Target], share: float, path: Path) -> list[Target]:
    """Series of which the last weeks are only checked: this share of the weeks in the file. Raises BadInput."""
    weeks = sorted({each.first for each in found})
    many = round(share * len(weeks))
    if many >= len(weeks):
        raise BadInput(f"{path}: has {len(weeks)} weeks, so hold-out = {share:.3g} leaves none to fit")
    later = set(weeks[len(weeks) - many :])
    return [each._replace(part=CHECK) if each.first in later else each for each in found]


def features(targets: tuple[Target, ...], runs: dict[str, list[dict]]) -> np.ndarray:
    """float64 [seeds, targets]: what each run has for each target. runs: {arm: series of each seed}."""
    seeds = len(next(iter(runs.values())))
    return np.array([[each.read(runs[each.arm][seed]) for each in targets] for seed in range(seeds)])


def check_values(targets: tuple[Target, ...], means: np.ndarray, path: Path) -> None:
    """Check that most trials have a value for each target: means float64 [trials, targets]. Raises BadInput."""
    absent = ~np.isfinite(means)
    for target, lost in zip(targets, absent.mean(axis=0), strict=True):
        if lost > 0.5:
            raise BadInput(f"{path} line {target.line}: {target.title}: most runs have no value for it; leave it out")
    if absent.any(axis=1).mean() > 0.5:
        raise BadInput(
            f"{path}: most trials have no value for some target; leave out weeks in which a measure is empty"
        )
