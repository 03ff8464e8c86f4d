"""The only file that knows of row ranges and threads, and with `machine.py` of compiling.

Rules are plain functions. `link` makes a compiled twin of each and of all that it calls; a small module, written to a
folder of the user's cache, runs them over row ranges. The folder's name is a hash of every source that can change a
result (our rules, the user's files, the compiler's versions), so an edited rule takes effect at once although the
compiler's own disk cache does not notice an edited callee. With NUMBA_DISABLE_JIT=1 the same module runs as ordinary Python.
"""

import atexit
import dis
import hashlib
import importlib.util
import os
import shutil
import sys
import tempfile
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import FunctionType

import numpy as np

from trustsim import chance, lenses, own
from trustsim.errors import BadInput
from trustsim.lenses import LENSES
from trustsim.machine import teach
from trustsim.state import World

KERNEL = '''
@compiled
def {table}(tables, first, last, phases):
    """Rows first..last of {table} through the phases whose bits are set, row by row."""
    world = {world}
    for row in range(first, last):
{body}
'''
# the settings and the clock are tables of one row, which is taken inside the loop: a single record is slow to hand over
ONE_ROW = ("settings", "clock")
OPENED = f"World({', '.join(f'tables.{name}[0]' if name in ONE_ROW else f'tables.{name}' for name in World._fields)})"
SOURCES = (
    "rule.py", "chance.py", "state.py", "parameters.py", "evidence.py", "machine.py", "acquaintance.py", "calendar.py", "build.py", "engine.py",
    "lenses/*.py", "mechanisms/*.py",
)  # fmt: skip


def compiler_off():
    """Whether rules run as ordinary Python (NUMBA_DISABLE_JIT=1)."""
    return os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0")


def link(function, twins, finish):
    """The twin of a rule, calling the twins of the rules that it names; `finish` compiles it, or leaves it as it is.

    `twins` maps functions to their twins and is filled on the way; what it holds already is used as it stands.
    """
    if function not in twins:
        twins[function] = None  # under way: a rule that comes back to itself finds this
        named = dict.fromkeys(each.argval for each in dis.get_instructions(function) if each.opname == "LOAD_GLOBAL")
        calls = {
            name: link(function.__globals__[name], twins, finish)
            for name in named
            if getattr(function.__globals__.get(name), "rule", False) is True or function.__globals__.get(name) is chance.u64
        }
        twins[function] = finish(twin_of(function, {**function.__globals__, **calls}))
    if twins[function] is None:
        raise BadInput(f"{Path(function.__code__.co_filename).name}:{function.__name__} calls itself, by way of others or not; a rule cannot")
    return twins[function]


def twin_of(function, names):
    """A copy of a function that finds its globals in `names`."""
    twin = FunctionType(function.__code__, names, function.__name__, function.__defaults__, function.__closure__)
    twin.__dict__.update(function.__dict__)
    return twin


def twins_for(own_lens, finish):
    """What every link starts from: the machine's integers when compiled, and `lenses.read` as one branch a lens."""
    twins = {chance.u64: chance.u64 if finish is as_is else np.uint64}
    functions = [lenses.lens(name) for name in LENSES] + ([own_lens] if own_lens else [])
    branches = "".join(f"    if number == {i}:\n        return lens_{i}(beliefs, settings)\n" for i in range(len(functions)))
    names = {f"lens_{i}": link(function, twins, finish) for i, function in enumerate(functions)}
    exec(f"def read(number, beliefs, settings):\n{branches}    return lens_0(beliefs, settings)\n", names)
    twins[lenses.read] = finish(names["read"])
    return twins


def as_is(function):
    """The function, uncompiled."""
    return function


# _nrt=False: no reference counting of arrays inside the loops (nothing is allocated there), which is worth a factor of ten
COMPILED = {"nogil": True, "error_model": "numpy", "_nrt": False, "no_cfunc_wrapper": True}


def inner(function):
    """A function that compiled loops call: part of them, never kept on disk by itself."""
    from numba import njit

    teach()
    compiled = njit(**COMPILED, no_cpython_wrapper=True, forceinline=not getattr(function, "apart", False))(function)
    template = compiled.get_call_template
    compiled.get_call_template = lambda args, kws: template([plain(a) for a in args], {name: plain(a) for name, a in kws.items()})
    return compiled


def plain(kind):
    """The type as which a function takes an argument: one for all whole numbers, lest it be compiled once a width and a constant."""
    from numba.core import types

    kind = types.unliteral(kind)
    return types.int64 if isinstance(kind, types.Integer) and kind.bitwidth < 64 else kind


def outer(function):
    """A loop over rows: compiled once, kept on disk, free of Python's lock."""
    from numba import njit

    return njit(**COMPILED, cache=True)(function)


def source_of(phases, own_lens=None):
    """The text of the loops: a function a table, in it its phases, in them their rules in order."""
    lenses = len(LENSES) + (own_lens is not None)
    world = "tables" if compiler_off() else OPENED
    tables = dict.fromkeys(phase.table for phase in phases)
    return "".join(KERNEL.format(world=world, table=table, body=body_of(phases_on(table, phases), lenses)) for table in tables)


def phases_on(table, phases):
    """The phases of a table, which share a loop: the n-th is the n-th bit."""
    return [phase for phase in phases if phase.table == table]


def body_of(phases, lenses):
    """The lines of a loop that take one row through these phases."""
    body = ""
    for bit, phase in enumerate(phases):
        body += f"        if phases & {1 << bit}:\n"
        for rule in phase.rules:
            switch = mechanism_of(rule)
            lines = calls(rule, lenses)
            if switch:
                lines = [f"if world.settings.on_{switch}:", *(f"    {line}" for line in lines)]
            body += "".join(f"            {line}\n" for line in lines)
    return body


def calls(rule, lenses):
    """The lines that call a rule on a row; those that read trust off know the lens as a constant."""
    if not getattr(rule, "by_lens", False):
        return [f"{alias(rule)}(world, row)"]
    return [line for number in range(lenses) for line in (f"if world.settings.lens == {number}:", f"    {alias(rule)}(world, row, {number})")]


def alias(rule):
    """A name for a rule in the generated module."""
    return f"{rule.__module__.replace('.', '_')}_{rule.__name__}"


def mechanism_of(rule):
    """The mechanism whose switch governs a rule; None for what always happens and for the user's own."""
    package, _, name = rule.__module__.rpartition(".")
    return name if package == "trustsim.mechanisms" else None


@cache
def digest_of_sources():
    """Hash of every file of ours that a compiled loop depends on."""
    house = Path(__file__).parent
    files = sorted(path for pattern in SOURCES for path in house.glob(pattern))
    return hashlib.blake2b(b"".join(path.name.encode() + path.read_bytes() for path in files), digest_size=16).hexdigest()


def cache_folder():
    """Where compiled loops are kept: $TRUSTSIM_CACHE or the user's cache folder; where that cannot be written, a passing one."""
    from platformdirs import user_cache_path

    wanted = Path(os.environ.get("TRUSTSIM_CACHE") or user_cache_path("trustsim"))
    return wanted if writable(wanted) else passing_folder(wanted)


@cache
def writable(folder):
    """Whether files can be made in a folder, which is made if need be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


@cache
def passing_folder(wanted):
    """A folder that lasts as long as this process."""
    warnings.warn(f"{wanted} cannot be written, so every run compiles anew; set TRUSTSIM_CACHE to a folder that can", stacklevel=4)
    folder = tempfile.mkdtemp(prefix="trustsim-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def folder_of(text, own_lens, own_sources):
    """The folder that holds the loops compiled from exactly these sources, flags and compiler."""
    versions = [sys.version, np.__version__, os.environ.get("NUMBA_BOUNDSCHECK", ""), os.environ.get("NUMBA_OPT", "")]
    if not compiler_off():
        import numba

        versions.append(numba.__version__)
    lens = f"{own_lens.__module__}.{own_lens.__qualname__}" if own_lens else ""  # a file may hold several, and may lie elsewhere tomorrow
    key = "\n".join([digest_of_sources(), text, lens, *versions, *own_sources])
    return cache_folder() / f"loops-{hashlib.blake2b(key.encode(), digest_size=10).hexdigest()}"


def is_compiled(phases, own_lens=None, own_sources=()):
    """Whether the loops for these rules lie compiled on disk (then a run starts at once)."""
    return compiler_off() or any(folder_of(source_of(phases, own_lens), own_lens, own_sources).glob("__pycache__/*.nbi"))


LOADED = {}
LOADING = threading.Lock()


def loops(phases, own_lens=None, own_sources=()):
    """The module of loops for these phases (and the user's own lens), loaded once a process."""
    text = source_of(phases, own_lens)
    folder = folder_of(text, own_lens, own_sources)
    with LOADING:
        if (folder, own_lens) not in LOADED:
            finish = as_is if compiler_off() else inner
            twins = twins_for(own_lens, finish)
            names = {alias(rule): link(rule, twins, finish) for phase in phases for rule in phase.rules}
            LOADED[folder, own_lens] = load(folder, text, names)
        return LOADED[folder, own_lens]


def load(folder, text, names):
    """Write the loops' module to `folder` (whole or not at all) and import it with `names` at hand."""
    path = folder / "loops.py"
    if not path.exists() or path.read_text() != text:
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f"loops.{os.getpid()}.{threading.get_ident()}.part"
        part.write_text(text)
        part.replace(path)
    spec = importlib.util.spec_from_file_location(f"trustsim_{folder.name.replace('-', '_')}", path)
    module = importlib.util.module_from_spec(spec)
    module.__dict__.update(names, compiled=as_is if compiler_off() else outer, World=World)
    sys.modules[spec.name] = module  # the compiler's cache names functions by their module
    spec.loader.exec_module(module)
    return module


class Engine:
    """Runs phases over the rows of a world, on one thread or several: the numbers are the same."""

    def __init__(self, world, phases, threads=1, own_lens=None, own_sources=()):
        self.columns = World(*(Table(a) for a in world[:-2]), *(Record(a) for a in world[-2:]))
        self.world = self.columns if compiler_off() else world
        self.plain = twins_for(own_lens, as_is)
        module = loops(phases, own_lens, own_sources)
        self.rows = {phase.table: 1 if phase.table == "clock" else len(getattr(world, phase.table)) for phase in phases}
        self.loops = {table: getattr(module, table) for table in self.rows}
        self.bits = {phase.name: 1 << bit for table in self.rows for bit, phase in enumerate(phases_on(table, phases))}
        if own_sources and not compiler_off():
            self.compile([rule for phase in phases for rule in phase.rules] + [own_lens] * (own_lens is not None))
        self.threads = threads
        self.pool = ThreadPoolExecutor(threads - 1) if threads > 1 else None

    def compile(self, rules):
        """Compile now, not at the first step, so that a fault in one of the user's rules is told in one line."""
        try:
            for loop in self.loops.values():
                loop(self.world, 0, 0, 0)
        except Exception as error:  # no row is touched, so it comes from the compiler, which raises more than its own kinds
            raise own.uncompilable(error, [rule for rule in rules if own.is_rule_of_user(rule)]) from error

    def bulk(self, table, names, ranges=None):
        """All rows of `table` (or these `ranges` of rows) through the phases `names`, split over the threads."""
        bits = sum(self.bits[name] for name in names)
        loop, world = self.loops[table], self.world
        shares = [share for first, last in ranges or [(0, self.rows[table])] for share in split(first, last, self.threads)]
        if self.pool is None or len(shares) == 1:
            for first, last in shares:
                loop(world, first, last, bits)
            return
        waiting = [self.pool.submit(loop, world, first, last, bits) for first, last in shares[1:]]
        loop(world, *shares[0], bits)
        for future in waiting:
            future.result()

    def one(self, table, name, row):
        """Row `row` alone through phase `name`: the very same loop over a single row."""
        self.loops[table](self.world, row, row + 1, self.bits[name])

    def call(self, rule, *arguments):
        """A rule called as ordinary Python on this world, e.g. `call(trust_in, relation, 0, 0.0)`."""
        return link(rule, self.plain, as_is)(self.columns, *arguments)

    def close(self):
        """Let the threads go."""
        if self.pool is not None:
            self.pool.shutdown()


def split(first, last, parts):
    """Row ranges of nearly equal length that cover first..last."""
    if parts == 1 or last - first < 2 * parts:
        return [(first, last)]
    edges = [first + (last - first) * part // parts for part in range(parts + 1)]
    return list(pairwise(edges))


class Table:
    """A table as people and uncompiled rules see it: `customers.trust` is a column, `customers[3]` a row; both share its memory."""

    def __init__(self, array):
        # plain attributes: a record array looks its columns up anew, which would be most of a small world's week
        self.__dict__.update({name: array[name] for name in array.dtype.names}, rows=array.view(np.recarray), shape=array.shape)

    def __getitem__(self, row):
        return self.rows[row]

    def __setattr__(self, name, value):
        self.__dict__[name][...] = value

    def __len__(self):
        return len(self.rows)


class Record:
    """A one-row table read and written by attribute (`clock.tick`), as plain Python numbers; shares its memory."""

    __slots__ = ("_row",)

    def __init__(self, array):
        object.__setattr__(self, "_row", array)

    def __getattr__(self, name):
        if name not in self._row.dtype.names:
            raise AttributeError(f"{name} is none of {', '.join(self._row.dtype.names)}")
        return self._row[name][0].item()

    def __setattr__(self, name, value):
        self._row[name][0] = value
