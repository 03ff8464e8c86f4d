"""Make compiled twins of rules: each twin calls the twins of the rules that the rule names.

A twin is the same code with other globals, made by public means of Python and compiled by Numba. The rule itself is not
changed, so it can be called, tested and read as Python. Several sets of twins, with different lenses of the user, can
exist side by side. With NUMBA_DISABLE_JIT=1, twins are ordinary Python.
"""

import os
from functools import cache, partial
from pathlib import Path
from types import FunctionType

import numpy as np

from trustsim import chance, eights, lenses, machine
from trustsim.errors import BadInput
from trustsim.fixed import globals_in
from trustsim.lenses import LENSES


def compiler_off():
    """Whether rules run as ordinary Python (NUMBA_DISABLE_JIT=1)."""
    return os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0")


class Twins:
    """A set of twins: `twins.of(rule)` is the twin of a rule, made when it is first asked for.

    `finish` compiles a twin or leaves it as it is. `own_lens` is the user's own lens, or None.
    """

    def __init__(self, finish, own_lens=None):
        self.finish, self.own_lens = finish, own_lens
        self.made = {chance.u64: chance.u64 if finish is as_is else np.uint64}  # machine integers in compiled code

    def of(self, function):
        """The twin of a rule. It calls the twins of the rules that the rule names."""
        if function not in self.made:
            self.made[function] = None  # in progress: a recursive rule finds this
            names = self.lenses() if function is lenses.read else self.linked(function)
            body = reader(self.functions_of_lenses()) if function is lenses.read else function
            self.made[function] = self.finish(twin_of(body, names))
        if self.made[function] is None:
            file = Path(function.__code__.co_filename).name
            raise BadInput(f"{file}:{function.__name__} calls itself, directly or through other rules; a rule cannot")
        return self.made[function]

    def linked(self, function):
        """The globals of a function, with twins in place of rules."""
        known = function.__globals__
        named = [name for name in globals_in(function.__code__) if name in known]
        return {**known, **{name: self.of(known[name]) for name in named if is_linked(known[name])}}

    def lenses(self):
        """The names that the twin of `lenses.read` uses."""
        return {f"lens_{i}": self.of(function) for i, function in enumerate(self.functions_of_lenses())}

    def functions_of_lenses(self):
        """The shipped lenses in the order of their numbers, then the user's own one."""
        return [lenses.lens(name) for name in LENSES] + ([self.own_lens] if self.own_lens else [])

    def reached(self, *rules):
        """All functions that these rules call, directly or through others, and the rules themselves."""
        for rule in rules:
            self.of(rule)
        return list(self.made)


def reader(functions):
    """The body of the twin of `lenses.read`: one branch per lens, so that the compiler can leave out the others."""
    numbered = [f"    if number == {i}:\n        return lens_{i}(beliefs, settings)\n" for i in range(len(functions))]
    names = {}
    exec(f"def read(number, beliefs, settings):\n{''.join(numbered)}    return lens_0(beliefs, settings)\n", names)
    return names["read"]


def is_linked(value):
    """Whether a rule that names this value calls a twin of it."""
    return getattr(value, "rule", False) is True or value is chance.u64


def twin_of(function, names):
    """A copy of a function that takes its globals from `names`."""
    twin = FunctionType(function.__code__, names, function.__name__, function.__defaults__, function.__closure__)
    twin.__kwdefaults__ = function.__kwdefaults__
    twin.__dict__.update(function.__dict__)
    return twin


def as_is(function):
    """The function itself, uncompiled."""
    return function


# --- compiling --------------------------------------------------------------------------------------------------------

# _nrt=False: no reference counting of arrays inside the loops (nothing is allocated there), ten times as fast
COMPILED = {"nogil": True, "error_model": "numpy", "_nrt": False, "no_cfunc_wrapper": True}


@cache
def inner(checked=False):
    """The `finish` of twins that loops call: they become part of the loops and are not stored on disk by themselves.

    With `checked`, a row beyond its table is an IndexError. This is for rules of the user, which may write anywhere.
    """
    return partial(compiled_inside, {"boundscheck": True} if checked else {})


def compiled_inside(options, function):
    """Compile a function that loops call."""
    from numba import njit

    machine.teach()
    eights.teach()
    apart = getattr(function, "apart", False)
    compiled = njit(**COMPILED, **options, no_cpython_wrapper=True, forceinline=not apart)(function)
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


def compile_for(function, kinds):
    """Compile a loop for arguments of these types, or load it from disk. Returns what the compiler knows of it."""
    function.compile(kinds)
    return function.overloads[kinds]


def address_of(compiled):
    """The address of the machine code of a compiled function, which stays loaded as long as the function."""
    return compiled.library.get_pointer_to_function(compiled.fndesc.llvm_func_name)


@cache
def invoke():
    """`invoke(phase, tables, first, last)` for loops: call the phase at an address, with its errors.

    Phases are called by address, so that each is compiled and stored by itself. Without the compiler, see `call`.
    """
    from numba import types
    from numba.extending import intrinsic

    @intrinsic
    def invoke(typing, phase, tables, first, last):
        def lower(context, builder, signature, arguments):
            kinds, convention = signature.args[1:], context.call_conv
            kind = convention.get_function_type(types.none, kinds).as_pointer()
            phase = builder.inttoptr(arguments[0], kind)
            status, _ = convention.call_function(builder, phase, types.none, kinds, arguments[1:])
            with builder.if_then(status.is_error, likely=False):
                convention.return_status_propagate(builder, status)
            return context.get_dummy_value()

        return types.none(phase, tables, first, last), lower

    return invoke


def call(phase, tables, first, last):
    """Call a phase that is a Python function."""
    phase(tables, first, last)
