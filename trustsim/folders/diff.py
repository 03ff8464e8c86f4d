"""Two folders of results against each other: settings, runs, outcomes and verdicts, and the likeliest cause."""

import math
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from trustsim.errors import BadInput
from trustsim.folders.cause import cause
from trustsim.folders.compared import Runs, runs_apart
from trustsim.folders.opened import SUMMARY, Folder, expect, opened, table_in
from trustsim.folders.settings import settings_apart
from trustsim.runs.compare import paired
from trustsim.runs.conditions import AS_CONFIGURED
from trustsim.runs.every_claim import FILE as EVERY_CLAIM
from trustsim.runs.experiments import experiment_of, outcomes_of, shipped
from trustsim.runs.summary import plain
from trustsim.runs.words import with_parts


class Diff(NamedTuple):
    """How two folders of results differ."""

    a: Folder
    b: Folder
    settings: list  # of settings.Apart
    changed: dict  # {path of a file: what happened to it after its manifest was written}
    runs: Runs
    outcomes: list  # as in `outcomes_apart`
    verdicts: list  # as in `verdicts_apart`
    cause: str

    @property
    def same(self) -> bool:
        """Whether both have the same runs with the same numbers and verdicts, and no file was changed afterwards."""
        runs, apart = self.runs, (self.runs.apart, self.changed, self.verdicts)
        return not any((*apart, runs.only_a, runs.only_b, *runs.measures)) and runs.both > 0

    def __repr__(self) -> str:
        return f"<diff of {self.a.path} and {self.b.path}: {self.cause}>"


def diff(a: str | Path, b: str | Path, tell: Callable = warnings.warn) -> Diff:
    """Compare two folders of results, finished or not. Nothing is run, and no code of theirs is read.

    `tell` gets a line for each damaged part, whose runs are left out. Raises BadInput.
    """
    a, b = opened(a, tell), opened(b, tell)
    settings, runs = settings_apart(a, b), runs_apart(a, b)
    changed = {(each.path / name).as_posix(): what for each in (a, b) for name, what in each.changed.items()}
    why = cause(settings, runs, {**a.changed, **b.changed})
    return Diff(a, b, settings, changed, runs, outcomes_apart(a, b), verdicts_apart(a.summary, b.summary), why)


def outcomes_apart(a: Folder, b: Folder) -> list[dict]:
    """Each outcome of each arm that both have, over the seeds that both have, if it differs.

    A dict with name, arm, unit, a and b (the means), and the interval of b - a from paired runs: difference, low,
    high, n. The runs are twin worlds where only the config differs. An outcome that needs code of the user's, which is
    not read here, is left out.
    """
    if "sweep" in a.plan or "sweep" in b.plan or not (a.gathered.runs and b.gathered.runs):
        return []
    results, others, found = a.results(), b.results(), []
    units = {each.get("name"): each.get("unit") for each in a.summary.get("outcomes", ())}
    for outcome in outcomes_of(shipped_experiment(a), results):
        for arm in results.study.arms:
            pair = (AS_CONFIGURED, arm)
            seeds = [seed for seed in results.seeds(pair) if (*pair, seed) in others.runs]
            if seeds and all(name in each.measures for name in outcome.measures for each in (results, others)):
                values = [each.values(outcome, arm, AS_CONFIGURED, seeds) for each in (results, others)]
                row = row_of(*values) | {"n": len(seeds)}
                what = {"name": outcome.name, "arm": arm, "unit": units.get(outcome.name, "")}
                found += [what | row] if row["a"] != row["b"] and not math.isnan(row["a"] - row["b"]) else []
    return found


def row_of(values, others) -> dict:
    """The means of two series of runs, and the paired difference of the second from the first."""
    apart = paired(others, values).difference
    return {"a": float(values.mean()), "b": float(others.mean()), **apart._asdict(), "difference": apart.mean}


def shipped_experiment(folder: Folder):
    """The experiment of a folder's study if it ships with trustsim and fits, else None: a user's own is code."""
    if folder.study.experiment not in shipped():
        return None
    with suppress(BadInput):  # that of another version may name other arms
        return experiment_of(folder.study)


def verdicts_apart(a: dict, b: dict) -> list[dict]:
    """The claims whose verdicts two summaries give differently: number, claim, a and b. Raises BadInput."""
    try:
        mine, other = ({each["number"]: each for each in with_parts(told.get("claims", ()))} for told in (a, b))
        both = [(mine[number], other[number]) for number in mine if number in other]
        return [
            {key: here[key] for key in ("number", "claim")} | {"a": here["verdict"], "b": there["verdict"]}
            for here, there in both
            if here["verdict"] != there["verdict"]
        ]
    except (KeyError, TypeError, AttributeError) as error:
        what = f"{type(error).__name__}: {error!s:.60}"
        raise BadInput(f"the claims in {SUMMARY} or {EVERY_CLAIM} are not as trustsim writes them ({what})") from None


def claims_apart(a: Path, b: Path) -> dict:
    """How two folders of `trustsim claims` differ in their verdicts, as plain types for JSON. Raises BadInput."""
    tables = [table_in(each / EVERY_CLAIM) for each in (a, b)]
    for folder, table in zip((a, b), tables, strict=True):
        expect(folder / EVERY_CLAIM, table, claims=list)
    verdicts = verdicts_apart(*tables)
    mine, other = ({each["number"] for each in with_parts(table.get("claims", ()))} for table in tables)
    only = {"a": sorted(mine - other, key=str), "b": sorted(other - mine, key=str)}
    same = not verdicts and mine == other
    places = {"a": a.as_posix(), "b": b.as_posix()}
    return {**places, "same": same, "claims_in_both": len(mine & other), "claims_only_in": only, "verdicts": verdicts}


def as_json(found: Diff) -> dict:
    """A Diff as plain types for JSON; NaN becomes null."""
    runs = found.runs
    apart = [
        {
            **dict(zip(("condition", "arm", "seed"), each.key, strict=True)),
            **{key: value for key, value in each._asdict().items() if key != "key"},
        }
        for each in runs.apart
    ]
    return plain({
        "a": found.a.path.as_posix(),
        "b": found.b.path.as_posix(),
        "same": found.same,
        "cause": found.cause,
        "settings": [each._asdict() for each in found.settings],
        "changed_files": found.changed,
        "runs_in_both": runs.both,
        "runs_only_in": {"a": len(runs.only_a), "b": len(runs.only_b)},
        "measures_only_in": dict(zip("ab", map(list, runs.measures), strict=True)),
        "parts": [{"part": part, "runs": many, "differ": differ} for part, (many, differ) in runs.parts.items()],
        "runs_that_differ": apart,
        "outcomes": found.outcomes,
        "verdicts": found.verdicts,
    })  # fmt: skip
