"""What a sweep varies, and its values: parameters, lens, network, the number of weeks, or another key of an arm."""

import re
from typing import NamedTuple

import numpy as np

from trustsim.errors import BadInput, advice
from trustsim.runs.conditions import Condition
from trustsim.runs.space import LENS, NETWORK, at
from trustsim.scenario.complaints import shown
from trustsim.scenario.reading import value_of, with_network
from trustsim.scenario.spaces import network

TICKS, ARMS = "ticks", "arms."
SPAN = re.compile(r"([^:,]+):([^:,]+)(?::([^:,]*))?")
FORM = "write KEY=LOW:HIGH:COUNT or KEY=VALUE,VALUE, such as advisors.rate=0.1:0.5:5 or lens=pillars,abi"


class Factor(NamedTuple):
    """A key that a sweep varies, over a list of values or over a range of numbers."""

    key: str
    values: tuple = ()  # in the order in which they were given; (): only a range is known
    span: tuple | None = None  # (lowest, highest) of a range
    kind: type = str  # int or float for a range

    @property
    def is_number(self):
        """Whether its values have an order and distances."""
        return self.span is not None or all(type(each) in (int, float) for each in self.values)

    def at(self, luck):
        """The value at a place 0..1 in it."""
        return at(luck, (*self.span, self.kind) if self.span else list(self.values))

    @property
    def over(self):
        """What it ranges over, for the record."""
        return list(self.span or self.values)


def factors_in(given, study):
    """The Factors that `--vary` texts or a dict describe, checked in every arm. Raises BadInput.

    In a dict a range is a tuple, (low, high) or (low, high, count), and values are a list.
    """
    if not given:
        raise BadInput(f"a sweep needs something to vary: {FORM}")
    pairs = [*given.items()] if isinstance(given, dict) else [split(text) for text in given]
    keys = [key for key, _ in pairs]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice:
        raise BadInput(f"vary {twice}: is given twice; give all its values at once")
    return tuple(factor_of(key, value, study) for key, value in pairs)


def split(text):
    """The key and the values of a text: "advisors.rate=0.1:0.5:5"."""
    key, equals, value = text.partition("=")
    if not (key.strip() and equals and value.strip()):
        raise BadInput(f"vary {shown(text)}: {FORM}")
    return key.strip(), value.strip()


def factor_of(key, given, study):
    """One Factor, with both ends of its range or all its values checked. Raises BadInput."""
    key = "lens" if key == "lens.name" else key
    check_key(key, study)
    if isinstance(given, str):
        given = from_text(given)
    if not isinstance(given, tuple):
        return listed(key, given, study)
    if len(given) not in (2, 3) or not all(type(each) in (int, float) for each in given[:2]):
        raise BadInput(f"vary {key} = {shown(given)} is no range of numbers; {FORM}")
    return ranged(key, given, study)


def from_text(text):
    """A tuple (low, high[, count]) for a range, else a list of values."""
    found = SPAN.fullmatch(text)
    numbers = [number_or_name(part) for part in found.groups() if part] if found else []
    if found and all(type(each) in (int, float) for each in numbers[:2]):
        return tuple(numbers)
    return [number_or_name(part) for part in text.split(",") if part.strip()]


def number_or_name(text):
    """The value in a text: as in TOML, also for numbers such as .5."""
    value = value_of(text.strip())
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return value


def check_key(key, study):
    """Refuse a key that cannot be varied, with the nearest one that can. Raises BadInput."""
    arm = study.arms[study.reference]
    if key.startswith(ARMS):
        name, _, rest = key.removeprefix(ARMS).partition(".")
        if name not in study.arms:
            raise BadInput(f"vary {key}: there is no arm {name}; {advice(name, list(study.arms), ARMS)}")
        if rest not in arm.parameters:
            raise BadInput(f"vary {key}: in one arm, parameters can be varied; {advice(rest, list(arm.parameters))}")
        return
    switches = [f"mechanisms.{name}" for name in arm.mechanisms]
    known = [*arm.parameters, LENS, NETWORK, TICKS, "lens_form", "graph.maker", *switches]
    if key not in known:
        raise BadInput(f"vary {key}: there is nothing of this name to vary; {advice(key, known)}")


def kind_of(key, study):
    """The type of the values of a key."""
    path = key.removeprefix(ARMS).partition(".")[2] if key.startswith(ARMS) else key
    parameter = study.arms[study.reference].parameters.get(path)
    if key == TICKS:
        return int
    if key.startswith("mechanisms."):
        return bool
    return parameter.kind if parameter else str


def ranged(key, given, study):
    """A Factor over a range, with as many values as its count says."""
    low, high, *count = given
    kind = kind_of(key, study)
    if kind not in (int, float):
        raise BadInput(f"vary {key} = {shown(given)}: it has no range, so list its values: vary {key}=VALUE,VALUE")
    if not low < high:
        raise BadInput(f"vary {key} = {low:g}:{high:g}: the range must go from a lower number to a higher one")
    if kind is int and not all(float(each).is_integer() for each in (low, high)):
        raise BadInput(f"vary {key} = {low}:{high}: it is a whole number, and so are the ends of its range")
    if count and (type(count[0]) is not int or count[0] < 2):
        raise BadInput(f"vary {key} = {low}:{high}:{count[0]}: the count of values must be a whole number from 2")
    span = kind(low), kind(high)
    values = np.linspace(low, high, count[0]) if count else ()
    values = tuple(dict.fromkeys(round(each) if kind is int else float(f"{each:.6g}") for each in map(float, values)))
    check_values(key, (*span, *values), study)
    return Factor(key, values, span, kind)


def listed(key, given, study):
    """A Factor over a list of values."""
    values = list(given)
    if kind_of(key, study) is float:
        values = [float(each) if type(each) is int else each for each in values]
    if not values:
        raise BadInput(f"vary {key}: there is no value; {FORM}")
    if len(set(values)) < len(values):
        raise BadInput(f"vary {key} = {', '.join(map(str, values))}: a value is there twice")
    check_values(key, values, study)
    return Factor(key, tuple(values))


def check_values(key, values, study):
    """Check values in every arm, like those of a config. Raises BadInput."""
    if key == NETWORK:
        networks_of([Factor(key, tuple(values))], study)
        return
    for value in values:
        alone = Condition(key, "sweep", changes_of({key: value}, ()))
        for arm in study.arms.values():
            try:
                alone.applied(arm)
            except BadInput as error:
                raise BadInput(f"vary {key}: {str(error).removeprefix(f'scenario {arm.name!r}: ')}") from None


def networks_of(factors, study):
    """((name, [graph] keys, {path: value}), ...) of the networks that are varied. Raises BadInput."""
    names = next((factor.values for factor in factors if factor.key == NETWORK), ())
    folder = study.arms[study.reference].folder

    def graph_of(name):
        return with_network({}, name, folder, True)["graph"]

    return tuple(network(str(name), "vary network", graph_of) for name in names)


def changes_of(place, networks):
    """What `Condition.applied` changes at a place {key: value}."""
    changes, values, alone = {}, {}, {}
    for key, value in place.items():
        if key in (LENS, TICKS):
            changes[key] = value
        elif key == NETWORK:
            _, graph, numbers = next(each for each in networks if each[0] == value)
            changes["graph"] = graph
            values = numbers | values
        elif key.startswith(ARMS):
            arm, _, path = key.removeprefix(ARMS).partition(".")
            alone.setdefault(arm, {})[path] = value
        else:
            values[key] = value
    changes |= {"values": values} if values else {}
    return changes | ({"arms": alone} if alone else {})


def overwritten(study):
    """Notes on keys in which the arms differ, since a sweep gives all of them the same value."""
    notes = []
    for key in study.sweep.over:
        values = {str(arm.values[key]) for arm in study.arms.values() if key in arm.values}
        if len(values) > 1:
            cure = f"to vary it in one arm, write {ARMS}NAME.{key}"
            notes.append(f"{key} differs between the arms, and the sweep gives all arms the same value; {cure}")
    return notes
