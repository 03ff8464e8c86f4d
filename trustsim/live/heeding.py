"""Find the sliders that have no effect in a world, from what its rules, its lens and its network read."""

from functools import cache
from types import FunctionType

from trustsim import build
from trustsim.lenses import LENSES, lens
from trustsim.measures import MEASURES
from trustsim.mechanisms import MECHANISMS
from trustsim.named import own_lens, phases_of
from trustsim.parameters import BEFORE_THE_WORLD, SHARED
from trustsim.state import DIMENSIONS
from trustsim.week import readings


class Heard(dict):
    """The values of an arm, which record in `heard.paths` the paths that are read."""

    def __init__(self, values):
        super().__init__(values)
        self.paths = set()

    def __getitem__(self, path):
        self.paths.add(path)
        return super().__getitem__(path)


@cache
def names_in(function):
    """Every name in a function and in the trustsim functions that it calls: frozenset of str."""
    names, seen, waiting = set(), set(), [function]
    while waiting:
        each = waiting.pop()
        if each in seen:
            continue
        seen.add(each)
        names.update(each.__code__.co_names)
        called = (each.__globals__.get(name) for name in each.__code__.co_names)
        waiting += [f for f in called if isinstance(f, FunctionType) and f.__module__.startswith("trustsim.")]
    return frozenset(names)


@cache
def always_read():
    """The names that are always read, even if everything is switched off: by building a world and by the measures."""
    founding = (
        each for each in vars(build).values() if isinstance(each, FunctionType) and each.__module__ == build.__name__
    )
    consts = {name for function in founding for name in function.__code__.co_consts if isinstance(name, str)}
    return frozenset(consts.union(*(names_in(getattr(measure, "of", measure)) for measure in MEASURES.values())))


def readers(name, arm):
    """The readers of the column or setting `name`: ({mechanisms}, {lenses}, whether anything else reads it)."""
    mechanisms, others = set(), name in always_read()
    for rule in (rule for phase in (*phases_of(arm), *readings()) for rule in phase.rules):
        if name in names_in(rule):
            package, _, module = rule.__module__.rpartition(".")
            if package == "trustsim.mechanisms":
                mechanisms.add(module)
            else:
                others = True
    lenses = {each for each in LENSES if name in names_in(lens(each))}
    mine = own_lens(arm)
    if mine is not None and name in names_in(mine):
        lenses.add(arm.lens)
    return mechanisms, lenses, others


def idle(arm, switched, lenses, read_by_network):
    """Parameters that have no effect: {path: (why, names)}, where `why` is "mechanism", "lens" or "network".

    arm: the arm that the world starts from. switched: {mechanism: whether it is on}. lenses: the lens by which people
    trust and the lens shown. read_by_network: the paths that were read when the network was made.
    """
    found = {}
    for path, p in arm.parameters.items():
        if p.group in BEFORE_THE_WORLD:
            if p.group != "spread" and path not in read_by_network | always_read():
                found[path] = ("network", ())
            continue
        if p.group in MECHANISMS and not switched.get(p.group, True) and path not in SHARED:
            found[path] = ("mechanism", (p.group,))  # by contract a mechanism that is off leaves no trace
            continue
        mechanisms, reading, others = readers(p.name, arm)
        if others or not (mechanisms or reading) or p.name in DIMENSIONS:
            continue  # a disposition is read by its position; by its name, lenses read the belief about it
        if any(switched.get(name, True) for name in mechanisms) or reading & set(lenses):
            continue
        found[path] = ("mechanism", tuple(sorted(mechanisms))) if mechanisms else ("lens", tuple(sorted(reading)))
    return found
