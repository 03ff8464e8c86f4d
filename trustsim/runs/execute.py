"""Run every arm over the same seeds, several runs at a time. Finished runs are saved, whatever happens."""

from collections import deque
from concurrent.futures import BrokenExecutor, wait
from contextlib import ExitStack
from typing import NamedTuple

from trustsim.errors import BadInput
from trustsim.runs.lent import Lent
from trustsim.runs.one_run import Failure, Networks, Task, failure
from trustsim.runs.workers import Hands, by_processes, deaf, refuse_import

HEED = 0.5  # seconds; some systems notice Ctrl-C only between waits


def tasks(study, conditions):
    """All runs of a study, seed by seed.

    Worlds with the same seed share their network, and a study that is stopped has completed whole seeds.
    """
    seeds = [(condition, condition.seeds(study)) for condition in conditions]
    return [
        Task(condition, arm, its[turn])
        for turn in range(max((len(its) for _, its in seeds), default=0))
        for condition, its in seeds
        if turn < len(its)
        for arm in study.arms
    ]


def error_of(future):
    """The error of a future that is done, or None; one that somebody else cancelled has an error as well."""
    return RuntimeError("the executor cancelled it") if future.cancelled() else future.exception()


class Ended(NamedTuple):
    """How a batch of runs ended."""

    done: int
    failures: list  # [Failure]
    interrupted: bool


def execute(todo, arms, keep, jobs=1, report=None, networks=None, tell=lambda text: None, executor=None):
    """Run the `todo` tasks, `jobs` at a time.

    `keep(task, series, graph)` takes each result with its graph's hash, `report(task)` is called for it, and
    `tell(text)` for other events. `arms` maps (condition name, arm name) to resolved arms. A run that fails does not
    stop the others, unless the user can fix the error (BadInput); then no more runs are started. If a worker process is
    killed or memory runs out, the runs that may be the cause are tried once more, one at a time. Ctrl-C ends the batch
    at once and drops the runs in progress. `executor`: one of `concurrent.futures` or like it, which is used instead of
    own workers.
    """
    refuse_import()
    batch = Batch(todo, keep, report, tell)
    jobs = max(1, min(jobs, len(todo)))
    interrupted, hands = False, workers(jobs, todo, arms, networks, executor)
    with ExitStack() as ending:
        try:
            while not batch.stopped and batch.begin_more(hands):
                for future in wait(batch.waiting, HEED, "FIRST_COMPLETED").done:
                    batch.take(future)
        except KeyboardInterrupt:
            ending.enter_context(deaf())  # pressed again, Ctrl-C is ignored until everything is closed
            interrupted, batch.report = True, None
            for future in [future for future in batch.waiting if future.done()]:
                batch.take(future)
        finally:
            hands.end(at_once=interrupted)
    return Ended(batch.done, batch.failures, interrupted)


def workers(jobs, todo, arms, networks, executor):
    """The workers of a batch: those of an executor, or else threads or processes of our own."""
    if executor is not None:
        return Lent(executor, jobs, arms)
    return Hands(jobs, arms, networks or Networks(), by_processes(jobs, todo, arms))


class Batch:
    """The runs of a batch: waiting, in progress, to be tried once more alone, and failed."""

    def __init__(self, todo, keep, report, tell):
        self.queue, self.again, self.tried, self.waiting = deque(todo), deque(), set(), {}
        self.keep, self.report, self.tell = keep, report, tell
        self.failures, self.done = [], 0
        self.broken = self.alone = False  # whether the workers are gone; whether the run in progress is a second try

    @property
    def stopped(self):
        """Whether a run failed for a reason that the user can fix."""
        return any(isinstance(each.error, BadInput) for each in self.failures)

    def begin_more(self, hands):
        """Submit runs while there is room, and return whether any is in progress. A second try runs alone."""
        if self.broken:
            self.renew(hands)
        while source := self.again or self.queue:
            self.alone = self.alone and bool(self.waiting)
            if len(self.waiting) >= (1 if self.again or self.alone else 2 * hands.jobs):
                break
            try:
                future = hands.submit(source[0])
            except BrokenExecutor:  # a worker was killed while idle
                self.renew(hands)
                continue
            self.alone = source is self.again
            self.waiting[future] = source.popleft()
        return bool(self.waiting)

    def renew(self, hands):
        """Start new workers, and try the runs of the old ones once more."""
        cause = hands.anew()
        for task in self.waiting.values():
            self.lost(Failure(task, RuntimeError(f"its process {cause}"), "twice"))
        if self.again:
            self.tell(f"a worker process {cause}; what it was at is tried once more")
        self.waiting.clear()
        self.broken = False

    def lost(self, failed):
        """Try an interrupted run once more, unless it was a second try."""
        if failed.task.key in self.tried:
            self.heard(failed.task, failed)
        else:
            self.tried.add(failed.task.key)
            self.again.append(failed.task)

    def take(self, future):
        """Take the result of a run."""
        task, error = self.waiting[future], error_of(future)
        if isinstance(error, BrokenExecutor):
            self.broken = True  # it stays in progress until there are new workers
            return
        result = failure(task, error) if error is not None else future.result()
        if isinstance(result, Failure) and isinstance(result.error, MemoryError):
            if task.key not in self.tried:
                self.tell(f"memory ran out in {task.arm}, seed {task.seed}: it is tried once more, alone")
            self.lost(result)
        elif result is not None:
            self.heard(task, result)
        del self.waiting[future]  # only now, so that Ctrl-C before this loses no finished run
        if result is None and self.report:
            self.report(task)

    def heard(self, task, result):
        """Keep a result or record a failure."""
        if isinstance(result, Failure):
            self.failures.append(result)
        else:
            self.keep(task, *result)
            self.done += 1
        if self.report:
            self.report(task)
