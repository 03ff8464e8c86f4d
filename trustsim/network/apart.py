"""networkx's generators in a separate process, which can be killed.

`hypercube_graph(100)` never returns and takes all memory, and a thread that runs it cannot be stopped. So a child
process makes the graph, within limits of time and memory. It is killed when it exceeds a limit, when nobody waits for
the graph any more, or on Ctrl-C. After its work a child waits for the next graph, so a study starts only one process.
"""

import atexit
import os
import pickle
import queue
import subprocess
import sys
import threading
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from time import monotonic

from trustsim.errors import BadInput

CURE = "ask for less, or make the graph once and name its file as graph.file"
TURN = 0.05  # seconds between two checks of time and memory
START = "import json, runpy, sys; sys.path[:] = json.loads(sys.argv[1]); runpy.run_path(sys.argv[2])['answer']()"


@dataclass(frozen=True)
class Limits:
    """Limits for making one graph; `stopped()` is true when nobody waits for it any more."""

    seconds: float = 600.0
    memory: int | None = None  # bytes; None: half of the free memory
    ties: int | None = None  # None: any number
    stopped: object = lambda: False


LIMITS = ContextVar("limits of networkx's generators", default=Limits())  # noqa: B039 - frozen; each thread may set its own


class Child:
    """A process that makes graphs, one at a time."""

    def __init__(self):
        from json import dumps

        apart = {"start_new_session": True}  # so that Ctrl-C reaches the parent only
        if os.name == "nt":
            apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        self.process = subprocess.Popen(
            [sys.executable, "-c", START, dumps(sys.path), __file__],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **apart,
        )  # fmt: skip
        self.answers = queue.SimpleQueue()
        threading.Thread(target=self.listen, name="trustsim graphs", daemon=True).start()

    def listen(self):
        """Collect the answers of the process until it ends."""
        try:
            with self.process.stdout as answers:
                while True:
                    self.answers.put(pickle.load(answers))
        except Exception:  # the end of a process raises different errors on different systems
            self.answers.put(("gone", ""))

    def ask(self, name, arguments, limits):
        """The answer of the process: (kind, what). Raises BadInput when it exceeds a limit."""
        from trustsim.budget import available, spoken

        memory = available() // 2 if limits.memory is None else limits.memory
        until = monotonic() + limits.seconds
        try:
            pickle.dump((name, arguments, limits.ties), self.process.stdin)
            self.process.stdin.flush()
        except OSError:
            return "gone", ""
        while True:
            try:
                return self.answers.get(timeout=TURN)
            except queue.Empty:
                pass
            if limits.stopped():
                raise BadInput("nobody waits for it any more")
            if monotonic() > until:
                raise BadInput(f"takes more than {limits.seconds:g} s; {CURE}")
            if self.taken() > memory:
                raise BadInput(f"takes more than {spoken(memory)} of memory; {CURE}")

    def taken(self):
        """Memory of the process, in bytes."""
        import psutil

        try:
            return psutil.Process(self.process.pid).memory_info().rss
        except psutil.Error:
            return 0

    @property
    def alive(self):
        """Whether the process is running."""
        return self.process.poll() is None

    def end(self):
        """Kill the process, whatever it is doing."""
        self.process.kill()
        self.process.wait()
        with suppress(OSError):
            self.process.stdin.close()


class Nursery:
    """The idle children. A forked process does not use those of its parent."""

    def __init__(self):
        self.idle, self.lock, self.owner = [], threading.Lock(), os.getpid()

    def take(self):
        """Return an idle child, or a new one."""
        with self.lock:
            if self.owner != os.getpid():
                self.idle, self.owner = [], os.getpid()
            while self.idle:
                child = self.idle.pop()
                if child.alive:
                    return child
                child.end()
        return Child()

    def give(self, child):
        """Keep a child for later if none is idle yet; otherwise end it."""
        with self.lock:
            if not self.idle:
                self.idle.append(child)
                return
        child.end()

    def close(self):
        """End the idle children."""
        with self.lock:
            while self.idle and self.owner == os.getpid():
                self.idle.pop().end()


NURSERY = Nursery()
atexit.register(NURSERY.close)


def graph_apart(name, arguments):
    """The graph that `networkx.<name>(**arguments)` makes.

    Raises BadInput. Its message continues a sentence about the generator: "takes more than 600 s; …".
    """
    child = NURSERY.take()
    try:
        kind, what = child.ask(name, arguments, LIMITS.get())
        if kind == "gone":
            raise BadInput(f"ended its process, as a lack of memory does; {CURE}")
    except BaseException:  # Ctrl-C as well
        child.end()
        raise
    NURSERY.give(child)
    if kind == "graph":
        return what
    raise BadInput(what)


# -- in the child -----------------------------------------------------------------------------------------------------


def answer():
    """Make the graphs requested on standard input, until it ends because the parent has ended."""
    asked, replies = queue.SimpleQueue(), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # discards what a generator prints

    def listen():
        try:
            while True:
                asked.put(pickle.load(sys.stdin.buffer))
        except Exception:
            os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    while True:
        pickle.dump(made(*asked.get()), replies, pickle.HIGHEST_PROTOCOL)
        replies.flush()


def made(name, arguments, most):
    """("graph", the graph) or ("fault", what is wrong)."""
    import networkx

    try:
        graph = getattr(networkx, name)(**arguments)
    except Exception as error:
        why = " ".join(str(error).split())[:200]
        return "fault", f"these do not suit networkx.{name} ({why}); see its documentation"
    if not isinstance(graph, networkx.Graph):
        return "fault", f"makes a {type(graph).__name__}, not a graph; choose another"
    if most is not None and graph.number_of_edges() > most:
        return "fault", f"makes {graph.number_of_edges()} ties, which are too many to watch; at most {most}"
    return "graph", graph
