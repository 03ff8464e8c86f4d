"""Messages on standard error: progress, events during the runs, failures. Errors in printing never stop a run."""

import time
from contextlib import suppress

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from trustsim.errors import FAILED, INTERRUPTED, BadInput
from trustsim.runs.words import legible, reason

MOST = 10  # failures that are listed one by one
WORTH_TELLING = 2.0  # seconds of compiling


class Talk(Console):
    """Standard error; nobody need be listening."""

    def __init__(self):
        super().__init__(stderr=True)

    def on_broken_pipe(self):
        """Stop printing; rich would end the process."""
        self.quiet = True

    def say(self, text):
        """A line."""
        with suppress(OSError, ValueError):  # closed, full
            self.print(legible(text), markup=False, highlight=False, soft_wrap=True)


class Course:
    """The progress of a study: a line on what is to be done, then a bar on a terminal.

    announce(todo): what to say before the runs. total: all runs, if more will be wanted than are known at the start.
    """

    def __init__(self, study, talk, announce=None, total=None):
        self.study, self.talk, self.announce, self.total = study, talk, announce, total
        name = TextColumn("{task.description}", markup=False)
        columns = name, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
        self.bar = Progress(*columns, console=talk, transient=True, disable=not talk.is_terminal)
        self.row = self.bar.add_task(legible(study.name), total=None)

    def starting(self, store, todo, notes):
        """Print how many runs are done and how many remain."""
        done = len(store.results.runs)
        if self.announce:
            self.talk.say(self.announce(todo))
        for note in notes:
            self.talk.say(note)
        if store.replaces:
            self.talk.say(f"{store.folder} contains results of a different config or version; replacing them")
        if done and todo:
            self.talk.say(f"Resuming {store.folder}: {done} of {done + len(todo)} runs are done.")
        if todo:
            say_that_it_compiles(store.study, self.talk, all_readings=False)
        with suppress(OSError, ValueError):
            self.bar.update(self.row, total=self.total or done + len(todo), completed=done)
            self.bar.start()

    def more(self, todo):
        """Let the bar grow by runs that were not known at the start."""
        with suppress(OSError, ValueError):
            self.bar.update(self.row, total=self.bar.tasks[self.row].total + len(todo))

    def counting(self, runs):
        """Begin a bar over this many runs of something that keeps no results."""
        say_that_it_compiles(self.study, self.talk)
        with suppress(OSError, ValueError):
            self.bar.update(self.row, total=runs)
            self.bar.start()

    def advance(self, task=None):
        """Count one finished run."""
        with suppress(OSError, ValueError):
            self.bar.advance(self.row)

    def stop(self):
        """Remove the bar."""
        with suppress(OSError, ValueError):
            self.bar.stop()


def say_that_it_compiles(study, talk, all_readings=True):
    """Compile what the arms need and show how far that is, because it takes a while and happens only once."""
    from trustsim.preparing import prepare

    began, status = time.monotonic(), talk.status("")

    def tell(done, all_of):
        status.update(f"compiling the rules, once on this machine: {done} of {all_of}")
        status.stop() if done == all_of else status.start()

    with suppress(Exception):  # an error will show in the runs, with its place
        try:
            prepare(study.arms.values(), tell, all_readings)
        finally:
            status.stop()
    if time.monotonic() - began > WORTH_TELLING:
        talk.say(f"compiled the rules in {time.monotonic() - began:.0f} s; the next run starts at once")


def tell_interrupted(replayed, talk):
    """Print how many runs were saved before Ctrl-C."""
    talk.say(f"Interrupted: {replayed.saved} finished runs are saved in {replayed.folder}. {RESUME}")
    return INTERRUPTED


RESUME = "Run the same command again to resume."


def tell_failures(replayed, talk):
    """Print which runs failed and why, one line each. Finished runs are saved."""
    bad = next((error for _, error, _ in replayed.failures if isinstance(error, BadInput)), None)
    if bad:
        raise bad
    for task, error, where in replayed.failures[:MOST]:
        at = f" ({where})" if where else ""
        talk.say(f"failed: {task.arm}, seed {task.seed}, {task.condition.name}: {reason(error)}{at}")
    rest = f" ({len(replayed.failures) - MOST} more like these)" if len(replayed.failures) > MOST else ""
    saved = f"{replayed.saved} are saved in {replayed.folder}"
    talk.say(f"{len(replayed.failures)} runs failed{rest}, {saved}. Run the same command again to retry.")
    return FAILED
