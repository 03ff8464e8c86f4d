"""Check what a visitor asks for: shipped names and numbers in their declared range, never a path, a file or code.

Anyone who can connect can send any message. So the code that acts on a request checks it with these functions first,
whatever the page itself would send. A refusal is one line: the name, the value that was sent and what is allowed.
"""

import math
import re

from trustsim.errors import BadInput
from trustsim.lenses import LENSES
from trustsim.lenses.trust_equation import FORMS
from trustsim.live.limits import most
from trustsim.mechanisms import MECHANISMS
from trustsim.parameters import parameters

NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,18})?")  # as a drop-down list sends it, as text
SHOWN = 60  # characters of the value that a message repeats


def whole(value, low, high, name):
    """Return a whole number in `low`..`high`, given as a number or as text; raises BadInput."""
    number = number_of(value)
    if number is None or number != math.floor(number) or not low <= number <= high:
        raise BadInput(f"{name} = {repeated(value)} is not a whole number in {low}..{high}")
    return int(value) if isinstance(value, int) else int(number)


def number(value, low, high, name):
    """Return a number in `low`..`high`, given as a number or as text; raises BadInput."""
    found = number_of(value)
    if found is None or not low <= found <= high:
        raise BadInput(f"{name} = {repeated(value)} is not a number in {low:g}..{high:g}")
    return float(found)


def number_of(value):
    """The finite number in a value that a browser sent, or None."""
    if isinstance(value, str) and NUMBER.fullmatch(value):
        value = float(value) if "." in value else int(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if isinstance(value, int) or math.isfinite(value) else None


def switch(value, name):
    """True or False; raises BadInput."""
    if not isinstance(value, bool):
        raise BadInput(f"{name} = {repeated(value)} is not true or false")
    return value


def one_of(value, names, name):
    """One of `names`; raises BadInput."""
    if not isinstance(value, str) or value not in names:
        raise BadInput(f"{name} = {repeated(value)} is not one of {', '.join(names)}")
    return value


def text(value, name, longest):
    """A string of at most `longest` characters that can be encoded as UTF-8; raises BadInput."""
    if not isinstance(value, str) or len(value) > longest or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise BadInput(f"{name} = {repeated(value)} is not text of at most {longest} letters")
    return value


def table(value, name):
    """A dict; raises BadInput."""
    if not isinstance(value, dict):
        raise BadInput(f"{name} = {repeated(value)} is not a table")
    return value


def setting(path, value, lenses=(), known=None):
    """The value of a slider, a switch or a list, converted to its type. Raises BadInput for any other path.

    `lenses` are those of the visitor's worlds, and `known` are their parameters, {path: Parameter}. They are allowed as
    well as the shipped ones, because a config given on the command line may bring its own.
    """
    p = (known or parameters()).get(path) if isinstance(path, str) else None
    if p is not None:
        if p.kind is bool:
            return switch(value, path)
        return whole(value, p.low, most(p), path) if p.kind is int else number(value, p.low, p.high, path)
    if path == "lens":
        return one_of(value, tuple(dict.fromkeys((*LENSES, *lenses))), path)
    if path == "lens_form":
        return one_of(value, tuple(FORMS), path)
    if path in MECHANISM_SWITCHES:
        return switch(value, path)
    raise BadInput(f"{repeated(path)} is not one of the page's sliders, switches and lists")


MECHANISM_SWITCHES = tuple(f"mechanisms.{name}" for name in MECHANISMS)


def world(value):
    """The index of a world: 0, 1, or None for both; raises BadInput."""
    return None if value is None else whole(value, 0, 1, "world")


def repeated(value):
    """The value that was sent, as text that is short enough for one line and contains no line breaks."""
    if isinstance(value, int) and abs(value) >= 10**SHOWN:
        return "a number of too many digits"
    if isinstance(value, dict | list):
        return "a table" if isinstance(value, dict) else "a list"
    written = repr(value[: SHOWN + 1] if isinstance(value, str) else value)
    return written if len(written) <= SHOWN else f"{written[:SHOWN]}…"
