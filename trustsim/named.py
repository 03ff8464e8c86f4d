"""Look up the names in a config: rules, lens, measures and classes of agents."""

from collections.abc import Callable
from functools import wraps
from math import isinf
from pathlib import Path
from types import FunctionType

import numpy as np

from trustsim import by_group, own, week
from trustsim.errors import BadInput, advice
from trustsim.measures import MEASURES, USUAL
from trustsim.scenario import Scenario
from trustsim.week import Phase


def phases_of(arm: Scenario) -> tuple[Phase, ...]:
    """The phases of the week for an arm: PHASES, with the user's own mechanisms in the phases they name.

    A user's rule comes after the shipped rules of its phase. It may read anything in other rows, so it waits for all
    rows, and all rows wait for it. Raises BadInput when a file names no phase.
    """
    phases = list(week.PHASES)
    open_to_all = [phase.name for phase in week.PHASES if phase.name != "measure"]  # taking stock changes nothing
    for name in (m for m in arm.mechanisms.values() if own.is_own(m)):
        for wanted, rule in own_rules(name, arm.folder).items():
            if wanted not in open_to_all:
                raise BadInput(f"{name}: its file must say PHASE = one of {', '.join(open_to_all)}; it says {wanted!r}")
            place = next(i for i, phase in enumerate(phases) if phase.name == wanted)
            phases[place] = phases[place]._replace(rules=(*phases[place].rules, rule), waits=True)
            phases[place + 1 : place + 2] = [phase._replace(waits=True) for phase in phases[place + 1 : place + 2]]
    return tuple(phases)


def own_rules(name: str, folder: Path) -> dict[str, FunctionType]:
    """{phase: rule} of the user's own mechanism: a function, whose file says PHASE, or a dict of phases and functions.

    Raises BadInput.
    """
    found = own.load(name, folder)
    if not isinstance(found, dict):
        return {getattr(own.module_of(own.path_of(name, folder)), "PHASE", None): own_rule(name, folder)}
    wrong = next((phase for phase, rule in found.items() if not isinstance(rule, FunctionType)), None)
    if wrong is not None or not found:
        given = f"has {found[wrong]!r:.40} for {wrong!r:.40}" if found else "is empty"
        raise BadInput(f'{name} {given}; write {thing(name)} = {{"perceive": a_function, "tell": another}}')
    return found


def own_lens(arm: Scenario) -> FunctionType | None:
    """The user's own lens, or None."""
    return own_rule(arm.lens, arm.folder) if own.is_own(arm.lens) else None


def own_rule(name: str, folder: Path) -> FunctionType:
    """The user's own rule or lens, `file.py:function` beside the config. Raises BadInput."""
    found = own.load(name, folder)
    if not isinstance(found, FunctionType):
        raise BadInput(f"{name} is of type {type(found).__name__}, no function; write it as def {thing(name)}(...)")
    return found


def own_kind(name: str, folder: Path, shipped: type) -> type:
    """The user's own class of agent, a subclass of the `shipped` one. Raises BadInput."""
    kind = own.load(name, folder)
    if not (isinstance(kind, type) and issubclass(kind, shipped)):
        one = shipped.__name__
        raise BadInput(f"{name}: an own class of {one.lower()} must be written as class {thing(name)}({one})")
    return kind


def thing(name: str) -> str:
    """The name after the colon in `file.py:thing`."""
    return name.rpartition(":")[2]


def own_names(arm: Scenario) -> list[str]:
    """The names of the user's own lens and mechanisms, as in the config."""
    return [name for name in (arm.lens, *arm.mechanisms.values()) if own.is_own(name)]


def measures_of(arm: Scenario) -> dict[str, Callable]:
    """The measures of the arm, or the usual ones if it names none: {name: function of a model}.

    See `by_group.spread` for measures by group. Raises BadInput.
    """
    given = arm.measures or USUAL
    names = [name if by_group.is_grouped(name) else thing(name) for name in given]
    twice = next((name for name in names if names.count(name) > 1 or name in by_group.TAKEN), None)
    if twice:
        why = "is a column of the results" if twice in by_group.TAKEN else "is there twice"
        raise BadInput(f"measures: {twice} {why}; give one of them another name")
    return {name: measure_of(each, arm.folder) for name, each in zip(names, given, strict=True)}


def measure_of(name: str, folder: Path) -> Callable:
    """The function of a measure: shipped, by group, or the user's own. Raises BadInput."""
    if by_group.is_grouped(name):
        return by_group.grouped(name)
    if own.is_own(name):
        found = own.load(name, folder)
        if not callable(found):
            raise BadInput(f"measures = {name!r}: {thing(name)} is not a function of a model")
        return held_to_numbers(found, thing(name))
    if name not in MEASURES:
        raise BadInput(f"unknown measure {name!r} in measures; {advice(name, sorted(MEASURES))}")
    return MEASURES[name]


def held_to_numbers(function: Callable, name: str) -> Callable:
    """The user's measure, checked: it raises BadInput unless the value is one number, finite or NaN."""

    @wraps(function)
    def measured(model) -> float:
        value = function(model)
        number = number_in(value)
        if number is None or isinf(number):
            shown = " ".join(f"{value!r:.60}".split())
            raise BadInput(f"the measure {name} gave {shown}; it must give one number, or NaN where there is none")
        return number

    return measured


def number_in(value: object) -> float | None:
    """The value as one number, or None for anything else, such as a text or an array with dimensions."""
    try:
        one = not isinstance(value, str | bytes) and np.ndim(value) == 0 and not np.iscomplexobj(value)
        return float(value) if one else None
    except (TypeError, ValueError, OverflowError):
        return None
