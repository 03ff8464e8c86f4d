"""Calibrate a study: trials as its conditions, stored, resumed and run in parallel like any study."""

import json
import time
from pathlib import Path
from typing import NamedTuple

from trustsim.calibration.planning import Planned
from trustsim.calibration.trials import Found, Trials
from trustsim.runs.plan import folder_for
from trustsim.runs.replay import Watch, collected
from trustsim.runs.results import Results
from trustsim.runs.words import reason
from trustsim.runs.workers import refuse_import


class Calibrated(NamedTuple):
    """A calibration after its runs."""

    made: Planned
    found: Found | None  # None unless all runs are done
    folder: Path
    seconds: float
    results: Results
    failures: list = []
    interrupted: bool = False
    saved: int = 0
    troubles: tuple = ()


def run(made, out=None, jobs=1, watch=Watch()):  # noqa: B008
    """Run what is left of a Planned calibration and return it as Calibrated. Raises BadInput."""
    began = time.monotonic()
    refuse_import()
    trials = Trials(made)
    with collected(made.plan, folder_for(made.study, out), trials.wanted, watch, jobs) as (store, ended):
        done = Calibrated(
            made, None, store.folder, time.monotonic() - began, store.results, ended.failures, ended.interrupted,
            len(store.on_disk),
        )  # fmt: skip
        if store.trouble is not None:
            return done._replace(troubles=(f"{reason(store.trouble)}; make room and run the same command again",))
        if ended.failures or ended.interrupted:
            return done
        done = done._replace(found=trials.found(store.results), seconds=time.monotonic() - began)
        return done._replace(troubles=tuple(finish(store, done)))


def finish(store, done):
    """The summary, the figures, and the manifest last; a line for each that cannot be made."""
    from trustsim.calibration.summary import summary
    from trustsim.plots import draw_calibration
    from trustsim.sweeps.summary import lasting

    failed = []
    try:
        told = summary(done)
        paths = draw_calibration(told, store.folder / "figures", failed.append)
        store.finish(done.seconds, json.dumps(lasting(told), indent=1), paths)
    except OSError as error:
        return [reason(error)]
    return failed
