"""The user's own lens, mechanism, measure or agent class: a name in their file, such as `my_lens.py:gut_feeling`.

Such a file can import the files beside it (its neighbours), as a script does. The file and its neighbours are loaded as
separate modules, and loaded again whenever one of them changes. So one process can use files of the same name in
several folders, and models made before an edit beside models made after it.
"""

import builtins
import re
import sys
import threading
from functools import partial
from importlib.machinery import FileFinder, SourceFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from traceback import walk_tb
from types import ModuleType
from typing import NamedTuple

from trustsim import sources
from trustsim.errors import BadInput, nearest
from trustsim.fixed import told

PREFIX = "trustsim_own_"


def is_own(name):
    """Whether a name in a config refers to a user's file."""
    return isinstance(name, str) and ":" in name


def path_of(name, folder):
    """The path of the file in `file.py:thing`, relative to the folder of the config."""
    return Path(folder) / name.rpartition(":")[0]


def load(name, folder):
    """The object that `file.py:thing` names. The file is read again when it or a neighbour has changed.

    Raises BadInput when there is no such file or no such thing in it, or when the file itself fails.
    """
    path, thing = path_of(name, folder), name.rpartition(":")[2]
    if not path.is_file():
        raise BadInput(f"{name}: there is no file {path}")
    module = module_of(path)
    if not hasattr(module, thing):
        near = nearest(thing, [n for n in vars(module) if not n.startswith("_")])
        raise BadInput(f"{name}: {path.name} defines no {thing}" + (f"; did you mean {near}?" if near else ""))
    return getattr(module, thing)


# --- the module of a file and its neighbours --------------------------------------------------------------------------


class Family(NamedTuple):
    """A user's file and the neighbours that it imports, as they were when read."""

    texts: dict  # {path: bytes}
    uses: tuple  # modules of this package that they import
    holds: list  # one hash: the plain values in the modules after loading


FAMILIES = {}  # {name of the package of a family's modules: Family}
LOADING = threading.RLock()


def family_of(path):
    """The package name for loading a file (an absolute path) with its neighbours, as they are now, and the Family."""
    found = following(path)
    texts = {str(source.path): text for source, text in found.items()}
    named = {name for source, text in found.items() for name in sources.imported_by(source, text)}
    parts = [part for name in sorted(texts) for part in (name, texts[name])]
    ours = tuple(sorted(name for name in named if name.partition(".")[0] == "trustsim"))
    return f"{PREFIX}{sources.digest(str(path), *parts)}", Family(texts, ours, [])


def following(path):
    """{Source: its bytes} of a user's file (an absolute path) and of everything it imports that is not installed."""
    return sources.following(sources.Source(path.stem, path, True), folder=path.parent)


def module_of(path):
    """The module of a user's file. Raises BadInput when the file or a file that it imports fails."""
    full = path.absolute()
    name, family = family_of(full)
    module = f"{name}.{re.sub(r'[^0-9A-Za-z_]', '_', path.stem)}"
    with LOADING:  # simultaneous runs share the module
        if module not in sys.modules:
            FAMILIES[name], sys.modules[name] = family, ModuleType(name)
            sys.modules[name].__path__ = [str(full.parent)]
            try:
                execute(module, full)
            except (Exception, SystemExit) as error:
                for each in [each for each in sys.modules if each.partition(".")[0] == name]:
                    del sys.modules[each]
                place = path.parent / where(error, full).relative_to(full.parent)
                raise BadInput(f"{place}: {type(error).__name__}: {' '.join(str(error).split())}") from error
            family.holds[:] = [values_of(name)]
        return sys.modules[module]


def held(path):
    """A hash of the plain values in a user's file and its neighbours. Raises BadInput like `module_of`."""
    return FAMILIES[module_of(path).__name__.partition(".")[0]].holds[0]


def execute(name, path):
    """Import a file as the module `name`."""
    if Finder not in sys.meta_path:
        sys.meta_path.insert(0, Finder)
    spec = spec_from_file_location(name, path, loader=Loader(name, str(path)))
    sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(sys.modules[name])


def where(error, path):
    """The file in which an error happened: the user's file or a neighbour."""
    frames = [Path(frame.f_code.co_filename) for frame, _ in walk_tb(error.__traceback__)]
    return next((frame for frame in reversed(frames) if path.parent in frame.parents), path)


def values_of(family):
    """A hash of the plain values in the modules of a family, because a constant may come from a data file."""
    modules = {name: vars(module) for name, module in list(sys.modules.items()) if name.startswith(f"{family}.")}
    try:
        return sources.digest(told({name: plain_names(modules[name]) for name in sorted(modules)}))
    except RecursionError:  # a value that contains itself
        return ""


def plain_names(values):
    """The names and values of a module, without Python's special names."""
    return {name: value for name, value in values.items() if not name.startswith("__")}


class Loader(SourceFileLoader):
    """A loader that runs the text read with the family, and whose imports find the neighbours."""

    def get_data(self, path):
        """The bytes of a file of the family."""
        kept = FAMILIES[self.name.partition(".")[0]].texts
        return kept[path] if path in kept else super().get_data(path)

    def get_code(self, fullname):
        """The code of the text, compiled anew: Python's cached copy would miss a second edit within one second."""
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)

    def exec_module(self, module):
        """Run the text with `import_beside` as its `import`."""
        beside = partial(import_beside, self.name.partition(".")[0])
        module.__dict__["__builtins__"] = {**vars(builtins), "__import__": beside}
        super().exec_module(module)


class Finder:
    """A finder of the neighbours of a user's file, for the import system: `trustsim_own_….helper`."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        """The spec of a module of a family, or None for any other module."""
        folders = path if path is not None and name.startswith(PREFIX) else ()
        return next(filter(None, (FileFinder(folder, (Loader, [".py"])).find_spec(name) for folder in folders)), None)


def import_beside(family, name, globals=None, locals=None, fromlist=(), level=0):
    """The `import` in a user's file: first look beside the file, then as usual."""
    top = name.partition(".")[0]
    if level or not sources.is_beside(top, sys.modules[family].__path__[0]):
        return builtins.__import__(name, globals, locals, fromlist, level)
    found = builtins.__import__(f"{family}.{name}", globals, locals, fromlist)
    return found if fromlist else sys.modules[f"{family}.{top}"]


# --- faults -----------------------------------------------------------------------------------------------------------


def is_rule_of_user(rule):
    """Whether a rule comes from a user's file."""
    return rule.__module__.startswith(PREFIX)


def uncompilable(error, rules):
    """The BadInput for a user's `rules` that the compiler refuses, in one line."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip() and not line.startswith("Failed in")]
    if isinstance(error, KeyError):  # raised by the compiler when a rule writes an unknown column
        lines[0] = f"there is no column {lines[0]}"
    what = lines[0] if len(lines[0]) < 300 else f"{lines[0][:100]} ... {lines[0][-150:]}"
    named = [(Path(rule.__code__.co_filename).name, rule.__name__) for rule in rules]
    files = {file: f"{file}:{name}" for file, name in named}
    places = re.findall(r'File "[^"]*?([^"/\\]+)", line (\d+)', str(error))
    where = next((f"{files[name]}, line {line}" for name, line in places if name in files), ", ".join(files.values()))
    cure = "with NUMBA_DISABLE_JIT=1 it runs as ordinary Python, to be stepped through"
    return BadInput(f"{where}: cannot be compiled: {what.rstrip('.')}; {cure}")
