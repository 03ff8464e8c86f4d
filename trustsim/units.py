"""The units of compilation: one function per phase, and one that runs weeks by calling the phases.

Each unit is a small generated module, compiled by itself and stored under a hash of exactly what it is made of: the
code of the rules that it reaches, the values that they use, the lens, the layout of the tables, and the compiler. So an
edited rule is compiled again in the phases that reach it and in no others, and an edited comment in none.
"""

import os
import re
import sys
from functools import lru_cache
from pathlib import Path
from types import FunctionType
from typing import NamedTuple

import numpy as np

import trustsim
from trustsim import own
from trustsim.fixed import fixed_in, globals_in, told
from trustsim.lending import lending
from trustsim.lenses import LENSES
from trustsim.linking import Twins, as_is, compiler_off, is_linked
from trustsim.sources import behind, digest, text_of
from trustsim.state import TABLES, record

BLOCK = 128  # rows that go through the phases of a stride together: few enough to stay in the processor's cache
PHASE = '''
@compiled
def {name}(tables, first, last):
    """Rows first..last of {table} through the phase {name}, row by row."""
    world = {world}
    for row in range(first, last):
{body}
'''
# `program` lists strides: phases start..end of `phases` over rows first..last. Weeks are turned if there are dice.
WEEKS = '''
@compiled
def weeks(tables, phases, program, tick, dice, sums):
    """Run weeks from `tick` on, one per draw of `dice`, and write the sums of each into `sums`.

    Without dice, run the program once, within the present week.
    """
    world = {world}
    for week in range(max(1, len(dice))):
        if len(dice) > 0:
            world.clock.tick, world.clock.dice = tick + week, dice[week]
        for stride in range(len(program)):
            start, end, first, last = program[stride]
            for row in range(first, last, {block}):
                upto = min(row + {block}, last)
                for phase in range(start, end):
                    invoke(phases[phase], tables, row, upto)
        if len(sums) > 0:
            sums[week] = {sums}
'''


class Unit(NamedTuple):
    """A function to compile: its name, its text, and the rules that the text calls: ((name, rule), ...)."""

    name: str
    text: str
    rules: tuple = ()
    own_lens: FunctionType | None = None
    of_user: tuple = ()  # the rules that come from the user's files, and the user's own lens


def opened():
    """The text that opens the tables to rules: see `lending`."""
    return "tables" if compiler_off() else "lend(tables)"


def unit_of(phase, own_lens=None):
    """The unit of a phase."""
    return made_of(phase, own_lens, opened())


@lru_cache(512)
def made_of(phase, own_lens, world):
    """The unit of a phase whose rules get the tables as `world`."""
    lenses = len(LENSES) + (own_lens is not None)
    names = {rule: f"rule_{i}_{re.sub(r'[^0-9A-Za-z_]', '_', rule.__name__)}" for i, rule in enumerate(phase.rules)}
    body = "".join(f"        {line}\n" for rule, name in names.items() for line in switched(rule, name, lenses))
    text = PHASE.format(name=phase.name, table=phase.table, world=world, body=body)
    of_user = tuple(filter(own.is_rule_of_user, [*phase.rules, *([own_lens] if own_lens else [])]))
    return Unit(phase.name, text, tuple((name, rule) for rule, name in names.items()), own_lens, of_user)


def unit_of_weeks():
    """The unit that runs weeks."""
    sums = "tables.sums[0]" if compiler_off() else "world.sums"
    return Unit("weeks", WEEKS.format(world=opened(), sums=sums, block=BLOCK))


def switched(rule, name, lenses):
    """The lines that call a rule on a row if its mechanism is on."""
    switch, lines = mechanism_of(rule), calls(rule, name, lenses)
    return [f"if world.settings.on_{switch}:", *(f"    {line}" for line in lines)] if switch else lines


def calls(rule, name, lenses):
    """The lines that call a rule on a row; for a rule that reads trust, the customer's lens is a constant."""
    if not getattr(rule, "by_lens", False):
        return [f"{name}(world, row)"]
    numbered = [(f"if world.customers[row].lens == {n}:", f"    {name}(world, row, {n})") for n in range(lenses)]
    return [line for lines in numbered for line in lines]


def mechanism_of(rule):
    """The mechanism whose switch controls a rule; None for rules that always run and for the user's own."""
    package, _, name = rule.__module__.rpartition(".")
    return name if package == "trustsim.mechanisms" else None


# --- what a unit is made of -------------------------------------------------------------------------------------------


def key_of(unit, settings):
    """The hash of a unit; `settings` is the record type of the settings, which the user's parameters widen."""
    compiler = tuple(sorted((name, value) for name, value in os.environ.items() if name.startswith("NUMBA_")))
    return hash_of(unit, str(settings), compiler)


@lru_cache(512)
def hash_of(unit, settings, compiler):
    """The hash behind `key_of`."""
    functions = Twins(as_is, unit.own_lens).reached(*(rule for _, rule in unit.rules))
    families = sorted({f.__module__.partition(".")[0] for f in functions if f.__module__.startswith(own.PREFIX)})
    loaded = [own.FAMILIES[family] for family in families]  # their names tell their texts
    tools = {Path(sys.modules[tool.__module__].__file__) for tool in (made_of, Twins, lending)}
    makers = sorted(tools | set(files_of_operations(functions)))
    return digest(
        unit.text,
        *families,
        *(text for family in loaded for text in family.holds),
        behind(*sorted({name for family in loaded for name in family.uses})),
        *(fixed_in(function) for function in functions),
        *(text_of(path) for path in makers),
        *(str(record(name)) for name in TABLES),
        told([settings, compiler, sys.version, np.__version__, compiler_version()]),
    )


def files_of_operations(functions):
    """The files of functions that rules call and that are no rules: operations that the compiler is taught."""
    for function in functions:
        known = function.__globals__
        named = [known[name] for name in globals_in(function.__code__) if name in known]
        for value in named:
            if isinstance(value, FunctionType) and not is_linked(value) and of_package(value):
                yield Path(value.__code__.co_filename)


def of_package(function):
    """Whether a function belongs to this package."""
    return function.__module__.partition(".")[0] == trustsim.__name__


def compiler_version():
    """The version of the compiler; "" when it is off."""
    if compiler_off():
        return ""
    import numba

    return numba.__version__
