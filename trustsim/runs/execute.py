"""Every arm over the same seeds, several runs at a time; what is finished is kept, whatever happens."""

import json
import os
import signal
import sys
import threading
from collections import OrderedDict
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing import active_children, connection, get_context, parent_process
from pathlib import Path
from traceback import extract_tb
from typing import NamedTuple

import numpy as np

from trustsim.errors import BadInput
from trustsim.model import TrustModel
from trustsim.network import assembled_network, fingerprint

LARGE = 10_000  # customers: with fewer, threads within a run cost more time than they save
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
        assembled, graph = self.assembled(arm, seed)
        return assembled.network, graph

    def assembled(self, arm, seed):
        """As `of`, with what was left out of the network."""
        numbers = {path: value for path, value in arm.values.items() if path.startswith(("graph.", "population."))}
        key = json.dumps([numbers, arm.graph, str(arm.folder), seed], sort_keys=True, default=str)
        with self.lock:
            if key not in self.made:
                assembled = assembled_network(arm.graph, arm.values, seed, arm.folder)
                self.made[key] = assembled, fingerprint(assembled.network)
                while len(self.made) > self.keep:
                    self.made.popitem(last=False)
            self.made.move_to_end(key)
            return self.made[key]


def cores():
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_one(arm, seed, network, stop=None, threads=1):
    """One run: {measure: float64 [ticks]}; None when told to stop on the way. Large worlds make use of `threads`."""
    model = TrustModel(arm, seed, threads if len(network.knows_first) > LARGE else 1, network)
    try:
        for _ in range(arm.ticks):
            if stop is not None and stop.is_set():
                return None
            model.step()
        return {name: series_of(name, values) for name, values in model.datacollector.model_vars.items()}
    except Exception as error:
        error.add_note(f"week {model.steps - 1}")
        raise
    finally:
        model.close()


def series_of(name, values):
    """float64 [ticks] of what a measure gave; raises BadInput where that was no number a week."""
    odd = next((value for value in values if np.ndim(value) or not isinstance(value, int | float | np.number | np.bool_)), None)
    if odd is not None:
        raise BadInput(f"the measure {name} gave {odd!r:.60}; it must give one number")
    return np.array(values, dtype=np.float64)


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


class Workshop(NamedTuple):
    """What every run needs beside its task."""

    arms: dict  # (condition name, arm name) -> resolved arm
    networks: Networks
    stop: object  # an event: told to stop
    threads: int  # that a run may have


def work(task, workshop=None):
    """One task: (series, graph's hash), None when told to stop, or a Failure. In a worker process the workshop is its own."""
    workshop = workshop or HERE[0]
    if workshop.stop.is_set():
        return None
    try:
        arm = workshop.arms[task.key[:2]]
        network, graph = workshop.networks.of(arm, task.seed)
        series = run_one(arm, task.seed, network, workshop.stop, workshop.threads)
        return series and (series, graph)
    except BaseException as error:  # a user's file may exit or interrupt as well
        return failure(task, error)


HERE = []  # the workshop of a worker process


def open_workshop(arms, stop, threads):
    """Make a worker process ready; Ctrl-C is the parent's to hear, and when the parent is gone so is the worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stdout = sys.stderr  # what a user's own code prints is no part of the results, nor what a program prints that it calls
    with suppress(OSError, ValueError):
        os.dup2(sys.stderr.fileno(), 1)
    threading.Thread(target=leave_with_parent, daemon=True).start()
    HERE[:] = [Workshop(arms, Networks(), stop, threads)]


def leave_with_parent():
    """Wait for the end of the parent, then end at once: nobody is left to take a result."""
    connection.wait([parent_process().sentinel])
    os._exit(1)


def ready():
    """What the first tasks are, so that every worker process starts."""


@contextmanager
def deaf():
    """What is started meanwhile never hears Ctrl-C, not even while it imports, and says nothing of what an interrupted run leaves to be tidied."""
    main = threading.current_thread() is threading.main_thread()
    before, warned = signal.signal(signal.SIGINT, signal.SIG_IGN) if main else None, os.environ.get("PYTHONWARNINGS")
    os.environ["PYTHONWARNINGS"] = ",".join(filter(None, [warned, "ignore:resource_tracker:UserWarning"]))
    try:
        yield
    finally:
        if warned is None:
            del os.environ["PYTHONWARNINGS"]
        else:
            os.environ["PYTHONWARNINGS"] = warned
        if main:
            signal.signal(signal.SIGINT, before)


def hands(jobs, arms, networks):
    """`jobs` at work, sharing the cores: (pool, function that submits a task, event that stops them).

    One works in this process. Several are processes of their own, since much of a small world's week is plain Python,
    which goes on in one thread of a process at a time.
    """
    threads = max(1, cores() // jobs)
    if jobs == 1:
        stop = threading.Event()
        pool, workshop = ThreadPoolExecutor(1), Workshop(arms, networks, stop, threads)
        return pool, lambda task: pool.submit(work, task, workshop), stop
    context = get_context("spawn")
    with deaf():
        stop = context.Event()
        pool = ProcessPoolExecutor(jobs, context, open_workshop, (arms, stop, threads))
        for _ in range(jobs):
            pool.submit(ready)
    return pool, lambda task: pool.submit(work, task), stop


def execute(todo, arms, keep, jobs=1, report=None, networks=None):
    """Run the `todo` tasks, `jobs` at a time; `keep(task, series, graph)` takes each result with its graph's hash, `report(task)` hears of it.

    `arms` maps (condition name, arm name) to resolved arms. A run that fails leaves the others alone, unless its user
    can put it right (BadInput): then no more are begun. Ctrl-C ends the batch at once; runs under way are given up.
    """
    failures, done = [], 0
    pool, submit, stop = hands(max(1, min(jobs, len(todo))), arms, networks or Networks())

    def take(future, report=report):
        nonlocal done
        task, error = waiting[future], future.exception()
        result = failure(task, error) if error is not None else future.result()
        if isinstance(result, Failure):
            failures.append(result)
        elif result is not None:
            keep(task, *result)
            done += 1
        del waiting[future]  # only now: Ctrl-C on the way costs no finished run
        if report:
            report(task)

    interrupted, waiting, queue = False, {}, iter(todo)
    with ExitStack() as ending:
        try:
            while not any(isinstance(each.error, BadInput) for each in failures):
                while len(waiting) < 2 * jobs and (task := next(queue, None)) is not None:
                    waiting[submit(task)] = task
                if not waiting:
                    break
                for future in wait(waiting, HEED, "FIRST_COMPLETED").done:
                    take(future)
        except KeyboardInterrupt:
            ending.enter_context(deaf())  # pressed again it is not heard until all is put away
            interrupted = True
            for future in [future for future in waiting if future.done()]:
                take(future, report=None)
        finally:
            stop.set()
            pool.shutdown(wait=not interrupted, cancel_futures=True)
            for child in active_children() if interrupted else ():
                child.terminate()
            pool = submit = None  # the pool's own last words are part of putting away
    return Ended(done, failures, interrupted)


def failure(task, error):
    """A failed run as it is told: without the frames that would keep its whole world in memory, and fit to be sent by a worker."""
    notes = getattr(error, "__notes__", [])
    while error.__cause__ is not None and not isinstance(error, BadInput):  # what came first says where
        error = error.__cause__
    if isinstance(error, BrokenExecutor):
        error = RuntimeError("its process was ended by the system: memory ran out, or a rule wrote beyond its table (NUMBA_BOUNDSCHECK=1 tells where)")
    frame = next(iter(extract_tb(error.__traceback__)[-1:]), None)
    if not isinstance(error, BadInput) and type(error).__module__ != "builtins":  # its class may be known to the worker alone
        error = RuntimeError(f"{type(error).__name__}: {error}")
    error.__traceback__ = error.__cause__ = error.__context__ = None
    return Failure(task, error, ", ".join([*notes, f"{Path(frame.filename).name} line {frame.lineno}"] if frame else notes))
