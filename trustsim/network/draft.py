"""A graph as somebody described it: nodes with attributes and ties, not yet sorted into advisors and customers."""

import math
from collections import Counter
from typing import NamedTuple

from trustsim.errors import BadInput, advice
from trustsim.state import DIMENSIONS

KINDS = ("employs", "knows", "peers")


class Tie(NamedTuple):
    """One tie as read: an arc from `source` to `target`, or mutual when not `directed`."""

    source: str
    target: str
    layer: str = ""
    kind: str = ""  # employs, knows or peers; "": as the roles of its ends say
    strength: float = 1.0
    prior: dict = {}  # {dimension: positive evidence}
    directed: bool = True


class Draft(NamedTuple):
    """Everything read so far; `nodes` keep their order."""

    nodes: dict  # {name: {attribute: value}}
    places: dict  # {name: where it was read, for messages}
    ties: list
    dropped: Counter  # what the model has no place for, counted


def checked(table, known, where):
    """`table`, a config's table with known keys only."""
    if not isinstance(table, dict):
        raise BadInput(f"{where} = {table!r} is not a table; write it as {{{', '.join(sorted(known))}}}")
    for key in table:
        if key not in known:
            raise BadInput(f"{where}.{key} is unknown; {advice(key, sorted(known))}")
    return table


def number(value):
    """A finite number read from `value`, or None."""
    try:
        read = float(value)
    except (TypeError, ValueError):
        return None
    return read if math.isfinite(read) else None


def plain(value):
    """`value` for comparison: 1, 1.0 and "1" are alike."""
    read = None if isinstance(value, bool) else number(value)
    return str(value).strip() if read is None else read


def evidence(prior, where):
    """A prior as {dimension: positive evidence}, checked."""
    for dimension, amount in checked(prior, DIMENSIONS, where).items():
        if number(amount) is None or float(amount) < 0:
            raise BadInput(f"{where}.{dimension} = {amount!r} is no evidence; give a number of at least 0")
    return {dimension: float(amount) for dimension, amount in prior.items()}


def meant(kind, where):
    """A tie's kind, checked; "" leaves it to the roles of its ends."""
    if kind and kind not in KINDS:
        raise BadInput(f"{where}: kind = {kind!r} is unknown; {advice(kind, KINDS)}")
    return kind or ""


def added(ties, tie, seen, where):
    """Add a tie to `ties`: no loop, and each ordered pair at most once in a layer (`seen`)."""
    pair = (tie.source, tie.target)
    if tie.source == tie.target:
        raise BadInput(f"{where}: {tie.source},{tie.target} is a self-loop; remove it")
    ends = pair if tie.directed else tuple(sorted(pair))
    if ends in seen:
        raise BadInput(f"{where}: {tie.source},{tie.target} is a duplicate of {seen[ends]}; keep one of them")
    seen[ends] = where
    ties.append(tie)


def scaled(ties, weights, dropped):
    """The ties of one layer with their strengths, and what they say at first, in proportion to the heaviest weight."""
    most = max(weights, default=0.0)
    for tie, weight in zip(ties, weights, strict=True):
        if weight == 0.0:
            dropped["weight 0"] += 1
        else:
            share = weight / most
            yield tie._replace(strength=share, prior={d: r * share for d, r in tie.prior.items()})


def weighed(text, where):
    """A weight of at least 0."""
    weight = number(text)
    if weight is None or weight < 0:
        raise BadInput(f"{where}: weight {text!r} is not a number of at least 0; correct it")
    return weight
