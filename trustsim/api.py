"""trustsim from Python: load a study, run it, look at the result, or open an earlier one.

study = load("transparency_vs_trust").vary({"advisors.rate": 0.3})
result = run(study, replicates=20, progress=True)
result.series(), result.outcomes(), result.verdicts()
result.plot("belief_openness")
"""

import json
import sys
import warnings
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from trustsim.errors import BadInput, advice
from trustsim.runs.conditions import AS_CONFIGURED, Condition
from trustsim.runs.results import Results
from trustsim.runs.words import with_parts
from trustsim.scenario import Scenario, Study, parse, read

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from trustsim.calibration.result import CalibrationResult
    from trustsim.runs.replay import Watch
    from trustsim.sweeps.result import SweepResult

KEYS = ("condition", "arm", "seed", "tick")  # columns of `Result.series` before the measures


def load(study: str | Path | dict | Scenario | Study, *, network: str | Path | None = None) -> Study:
    """The study in a shipped config, by name, in a file whose path ends in .toml, or in a config as a dict.

    A study is returned as it is, and a scenario becomes a study with one arm. network: the name of a shipped network,
    or the path of a network file, to use instead of the [graph] of a config. Raises BadInput.
    """
    if network is not None and not isinstance(study, str | Path | dict):
        raise BadInput(f"network = {str(network)!r:.60} belongs to a config: give its name, its path or a dict")
    chosen = None if network is None else str(network)
    if isinstance(study, Study):
        return study
    if isinstance(study, Scenario):
        return replace(parse({"title": study.title}), arms={study.name: study}, reference=study.name)
    if isinstance(study, dict):
        return parse(study, network=chosen)
    if isinstance(study, str | Path):
        return read(study, network=chosen)
    raise BadInput(f"study = {study!r:.60} is of type {type(study).__name__}; give a name, a path, a dict or a study")


def run(
    study: str | Path | dict | Scenario | Study,
    *,
    replicates: int | None = None,
    out: str | Path | None = None,
    jobs: int | None = None,
    as_configured: bool = False,
    progress: bool = False,
) -> "Result":
    """Replay a study: every arm with the same seeds, under all conditions that its claims are read under.

    study: whatever `load` takes. replicates: runs per arm, at least 1; None means as in the config. out: the folder of
    the results; None means results/NAME-HASH, where earlier runs of the same study are found again. jobs: runs at a
    time; None means one per core. as_configured: leave out other lenses, ablations, variations and the assumed space.
    progress: show a bar on standard error.

    Ctrl-C raises KeyboardInterrupt, and the same call resumes. A run that fails is a warning, and has no part in the
    result. Raises BadInput for a mistake that the user can fix.
    """
    from trustsim.runs.replay import replay
    from trustsim.runs.summary import summary
    from trustsim.runs.workers import usual_jobs

    study = with_replicates(load(study), replicates)
    jobs = jobs or usual_jobs(study.arms.values())
    with bar(progress) as watch:
        replayed = replay(study, out, jobs, not as_configured, watch.report, watch.starting, watch.tell)
    heed(replayed)
    return Result(replayed.results, json.loads(json.dumps(summary(replayed))), Path(replayed.folder))


def heed(replayed: Any) -> None:
    """Raise what ended the runs of a `Replay`, or of a `Swept`, early; warn about what failed."""
    if replayed.interrupted:
        raise KeyboardInterrupt(f"{replayed.saved} finished runs are saved in {replayed.folder}; run again to resume")
    bad = next((each.error for each in replayed.failures if isinstance(each.error, BadInput)), None)
    if bad is not None:
        raise bad
    for task, error, where in replayed.failures:
        warnings.warn(f"failed: {task.arm}, seed {task.seed}, {task.condition.name}: {error} ({where})", stacklevel=3)
    for trouble in replayed.troubles:
        warnings.warn(trouble, stacklevel=3)


def open(folder: str | Path) -> "Result | SweepResult | CalibrationResult":
    """The result in a folder, finished or not, as it was written. Nothing is run, and no code of the study is read.

    Verdicts and outcomes are those of the summary, which only a finished study has. A finished sweep is a SweepResult,
    and a finished calibration a CalibrationResult. Raises BadInput for a folder that holds no results.
    """
    from trustsim.folders.opened import Folder, with_seeds
    from trustsim.runs.plan import is_plan

    folder = Path(folder)
    if not is_plan(folder / "plan.json"):
        raise BadInput(f"{folder}: is not a folder of results (there is no plan.json of ours)")
    runs, graphs, _ = Folder(folder, lambda line: warnings.warn(line, stacklevel=6)).gathered
    seeds = sorted({seed for _, _, seed in runs})
    study = with_seeds(study_in(folder), seeds)
    conditions = [Condition(name, "", {}) for name in dict.fromkeys(name for name, *_ in runs)]
    told = summary_in(folder)
    study = replace(study, name=told.get("study", folder.name))
    found = Result(Results(study, conditions, runs, graphs), told, folder)
    if "calibration" in told:
        from trustsim.calibration.result import CalibrationResult

        return CalibrationResult(found, told)
    if "sweep" not in told:
        return found
    from trustsim.sweeps.result import of_folder

    return of_folder(found)


def study_in(folder: Path) -> Study:
    """The study of a folder: of its resolved config, or of its plan if it was not finished."""
    path = folder / "config-resolved.toml"
    if path.is_file():
        return parse(path.read_text(encoding="utf-8"), path.as_posix(), folder, code=False)
    plan = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    return parse({"arms": plan["arms"]}, f"{folder}/plan.json", folder, code=False)


def summary_in(folder: Path) -> dict:
    """The summary of a finished study; {} for one that is not finished."""
    try:
        return json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def with_replicates(study: Study, replicates: int | None) -> Study:
    """The study with another number of runs per arm. Raises BadInput."""
    if replicates is None:
        return study
    if isinstance(replicates, bool) or not isinstance(replicates, int) or replicates < 1:
        raise BadInput(f"replicates = {replicates!r:.40} must be an integer of at least 1")
    return replace(study, replicates=replicates)


@contextmanager
def bar(shown: bool) -> Iterable["Watch"]:
    """What runs call for a bar on standard error, in a terminal or under a cell of a notebook."""
    from trustsim.runs.replay import Watch

    if not shown:
        yield Watch(tell=lambda text: warnings.warn(text, stacklevel=2))
        return
    from tqdm import tqdm

    from trustsim.preparing import prepare

    lines = []  # the bar, once it is known how many runs there are

    def starting(store: Any, todo: list, notes: list) -> None:
        for note in notes:
            tqdm.write(note, file=sys.stderr)
        done = len(store.results.runs)
        line = tqdm(total=done + len(todo), initial=done, unit=" runs", dynamic_ncols=True, leave=False)
        lines.append(line)
        if todo:
            arms = store.study.arms.values()
            prepare(
                arms,
                lambda done, every: line.set_description(f"compiling rules, {done} of {every}"),
                all_readings=False,
            )
        line.set_description(store.study.name)

    def more(todo: list) -> None:
        lines[0].total += len(todo)

    try:
        yield Watch(lambda task: lines[0].update(), starting, lambda text: tqdm.write(text, file=sys.stderr), more)
    finally:
        for line in lines:
            line.close()


@dataclass(frozen=True, repr=False)
class Result:
    """The result of a study: its series, outcomes, verdicts and figures. In a notebook it shows itself."""

    results: Results
    told: dict  # the summary, as in summary.json; {} for a study that is not finished
    folder: Path

    @property
    def study(self) -> Study:
        """The study that was run."""
        return self.results.study

    @property
    def measures(self) -> tuple[str, ...]:
        """The names of the measures in the series."""
        return self.results.measures

    def series(
        self,
        measures: str | Iterable[str] | None = None,
        *,
        arm: str | None = None,
        condition: str | None = AS_CONFIGURED,
    ) -> "pd.DataFrame":
        """Every week of every run: condition, arm, seed, tick, and a column per measure.

        measures, arm, condition: only these; None means all. Raises BadInput for a name that is not there.
        """
        import pandas as pd

        wanted = self.chosen(measures)
        runs = dict(sorted(self.results.runs.items()))
        keys = [key for key in runs if arm in (None, key[1]) and condition in (None, key[0])]
        self.check(arm, {key[1] for key in runs}, "arm")
        self.check(condition, {key[0] for key in runs}, "condition")
        parts = [
            pd.DataFrame(dict(zip(KEYS, (*key, range(length(runs[key]))), strict=True))).assign(
                **{name: runs[key].get(name, float("nan")) for name in wanted}
            )
            for key in keys
        ]
        return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[*KEYS, *wanted])

    def outcomes(self) -> "pd.DataFrame":
        """Each outcome in each arm as configured: mean with its 95 % interval, and the paired difference.

        Columns: outcome, arm, unit, mean, low, high, n, difference (from the reference arm), difference_low,
        difference_high, d_z, matters (the smallest effect of interest). Empty for a study that is not finished.
        """
        return outcomes_table(self.told)

    def verdicts(self) -> "pd.DataFrame":
        """The verdict on each claim and part: number, claim, verdict, because, and shares of the assumed space.

        Columns holds, undecided and refuted are the shares of readings over the assumed space, or NaN without one.
        Empty for a study without claims, and for one that is not finished.
        """
        return verdicts_table(self.told)

    def plot(self, measure: str | Iterable[str] | None = None) -> "Figure":
        """The course of one or more measures over the weeks, one line per arm, as in the figures of the command.

        measure: None means trust and the leap rate. Raises BadInput for a measure that is not there.
        """
        from trustsim.plots import courses, paper

        with paper.plain_style():
            return courses.figure(SimpleNamespace(results=self.results), self.chosen(measure, None)).figure

    def chosen(self, measures: str | Iterable[str] | None, otherwise: object = ()) -> Any:
        """The measures that were asked for; all of them, or `otherwise`, if none was. Raises BadInput."""
        if measures is None:
            return list(self.measures) if otherwise == () else otherwise
        named = [measures] if isinstance(measures, str) else list(measures)
        for name in named:
            self.check(name, self.measures, "measure")
        return named

    def check(self, name: str | None, there: Iterable[str], what: str) -> None:
        """Raise BadInput unless a name is there."""
        if name is not None and name not in there:
            raise BadInput(f"{what} {name!r:.60} is not in {self.folder}; {advice(name, sorted(there))}")

    def __repr__(self) -> str:
        verdicts = ", ".join(f"{claim['number']} {claim['shown']}" for claim in self.told.get("claims", ()))
        end = verdicts or ("no claims" if self.told else "not finished")
        return f"<result of {self.study.name}: {len(self.results.runs)} runs in {self.folder}; {end}>"

    def _repr_html_(self) -> str:
        from trustsim.notebook import of_result

        return of_result(self)


VERDICT = {
    "number": "number", "claim": "claim", "verdict": "shown", "because": "because", "hangs_on": "hangs_on",
    "holds": "", "undecided": "", "refuted": "",
}  # fmt: skip


OUTCOME = ("outcome", "arm", "unit", "mean", "low", "high", "n", "difference", "difference_low", "difference_high",
           "d_z", "matters")  # fmt: skip


def outcomes_table(told: dict) -> "pd.DataFrame":
    """The table `Result.outcomes` of a summary."""
    import pandas as pd

    rows = [row_of(outcome, arm, at) for outcome in told.get("outcomes", ()) for arm, at in outcome["arms"].items()]
    return pd.DataFrame(rows, columns=list(OUTCOME))


def verdicts_table(told: dict) -> "pd.DataFrame":
    """The table `Result.verdicts` of a summary."""
    import pandas as pd

    claims = with_parts(told.get("claims", ()))
    return pd.DataFrame([verdict_of(claim) for claim in claims], columns=list(VERDICT)).set_index("number")


def verdict_of(claim: dict) -> dict:
    """One row of `Result.verdicts`."""
    row = {column: claim[key] for column, key in VERDICT.items() if key}
    shares = (claim.get("space") or {}).get("shares")
    answers = ("holds", "undecided", "refuted")
    return row | {answer: float("nan") if shares is None else shares.get(answer, 0.0) for answer in answers}


def row_of(outcome: dict, arm: str, at: dict) -> dict:
    """One row of `Result.outcomes`."""
    row = {"outcome": outcome["name"], "arm": arm, "unit": outcome["unit"], **at["mean"], "matters": outcome["matters"]}
    if "difference" in at:
        apart = at["difference"]
        row |= {"difference": apart["mean"], "difference_low": apart["low"], "difference_high": apart["high"]}
        row["d_z"] = at["d_z"]
    return row


def length(run: dict) -> int:
    """The number of weeks of a run."""
    return len(next(iter(run.values())))
