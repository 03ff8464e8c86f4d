"""Rules become compiled functions: a twin of each that calls the twins of the rules that it names.

A twin is the same code with other globals, made with public means of Python and compiled by Numba. The source stays
untouched, so that the same function can be called, tested and read as Python; several sets of twins (with different
lenses of the user's own) live side by side. With NUMBA_DISABLE_JIT=1 twins are ordinary Python.
"""

import os
from pathlib import Path
from types import FunctionType

import numpy as np

from trustsim import chance, lenses
from trustsim.errors import BadInput
from trustsim.fixed import globals_in
from trustsim.lenses import LENSES
from trustsim.machine import teach


def compiler_off():
    """Whether rules run as ordinary Python (NUMBA_DISABLE_JIT=1)."""
    return os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0")


def link(function, twins, finish):
    """The twin of a rule, calling the twins of the rules that it names; `finish` compiles it, or leaves it as it is.

    `twins` maps functions to their twins and is filled on the way; what it holds already is used as it stands.
    """
    if function not in twins:
        twins[function] = None  # under way: a rule that comes back to itself finds this
        known = function.__globals__
        named = [name for name in globals_in(function.__code__) if name in known]
        calls = {name: link(known[name], twins, finish) for name in named if is_linked(known[name])}
        twins[function] = finish(twin_of(function, {**known, **calls}))
    if twins[function] is None:
        file = Path(function.__code__.co_filename).name
        raise BadInput(f"{file}:{function.__name__} calls itself, directly or through other rules; a rule cannot")
    return twins[function]


def is_linked(value):
    """Whether a rule that names this value calls a twin of it."""
    return getattr(value, "rule", False) is True or value is chance.u64


def twin_of(function, names):
    """A copy of a function that finds its globals in `names`."""
    twin = FunctionType(function.__code__, names, function.__name__, function.__defaults__, function.__closure__)
    twin.__kwdefaults__ = function.__kwdefaults__
    twin.__dict__.update(function.__dict__)
    return twin


def twins_for(own_lens, finish):
    """What every link starts from: the machine's integers when compiled, and `lenses.read` as one branch per lens."""
    twins = {chance.u64: chance.u64 if finish is as_is else np.uint64}
    functions = [lenses.lens(name) for name in LENSES] + ([own_lens] if own_lens else [])
    numbered = [f"    if number == {i}:\n        return lens_{i}(beliefs, settings)\n" for i in range(len(functions))]
    names = {f"lens_{i}": link(function, twins, finish) for i, function in enumerate(functions)}
    exec(f"def read(number, beliefs, settings):\n{''.join(numbered)}    return lens_0(beliefs, settings)\n", names)
    twins[lenses.read] = finish(names["read"])
    return twins


def as_is(function):
    """The function, uncompiled."""
    return function


# _nrt=False: no reference counting of arrays inside the loops (nothing is allocated there), a factor of ten
COMPILED = {"nogil": True, "error_model": "numpy", "_nrt": False, "no_cfunc_wrapper": True}


def inner(function):
    """A function that compiled loops call: part of them, never stored on disk by itself."""
    from numba import njit

    teach()
    apart = getattr(function, "apart", False)
    compiled = njit(**COMPILED, no_cpython_wrapper=True, forceinline=not apart)(function)
    template = getattr(compiled, "get_call_template", None)
    if template is not None:  # without it all is the same, and compiling takes 40 % longer
        compiled.get_call_template = lambda args, kws: template(
            [plain(each) for each in args], {name: plain(each) for name, each in kws.items()}
        )
    return compiled


def plain(kind):
    """The type as which a function takes an argument: one for all whole numbers, so that it is compiled once."""
    from numba import types

    kind = types.unliteral(kind)
    return types.int64 if isinstance(kind, types.Integer) and kind.bitwidth < 64 else kind


def outer(function):
    """A loop over rows: compiled once, stored on disk, free of Python's lock."""
    from numba import config, njit

    before, config.CACHE_DIR = config.CACHE_DIR, ""  # beside the loops and nowhere else: that folder is checked
    try:
        return njit(**COMPILED, cache=True)(function)
    finally:
        config.CACHE_DIR = before
