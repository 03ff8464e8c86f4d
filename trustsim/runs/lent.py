"""Workers of somebody else's: any executor of `concurrent.futures`, in this process, in others or on other machines."""

import threading
from functools import cache

from trustsim import sources
from trustsim.errors import BadInput
from trustsim.runs import deciding
from trustsim.runs.one_run import Failure, Networks
from trustsim.runs.workers import Workshop, work

NEVER = threading.Event()  # nobody can tell a run elsewhere to stop
NETWORKS = Networks()  # of a worker, for all its runs


class Lent:
    """The workers behind an `executor`, `jobs` of them. The executor remains the caller's, who closes it."""

    def __init__(self, executor, jobs, arms):
        self.executor, self.jobs, self.arms, self.given = executor, jobs, arms, set()
        self.rules, self.held = deciding.code(), dict(sources.HELD)

    def submit(self, task):
        """A future of the result of `work`, wherever it is done."""
        future = self.executor.submit(work_elsewhere, task, self.arms[task.key[:2]], self.rules, self.held)
        self.given.add(future)
        future.add_done_callback(self.given.discard)
        return future

    def anew(self):
        """Nothing can be started again here, so finished runs are kept and the user is told. Raises BadInput."""
        raise BadInput("the executor broke, because one of its workers was killed; give a new one to resume")

    def end(self, at_once):
        """Take back the runs that have not begun."""
        for future in list(self.given):
            future.cancel()


def work_elsewhere(task, arm, rules, held):
    """One task in whatever process this is: like `work`. A worker with other rules gives a Failure instead."""
    if our_rules() != rules:
        told = "a worker has another version of trustsim or of a package that it needs; install the same everywhere"
        return Failure(task, BadInput(told), "")
    sources.HELD.update(held)
    return work(task, Workshop({task.key[:2]: arm}, NETWORKS, NEVER, 1))


@cache
def our_rules():
    """The hash of the rules in this process."""
    return deciding.code()
