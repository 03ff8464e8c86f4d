"""What the machine does at once is what it would do one by one."""

import operator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import python

from trustsim.linking import compiler_off
from trustsim.machine import lanes, teach

sevens = st.lists(st.floats(0.0, 1e6, width=32), min_size=7, max_size=7)
ROW = np.dtype([("before", "f4"), ("good", "f4", 7), ("bad", "f4", 7), ("short", "f4", 6)])
compiled_only = pytest.mark.skipif(compiler_off(), reason="lanes are arrays here")


@pytest.fixture(scope="module")
def compiled():
    """A function compiled as rules are."""
    from numba import njit

    teach()
    return njit(error_model="numpy")


def record(good, bad):
    """A table of one row."""
    table = np.zeros(1, ROW)
    table["good"], table["bad"] = good, bad
    return table


def mixed(table, n, d):
    """Every operation, between lanes and between lanes and a number, in either order."""
    good, bad = lanes(table[0].good), lanes(table[0].bad)
    return ((n * good + bad) / (2.0 + bad) - (1 - good * bad) / n)[d]


@compiled_only
@given(good=sevens, bad=sevens, n=st.floats(0.1, 10.0))
def test_compiled_and_not_each_number_is_the_same(compiled, good, bad, n):
    """To the last bit, in every dimension, counted from either end."""
    table, fast = record(good, bad), compiled(mixed)
    for d in range(-7, 7):
        assert fast(table, n, d) == mixed(table.view(np.recarray), n, d)


@compiled_only
def test_only_a_column_of_seven_makes_lanes(compiled):
    """A part of one, one of another length, or an array would read beyond: the compiler refuses them."""
    table = record(range(7), range(7))
    for wrong in (
        lambda t: lanes(t[0].good[1:])[0],
        lambda t: lanes(t[0].short)[0],
        lambda t: lanes(t["good"][:, 0])[0],
    ):
        with pytest.raises(Exception, match="lanes"):
            compiled(wrong)(table)


@compiled_only
@pytest.mark.parametrize("d", [7, -8])
def test_a_dimension_that_is_not_there_is_caught_where_bounds_are_checked(d):
    """As it is for any column."""
    script = f"""
from numba import njit
from test_machine import record, mixed
from trustsim.machine import teach
teach()
try:
    njit(mixed)(record(range(7), range(7)), 1.0, {d})
except IndexError:
    print("caught")
"""
    assert python(script, NUMBA_BOUNDSCHECK="1").strip() == "caught"


@pytest.mark.parametrize("operation", [operator.add, operator.sub, operator.mul, operator.truediv])
def test_lanes_leave_the_column_as_it_is(operation):
    """What is made of them is new."""
    table = record(range(1, 8), range(1, 8)).view(np.recarray)
    operation(lanes(table[0].good), 2.0)
    assert table[0].good.tolist() == [1, 2, 3, 4, 5, 6, 7]
