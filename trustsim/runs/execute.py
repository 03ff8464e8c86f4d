"""Every arm over the same seeds, several runs at a time; what is finished is kept, whatever happens."""

from collections import deque
from concurrent.futures import BrokenExecutor, wait
from contextlib import ExitStack
from typing import NamedTuple

from trustsim.errors import BadInput
from trustsim.runs.one_run import Failure, Networks, Task, failure
from trustsim.runs.workers import Hands, deaf, refuse_import

HEED = 0.5  # seconds; some systems hear Ctrl-C only between waits


def tasks(study, conditions):
    """All runs of a study, seed by seed.

    Worlds of one seed share their network, and a study that is stopped has finished whole seeds.
    """
    return [Task(condition, arm, seed) for seed in study.seeds for condition in conditions for arm in study.arms]


class Ended(NamedTuple):
    """How a batch of runs ended."""

    done: int
    failures: list  # [Failure]
    interrupted: bool


def execute(todo, arms, keep, jobs=1, report=None, networks=None, tell=lambda text: None):
    """Run the `todo` tasks, `jobs` at a time.

    `keep(task, series, graph)` takes each result with its graph's hash, `report(task)` hears of it, `tell(text)` of
    what else happens. `arms` maps (condition name, arm name) to resolved arms. A run that fails leaves the others
    alone, unless the user can fix it (BadInput): then no more are started. Where a worker process is killed or
    memory runs out, the runs that this may have been are tried once more, one at a time. Ctrl-C ends the batch at
    once; runs under way are given up.
    """
    refuse_import()
    batch = Batch(todo, keep, report, tell)
    jobs = max(1, min(jobs, len(todo)))
    interrupted, hands = False, Hands(jobs, arms, networks or Networks())
    with ExitStack() as ending:
        try:
            while not batch.stopped and batch.begin_more(hands):
                for future in wait(batch.waiting, HEED, "FIRST_COMPLETED").done:
                    batch.take(future)
        except KeyboardInterrupt:
            ending.enter_context(deaf())  # pressed again it is not heard until all is put away
            interrupted, batch.report = True, None
            for future in [future for future in batch.waiting if future.done()]:
                batch.take(future)
        finally:
            hands.end(at_once=interrupted)
    return Ended(batch.done, batch.failures, interrupted)


class Batch:
    """Runs to be done: those to come, those under way, those to be tried once more alone, those that failed."""

    def __init__(self, todo, keep, report, tell):
        self.queue, self.again, self.tried, self.waiting = deque(todo), deque(), set(), {}
        self.keep, self.report, self.tell = keep, report, tell
        self.failures, self.done = [], 0
        self.broken = self.alone = False  # whether the workers are gone; whether the run under way is tried once more

    @property
    def stopped(self):
        """Whether a run failed for a reason that the user can fix."""
        return any(isinstance(each.error, BadInput) for each in self.failures)

    def begin_more(self, hands):
        """Submit what there is room for; whether anything is under way. A run that is tried once more runs alone."""
        if self.broken:
            self.renew(hands)
        while source := self.again or self.queue:
            self.alone = self.alone and bool(self.waiting)
            if len(self.waiting) >= (1 if self.again or self.alone else 2 * hands.jobs):
                break
            try:
                future = hands.submit(source[0])
            except BrokenExecutor:  # a worker was killed while it had nothing to do
                self.renew(hands)
                continue
            self.alone = source is self.again
            self.waiting[future] = source.popleft()
        return bool(self.waiting)

    def renew(self, hands):
        """Have new workers; what the old ones were at is tried once more."""
        cause = hands.anew()
        for task in self.waiting.values():
            self.lost(Failure(task, RuntimeError(f"its process {cause}"), "twice"))
        if self.again:
            self.tell(f"a worker process {cause}; what it was at is tried once more")
        self.waiting.clear()
        self.broken = False

    def lost(self, failed):
        """A run that was cut short: it is tried once more, unless it has been before."""
        if failed.task.key in self.tried:
            self.heard(failed.task, failed)
        else:
            self.tried.add(failed.task.key)
            self.again.append(failed.task)

    def take(self, future):
        """Take what came of a run."""
        task, error = self.waiting[future], future.exception()
        if isinstance(error, BrokenExecutor):
            self.broken = True  # it stays among those under way, until there are new workers
            return
        result = failure(task, error) if error is not None else future.result()
        if isinstance(result, Failure) and isinstance(result.error, MemoryError):
            if task.key not in self.tried:
                self.tell(f"memory ran out in {task.arm}, seed {task.seed}: it is tried once more, alone")
            self.lost(result)
        elif result is not None:
            self.heard(task, result)
        del self.waiting[future]  # only now: Ctrl-C on the way costs no finished run
        if result is None and self.report:
            self.report(task)

    def heard(self, task, result):
        """Keep a result, note a failure."""
        if isinstance(result, Failure):
            self.failures.append(result)
        else:
            self.keep(task, *result)
            self.done += 1
        if self.report:
            self.report(task)
