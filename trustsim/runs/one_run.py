"""One run: its network, weeks and series; and the report of a failed run."""

import json
import os
import threading
from collections import OrderedDict
from pathlib import Path
from traceback import extract_tb
from typing import NamedTuple

import numpy as np

from trustsim.by_group import spread
from trustsim.errors import BadInput
from trustsim.named import measures_of
from trustsim.network import assembled_network, fingerprint
from trustsim.preparing import can_run
from trustsim.runs.spans import run_in_spans

LARGE = 10_000  # customers: with fewer, threads within a run cost more time than they save


class Task(NamedTuple):
    """One run: an arm under a condition with a seed."""

    condition: object
    arm: str
    seed: int

    @property
    def key(self):
        """The key of the run in the results: (condition, arm, seed)."""
        return self.condition.name, self.arm, self.seed


class Networks:
    """The networks in use, made once per seed and shared by twin worlds. The latest few are kept."""

    def __init__(self, keep=8):
        self.keep, self.made, self.lock = keep, OrderedDict(), threading.Lock()

    def of(self, arm, seed):
        """The network of an arm under a seed, and its fingerprint."""
        assembled, graph = self.assembled(arm, seed)
        return assembled.network, graph

    def assembled(self, arm, seed):
        """Like `of`, with notes on what was left out of the network."""
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
    """The number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_one(arm, seed, network, stop=None, threads=1):
    """One run: {measure: float64 [ticks]}; None if told to stop. Large worlds use `threads`."""
    threads = threads if len(network.knows_first) > LARGE else 1
    measures = spread(measures_of(arm), network)
    if can_run(arm, measures):
        return run_in_spans(arm, seed, network, measures, stop, threads)
    return run_by_model(arm, seed, network, stop, threads)


def run_by_model(arm, seed, network, stop=None, threads=1):
    """One run week by week as a Mesa model, for what compiled code does not know: own agents and measures in Python."""
    from trustsim.model import TrustModel

    model = TrustModel(arm, seed, threads, network)
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
    """float64 [ticks] of what a measure gave; raises BadInput unless it gave one number per week."""
    numbers = int | float | np.number | np.bool_
    odd = next((value for value in values if np.ndim(value) or not isinstance(value, numbers)), None)
    if odd is not None:
        raise BadInput(f"the measure {name} gave {odd!r:.60}; it must give one number")
    return np.array(values, dtype=np.float64)


class Failure(NamedTuple):
    """A run that ended in an error, with the place: "week 3, my_measures.py line 12"."""

    task: Task
    error: BaseException
    where: str


def failure(task, error):
    """The Failure of a run: without the frames that would keep its world in memory, so that a worker can send it."""
    notes = getattr(error, "__notes__", [])
    while error.__cause__ is not None and not isinstance(error, BadInput):  # what came first says where
        error = error.__cause__
    if isinstance(error, MemoryError):
        error = MemoryError("memory ran out; a smaller world or fewer --jobs at a time need less")
    frame = next(iter(extract_tb(error.__traceback__)[-1:]), None)
    if not isinstance(error, BadInput) and type(error).__module__ != "builtins":  # only the worker may know its class
        error = RuntimeError(f"{type(error).__name__}: {error}")
    error.__traceback__ = error.__cause__ = error.__context__ = None
    place = [f"{Path(frame.filename).name} line {frame.lineno}"] if frame else []
    return Failure(task, error, ", ".join([*notes, *place]))
