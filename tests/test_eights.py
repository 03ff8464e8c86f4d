"""Eight relations at once are what they are one by one: the same draws for any bound, and nobody beyond the last."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustsim.chance import HALF, UNIT, chance, pair
from trustsim.eights import AT_ONCE, drawn_below, lowest, posting_now, teach
from trustsim.lending import lending, places
from trustsim.linking import compiler_off
from trustsim.preparing import without_rows
from trustsim.state import World, table

ROWS, ADVISORS, LARGEST = 20, 5, 2**64 - 1
compiled_only = pytest.mark.skipif(compiler_off(), reason="nothing is compiled")


@pytest.fixture(scope="module")
def world():
    """Tables in which the relations know five advisors by turns, of whom two have a post."""
    tables = without_rows()._replace(evidence=table("evidence", (ROWS, 2)), advisors=table("advisors", ADVISORS))
    tables.evidence["knows"][:, 0] = np.arange(ROWS) % ADVISORS
    tables.advisors["post"][[1, 4]] = 3
    return tables


def below(lent, i, last, dice, row, purpose, bound):
    return drawn_below(lent.evidence, i, last, dice, row, purpose, bound)


def posting(lent, i, last):
    return posting_now(lent.evidence, i, last, lent.advisors)


def compiled(world, function):
    """A function of the tables and of numbers, compiled as rules are."""
    from numba import njit, typeof

    teach()
    lend, inner = lending(typeof(world)), njit(error_model="numpy")(function)
    outer = njit(error_model="numpy")(lambda words, *numbers: inner(lend(words), *numbers))
    return lambda *numbers: outer(places(world), *numbers)


@pytest.fixture(scope="module")
def fast(world):
    """Both, compiled, with the same dice and purpose as 64-bit numbers."""
    return compiled(world, below), compiled(world, posting)


def plain(world):
    """The tables as uncompiled rules see them."""
    return World(*(each.view(np.recarray) for each in world))


@compiled_only
@given(
    dice=st.integers(0, LARGEST),
    purpose=st.integers(0, LARGEST),
    row=st.integers(0, 2**31 - 1),
    i=st.integers(0, ROWS - 1),
    more=st.integers(1, 12),
    bound=st.one_of(st.floats(0.0, 1.0), st.sampled_from([-1.0, 0.0, HALF, UNIT, 1.5 * UNIT, 1.0 - HALF, 1.0, 2.0])),
)
def test_compiled_and_not_the_same_relations_are_drawn(world, fast, dice, purpose, row, i, more, bound):
    """Also for bounds that no draw, or every draw, is below."""
    last = min(ROWS, i + more)
    given = i, last, np.uint64(dice), row, np.uint64(purpose), bound
    assert fast[0](*given) == below(plain(world), i, last, dice, row, purpose, bound)


@compiled_only
@given(dice=st.integers(0, LARGEST), advisor=st.integers(0, ADVISORS - 1), steps=st.integers(-2, 2))
def test_a_bound_beside_a_draw_divides_as_it_does_one_by_one(world, fast, dice, advisor, steps):
    """A draw is not below itself, and below the next number."""
    bound = chance(dice, pair(3, advisor), 7)
    for _ in range(abs(steps)):
        bound = np.nextafter(bound, np.sign(steps) * np.inf)
    bits = fast[0](advisor, advisor + 1, np.uint64(dice), 3, np.uint64(7), float(bound))
    assert bits == int(steps > 0)


@pytest.mark.parametrize(
    ("i", "last", "rows"), [(0, 20, [1, 4, 6]), (0, 5, [1, 4]), (3, 5, [4]), (2, 4, []), (12, 20, [14, 16, 19])]
)
def test_whoever_has_a_post_is_found_among_eight(world, i, last, rows):
    """Not beyond the eighth, and not beyond the last."""
    bits = posting(plain(world), i, last)
    assert [i + k for k in range(AT_ONCE) if bits >> k & 1] == rows
    if not compiler_off():
        assert compiled(world, posting)(i, last) == bits


@given(bits=st.integers(1, 255))
def test_the_lowest_bit_is_the_first_relation(bits):
    """As counted from the right."""
    assert lowest(bits) == next(k for k in range(8) if bits >> k & 1)


@pytest.fixture(scope="module")
def fast_lowest():
    """`lowest`, compiled."""
    from numba import njit

    teach()
    return njit(lambda bits: lowest(bits))


@compiled_only
@given(bits=st.integers(1, 255))
def test_the_lowest_bit_is_the_same_compiled(fast_lowest, bits):
    """With the machine's own instruction."""
    assert fast_lowest(bits) == lowest(bits)
