"""Every arm over the same seeds, several runs at a time; what is finished is kept, whatever happens."""

import json
import threading
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from traceback import extract_tb
from typing import NamedTuple

import numpy as np

from trustsim.errors import BadInput
from trustsim.model import TrustModel
from trustsim.network import fingerprint, make_network

HEED = 0.5  # seconds; some systems hear Ctrl-C only between waits


class Task(NamedTuple):
    """One run: an arm under a condition with a seed."""

    condition: object
    arm: str
    seed: int

    @property
    def key(self):
        """What names the run in the results: (condition, arm, seed)."""
        return self.condition.name, self.arm, self.seed


def tasks(study, conditions):
    """All runs of a study, seed by seed: worlds of one seed share their network, and a stopped study keeps whole seeds."""
    return [Task(condition, arm, seed) for seed in study.seeds for condition in conditions for arm in study.arms]


class Networks:
    """The networks in use, made once a seed and shared by twin worlds; the few latest are kept."""

    def __init__(self, keep=8):
        self.keep, self.made, self.lock = keep, OrderedDict(), threading.Lock()

    def of(self, arm, seed):
        """The network of an arm under a seed, and its fingerprint."""
        numbers = {path: value for path, value in arm.values.items() if path.startswith(("graph.", "population."))}
        key = json.dumps([numbers, arm.graph, str(arm.folder), seed], sort_keys=True, default=str)
        with self.lock:
            if key not in self.made:
                network = make_network(arm.graph, arm.values, seed, arm.folder)
                self.made[key] = network, fingerprint(network)
                while len(self.made) > self.keep:
                    self.made.popitem(last=False)
            self.made.move_to_end(key)
            return self.made[key]


def run_one(arm, seed, network, stop=None):
    """One run: {measure: float64 [ticks]}; None when told to stop on the way."""
    model = TrustModel(arm, seed, network=network)
    try:
        for _ in range(arm.ticks):
            if stop is not None and stop.is_set():
                return None
            model.step()
        return {name: np.array(values, dtype=np.float64) for name, values in model.datacollector.model_vars.items()}
    except Exception as error:
        error.add_note(f"week {model.steps - 1}")
        raise
    finally:
        model.close()


class Failure(NamedTuple):
    """A run that ended in an error, and where: "week 3, my_measures.py line 12"."""

    task: Task
    error: BaseException
    where: str


class Ended(NamedTuple):
    """How a batch of runs ended."""

    done: int
    failures: list  # [Failure]
    interrupted: bool


def execute(todo, arms, keep, jobs=2, report=None, networks=None):
    """Run the `todo` tasks, `jobs` at a time; `keep(task, series, graph)` takes each result with its graph's hash, `report(task)` hears of it.

    `arms` maps (condition name, arm name) to resolved arms. A run that fails leaves the others alone, unless its user
    can put it right (BadInput): then no more are begun. Ctrl-C ends the batch at once; runs under way stop after their week.
    """
    stop, networks, failures, done = threading.Event(), networks or Networks(), [], 0
    pool = ThreadPoolExecutor(jobs)

    def work(task):
        if stop.is_set():
            return None
        arm = arms[task.key[:2]]
        network, graph = networks.of(arm, task.seed)
        series = run_one(arm, task.seed, network, stop)
        return series and (series, graph)

    def take(future):
        nonlocal done
        task, error = waiting[future], future.exception()
        if error is not None:
            failures.append(failure(task, error))
        elif future.result() is not None:
            keep(task, *future.result())
            done += 1
        del waiting[future]  # only now: Ctrl-C on the way costs no finished run
        if report:
            report(task)

    interrupted, waiting, queue = False, {}, iter(todo)
    try:
        while not any(isinstance(each.error, BadInput) for each in failures):
            while len(waiting) < 2 * jobs and (task := next(queue, None)) is not None:
                waiting[pool.submit(work, task)] = task
            if not waiting:
                break
            for future in wait(waiting, HEED, "FIRST_COMPLETED").done:
                take(future)
    except KeyboardInterrupt:
        interrupted = True
        for future in [future for future in waiting if future.done()]:
            take(future)
    finally:
        stop.set()
        pool.shutdown(wait=not interrupted, cancel_futures=True)
    return Ended(done, failures, interrupted)


def failure(task, error):
    """A failed run as it is told, without the frames that would keep its whole world in memory."""
    frame = next(iter(extract_tb(error.__traceback__)[-1:]), None)
    notes = getattr(error, "__notes__", [])
    error.__traceback__ = None
    return Failure(task, error, ", ".join([*notes, f"{Path(frame.filename).name} line {frame.lineno}"] if frame else notes))
