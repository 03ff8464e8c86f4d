"""The parts that are fixed in a compiled function: its code, and the values of the names that it uses.

The source alone is not enough: a constant may come from a data file, the environment or another function.
"""

import dis
from enum import Enum
from functools import lru_cache
from types import CellType, CodeType, FunctionType, ModuleType

import numpy as np

from trustsim.sources import digest


@lru_cache(4096)
def globals_in(code):
    """The names that a code object, with the functions within it, reads as globals (not as attributes)."""
    own = [each.argval for each in dis.get_instructions(code) if each.opname in ("LOAD_GLOBAL", "LOAD_NAME")]
    return tuple(dict.fromkeys([*own, *(name for each in codes_in(code) for name in globals_in(each))]))


@lru_cache(4096)
def names_in(code):
    """All names that a code object, with the functions within it, uses as globals or attributes."""
    return tuple(dict.fromkeys([*code.co_names, *(name for each in codes_in(code) for name in names_in(each))]))


def codes_in(code):
    """The code objects of the functions within a code object."""
    return [each for each in code.co_consts if isinstance(each, CodeType)]


def fixed_in(function):
    """A text of everything fixed in a function: its code, its defaults, and the values of its globals and closure."""
    names = names_in(function.__code__)
    known = function.__globals__
    values = {name: known[name] for name in globals_in(function.__code__) if name in known}
    cells = dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=True))
    values |= {name: cell.cell_contents for name, cell in cells.items() if cell != CellType()}
    parts = [f"{name} = {told(value, names)}" for name, value in values.items()]
    defaults = told([function.__defaults__, function.__kwdefaults__])
    return "\n".join([function.__qualname__, told(undocumented(function)), defaults, *parts])


def undocumented(function):
    """The code of a function without its docstring, which decides nothing."""
    code = function.__code__
    documented = function.__doc__ is not None and code.co_consts[:1] == (function.__doc__,)
    return code.replace(co_consts=(None, *code.co_consts[1:])) if documented else code


def told(value, names=()):
    """A text that differs when values differ, and is the same in every process. Of a module, only `names` count."""
    if isinstance(value, Enum):
        return f"{type(value).__qualname__}.{value.name} {told(value.value)}"
    if value is None or isinstance(value, bool | int | float | complex | str | bytes):
        return f"{type(value).__name__} {value!r}"
    if isinstance(value, np.ndarray | np.generic):
        return f"{value.dtype} {value.shape} {digest(b'' if value.dtype.hasobject else value.tobytes())}"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{told(key)}: {told(each)}' for key, each in value.items())}}}"
    if isinstance(value, tuple | list):
        return f"{type(value).__name__} ({', '.join(told(each) for each in value)})"
    if isinstance(value, set | frozenset):
        return f"set {sorted(map(told, value))}"
    return told_of_code(value, names)


def told_of_code(value, names):
    """Like `told`, for code, functions, classes and modules; for anything else, its type."""
    if isinstance(value, CodeType):
        return f"{value.co_code.hex()} {value.co_names} {value.co_varnames} {told(value.co_consts)}"
    if isinstance(value, FunctionType):
        return f"function {value.__qualname__} {told(value.__code__)}"
    if isinstance(value, ModuleType):
        held = {name: getattr(value, name) for name in names if hasattr(value, name)}
        return f"module {told({name: each for name, each in held.items() if not isinstance(each, ModuleType)})}"
    if isinstance(value, type):
        return f"class {value.__qualname__} {getattr(value, '_fields', ())}"
    compiled_of = getattr(value, "py_func", None)  # a function that the user compiled with Numba
    return f"some {type(value).__qualname__} {told(compiled_of) if isinstance(compiled_of, FunctionType) else ''}"
