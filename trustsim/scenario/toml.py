"""TOML text to a table: the one place through which every config, network and override passes.

Python's reader takes time that grows with the square of the dots in a key (39 kB of `a.a.a…=1` cost half a minute and
1.5 GB) and falls over tables in tables in tables. So both are counted first, in one pass over the text.
"""

import re

from trustsim.errors import BadInput

MOST_TEXT = 1024 * 1024  # letters of one file
MOST_STEPS = 16  # dots in a key, and how deep tables and lists may lie in each other
LARGEST = 10**100  # far beyond what TOML promises; of thousands of digits Python cannot even print
PIECES = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+(?:"{3,5})?'  # texts of several lines; one that does not end goes on to the end
    r"|'''(?:[^']|'(?!''))*+(?:'{3,5})?"
    r'|"(?:[^"\\\n]|\\[^\n])*+"?'  # texts of one line
    r"|'[^'\n]*+'?"
    r"|\#[^\n]*+"
    r"|(?P<mark>[\[\]{},=.\n])",
    re.DOTALL,
)


def loads(text, source):
    """The table that a TOML text holds; raises BadInput in one line, with `source` in front, where it holds none."""
    import tomllib

    if len(text) > MOST_TEXT:
        raise BadInput(f"{source}: is too long for a config: {len(text)} letters; at most {MOST_TEXT}")
    check_steps(text, source)
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # numbers of a million digits come out as these too
        raise BadInput(f"{source}: is not TOML: {error}{backslash(str(error))}") from None
    check_depth(table, source)
    return table


def backslash(said):
    r"""How to write a path as Windows has it, where the reader stumbles over the \ in it."""
    stumbled = any(each in said for each in ("Unescaped '\\'", "hex value", "escaped character"))
    return "; write / for each \\ of a path, or put it in single quotes" if stumbled else ""


def check_steps(text, source):
    """Refuse a key with too many dots, and brackets too deep in each other, before anything is read."""
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
    """Refuse a table that is too deep for any config, however it came about, and numbers that are too long."""
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
    """What is said of tables in tables in tables."""
    return f"tables or lists more than {MOST_STEPS} deep in each other"
