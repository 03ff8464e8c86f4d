"""networkx's generators in a process of their own, which can be ended.

`hypercube_graph(100)` never comes back and takes all memory; a thread that runs it can only be waited for. So a child
process makes the graph, under limits of time and memory, and is ended when they are passed, when whoever asked has
left, or by Ctrl-C. The child that did its work waits for the next graph, so that a study pays for one start only.
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
TURN = 0.05  # seconds between two looks at time and memory
START = "import json, runpy, sys; sys.path[:] = json.loads(sys.argv[1]); runpy.run_path(sys.argv[2])['answer']()"


@dataclass(frozen=True)
class Limits:
    """What making one graph may take; `stopped` says whether whoever asked for it has left."""

    seconds: float = 600.0
    memory: int | None = None  # bytes; None: half of what is free
    ties: int | None = None  # None: any number
    stopped: object = lambda: False


LIMITS = ContextVar("limits of networkx's generators", default=Limits())  # noqa: B039 - frozen; each thread may set its own


class Child:
    """A process that makes graphs, one at a time."""

    def __init__(self):
        from json import dumps

        apart = {"start_new_session": True}  # Ctrl-C is for the parent to hear
        if os.name == "nt":
            apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        self.process = subprocess.Popen(
            [sys.executable, "-c", START, dumps(sys.path), __file__],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **apart,
        )  # fmt: skip
        self.answers = queue.SimpleQueue()
        threading.Thread(target=self.listen, name="trustsim graphs", daemon=True).start()

    def listen(self):
        """Take in what the process answers, until it has gone."""
        try:
            with self.process.stdout as answers:
                while True:
                    self.answers.put(pickle.load(answers))
        except Exception:  # whatever the end of a process looks like here
            self.answers.put(("gone", ""))

    def ask(self, name, arguments, limits):
        """(kind, what) that the process answers; raises BadInput where a limit is passed."""
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
        """Bytes that the process holds."""
        import psutil

        try:
            return psutil.Process(self.process.pid).memory_info().rss
        except psutil.Error:
            return 0

    @property
    def alive(self):
        """Whether the process is there."""
        return self.process.poll() is None

    def end(self):
        """End the process, whatever it does."""
        self.process.kill()
        self.process.wait()
        with suppress(OSError):
            self.process.stdin.close()


class Nursery:
    """The children that wait for work; a process that was forked has none of its parent's."""

    def __init__(self):
        self.idle, self.lock, self.owner = [], threading.Lock(), os.getpid()

    def take(self):
        """A child that waits, or a new one."""
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
        """Let a child wait, if none waits yet."""
        with self.lock:
            if not self.idle:
                self.idle.append(child)
                return
        child.end()

    def close(self):
        """End the children that wait."""
        with self.lock:
            while self.idle and self.owner == os.getpid():
                self.idle.pop().end()


NURSERY = Nursery()
atexit.register(NURSERY.close)


def graph_apart(name, arguments):
    """What `networkx.<name>(**arguments)` makes: a graph.

    Raises BadInput, which continues a sentence about the generator: "takes more than 600 s; …".
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
    """Make the graphs that are asked for on standard input, until that ends: the parent has gone."""
    asked, replies = queue.SimpleQueue(), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a generator prints

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
