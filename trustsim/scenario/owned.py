"""Parameters of the user's own mechanisms: declared in their file, as the shipped ones are in `parameters.py`."""

import math
from collections.abc import Iterable
from pathlib import Path

from trustsim.declaring import Parameter, declared, snake
from trustsim.errors import BadInput
from trustsim.parameters import TRAITS, parameters, scalars
from trustsim.scenario.forms import is_own

KINDS = (float, int, bool)
ENDS = {bool: (False, True), int: (-(2**62), 2**62), float: (-math.inf, math.inf)}  # where no range is known
FORM = 'name: float = par(default, "unit", low, high, "meaning", "source")'


def own_parameters(tables: Iterable[dict], folder: Path) -> tuple[Parameter, ...]:
    """The parameters that the own files in these config tables declare, and in their arms, each once.

    A table need not have been checked. Raises BadInput for a faulty declaration and for two of the same name.
    """
    found, taken = {}, {p.name: p.path for p in scalars()}
    for name in dict.fromkeys(name for table in tables for name in names_in(table)):
        for parameter in declared_in(name, folder):
            other = found.get(parameter.path) or taken.get(parameter.name)
            if other is not None and other != parameter:
                raise BadInput(
                    f"{name}: {parameter.path} has the name of {getattr(other, 'path', other)}; rules read settings by "
                    "their name alone, so give it another one"
                )
            found[parameter.path] = taken[parameter.name] = parameter
    return tuple(found.values())


def names_in(table: dict) -> list[str]:
    """The rules and lenses of the user's own that a config table names, and its arms do."""
    arms = table.get("arms")
    tables = [table, *(arms.values() if isinstance(arms, dict) else ())]
    names = []
    for each in (each for each in tables if isinstance(each, dict)):
        mechanisms, lens = each.get("mechanisms"), each.get("lens")
        names += list(mechanisms.values()) if isinstance(mechanisms, dict) else []
        names.append(lens.get("name") if isinstance(lens, dict) else lens)
    return [name for name in names if is_own(name)]


def declared_in(name: str, folder: Path) -> list[Parameter]:
    """The parameters in the file of `file.py:thing`: those of its classes with annotated `par(...)`."""
    from trustsim import own

    path = own.path_of(name, folder)
    if not path.is_file():
        return []  # said where the rule itself is looked up
    module = own.module_of(path)
    classes = [each for each in vars(module).values() if isinstance(each, type) and each.__module__ == module.__name__]
    found = []
    for kind in classes:
        given = {key: value for key, value in vars(kind).items() if is_declaration(value)}
        for key in given:
            if kind.__annotations__.get(key) not in KINDS:
                raise BadInput(f"{path}: {kind.__name__}.{key} has no type; write {FORM}, with float, int or bool")
        if given:
            checked_group(kind, path)
            found += [checked_declaration(p, kind, path) for p in declared(only(kind, given), snake(kind.__name__))]
    return found


def is_declaration(value: object) -> bool:
    """Whether a value in a class was made by `par`."""
    return (
        isinstance(value, tuple) and len(value) == 6 and all(isinstance(each, str) for each in (value[1], *value[4:]))
    )


def only(kind: type, names: dict) -> type:
    """A class with these declarations alone."""
    annotations = {name: kind.__annotations__[name] for name in names}
    return type(kind.__name__, (), {**names, "__annotations__": annotations})


def checked_group(kind: type, path: Path) -> None:
    """Refuse a class whose name is that of a table that configs already have."""
    from trustsim.scenario.shape import study_model

    group = snake(kind.__name__)
    if group in study_model().model_fields:
        what = "traits are columns, which own mechanisms cannot add" if group in TRAITS else "that table is taken"
        raise BadInput(f"{path}: class {kind.__name__} would be the table [{group}] of a config; {what}")


def checked_declaration(p: Parameter, kind: type, path: Path) -> Parameter:
    """A declaration whose numbers fit each other. Raises BadInput."""
    where, numbers = f"{path}: {kind.__name__}.{p.name}", (p.default, p.low, p.high)
    if not all(isinstance(each, int | float) and math.isfinite(each) for each in numbers):
        raise BadInput(f"{where}: default, low and high must be finite numbers, as in {FORM}")
    if not p.low <= p.default <= p.high:
        raise BadInput(f"{where}: default = {p.default:g} is outside {p.low:g}..{p.high:g}")
    if not (p.unit and p.meaning and p.source):
        raise BadInput(f"{where}: unit, meaning and source cannot be empty; write {FORM}")
    return p


def as_written(config: dict) -> tuple[Parameter, ...]:
    """Parameters for the tables of a config that are not ours, by the values they have, without reading any code."""
    from trustsim.scenario.shape import study_model

    known, found = set(study_model().model_fields), {}
    arms = config.get("arms", {})
    for table in (config, *arms.values()):
        for group in [key for key in table if key not in known and isinstance(table[key], dict)]:
            for name, value in table[group].items():
                if isinstance(value, KINDS) and f"{group}.{name}" not in parameters():
                    ends = ENDS[type(value)]
                    found[f"{group}.{name}"] = Parameter(group, name, type(value), value, "unknown", *ends, "", "")
    return tuple(found.values())
