"""A test of a claim holds, is refuted or is undecided by where its whole interval lies."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from studies import BASE, LENS, results

from trustsim.runs.claims import (
    HOLDS,
    REFUTED,
    Claim,
    Read,
    Test,
    above,
    below,
    contrast,
    different,
    higher,
    lower,
    not_higher,
    not_lower,
    same,
    slowing,
)
from trustsim.runs.compare import HIGHER as UPWARDS
from trustsim.runs.compare import LOWER, SAME, UNDECIDED, Interval, decided, possible
from trustsim.runs.outcomes import Outcome

TRUST = Outcome("trust at the end", "trust", -2)
HIGHER = higher(TRUST, "high", than="low")
UP, DOWN = 0.2, -0.2
KINDS = (higher, lower, same, not_higher, not_lower, different)
ends = st.tuples(st.floats(-0.1, 0.1), st.floats(-0.1, 0.1)).map(sorted)
sizes = st.floats(1e-4, 0.08)


def found(low, high):
    """An interval of ten runs."""
    return Interval((low + high) / 2, low, high, 10)


@pytest.mark.parametrize(
    ("test", "holds_in", "refuted_in", "undecided_in"),
    [
        (
            higher(TRUST, "a", than="b"),
            [(0.01, 0.2), (0.02, 0.03)],
            [(-0.2, -0.1), (0.0, 0.0), (0.001, 0.009)],
            [(-0.1, 0.1), (0.0, 0.02), (0.009, 0.011)],
        ),
        (
            lower(TRUST, "a", than="b"),
            [(-0.2, -0.01)],
            [(0.1, 0.2), (0.0, 0.0), (-0.009, 0.2)],
            [(-0.1, 0.1), (-0.2, 0.0)],
        ),
        (not_higher(TRUST, "a", than="b"), [(-0.3, -0.2), (-0.1, 0.009)], [(0.01, 0.2)], [(-0.1, 0.011)]),
        (not_lower(TRUST, "a", than="b"), [(0.2, 0.3), (-0.009, 0.1)], [(-0.2, -0.01)], [(-0.011, 0.1)]),
        (
            same(TRUST, "a", than="b"),
            [(-0.009, 0.009)],
            [(0.011, 0.2), (-0.2, -0.011)],
            [(-0.02, 0.009), (-0.009, 0.02), (-1, 1)],
        ),
        (different(TRUST, "a", than="b"), [(0.011, 0.2), (-0.2, -0.011)], [(-0.009, 0.009)], [(-0.02, 0.009), (-1, 1)]),
        (above(TRUST, "a", 0.5), [(0.511, 0.6)], [(0.1, 0.2), (0.5, 0.509)], [(0.49, 0.6)]),
        (below(TRUST, "a", 0.5), [(0.1, 0.489)], [(0.6, 0.7), (0.491, 0.5)], [(0.4, 0.51)]),
    ],
)
def test_a_test_holds_is_refuted_or_undecided_by_where_the_whole_interval_lies(
    test, holds_in, refuted_in, undecided_in
):
    """Every kind of test at intervals where it should be, elsewhere, and across the smallest effect of interest."""
    for answer, intervals in ((HOLDS, holds_in), (REFUTED, refuted_in), (UNDECIDED, undecided_in)):
        assert {test.answer(found(*bounds)) for bounds in intervals} == {answer}


@given(ends, sizes)
def test_a_claim_and_its_denial_never_both_hold(bounds, matters):
    """Nor are both refuted: over random intervals and sizes that matter, the one holds just where the other is refuted."""
    outcome = Outcome("trust", "trust", matters=matters, because="a test")
    for claim, denial in ((higher, not_higher), (lower, not_lower), (same, different)):
        answers = [test(outcome, "a", than="b").answer(found(*bounds)) for test in (claim, denial)]
        assert answers in ([HOLDS, REFUTED], [REFUTED, HOLDS], [UNDECIDED, UNDECIDED])


@given(ends, sizes)
def test_of_higher_same_and_lower_at_most_one_holds(bounds, matters):
    """And it is the one that the interval decides for."""
    outcome = Outcome("trust", "trust", matters=matters, because="a test")
    tests = {UPWARDS: higher, SAME: same, LOWER: lower}
    holding = [name for name, test in tests.items() if test(outcome, "a", than="b").answer(found(*bounds)) == HOLDS]
    word = decided(found(*bounds), matters)
    assert holding == ([] if word == UNDECIDED else [word])


@given(ends, sizes, st.floats(-1.0, 1.0))
def test_above_and_below_a_level_never_both_hold(bounds, matters, level):
    """With the same smallest effect for both directions."""
    outcome = Outcome("trust", "trust", matters=matters, because="a test")
    shifted = found(bounds[0] + level, bounds[1] + level)
    assert [test(outcome, "a", level).answer(shifted) for test in (above, below)].count(HOLDS) <= 1


@given(ends, sizes, st.floats(0.0, 0.05))
def test_a_narrower_interval_never_takes_back_what_a_wider_one_decided(bounds, matters, less):
    """More runs may decide what was open, not turn what was decided."""
    low, high = bounds
    inner = found(min(low + less, (low + high) / 2), max(high - less, (low + high) / 2))
    assert possible(inner, matters) <= possible(found(low, high), matters)


def test_a_size_that_matters_is_above_zero():
    """Of an effect of nothing nothing can be said."""
    with pytest.raises(ValueError, match="smallest effect of interest is 0"):
        possible(found(0.0, 1.0), 0.0)


def test_a_single_run_decides_nothing():
    """Not even that something is not higher, and it refutes nothing either."""
    nothing = Interval(0.0, math.nan, math.nan, 1)
    tests = [*(test(TRUST, "high", "low") for test in KINDS), below(TRUST, "high", 1.0), above(TRUST, "high", -1.0)]
    assert {test.answer(nothing) for test in tests} == {UNDECIDED}


def test_slowing_compares_the_second_step_with_the_first():
    """none 0, once 3, twice 4: the first step is 3, the second 1, the contrast 2 x 3 - 0 - 4 = 2."""
    test = slowing(TRUST, "none", "once", "twice")
    levels = {"none": 0.0, "once": 3.0, "twice": 4.0}
    assert test.how(*(levels[read.arm] for read in test.reads)) == 2.0
    assert test.contrast == "2 once - none - twice"


def test_a_part_of_an_effect_is_a_contrast_like_any_other():
    """Less than half of what twice reaches: once - 1/2 twice - 1/2 none is lower than nothing."""
    test = contrast(TRUST, {"once": 1, "twice": -0.5, "none": -0.5}, (LOWER,), "less than half")
    assert test.how(0.1, 0.5, 0.1) == pytest.approx(-0.2) and test.contrast == "once - 0.5 twice - 0.5 none"


def test_a_test_may_read_any_outcomes_of_any_arms():
    """Here trust per unit of leaping, a ratio over two outcomes of two arms, twin by twin."""
    leaps = Outcome("leaps", "leaps", 0, matters=0.1, because="a test")
    test = Test(
        (Read(TRUST, "high"), Read(leaps, "low")),
        lambda trust, leapt: trust / leapt,
        (UPWARDS,),
        "high / leaps of low",
        "above 0",
    )
    made = results({BASE: UP})
    for (_, arm, _), series in made.runs.items():
        series["leaps"] = np.full(4, 2.0 if arm == "low" else 0.0)
    expected = made.values(TRUST, "high") / 2.0
    assert test.measured(made).mean == pytest.approx(expected.mean()) and test.measured(made).n == 5
    assert test.arms == ("high", "low") and Claim(1, "x", (test,)).reads == test.reads


def test_a_test_reads_only_seeds_that_all_its_arms_have():
    """A seed that one arm lacks is no twin."""
    made = results({BASE: UP})
    del made.runs["as configured", "high", 3]
    assert HIGHER.measured(made).n == 4


def test_a_sentence_says_what_was_compared_found_and_expected():
    """Outcome, contrast, mean, interval, n, expectation with its size; a sign only where it is a difference."""
    sentence = HIGHER.sentence(found(0.1, 0.3))
    assert sentence == "trust at the end: high - low = +0.200 [+0.100, +0.300], n = 10; expected higher by 0.01 or more"
    sentence = above(TRUST, "high", 0.5).sentence(found(0.6, 0.8))
    assert sentence == "trust at the end: high = 0.700 [0.600, 0.800], n = 10; expected above 0.5 by 0.01 or more"


def test_a_claim_reads_each_of_its_arms_under_the_condition_asked_for():
    """The interval under a lens is that of the runs under that lens."""
    made = results({BASE: UP, LENS: DOWN})
    assert HIGHER.measured(made).mean == pytest.approx(UP) and HIGHER.measured(made, "lens abi").mean == pytest.approx(
        DOWN
    )
