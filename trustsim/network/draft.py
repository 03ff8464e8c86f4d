"""A graph as described by the user: nodes with attributes, and ties, not yet sorted into advisors and customers."""

import math
import re
from collections import Counter
from typing import NamedTuple

from trustsim.errors import BadInput, advice
from trustsim.state import DIMENSIONS

KINDS = ("employs", "knows", "peers")
DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")  # Python's float() takes 1_0 as well
USUAL = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]+)?")  # the way programs write numbers; 007 is a name


class Tie(NamedTuple):
    """One tie as read: from `source` to `target`, or mutual if not `directed`."""

    source: str
    target: str
    layer: str = ""
    kind: str = ""  # employs, knows or peers; "": follows from the roles of its ends
    strength: float = 1.0
    prior: dict = {}  # {dimension: positive evidence}
    directed: bool | None = True  # None: the file does not say


class Draft(NamedTuple):
    """Everything read so far; `nodes` keep their order."""

    nodes: dict  # {name: {attribute: value}}
    places: dict  # {name: where it was read, for messages}
    ties: list
    dropped: Counter  # counts of ties that the model cannot use
    notes: dict  # {sentence: None} about how the files were read
    seed: int | None = None  # of a random graph; None for a graph that was read


def checked(table, known, where):
    """Return `table` if it is a table with known keys only; raise BadInput if not."""
    if not isinstance(table, dict):
        raise BadInput(f"{where} = {table!r} is not a table; write it as {{{', '.join(sorted(known))}}}")
    for key in table:
        if key not in known:
            raise BadInput(f"{where}.{key} is unknown; {advice(key, sorted(known))}")
    return table


def matching(name, known):
    """The name in `known` that `name` refers to: itself, or else the only one that differs in case only; else None."""
    if name in known:
        return name
    like = [each for each in known if str(each).strip().lower() == str(name).lower()]
    return like[0] if len(like) == 1 else None


def number(value: object) -> float | None:
    """A finite number read from `value`, or None."""
    if isinstance(value, bool) or (isinstance(value, str) and not DECIMAL.fullmatch(value.strip())):
        return None
    try:
        read = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return read if math.isfinite(read) else None


def plain(value: object) -> float | str:
    """`value` for comparison: 1, 1.0 and "1" are equal, and so are True and "true"; "1" and "01" differ."""
    text = str(value).strip()
    if text.lower() in ("true", "false"):
        return text.lower()
    return float(text) if USUAL.fullmatch(text) else text


def evidence(prior, where):
    """Check a prior and return it as {dimension: positive evidence}."""
    for dimension, amount in checked(prior, DIMENSIONS, where).items():
        if number(amount) is None or float(amount) < 0:
            raise BadInput(f"{where}.{dimension} = {amount!r} is not valid evidence; give a number of at least 0")
    return {dimension: float(amount) for dimension, amount in prior.items()}


def meant(kind, where):
    """Check a tie's kind and return it; "" means that it follows from the roles of its ends."""
    if kind and kind not in KINDS:
        raise BadInput(f"{where}: kind = {kind!r} is unknown; {advice(kind, KINDS)}")
    return kind or ""


def apart(read, strict, dropped):
    """[(tie, weight)] of one layer, without self-loops and duplicates.

    `read` yields (tie, weight, name in messages). Ties that are left out are counted in `dropped`, or refused if
    `strict`. For a duplicate, the higher values count.
    """
    kept, seen = {}, {}
    for tie, weight, where in read:
        ends = tie.source, tie.target
        ways = [ends] if tie.directed is not False else [ends, ends[::-1]]
        if tie.source == tie.target:
            if strict:
                raise BadInput(f"{where}: {tie.source},{tie.target} is a self-loop; remove it")
            dropped["self-loop"] += 1
            continue
        if all(way in seen for way in ways):
            if strict:
                raise BadInput(f"{where}: {tie.source},{tie.target} is a duplicate of {seen[ends]}; keep one of them")
            dropped["duplicate"] += 1
        for way in ways:
            seen.setdefault(way, where)
        key = (ends if tie.directed is not False else tuple(sorted(ends)), tie.directed)
        before = kept.get(key)
        kept[key] = (tie, weight) if before is None else (stronger(before[0], tie), max(before[1], weight))
    return list(kept.values())


def stronger(before, tie):
    """Merge two ties of one layer between the same people, keeping the higher of each value."""
    if before is None:
        return tie
    prior = {d: max(before.prior.get(d, 0.0), tie.prior.get(d, 0.0)) for d in before.prior | tie.prior}
    return tie._replace(strength=max(before.strength, tie.strength), prior=prior)


def scaled(ties, dropped):
    """Yield ties with strength and evidence scaled by weight / largest weight; `ties` are the (tie, weight) of a layer.

    Ties of weight 0 are left out and counted in `dropped`.
    """
    most = max((weight for _, weight in ties), default=0.0)
    for tie, weight in ties:
        if weight == 0.0:
            dropped["weight 0"] += 1
        else:
            share = weight / most
            yield tie._replace(strength=share, prior={d: r * share for d, r in tie.prior.items()})


def weighed(text, where):
    """Read a weight, a number of at least 0."""
    weight = number(text)
    if weight is None or weight < 0:
        raise BadInput(f"{where}: weight {text!r} is not a number of at least 0; correct it")
    return weight
