"""Workers for runs: threads of this process, or processes that are started again when one of them is killed."""

import os
import signal
import sys
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from inspect import currentframe
from multiprocessing import active_children, connection, get_context, parent_process
from traceback import walk_stack
from typing import NamedTuple

from trustsim import sources
from trustsim.budget import at_a_time
from trustsim.errors import BadInput
from trustsim.linking import compiler_off
from trustsim.named import measures_of
from trustsim.preparing import can_run
from trustsim.runs.one_run import Networks, cores, failure, run_one
from trustsim.runs.streams import fill_closed

START = 3.0  # seconds that worker processes take to start: each imports everything and loads the compiled rules
WEEK, CUSTOMER = 0.6e-3, 0.8e-6  # seconds of a week in plain Python, and of a customer's week
AT_ONCE = 6  # threads that keep compiled runs busy: about a sixth of a small run is plain Python, one thread at a time
UNGUARDED = 83  # exit status of a worker whose start would begin the study again
GUARD = (
    'the script that asks for several jobs has to begin its work under `if __name__ == "__main__":`, '
    "since every worker process imports it; or ask for jobs=1"
)


def usual_jobs(arms):
    """The number of runs of these arms at a time if nobody says: one per core, as far as memory allows."""
    return at_a_time(arms, cores())


class Workshop(NamedTuple):
    """Everything that a run needs besides its task."""

    arms: dict  # (condition name, arm name) -> resolved arm
    networks: Networks
    stop: object  # an event that tells runs to stop
    threads: int  # threads per run


HERE = []  # the Workshop of a worker process


def work(task, workshop=None):
    """One task: (series, graph's hash), None when told to stop, or a Failure; a worker process has its own workshop."""
    workshop = workshop or HERE[0]
    if workshop.stop.is_set():
        return None
    try:
        arm = workshop.arms[task.key[:2]]
        network, graph = workshop.networks.of(arm, task.seed)
        series = run_one(arm, task.seed, network, workshop.stop, workshop.threads)
        return series and (series, graph)
    except BaseException as error:  # a user's file can exit or interrupt too
        return failure(task, error)


def open_workshop(arms, stop, threads, held):
    """Prepare a worker process. It ignores Ctrl-C, which the parent handles, and ends when the parent ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stdout = sys.stderr  # output of the user's code, or of a program it calls, is not part of the results
    with suppress(OSError, ValueError, AttributeError):  # there may be no standard error
        os.dup2(sys.stderr.fileno(), 1)
    threading.Thread(target=leave_with_parent, daemon=True).start()
    sources.HELD.update(held)
    HERE[:] = [Workshop(arms, Networks(), stop, threads)]


def leave_with_parent():
    """Wait for the end of the parent, then exit at once, because nobody would take the result."""
    connection.wait([parent_process().sentinel])
    os._exit(1)


def ready():
    """The first tasks, so that every worker process starts."""


def refuse_import():
    """Exit a worker process whose start would run the study again. The parent explains."""
    for frame, _ in walk_stack(currentframe()):
        if frame.f_code.co_name == "<module>" and frame.f_globals.get("__name__") == "__mp_main__":
            os._exit(UNGUARDED)


@contextmanager
def deaf():
    """A context in which new processes ignore Ctrl-C and print no warnings about interrupted runs."""
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


def by_processes(jobs, todo, arms):
    """Whether processes finish these tasks earlier than threads do.

    Compiled runs share one process, as they run without Python's lock. Runs in plain Python, with own agents, own
    measures or without the compiler, do not, so several of them are worth the start of processes unless they are short.
    """
    if jobs == 1:
        return False
    work = {key: seconds(arms[key]) for key in {task.key[:2] for task in todo}}
    compiled = all(is_compiled_code(arm) for arm in arms.values())
    total = sum(work[task.key[:2]] for task in todo)
    return START + total / jobs < total / (min(jobs, AT_ONCE) if compiled else 1)


def is_compiled_code(arm):
    """Whether the runs of an arm are compiled code from one intervention to the next."""
    return not compiler_off() and can_run(arm, measures_of(arm))


def seconds(arm):
    """About how long a run of an arm takes; the people of a graph from a file count as those of the config."""
    per_customer = CUSTOMER * (100 if compiler_off() else 1)
    per_week = per_customer * arm.values["population.customers"] + (0 if is_compiled_code(arm) else WEEK)
    return arm.ticks * per_week


class Hands:
    """`jobs` workers that share the cores: threads of this process, or with `processes` a process each.

    Raises BadInput if processes cannot start.
    """

    def __init__(self, jobs, arms, networks, processes=False):
        self.jobs, self.arms, self.networks, self.threads = jobs, arms, networks, max(1, cores() // jobs)
        self.apart, self.pool, self.stop = processes, None, None
        self.start()

    def start(self):
        """Create a pool of workers."""
        self.processes, self.first = [], []
        if not self.apart:
            self.stop, self.pool = threading.Event(), ThreadPoolExecutor(self.jobs)
            return
        try:
            fill_closed()  # workers send standard output to standard error
            context = get_context("spawn")
            with deaf():
                self.stop, before = context.Event(), set(active_children())
                ready_with = (self.arms, self.stop, self.threads, dict(sources.HELD))
                self.pool = ProcessPoolExecutor(self.jobs, context, open_workshop, ready_with)
                for _ in range(self.jobs):
                    self.first.append(self.pool.submit(ready))
                    self.processes = list({*self.processes, *active_children()} - before)
        except (OSError, ImportError, NotImplementedError) as error:
            raise BadInput(f"processes for several jobs cannot be started here ({error}); use --jobs 1") from error

    def submit(self, task):
        """A future of the result of `work`. Raises BrokenExecutor if a worker was killed."""
        if not self.apart:
            return self.pool.submit(work, task, Workshop(self.arms, self.networks, self.stop, self.threads))
        return self.pool.submit(work, task)

    def anew(self):
        """Start new workers after a pool broke, and return the cause. Raises BadInput if none can start."""
        began = any(future.done() and future.exception() is None for future in self.first)
        self.pool.shutdown(wait=True, cancel_futures=True)
        ended = {process.exitcode for process in self.processes}
        if UNGUARDED in ended:
            raise BadInput(GUARD)
        cause = cause_of(ended)
        if not began:
            raise BadInput(f"the processes for several jobs do not start: one {cause}; use --jobs 1")
        self.start()
        return cause

    def end(self, at_once):
        """Stop the workers; with `at_once`, even in the middle of a run."""
        self.stop.set()
        self.pool.shutdown(wait=not at_once, cancel_futures=True)
        for child in self.processes if at_once else ():
            child.terminate()
        self.pool = None  # messages of a closing pool are not of interest


def cause_of(ended):
    """The cause of a broken pool, from the exit statuses of workers: "was killed (SIGKILL): memory ran out, ..."."""
    ours = {None, 0, -signal.SIGTERM}  # the remains of a broken pool are told to end
    status = min(ended - ours, default=None)
    if status is None:
        return "was ended by the system or by somebody"
    if status > 0:
        return f"ended with exit status {status}"
    name = next((each.name for each in signal.Signals if each == -status), f"signal {-status}")
    if name == "SIGKILL":
        return "was killed (SIGKILL): memory ran out, or somebody ended it"
    return f"crashed ({name}): memory ran out, or a rule wrote beyond its table (NUMBA_BOUNDSCHECK=1 tells where)"
