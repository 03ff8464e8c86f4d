"""Tables that are lent to compiled rules are read and written as in Python."""

import copy
import pickle

import numpy as np
import pytest
from worlds import RICH, model, python

from trustsim.lending import lending, places
from trustsim.linking import compiler_off
from trustsim.preparing import without_rows
from trustsim.state import TABLES, record, table

pytestmark = pytest.mark.skipif(compiler_off(), reason="nothing is compiled")


@pytest.fixture(scope="module")
def world():
    """Tables of three customers and of evidence in two contexts."""
    tables = without_rows()._replace(
        customers=table("customers", 3), evidence=table("evidence", (4, 2)), clock=table("clock", 1)
    )
    tables.customers["stake"] = [1.0, 2.0, 3.0]
    tables.evidence["scar"] = np.arange(8).reshape(4, 2)
    return tables


def compiled(world, function, **options):
    """A function of the tables, compiled as rules are."""
    from numba import njit, typeof

    lend, inner = lending(typeof(world)), njit(**options)(function)
    outer = njit(**options)(lambda words: inner(lend(words)))
    return lambda: outer(places(world))


def test_a_row_is_a_record_that_is_read_and_written(world):
    """In a table with one index and in one with two; a table of one row is its record."""

    def rule(lent):
        lent.customers[2].entrusted = lent.customers[1].stake + lent.evidence[3, 1].scar
        lent.clock.tick = 5
        return len(lent.customers), lent.evidence.shape, lent.customers.shape

    assert compiled(world, rule)() == (3, (4, 2), (3,))
    assert world.customers["entrusted"].tolist() == [0.0, 0.0, 9.0]
    assert world.clock["tick"][0] == 5


@pytest.mark.parametrize("wrong", ["lent.nothing", "lent.customers[0, 0]", "lent.evidence[1]", "lent.customers.stake"])
def test_what_is_not_there_is_refused_by_the_compiler(world, wrong):
    """A table, an index or an attribute that Python rules do not have, or that rules do not read."""
    from numba.core.errors import TypingError

    names = {}
    exec(f"def rule(lent):\n    return {wrong}\n", names)
    with pytest.raises(TypingError):
        compiled(world, names["rule"])()


def test_with_checks_a_negative_row_counts_from_the_end_and_one_beyond_is_an_error(world):
    """As rules of the user are compiled."""
    assert compiled(world, lambda lent: lent.customers[-1].stake, boundscheck=True)() == 3.0
    assert compiled(world, lambda lent: lent.evidence[-1, -2].scar, boundscheck=True)() == 6.0
    for beyond in (
        lambda lent: lent.customers[3].stake,
        lambda lent: lent.customers[-4].stake,
        lambda lent: lent.evidence[0, 2].scar,
    ):
        with pytest.raises(IndexError):
            compiled(world, beyond, boundscheck=True)()


def test_no_rule_shipped_asks_for_a_negative_row():
    """Those are compiled without checks, so a row of -1 would lie before the table. A full world needs none."""
    script = """
from trustsim import engine
from worlds import RICH, model
plain = engine.Table.__getitem__
def strict(table, row):
    assert all(each >= 0 for each in (row if isinstance(row, tuple) else (row,))), row
    return plain(table, row)
engine.Table.__getitem__ = strict
few = {"population": {"customers": 12, "advisors": 4, "firms": 2}}
for lens in ("components", "pillars"):
    model({**RICH, **few}, weeks=6, lens=lens).survey()
print("none")
"""
    assert python(script, NUMBA_DISABLE_JIT="1").strip() == "none"
    assert RICH["mechanisms"]  # all of them


def first_byte(array):
    """Where the memory begins that an array is a part of."""
    while isinstance(array.base, np.ndarray):
        array = array.base
    return array.ctypes.data


@pytest.mark.parametrize("way", [lambda world: world, copy.deepcopy, lambda world: pickle.loads(pickle.dumps(world))])
def test_there_is_room_for_a_row_before_the_first(way):
    """A rule that took NOBODY for a row would touch nothing else, in a new world and in a copy."""
    world = way(model(RICH)).tables
    for name in set(TABLES) - {"clock", "sums"}:
        each = getattr(world, name)
        assert each.ctypes.data % 64 == 0
        assert each.ctypes.data - each[:1].nbytes >= first_byte(each)


@pytest.mark.parametrize("name", TABLES)
def test_a_number_of_four_bytes_follows_each_seven_that_lanes_read(name):
    """The machine reads and stores eight, so the eighth has to be in the same record, and not part of two."""
    kind = record(name)
    for place, shape in ((kind.fields[each][1], kind.fields[each][0]) for each in kind.names):
        if shape.base == np.float32 and shape.shape == (7,):
            beside = [each for each in kind.names if kind.fields[each][1] == place + 28]
            assert [kind.fields[each][0].itemsize for each in beside] == [4]
            assert place % 32 == 0 and kind.itemsize % 32 == 0
