"""The outcomes of a sweep: one number per run, in one table, from which all findings and figures are made."""

import json
from typing import NamedTuple

import numpy as np

from trustsim.errors import BadInput
from trustsim.runs.compare import interval
from trustsim.runs.disk import write_whole
from trustsim.runs.experiments import outcomes_of, unit_of
from trustsim.scenario.arms import ONLY_ARM

FILE = "outcomes.parquet"
ABOUT = b"trustsim outcomes"  # the key of what the outcomes are, in the table's metadata


class About(NamedTuple):
    """What an outcome is."""

    name: str
    unit: str
    smallest: float | None  # the smallest effect of interest
    because: str


class Table(NamedTuple):
    """The outcomes of all runs."""

    about: tuple  # of About
    values: dict  # (condition name, arm) -> {seed: float64 [outcomes]}, seeds ascending

    def each(self, at, condition, arm):
        """{seed: value} of the `at`-th outcome in one arm at one point."""
        return {seed: float(row[at]) for seed, row in self.values.get((condition, arm), {}).items()}


class Response(NamedTuple):
    """What is looked at in a sweep: an outcome in an arm, or its paired difference from another arm."""

    at: int  # the place of the outcome in Table.about
    about: About
    arm: str
    minus: str = ""

    @property
    def title(self):
        """ "trust in the last half year, open minus closed"; without an arm if there is only one."""
        if self.minus:
            return f"{self.about.name}, {self.arm} minus {self.minus}"
        return self.about.name if self.arm == ONLY_ARM else f"{self.about.name}, {self.arm}"

    def by_seed(self, table, condition):
        """{seed: value}: one per run, or per pair of twin worlds."""
        mine = table.each(self.at, condition, self.arm)
        if not self.minus:
            return mine
        others = table.each(self.at, condition, self.minus)
        return {seed: value - others[seed] for seed, value in mine.items() if seed in others}

    def values(self, table, condition):
        """float64 [seeds]: like `by_seed`."""
        return np.array(list(self.by_seed(table, condition).values()), float)

    def intervals(self, table, conditions):
        """The Interval at each of these conditions, in order."""
        found = {each.name: None for each in conditions}
        found = {name: interval(self.values(table, name)) for name in found}
        return [found[each.name] for each in conditions]


def table_of(results, experiment, conditions):
    """The Table of the runs that each condition asks for; a run that has failed has no row."""
    outcomes = outcomes_of(experiment, results)
    about = [About(o.name, unit_of(o, results.study), o.smallest, o.because) for o in outcomes]
    return Table(tuple(about), values_of(results, outcomes, conditions))


def values_of(results, outcomes, conditions):
    """{(condition name, arm): {seed: float64 [outcomes]}}."""
    found = {}
    for name, condition in {each.name: each for each in conditions}.items():
        for arm in results.study.arms:
            seeds = [seed for seed in condition.seeds(results.study) if (name, arm, seed) in results.runs]
            if seeds:
                columns = [results.values(outcome, arm, name, seeds) for outcome in outcomes]
                found[name, arm] = dict(zip(seeds, np.array(columns).T, strict=True))
    return found


def responses(table, study, outcome=None):
    """The Responses of a study: each outcome in each arm, and its difference from the reference arm.

    outcome: only this one, by its name. Raises BadInput.
    """
    arms, found = list(study.arms), []
    for at, about in enumerate(table.about):
        if outcome is None or about.name == outcome:
            found += [Response(at, about, arm) for arm in arms]
            found += [Response(at, about, arm, study.reference) for arm in arms if arm != study.reference]
    return found


def write(table, folder, conditions):
    """Write the table as Parquet, one row per run, and return its path."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    places, rows = {each.name: each.place for each in conditions}, []
    for (condition, arm), values in table.values.items():
        rows += [(condition, arm, seed, row) for seed, row in values.items()]
    columns = {"condition": [row[0] for row in rows], "arm": [row[1] for row in rows]}
    columns["seed"] = [row[2] for row in rows]
    for key in dict.fromkeys(key for place in places.values() for key in place):
        columns[key] = [places[row[0]].get(key) for row in rows]
    for at, about in enumerate(table.about):
        columns[about.name] = [float(row[3][at]) for row in rows]
    made = pa.table({name: pa.array(column) for name, column in columns.items()})
    sink, told = pa.BufferOutputStream(), json.dumps([about._asdict() for about in table.about])
    pq.write_table(made.replace_schema_metadata({ABOUT: told.encode()}), sink, compression="zstd")
    write_whole(folder / FILE, sink.getvalue().to_pybytes())
    return folder / FILE


def read(folder):
    """The Table in a folder. Raises BadInput."""
    import pyarrow.parquet as pq

    path = folder / FILE
    try:
        found = pq.read_table(path, use_threads=False)
        about = [About(**each) for each in json.loads(found.schema.metadata[ABOUT])]
        keys = zip(*(found[name].to_pylist() for name in ("condition", "arm", "seed")), strict=True)
        rows = np.array([found[each.name].to_numpy() for each in about]).T
    except Exception as error:  # whatever pyarrow makes of a file that is no such table
        raise BadInput(f"{path}: is not a table of outcomes of a sweep") from error
    values = {}
    for (condition, arm, seed), row in zip(keys, rows, strict=True):
        values.setdefault((condition, arm), {})[seed] = row
    return Table(tuple(about), values)
