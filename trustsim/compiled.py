"""The loops that run rules over rows: a small generated module, compiled once and stored in the user's cache.

The name of the folder is a hash of everything that decides what is compiled: the linked rules, the files that they
import, the values that they use, the layout of the tables, and the compiler. An edited rule gets another folder, so it
takes effect at once; the compiler's own disk cache would not notice an edited callee. A folder is used only when it is
complete: a seal lists its files with their digests. Folders that are not used for a while are removed.
"""

import atexit
import importlib.util
import json
import os
import re
import shutil
import sys
import tempfile
import threading
import time
import warnings
from contextlib import contextmanager, suppress
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from trustsim import own
from trustsim.build import settings_dtype
from trustsim.fixed import fixed_in, told
from trustsim.lenses import LENSES
from trustsim.linking import as_is, compiler_off, inner, link, outer, twins_for
from trustsim.sources import behind, digest
from trustsim.state import World

KERNEL = '''
@compiled
def {table}(tables, first, last, phases):
    """Rows first..last of {table} through the phases whose bits are set, row by row."""
    world = {world}
    for row in range(first, last):
{body}
'''
# settings and clock are tables of one row, read inside the loop: a record is slow to pass
ONE_ROW = ("settings", "clock")
OPENED = f"World({', '.join(f'tables.{name}[0]' if name in ONE_ROW else f'tables.{name}' for name in World._fields)})"
SEAL, LOCK = "seal.json", ".lock"
PATIENCE = 300  # seconds to wait for another process to compile
DAYS = 30  # days that an unused folder is kept
MOST = 100  # folders that are kept at most


# --- the text of the loops --------------------------------------------------------------------------------------------


def source_of(phases, own_lens=None):
    """The source of the loops: one function per table, with its phases and their rules in order."""
    lenses = len(LENSES) + (own_lens is not None)
    world = "tables" if compiler_off() else OPENED
    tables = dict.fromkeys(phase.table for phase in phases)
    bodies = {table: body_of(phases_on(table, phases), lenses, names_of(phases)) for table in tables}
    return "".join(KERNEL.format(world=world, table=table, body=body) for table, body in bodies.items())


def phases_on(table, phases):
    """The phases of a table, which share one loop; the n-th phase has the n-th bit."""
    return [phase for phase in phases if phase.table == table]


def body_of(phases, lenses, names):
    """The lines of a loop that take one row through these phases."""
    body = ""
    for bit, phase in enumerate(phases):
        body += f"        if phases & {1 << bit}:\n"
        for rule in phase.rules:
            switch = mechanism_of(rule)
            lines = calls(rule, names[rule], lenses)
            if switch:
                lines = [f"if world.settings.on_{switch}:", *(f"    {line}" for line in lines)]
            body += "".join(f"            {line}\n" for line in lines)
    return body


def calls(rule, name, lenses):
    """The lines that call a rule on a row; for a rule that reads trust, the lens is a constant."""
    if not getattr(rule, "by_lens", False):
        return [f"{name}(world, row)"]
    numbered = [(f"if world.settings.lens == {n}:", f"    {name}(world, row, {n})") for n in range(lenses)]
    return [line for lines in numbered for line in lines]


def names_of(phases):
    """{rule: its name in the module of loops}. Names are unique, whatever the rules and their files are called."""
    rules = dict.fromkeys(rule for phase in phases for rule in phase.rules)
    return {rule: f"rule_{i}_{re.sub(r'[^0-9A-Za-z_]', '_', rule.__name__)}" for i, rule in enumerate(rules)}


def mechanism_of(rule):
    """The mechanism whose switch controls a rule; None for rules that always run and for the user's own."""
    package, _, name = rule.__module__.rpartition(".")
    return name if package == "trustsim.mechanisms" else None


# --- the folder -------------------------------------------------------------------------------------------------------


def folder_of(phases, own_lens=None):
    """The folder of the loops compiled from exactly these rules, values, tables and compiler."""
    told_by = tuple(sorted((name, value) for name, value in os.environ.items() if name.startswith("NUMBA_")))
    return cache_folder() / f"loops-{key_of(tuple(phases), own_lens, told_by)}"


@lru_cache(64)
def key_of(phases, own_lens, settings_of_compiler):
    """The hash in the name of a folder."""
    twins = twins_for(own_lens, as_is)
    for phase in phases:
        for rule in phase.rules:
            link(rule, twins, as_is)
    modules = {function.__module__ for function in twins}
    families = sorted({module.partition(".")[0] for module in modules if module.startswith(own.PREFIX)})
    loaded = [own.FAMILIES[family] for family in families]
    ours = {name for family in loaded for name in family.uses} | {m for m in modules if not m.startswith(own.PREFIX)}
    return digest(
        source_of(phases, own_lens),
        behind(__name__, *sorted(ours)),
        *families,
        *(text for family in loaded for text in family.holds),
        *(fixed_in(function) for function in twins),
        told([settings_of_compiler, sys.version, np.__version__, compiler_version()]),
        str(settings_dtype()),
    )


def compiler_version():
    """The version of the compiler; "" when it is off."""
    if compiler_off():
        return ""
    import numba

    return numba.__version__


def cache_folder():
    """The folder for compiled loops: $TRUSTSIM_CACHE or the user's cache; a temporary one if it is not writable."""
    from platformdirs import user_cache_path

    wanted = Path(os.environ.get("TRUSTSIM_CACHE") or user_cache_path("trustsim"))
    return wanted if writable(wanted) else passing_folder(wanted)


@cache
def writable(folder):
    """Whether files can be created in a folder. Creates the folder if necessary."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


@cache
def passing_folder(wanted):
    """A temporary folder that is removed when this process ends."""
    cure = "set TRUSTSIM_CACHE to a folder that can be written"
    warnings.warn(f"{wanted} cannot be written, so every run compiles again; {cure}", stacklevel=6)
    folder = tempfile.mkdtemp(prefix="trustsim-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def is_compiled(phases, own_lens=None):
    """Whether the loops for these rules are compiled on disk, so that a run starts at once."""
    return compiler_off() or is_sealed(folder_of(phases, own_lens))


# --- loops that are ready ---------------------------------------------------------------------------------------------

LOADED = {}
LOADING = threading.RLock()


def loops(phases, own_lens, world):
    """{table: its loop, ready to run over `world`}. Loops are loaded once per process and compiled once per folder."""
    folder = folder_of(phases, own_lens)
    with LOADING:
        if (folder, own_lens) not in LOADED:
            LOADED[folder, own_lens] = made(folder, phases, own_lens, world)
        module = LOADED[folder, own_lens]
        found = {phase.table: getattr(module, phase.table) for phase in phases}
        if not compiler_off() and run_empty(found.values(), world):  # a new layout of the tables
            seal(Path(module.__file__).parent)
        return found


def made(folder, phases, own_lens, world):
    """The module of loops in its folder, or in a temporary one if that cannot be used (disk full, no permission)."""
    try:
        return made_in(folder, phases, own_lens, world)
    except OSError:
        return made_in(passing_folder(folder.parent) / folder.name, phases, own_lens, world)


def made_in(folder, phases, own_lens, world):
    """The module of loops in a folder. One process compiles, after removing leftovers of killed processes."""
    if compiler_off() or is_sealed(folder):
        with suppress(OSError):
            os.utime(folder / SEAL)  # mark it as used today
        return load(folder, phases, own_lens)
    folder.mkdir(parents=True, exist_ok=True)
    with alone_in(folder):
        if not is_sealed(folder):  # no other process has compiled it meanwhile
            empty(folder)
        module = load(folder, phases, own_lens)
        run_empty([getattr(module, phase.table) for phase in phases], world)
        seal(folder)
    tidy(folder)
    return module


def run_empty(loops, world):
    """Run each loop over no rows, which loads or compiles it. Returns whether any was compiled."""
    compiled = [sum(loop.stats.cache_misses.values()) for loop in loops]
    for loop in loops:
        loop(world, 0, 0, 0)
    return compiled != [sum(loop.stats.cache_misses.values()) for loop in loops]


def load(folder, phases, own_lens):
    """Write the module of loops to `folder`, in full or not at all, and import it with the linked rules."""
    finish = as_is if compiler_off() else inner
    twins = twins_for(own_lens, finish)
    rules = {name: link(rule, twins, finish) for rule, name in names_of(phases).items()}
    path, text = folder / "loops.py", source_of(phases, own_lens)
    if not path.exists() or path.read_bytes() != text.encode():
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
    spec = importlib.util.spec_from_file_location(f"trustsim_{folder.name.replace('-', '_')}", path)
    module = importlib.util.module_from_spec(spec)
    module.__dict__.update(rules, compiled=as_is if compiler_off() else outer, World=World)
    sys.modules[spec.name] = module  # the cache of the compiler names functions by their module
    spec.loader.exec_module(module)
    return module


def write_whole(path, text):
    """Write a file in full or not at all."""
    part = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.part")
    part.write_bytes(text.encode())
    part.replace(path)


# --- a folder that is whole -------------------------------------------------------------------------------------------


def contents(folder):
    """{file: digest} of the files that a run loads from a folder."""
    files = [folder / "loops.py", *sorted(folder.glob("__pycache__/*.nb[ci]"))]
    return {path.name: digest(path.read_bytes()) for path in files}


def seal(folder):
    """Record the files in a folder, so that a later process can check that all are there and unchanged."""
    write_whole(folder / SEAL, json.dumps(contents(folder), indent=1))


def is_sealed(folder):
    """Whether a folder holds exactly the files that were sealed."""
    try:
        return json.loads((folder / SEAL).read_bytes()) == contents(folder)
    except (OSError, ValueError):
        return False


def empty(folder):
    """Remove everything in a folder except the lock."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != LOCK:
            path.unlink()


@contextmanager
def alone_in(folder):
    """Lock a folder while compiling, so that other processes wait. Without file locks, they repeat the work."""
    from filelock import FileLock

    lock = FileLock(folder / LOCK, timeout=PATIENCE)
    with suppress(OSError, NotImplementedError):  # a timeout is an OSError too
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def tidy(folder):
    """Remove other folders that were not used for DAYS, and the oldest ones beyond MOST."""
    others = {each: last_use(each) for each in folder.parent.glob("loops-*") if each != folder and each.is_dir()}
    for place, each in enumerate(sorted(others, key=others.get, reverse=True)):
        if place >= MOST or others[each] < time.time() - DAYS * 86400:
            shutil.rmtree(each, ignore_errors=True)


def last_use(folder):
    """The last use of a folder of loops, in seconds since the epoch; 0 if the folder is gone."""
    with suppress(OSError):
        return (folder / SEAL).stat().st_mtime
    with suppress(OSError):
        return folder.stat().st_mtime
    return 0.0
