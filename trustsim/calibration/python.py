"""Calibration from Python: `trustsim.calibrate(study, "targets.csv", {"advisors.rate": (0.05, 0.9)})`."""

import json
from pathlib import Path

from trustsim.api import Result, bar, heed, load
from trustsim.calibration.calibration import run as run_planned
from trustsim.calibration.planning import SEEDS, Asked, planned
from trustsim.calibration.result import CalibrationResult
from trustsim.calibration.summary import summary
from trustsim.errors import BadInput
from trustsim.runs.workers import usual_jobs
from trustsim.scenario import Scenario, Study


def calibrate(
    study: str | Path | dict | Scenario | Study,
    to: str | Path,
    fit: dict[str, tuple[float, float]],
    *,
    seeds: int = SEEDS,
    trials: int | None = None,
    hold_out: float | None = None,
    arm: str | None = None,
    out: str | Path | None = None,
    jobs: int | None = None,
    progress: bool = False,
) -> CalibrationResult:
    """Fit parameters of a study to targets, and say which of them the targets pin down.

    study: whatever `load` takes. to: the path of a CSV file with weekly series or moments. fit: {key: (low, high)}, at
    most 12 parameters by their path, or "arms.ARM.PATH" for one arm alone. seeds: runs of each arm at each trial, 2 to
    1000, the same seeds at all of them. trials: places that are tried; None means three times those of the even start
    (48, 96, 192 or 384, by the number of parameters). hold_out: the share of the weeks of a series, from the end, that
    is only checked, 0 to below 1; None means a third. arm: of targets that name none; None means the reference arm.
    out: the folder of the results; None means results/NAME-HASH. jobs: runs at a time; None means one per core.
    progress: show a bar on standard error.

    Ctrl-C raises KeyboardInterrupt, and the same call resumes. Raises BadInput for a mistake that the user can fix.
    """
    made = planned(load(study), to, fit, Asked(seeds, trials, hold_out, arm))
    jobs = jobs or usual_jobs(made.plan.arms.values())
    with bar(progress) as watch:
        done = run_planned(made, out, jobs, watch)
    heed(done)
    if done.found is None:
        raise BadInput(f"{len(done.failures)} runs failed, {done.saved} are saved in {done.folder}; call it again")
    told = json.loads(json.dumps(summary(done)))
    return CalibrationResult(Result(done.results, told, done.folder), told)
