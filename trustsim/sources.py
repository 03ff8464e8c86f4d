"""The source files that decide what some code does: its own and everything that it imports, followed to the end.

The names of caches and results are derived from these files, so that nobody has to list them by hand. Imports are
followed in this package, in the files and packages beside a user's own file, and in other code that is not installed,
including imports within functions. For installed packages the version counts; the standard library is left out.
"""

import ast
import hashlib
import sys
import sysconfig
from contextlib import contextmanager
from functools import cache, lru_cache
from importlib.machinery import PathFinder
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

import trustsim

HOUSE = Path(__file__).parent
INSTALLED = tuple({Path(sysconfig.get_path(kind)) for kind in ("stdlib", "platstdlib", "purelib", "platlib")})


class Source(NamedTuple):
    """A source file: its module name, its path, and whether it is beside a user's own file."""

    module: str
    path: Path
    beside: bool


def digest(*parts):
    """A short hash of texts and bytes."""
    joined = hashlib.blake2b(digest_size=10)
    for part in parts:
        data = part.encode("utf-8", "backslashreplace") if isinstance(part, str) else part
        joined.update(len(data).to_bytes(8, "little") + data)  # with length: "ab", "c" differs from "a", "bc"
    return joined.hexdigest()


@cache
def text_of(path):
    """The bytes of a file that is imported once per process: the text that was read first is the text that runs."""
    return path.read_bytes()


def read(source):
    """The bytes of a source: current for a file beside a user's own, as first read for any other file."""
    if source.path in HELD:
        return HELD[source.path]
    return source.path.read_bytes() if source.beside else text_of(source.path)


HELD = {}  # {path: bytes} of users' files, held as they were, whatever is edited meanwhile


@contextmanager
def holding(texts):
    """Hold files ({path: bytes}) as they are, so that a study runs the same code from its first run to its last."""
    fresh = {path: text for path, text in texts.items() if path not in HELD}
    HELD.update(fresh)
    try:
        yield
    finally:
        for path in fresh:
            HELD.pop(path, None)


def following(*starts, folder=None):
    """{Source: its bytes} of the `starts` (Sources) and of everything they import, as in `sources_of`."""
    found, waiting = {}, list(starts)
    while waiting:
        source = waiting.pop()
        if source not in found:
            found[source] = read(source)
            waiting += [each for name in imported_by(source, found[source]) for each in sources_of(name, folder)]
    return found


@cache
def behind(*modules):
    """A hash of these modules (dotted names), of everything they import, and of the versions of packages."""
    found = followed(*modules)
    packages = {name.partition(".")[0] for source, text in found.items() for name in imported_by(source, text)}
    return digest(*texts_of(found), *(f"{name} {version_of(name)}" for name in sorted(packages)))


@cache
def texts_behind(*modules):
    """Like `behind`, without the versions of packages: it differs only if a source does."""
    return digest(*texts_of(followed(*modules)))


@cache
def followed(*modules):
    """{Source: its bytes} of these modules and of everything they import."""
    return following(*(source for module in modules for source in sources_of(module)))


def texts_of(found):
    """The names and the bytes of sources, in order."""
    return [part for source in sorted(found) for part in (source.module, found[source])]


def version_of(package):
    """The version of an installed package, or "" if it is not one."""
    try:
        return "" if package in sys.stdlib_module_names else version(package)
    except PackageNotFoundError:
        return ""


# --- what a text imports ----------------------------------------------------------------------------------------------


def imported_by(source, text):
    """The dotted names that a source with this text may import."""
    return imports(text, source.module, source.path.name == "__init__.py")


@lru_cache(4096)
def imports(text, module, package):
    """The dotted names that a text, as `module`, may import. A text that is not Python imports nothing."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return ()
    base = module.split(".") if package else module.split(".")[:-1]
    nodes = within(tree, calls=b"import_module" in text or b"__import__" in text)
    return tuple(dict.fromkeys(name for node in nodes for name in named_by(node, base)))


def within(tree, calls=True):
    """All nodes of a tree except a module's `__getattr__`, whose imports are followed by name instead.

    Without `calls` only statements, which is several times as fast: most of a tree is expressions.
    """
    waiting = [node for node in tree.body if getattr(node, "name", None) != "__getattr__"]
    while waiting:
        node = waiting.pop()
        yield node
        children = ast.iter_child_nodes(node)
        waiting.extend(children if calls else (child for child in children if not isinstance(child, ast.expr)))


def named_by(node, base):
    """The dotted names that one node imports; `base` is the package of its module, as a list of names."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        start = base[: len(base) + 1 - node.level] if node.level else []
        home = ".".join([*start, *(node.module or "").split(".")]).strip(".")
        return [home, *(f"{home}.{alias.name}" for alias in node.names)]
    if isinstance(node, ast.Call) and node.args:
        called = getattr(node.func, "attr", getattr(node.func, "id", ""))
        return called_for(node.args[0]) if called in ("import_module", "__import__") else []
    return []


def called_for(argument):
    """The names that `import_module("a.b")` or `import_module(f"a.{x}")` may import: "a.b", or "a.*" for all of a."""
    if isinstance(argument, ast.JoinedStr) and argument.values:
        first = getattr(argument.values[0], "value", "")
        return [f"{first}*"] if isinstance(first, str) and first.endswith(".") else []
    return [argument.value] if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else []


# --- where a module lies ----------------------------------------------------------------------------------------------


def sources_of(name, folder=None):
    """The files that importing a dotted name runs: of each package on the way and of the module.

    Files of installed packages are left out. For a user's file in `folder`, files of this package are left out too,
    because they cannot change while that file is in use.
    """
    top, _, rest = name.partition(".")
    if top == trustsim.__name__ and folder is not None:
        return ()
    if top == trustsim.__name__:
        name = f"{top}.{trustsim.HOMES.get(rest, rest)}" if rest else top
        return found_under(HOUSE.parent, name, beside=False)
    if folder is not None and is_beside(top, folder):
        return found_under(Path(folder), name, beside=True)
    place = place_of(top)
    return () if place is None else found_under(place, name, beside=False)


def is_beside(top, folder):
    """Whether an import of `top` in a user's file refers to something in its folder.

    That can be a file or a package, or a plain folder unless a package of that name exists elsewhere.
    """
    folder = Path(folder)
    if top == trustsim.__name__ or top in sys.builtin_module_names:
        return False
    if (folder / f"{top}.py").is_file() or (folder / top / "__init__.py").is_file():
        return True
    elsewhere = top in sys.stdlib_module_names or top in sys.modules or place_of(top) is not None
    return (folder / top).is_dir() and not elsewhere


def place_of(top):
    """The folder of a top-level module that is not installed, or None if there is none or it cannot be found."""
    if top in sys.stdlib_module_names:
        return None
    loaded = getattr(sys.modules.get(top), "__spec__", None)
    spec = loaded or PathFinder.find_spec(top)
    origin = getattr(spec, "origin", None) or next(iter(getattr(spec, "submodule_search_locations", None) or ()), "")
    if not origin:
        return None
    place = Path(origin).parent.parent if Path(origin).name == "__init__.py" else Path(origin).parent
    return None if any(installed == place or installed in place.parents for installed in INSTALLED) else place


def found_under(place, name, beside):
    """The Sources of a dotted name under a folder; "a.*" is every module of package a."""
    found, at, steps = [], Path(place), name.split(".")
    for i, step in enumerate(steps):
        if step == "*":
            package = ".".join(steps[:i])
            return [*found, *(Source(f"{package}.{each.stem}", each, beside) for each in sorted(at.glob("[!_]*.py")))]
        file, package = at / f"{step}.py", at / step / "__init__.py"
        path = package if package.is_file() else file
        if path.is_file():
            found.append(Source(".".join(steps[: i + 1]), path, beside))
        at = at / step
    return found
