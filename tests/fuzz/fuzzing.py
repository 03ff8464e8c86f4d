"""What all fuzzers share: how many inputs to try, seeded mutations of text and tables, and what a healthy world looks like."""

import os
import random
from contextlib import contextmanager
from signal import SIGALRM, alarm, signal

import numpy as np

from trustsim.state import TABLES, columns_of

INPUTS = int(os.environ.get("TRUSTSIM_FUZZ", "300"))  # a sample; `make fuzz` tries 10,000
SECONDS = 20  # for one input: whatever takes longer hangs
SPECIAL = (
    "", " ", "\0", "\ufeff", "\r", "\n", "\t", "nan", "inf", "-inf", "1e999", "-1", "0", "1_0", "9" * 40, "0x", "true", "None", "[", "]", "{", "}",
    "=", ".", "..", "/", "\\", '"', '"""', "'", "#", ",", ":", "é", "\u202e", "\U0001f600", "a.a.a", "[[a]]", "%", "${x}", "{x}", "../../etc/passwd",
)  # fmt: skip
VALUES = (
    None, True, False, 0, 1, -1, 2**63, -(2**63), 10**400, 0.0, -0.0, 0.5, 1.5, 1e308, -1e308, float("nan"), float("inf"), "", "x", "\0", "nan",
    "../x.py:y", "x.py:", ":", "é" * 200, [], [1], [[]], [None], ["x", "x"], {}, {"x": 1}, {"": {}}, b"x", (1,), object(),
)  # fmt: skip


def drawn(number):
    """The random numbers of one input: the same for the same number, so that a failure can be repeated."""
    return random.Random(number)


def mutated(text, luck):
    """A text with one to four small changes: something deleted, doubled, swapped or put in."""
    for _ in range(luck.randint(1, 4)):
        at, length = luck.randrange(len(text) + 1), luck.choice((1, 1, 2, 8, 40))
        piece = text[at : at + length]
        text = luck.choice((
            text[:at] + text[at + length :],
            text[:at] + piece * luck.choice((2, 3, 50)) + text[at + length :],
            text[:at] + luck.choice(SPECIAL) + text[at:],
            text[:at] + luck.choice(SPECIAL) + text[at + length :],
            text[:at] + piece[::-1] + text[at + length :],
        ))  # fmt: skip
    return text


def places(table, before=()):
    """The steps to everything in nested tables and lists."""
    items = table.items() if isinstance(table, dict) else enumerate(table)
    for step, value in items:
        yield (*before, step)
        if isinstance(value, dict | list):
            yield from places(value, (*before, step))


def altered(table, luck):
    """A copy of nested tables with one value replaced, removed, moved or added under a name that is nearly right."""
    table = copied(table)
    *way, step = luck.choice(list(places(table)))
    inner = table
    for each in way:
        inner = inner[each]
    what = luck.randrange(4)
    if what == 0:
        inner[step] = luck.choice(VALUES)
    elif what == 1:
        del inner[step]
    elif what == 2 and isinstance(inner, dict):
        inner[mutated(str(step), luck)] = inner.pop(step)
    elif isinstance(inner, dict):
        inner[luck.choice((*SPECIAL, str(step) + "s"))] = luck.choice(VALUES)
    else:
        inner.append(luck.choice(VALUES))
    return table


def copied(value):
    """Nested tables and lists copied, all else as it is."""
    if isinstance(value, dict):
        return {key: copied(each) for key, each in value.items()}
    return [copied(each) for each in value] if isinstance(value, list) else value


@contextmanager
def in_time(seconds=SECONDS):
    """Raise TimeoutError where an input takes longer than `seconds`."""

    def late(number, frame):
        raise TimeoutError(f"takes longer than {seconds} s")

    before = signal(SIGALRM, late)
    alarm(seconds)
    try:
        yield
    finally:
        alarm(0)
        signal(SIGALRM, before)


def check_message(error):
    """A message is one line that can be read, and not too long for one."""
    message = str(error)
    assert message and "\n" not in message and "\r" not in message, repr(message)
    assert len(message) < 2000, message[:300]
    assert "Traceback" not in message, message


def check_world(tables):
    """Every column of every table lies in its declared range, and nothing is NaN."""
    for name in TABLES:
        table = getattr(tables, name)
        for column in columns_of(name).values():
            values = table[column.name].astype(float)
            inside = (values >= column.low) & (values <= column.high)
            assert np.all(inside), f"{name}.{column.name}: {values[~inside][:3]}"
