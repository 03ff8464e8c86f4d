"""Checks of values in a config: each returns the value or raises ValueError("is not …").

The message continues a sentence that starts with the key and the value: `lens_form = 'cubic' is not one of ratio, …`.
"""

import math
import re
from datetime import date, time

from trustsim.errors import advice
from trustsim.parameters import MOST_CONTEXTS
from trustsim.scenario.shipped import lens_names

OWN = re.compile(r"[^:]+\.py:[A-Za-z_]\w*")
LENS_FORMS = ("ratio", "log", "normalised")


def text(value):
    """Any text."""
    return held(value, isinstance(value, str) and value.encode("utf-8", "ignore").decode() == value, "is not text")


def flag(value):
    """True or false."""
    return held(value, isinstance(value, bool), "is not true or false")


def arm(value):
    """The name of an arm: printable text without spaces around it."""
    return held(value, isinstance(value, str) and value.strip() == value != "" and value.isprintable(), "is not a name")


def own(value):
    """A function or class in the user's own file: `my_rumour.py:rumour`."""
    return held(value, is_own(value), "is not of the form 'file.py:name'")


def measure(value):
    """A measure: a name, `name by group`, or a function in the user's own file."""
    fits = is_own(value) or (
        isinstance(value, str) and is_name(value.partition(" by ")[0]) and not value.endswith(" by ")
    )
    return held(value, fits, "is neither a name, nor 'name by group', nor of the form 'file.py:name'")


def module_or_file(value):
    """A name (of a shipped module), or the path of a Python file."""
    fits = is_name(value) or (isinstance(value, str) and value.endswith(".py"))
    return held(value, fits, "is neither a name nor a file ending in .py")


def lens(value):
    """The name of a shipped lens, or a function in the user's own file."""
    fits = is_own(value) or (isinstance(value, str) and value in lens_names())
    return held(value, fits, f"is not a lens; {advice(str(value), lens_names())}")


def lens_mix(value):
    """A table of shares of customers by shipped lens."""
    held(value, isinstance(value, dict), "is not a table of shares by lens, such as { pillars = 0.6, abi = 0.4 }")
    for name, share in value.items():
        held(name, name in lens_names(), f"is not a lens; {advice(str(name), lens_names())}")
        fits = isinstance(share, int | float) and not isinstance(share, bool) and 0.0 <= share <= 1.0
        held(share, fits, f"is not a share of customers ({name}), from 0 to 1")
    total = sum(value.values())
    return held(value, not value or abs(total - 1.0) < 1e-6, f"holds shares that add up to {total:g}, not to 1")


def lenses(value):
    """A list of different lenses."""
    fits = isinstance(value, list) and len({str(each) for each in value}) == len(value) > 0
    return [lens(each) for each in held(value, fits, "is not a list of different lenses")]


def texts(value):
    """A list of different texts."""
    fits = isinstance(value, list) and all(isinstance(each, str) for each in value) and len(set(value)) == len(value)
    return held(value, fits, "is not a list of different names")


def two_numbers(value):
    """Two numbers, the lower one first."""
    fits = isinstance(value, list) and len(value) == 2 and all(map(is_number, value)) and value[0] < value[1]
    return held(value, fits, "is not two numbers, the lower one first, such as [1.0, 4.0]")


def is_number(value):
    """Whether a value is a finite number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def lens_form(value):
    """A form of the trust equation."""
    return held(value, isinstance(value, str) and value in LENS_FORMS, f"is not one of {', '.join(LENS_FORMS)}")


def switch(value):
    """The switch of a mechanism: true, false, or a function in the user's own file."""
    return held(value, isinstance(value, bool) or is_own(value), "is not true, false or of the form 'file.py:function'")


def context_names(value):
    """A list of 1 to MOST_CONTEXTS different names."""
    fits = isinstance(value, list) and 1 <= len(value) <= MOST_CONTEXTS and all(isinstance(v, str) and v for v in value)
    return held(value, fits and len(set(value)) == len(value), f"is not a list of 1 to {MOST_CONTEXTS} different names")


def dimensions(value):
    """A list of different dimensions of evidence."""
    from trustsim.state import DIMENSIONS

    held(
        value,
        isinstance(value, list) and value and len({str(v) for v in value}) == len(value),
        "is not a list of different dimensions",
    )
    for each in value:
        held(each, each in DIMENSIONS, f"contains {each!r}, which is not a dimension; {advice(str(each), DIMENSIONS)}")
    return value


def rows(value):
    """A list of rows of a table, by number or label."""
    fits = isinstance(value, list) and value and all(isinstance(v, str) or is_row(v) for v in value)
    return held(value, fits, "is not a list of row numbers (from 0) or labels")


def rows_or_share(value):
    """A list of rows of a table, or the share of its rows."""
    fits = isinstance(value, float) and 0 <= value <= 1
    return value if fits else held(rows_again(value), True, "")


def rows_again(value):
    """A list of rows; the error mentions that a share is allowed too."""
    try:
        return rows(value)
    except ValueError as error:
        raise ValueError(f"{error}, nor a share such as 0.5") from None


def values(value):
    """A list of values of an attribute."""
    fits = isinstance(value, list) and value and all(isinstance(v, str | int | float) and plain(v) for v in value)
    return held(value, fits, "is not a list of values")


def toml(value):
    """Any TOML value except nan and infinity."""
    return held(value, plain(value), "holds something that a config cannot say (nan, infinity, nothing)")


def table(value):
    """A table of any contents."""
    return held(toml(value), isinstance(value, dict), "is not a table")


def text_or_table(value):
    """Text, or a table of any contents."""
    return held(toml(value), isinstance(value, str | dict), "is neither text nor a table")


def held(value, fits, otherwise):
    """Return `value` if `fits`; otherwise raise ValueError(otherwise)."""
    if not fits:
        raise ValueError(otherwise)
    return value


def is_own(value):
    """Whether `value` has the form `file.py:name`."""
    return isinstance(value, str) and OWN.fullmatch(value) is not None


def is_name(value):
    """Whether `value` could be the name of a function or a module."""
    return isinstance(value, str) and value.isidentifier()


def span(low, high):
    """A range as written in messages and comments: `0..1`."""
    return f"{low:.12g}..{high:.12g}" if isinstance(high, float) else f"{low}..{high}"


def is_row(value):
    """Whether `value` could be the number of a row."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def plain(value):
    """Whether `value` can be written in TOML, without nan and infinity."""
    if isinstance(value, dict):
        return all(isinstance(key, str) and plain(each) for key, each in value.items())
    if isinstance(value, list):
        return all(plain(each) for each in value)
    return math.isfinite(value) if isinstance(value, float) else isinstance(value, str | int | date | time)
