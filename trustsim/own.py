"""The user's own lens, mechanism, measure or agent class: a name in a file of theirs, `my_lens.py:gut_feeling`."""

import importlib.util
import re
import sys
import threading
from hashlib import blake2b
from pathlib import Path

from trustsim.errors import BadInput, nearest


def is_own(name):
    """Whether a name in a config points into a user's file."""
    return isinstance(name, str) and ":" in name


def path_of(name, folder):
    """The file of `file.py:thing`, relative to the folder of the config."""
    return Path(folder) / name.rpartition(":")[0]


def source_of(name, folder):
    """The text of the file, for the hash that decides what must be compiled anew."""
    return path_of(name, folder).read_bytes().decode("utf-8", "backslashreplace")


def load(name, folder):
    """The object that `file.py:thing` names; the file is read anew whenever its text has changed.

    Raises BadInput in one line when there is no such file, no such thing in it, or the file itself fails.
    """
    path, thing = path_of(name, folder), name.rpartition(":")[2]
    if not path.is_file():
        raise BadInput(f"{name}: there is no file {path}")
    module = module_of(path)
    if not hasattr(module, thing):
        near = nearest(thing, [n for n in vars(module) if not n.startswith("_")])
        raise BadInput(f"{name}: {path.name} defines no {thing}" + (f"; did you mean {near}?" if near else ""))
    return getattr(module, thing)


LOADING = threading.RLock()


def module_of(path):
    """The module of a user's file, one a text: an edited file is a new module."""
    key = f"trustsim_own_{path.stem}_{blake2b(path.read_bytes() + str(path.resolve()).encode(), digest_size=8).hexdigest()}"
    with LOADING:  # runs side by side share it
        if key not in sys.modules:
            spec = importlib.util.spec_from_file_location(key, path)
            sys.modules[key] = module = importlib.util.module_from_spec(spec)
            try:
                spec.loader.exec_module(module)
            except (Exception, SystemExit) as error:
                del sys.modules[key]
                raise BadInput(f"{path}: {type(error).__name__}: {' '.join(str(error).split())}") from error
        return sys.modules[key]


def is_rule_of_user(rule):
    """Whether a rule comes from a user's file."""
    return rule.__module__.startswith("trustsim_own_")


def uncompilable(error, rules):
    """The BadInput for the user's `rules` that the compiler refuses: its many lines in one."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip() and not line.startswith("Failed in")]
    if isinstance(error, KeyError):  # what the compiler raises where a rule writes a column that no table has
        lines[0] = f"there is no column {lines[0]}"
    what = lines[0] if len(lines[0]) < 300 else f"{lines[0][:100]} ... {lines[0][-150:]}"
    files = {Path(rule.__code__.co_filename).name: f"{Path(rule.__code__.co_filename).name}:{rule.__name__}" for rule in rules}
    places = re.findall(r'File "[^"]*?([^"/\\]+)", line (\d+)', str(error))
    where = next((f"{files[name]}, line {line}" for name, line in places if name in files), ", ".join(files.values()))
    return BadInput(f"{where}: cannot be compiled: {what.rstrip('.')}; with NUMBA_DISABLE_JIT=1 it runs as ordinary Python, to be stepped through")

