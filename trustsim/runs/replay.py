"""One call from a study to its results and verdicts: what `trustsim run` does."""

import os
import time
from typing import NamedTuple

from trustsim.runs.claims import judge
from trustsim.runs.conditions import conditions
from trustsim.runs.execute import execute, tasks
from trustsim.runs.experiments import claims_of, experiment_of
from trustsim.runs.store import Store, folder_for


class Replay(NamedTuple):
    """A replayed study: its results, its verdicts, where they lie, and how the runs ended."""

    results: object
    verdicts: list
    experiment: object  # the module, or None
    folder: object
    failures: list
    interrupted: bool
    seconds: float


def replay(study, out=None, jobs=None, robust=True, report=None, starting=None):
    """Run every arm of `study` under all its conditions, keep the series, judge the claims.

    `jobs` runs go on at a time (default: one a core). `starting(store, todo)` hears what is to be done, `report(task)`
    of each finished run. What an earlier interrupted call finished is not run again. Raises BadInput.
    """
    began = time.monotonic()
    experiment = experiment_of(study)
    under = conditions(study, robust and experiment is not None)
    store = Store(folder_for(study, under, out), study, under)
    todo = [task for task in tasks(study, under) if task.key not in store.results.runs]
    if starting:
        starting(store, todo)
    arms = {(c.name, name): c.applied(arm) for c in under for name, arm in study.arms.items()}
    ended = execute(todo, arms, store.keep, jobs or os.cpu_count() or 1, report)
    store.flush()
    whole = not ended.failures and not ended.interrupted
    verdicts = [judge(claim, store.results) for claim in claims_of(experiment)] if whole else []
    replayed = Replay(store.results, verdicts, experiment, store.folder, ended.failures, ended.interrupted, time.monotonic() - began)
    if whole:
        finish(store, replayed)
    return replayed


def finish(store, replayed):
    """Figures, the summary, and the manifest last."""
    import json

    from trustsim.plots import draw
    from trustsim.runs.summary import summary

    draw(replayed, store.folder / "figures")
    store.finish(replayed.seconds, {"summary.json": json.dumps(summary(replayed), indent=1)})
