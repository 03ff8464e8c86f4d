"""Compiled units on disk, in the user's cache: each is compiled once and found again by every later process.

A unit has a folder of its own, named after the hash of everything that decides what is compiled (see `units.key_of`);
the compiler's own disk cache would not notice an edited callee. A folder is used only when it is complete: a seal lists
its files with their digests. Folders that are not used for a while are removed.
"""

import atexit
import importlib.util
import json
import os
import shutil
import sys
import tempfile
import threading
import time
import warnings
from contextlib import contextmanager, suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from trustsim.lending import lending
from trustsim.linking import Twins, address_of, as_is, call, compile_for, compiler_off, inner, invoke, outer
from trustsim.sources import digest
from trustsim.state import World
from trustsim.units import key_of

SEAL, LOCK, TEXT = "seal.json", ".lock", "loops.py"
PATIENCE = 300  # seconds to wait for another process to compile
DAYS = 30  # days that an unused folder is kept
MOST = 500  # folders that are kept at most: a few dozen for each lens of the user's own


# --- the folder -------------------------------------------------------------------------------------------------------


def folder_of(unit, settings):
    """The folder of a unit for a record type of the settings."""
    return cache_folder() / f"loops-{unit.name}-{key_of(unit, settings)}"


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


def is_compiled(units, settings):
    """Whether units are compiled on disk for this record type of the settings, so that a run starts at once."""
    return compiler_off() or all(is_sealed(folder_of(unit, settings)) for unit in units)


# --- units that are ready ---------------------------------------------------------------------------------------------


class Loop(NamedTuple):
    """A unit that is ready to run: its function, and what `linking.invoke` takes in place of it within `weeks`."""

    function: object
    phase: object  # the address of the machine code; without the compiler the function itself


TYPES = {}  # {record type of the settings: the compiler's type of all tables}
LOADED = {}  # {(unit, record type of the settings): Loop}
LOADING = threading.RLock()


def loop_of(unit, world):
    """The Loop of a unit for the tables of a world. Loaded once per process and compiled once per folder."""
    key = unit, world.settings.dtype
    with LOADING:
        if key not in LOADED:
            LOADED[key] = made(folder_of(*key), unit, world)
        return LOADED[key]


def made(folder, unit, world):
    """The Loop of a unit in its folder, or in a temporary one if that cannot be used (disk full, no permission)."""
    try:
        return made_in(folder, unit, world)
    except OSError:
        return made_in(passing_folder(folder.parent) / folder.name, unit, world)


def made_in(folder, unit, world):
    """The Loop of a unit in a folder. One process compiles, after removing leftovers of killed processes."""
    if compiler_off() or is_sealed(folder):
        with suppress(OSError):
            os.utime(folder / SEAL)  # mark it as used today
        return ready(folder, unit, world)
    folder.mkdir(parents=True, exist_ok=True)
    with alone_in(folder):
        if not is_sealed(folder):  # no other process has compiled it meanwhile
            empty(folder)
        loop = ready(folder, unit, world)
    tidy(folder)
    return loop


def ready(folder, unit, world):
    """The Loop of a unit, compiled for the types of these tables or found in the folder."""
    function = load(folder, unit, world)
    if compiler_off():
        return Loop(function, function)
    compiled = compile_for(function, types_of(unit, world))
    if sum(function.stats.cache_misses.values()):
        seal(folder)
    return Loop(function, address_of(compiled))


def types_of(unit, world):
    """The types of the arguments of a unit: of `weeks` or of a phase."""
    from numba import types

    whole = types.int64
    if unit.rules:
        return whole[::1], whole, whole
    sums = dict(zip(World._fields, type_of(world).types, strict=True))["sums"]
    return whole[::1], whole[::1], whole[:, ::1], whole, types.uint64[::1], sums


def load(folder, unit, world):
    """Write the module of a unit to `folder`, in full or not at all, and import it with the linked rules."""
    twins = twins_of(unit.own_lens, bool(unit.of_user), compiler_off())
    path = folder / TEXT
    if not path.exists() or path.read_bytes() != unit.text.encode():
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, unit.text)
    spec = importlib.util.spec_from_file_location(f"trustsim_{folder.name.replace('-', '_')}", path)
    module = importlib.util.module_from_spec(spec)
    rules = {name: twins.of(rule) for name, rule in unit.rules}
    module.__dict__.update(rules | tools_for(world))
    sys.modules[spec.name] = module  # the cache of the compiler names functions by their module
    spec.loader.exec_module(module)
    return getattr(module, unit.name)


def tools_for(world):
    """What the module of a unit calls besides rules."""
    if compiler_off():
        return {"compiled": as_is, "invoke": call}
    return {"compiled": outer, "invoke": invoke(), "lend": lending(type_of(world))}


def type_of(world):
    """The compiler's type of the tables of a world, which all units share."""
    from numba import typeof

    if world.settings.dtype not in TYPES:
        TYPES[world.settings.dtype] = typeof(world)
    return TYPES[world.settings.dtype]


@lru_cache(64)
def twins_of(own_lens, checked, off):
    """The twins that units share, compiled or `off`. With rules of the user's, every row must be within its table."""
    return Twins(as_is if off else inner(checked), own_lens)


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
