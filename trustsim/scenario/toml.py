"""Convert TOML text to a table. Every config, network and override is read here.

The time of Python's reader grows with the square of the dots in a key (39 kB of `a.a.a…=1` take half a minute and
1.5 GB), and it fails on deeply nested tables. So dots and nesting are counted first, in one pass over the text.
"""

import re

from trustsim.errors import BadInput

MOST_TEXT = 1024 * 1024  # characters in one file
MOST_STEPS = 16  # dots in a key, and levels of nested tables and lists
LARGEST = 10**100  # far beyond what TOML guarantees; Python cannot print integers of thousands of digits
PIECES = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+(?:"{3,5})?'  # multi-line strings; an unclosed one extends to the end of the text
    r"|'''(?:[^']|'(?!''))*+(?:'{3,5})?"
    r'|"(?:[^"\\\n]|\\[^\n])*+"?'  # single-line strings
    r"|'[^'\n]*+'?"
    r"|\#[^\n]*+"
    r"|(?P<mark>[\[\]{},=.\n])",
    re.DOTALL,
)


def loads(text, source):
    """The table in a TOML text. Raises BadInput with a message of one line that starts with `source`."""
    import tomllib

    if len(text) > MOST_TEXT:
        raise BadInput(f"{source}: is too long for a config: {len(text)} letters; at most {MOST_TEXT}")
    check_steps(text, source)
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also raised for numbers of a million digits
        raise BadInput(f"{source}: is not TOML: {error}{backslash(str(error))}") from None
    check_depth(table, source)
    return table


def backslash(said):
    r"""Advice on writing Windows paths, if the reader's error is about a \; else ""."""
    stumbled = any(each in said for each in ("Unescaped '\\'", "hex value", "escaped character"))
    return "; write / for each \\ of a path, or put it in single quotes" if stumbled else ""


def check_steps(text, source):
    """Refuse keys with too many dots and brackets nested too deeply, before the text is parsed."""
    dots = depth = 0
    for piece in PIECES.finditer(text):
        mark = piece["mark"]
        if mark == ".":
            dots += 1
        elif mark:
            dots = 0
            depth = max(0, depth + ("[{".count(mark) - "]}".count(mark)))
        if max(dots, depth) > MOST_STEPS:
            line = text.count("\n", 0, piece.start()) + 1
            fault = f"a key with more than {MOST_STEPS} dots" if dots > MOST_STEPS else too_deep()
            raise BadInput(f"{source}: line {line} holds {fault}; no config needs that")


def check_depth(config, source):
    """Refuse a table from any origin if it is nested too deeply or contains too large an integer."""
    level = [config]
    for _ in range(MOST_STEPS):
        inner = [each.values() if isinstance(each, dict) else each for each in level]
        values = [value for each in inner for value in each]
        if any(isinstance(value, int) and abs(value) > LARGEST for value in values):
            raise BadInput(f"{source}: holds a whole number of more than 100 digits; no config needs that")
        level = [value for value in values if isinstance(value, dict | list | tuple)]
        if not level:
            return
    raise BadInput(f"{source}: holds {too_deep()}; no config needs that")


def too_deep():
    """The words for tables nested too deeply, for messages."""
    return f"tables or lists more than {MOST_STEPS} deep in each other"
