"""Make compiled twins of rules: each twin calls the twins of the rules that the rule names.

A twin is the same code with other globals, made by public means of Python and compiled by Numba. The rule itself is not
changed, so it can be called, tested and read as Python. Several sets of twins, with different lenses of the user, can
exist side by side. With NUMBA_DISABLE_JIT=1, twins are ordinary Python.
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
    """The twin of a rule, which calls the twins of the rules that it names. `finish` compiles it or leaves it as it is.

    `twins` maps functions to their twins and is filled on the way; twins that it already holds are reused.
    """
    if function not in twins:
        twins[function] = None  # in progress: a recursive rule finds this
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
    """A copy of a function that takes its globals from `names`."""
    twin = FunctionType(function.__code__, names, function.__name__, function.__defaults__, function.__closure__)
    twin.__kwdefaults__ = function.__kwdefaults__
    twin.__dict__.update(function.__dict__)
    return twin


def twins_for(own_lens, finish):
    """The first twins of every link: machine integers in compiled code, and `lenses.read` as one branch per lens."""
    twins = {chance.u64: chance.u64 if finish is as_is else np.uint64}
    functions = [lenses.lens(name) for name in LENSES] + ([own_lens] if own_lens else [])
    numbered = [f"    if number == {i}:\n        return lens_{i}(beliefs, settings)\n" for i in range(len(functions))]
    names = {f"lens_{i}": link(function, twins, finish) for i, function in enumerate(functions)}
    exec(f"def read(number, beliefs, settings):\n{''.join(numbered)}    return lens_0(beliefs, settings)\n", names)
    twins[lenses.read] = finish(names["read"])
    return twins


def as_is(function):
    """The function itself, uncompiled."""
    return function


# _nrt=False: no reference counting of arrays inside the loops (nothing is allocated there), ten times as fast
COMPILED = {"nogil": True, "error_model": "numpy", "_nrt": False, "no_cfunc_wrapper": True}


def inner(function):
    """Compile a function that loops call. It becomes part of the loops and is not stored on disk by itself."""
    from numba import njit

    teach()
    apart = getattr(function, "apart", False)
    compiled = njit(**COMPILED, no_cpython_wrapper=True, forceinline=not apart)(function)
    template = getattr(compiled, "get_call_template", None)
    if template is not None:  # without this the result is the same, and compiling takes 40 % longer
        compiled.get_call_template = lambda args, kws: template(
            [plain(each) for each in args], {name: plain(each) for name, each in kws.items()}
        )
    return compiled


def plain(kind):
    """The type of an argument: one type for all integers, so that a function is compiled once."""
    from numba import types

    kind = types.unliteral(kind)
    return types.int64 if isinstance(kind, types.Integer) and kind.bitwidth < 64 else kind


def outer(function):
    """Compile a loop over rows: once, stored on disk, without Python's lock."""
    from numba import config, njit

    before, config.CACHE_DIR = config.CACHE_DIR, ""  # beside the loops and nowhere else, because that folder is checked
    try:
        return njit(**COMPILED, cache=True)(function)
    finally:
        config.CACHE_DIR = before
