"""Sweeps from Python: `trustsim.sweep(study, {"advisors.rate": (0.1, 0.5, 5), "lens": ["pillars", "abi"]})`."""

import json
from concurrent.futures import Executor
from pathlib import Path

from trustsim.api import Result, bar, heed, load
from trustsim.errors import BadInput
from trustsim.runs.workers import usual_jobs
from trustsim.scenario import Scenario, Study
from trustsim.sweeps.designs import GRID
from trustsim.sweeps.result import SweepResult
from trustsim.sweeps.summary import summary
from trustsim.sweeps.sweep import Asked, planned
from trustsim.sweeps.sweep import run as run_planned


def sweep(
    study: str | Path | dict | Scenario | Study,
    vary: dict | None = None,
    *,
    design: str | Path = GRID,
    size: int | None = None,
    seeds: int | None = None,
    until: float | None = None,
    at_most: int | None = None,
    outcome: str | None = None,
    shard: tuple[int, int] | None = None,
    out: str | Path | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
    progress: bool = False,
) -> SweepResult:
    """Run a study at many points. All arms share their seeds at each point, and each point with the others of a grid.

    study: whatever `load` takes. vary: {key: values}, where a tuple is a range, (low, high) or (low, high, count), and
    a list has the values themselves; keys are parameters by their path, "lens", "network", "ticks", "mechanisms.NAME",
    or "arms.ARM.PATH" for one arm alone. design: "grid", "lhs", "sobol", "morris", or the path of a CSV file with the
    points. size: points of lhs, base points of sobol (a power of 2), trajectories of morris. seeds: runs of each arm
    at each point. until: half-width of the 95 % interval of the mean of the outcome, up to which seeds are added, to
    `at_most` of them. shard: (number from 1, of how many), a part of the points. out: folder of the results; None
    means results/NAME-HASH. jobs: runs at a time. executor: any executor of `concurrent.futures`, also that of a Dask
    client, which does the runs instead of own workers. progress: show a bar on standard error.

    Ctrl-C raises KeyboardInterrupt, and the same call resumes. Raises BadInput for a mistake that the user can fix.
    """
    if shard is not None and not (isinstance(shard, tuple) and [type(each) for each in shard] == [int, int]):
        raise BadInput(f"shard = {shard!r:.40} must be two whole numbers, such as (3, 8)")
    made = planned(load(study), vary or {}, design, size, Asked(seeds, until, at_most, shard, outcome))
    jobs = jobs or usual_jobs(made.plan.arms.values())
    with bar(progress) as watch:
        swept = run_planned(made, out, jobs, watch, executor)
    heed(swept)
    if swept.table is None:
        raise BadInput(f"{len(swept.failures)} runs failed, {swept.saved} are saved in {swept.folder}; call it again")
    told = json.loads(json.dumps(summary(swept)))
    return SweepResult(Result(swept.results, told, swept.folder), swept, told)
