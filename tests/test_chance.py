"""Chance is keyed, even and independent: a draw is a pure function of seed, tick, who and purpose."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from trustsim import chance as chances_of
from trustsim.chance import all_dice, chance, chances, dice, mixed, normal, normals, nth, pair, purpose
from trustsim.linking import Twins, inner

DICE, NEED, TASTE = dice(1, 0), purpose("leaping.need"), purpose("leaping.taste")
MANY = np.arange(20_000)
rows = st.integers(0, 2**32 - 1)
keys = st.integers(0, 2**64 - 1)


def even(draws):
    """The probability of draws at least this uneven if they are even (Kolmogorov and Smirnov)."""
    return stats.kstest(draws, "uniform").pvalue


def test_draws_are_the_golden_ones():
    """The numbers of version 0.1.0; a change here changes every result and is named in the changelog."""
    assert (dice(1, 0), dice(0, -1)) == (0x946B4647C1B4844A, 0x48218226FF3CD4BF)
    assert NEED == 0x0E06B4C56019B948
    who = (0, 1, 42, pair(3, 5))
    assert [chance(DICE, each, NEED) for each in who] == [
        0.7608986375639445,
        0.3269555569038537,
        0.925742685968879,
        0.6322331418696397,
    ]
    # logarithms and cosines differ in the last digit between machines
    golden = [-0.02633226230389, -1.30815594515958, 0.39283046521941, -0.84940971823194]
    assert [normal(DICE, each, NEED) for each in who] == pytest.approx(golden, rel=1e-12)


def test_the_mixer_is_that_of_splitmix64():
    """The first outputs of splitmix64 seeded with 0, as its author published them."""
    assert [mixed(n * chances_of.GOLDEN) for n in (1, 2, 3)] == [
        0xE220A8397B1DCDAF,
        0x6E789E6AA1B965F4,
        0x06C45D188009454F,
    ]


@given(keys, rows, keys)
def test_a_draw_lies_strictly_between_0_and_1(dice, who, purpose):
    """So that its logarithm has a value."""
    assert 0.0 < chance(dice, who, purpose) < 1.0


def unmixed(number):
    """What `mixed` makes this number of: every 64 bits come from exactly one 64 bits."""
    for shift, factor in ((31, chances_of.MIX_2), (27, chances_of.MIX_1), (30, 1)):
        unshifted = number
        for _ in range(3):
            unshifted = number ^ (unshifted >> shift)
        number = unshifted * pow(factor, -1, 2**64) & chances_of.MASK
    return number


@given(keys)
def test_the_mixer_loses_nothing(number):
    """It can be undone, so no two keys share a draw for being mixed."""
    assert mixed(unmixed(number)) == number


@pytest.mark.parametrize("bits", [0, chances_of.MASK])
def test_even_the_lowest_and_the_highest_draw_have_a_logarithm(bits):
    """Of 64 bits all 0 or all 1 comes neither 0 nor 1."""
    assert 0.0 < chance(unmixed(bits), 0, 0) < 1.0
    assert 0.0 < chances(unmixed(bits), np.zeros(1, int), 0)[0] < 1.0


@given(keys, st.lists(keys, min_size=1, max_size=20), keys)
def test_many_draws_at_once_are_the_draws_one_by_one(dice, who, purpose):
    """`chances` is `chance` for an array, exactly; `normals` is `normal` to the last digits."""
    array = np.array(who, dtype=np.uint64)
    assert chances(dice, array, purpose).tolist() == [chance(dice, each, purpose) for each in who]
    np.testing.assert_allclose(
        normals(dice, array, purpose), [normal(dice, each, purpose) for each in who], rtol=1e-9, atol=1e-12
    )


@pytest.mark.parametrize("seed", [0, 7, 2**63 - 1])
def test_the_dice_of_many_weeks_are_those_of_each(seed):
    """An array for a span of weeks, one number for a week."""
    assert all_dice(seed, 5, 40).tolist() == [dice(seed, tick) for tick in range(5, 45)]


def test_compiled_draws_are_the_plain_ones():
    """The compiled twins give the very same numbers."""
    twins = Twins(inner())
    fast, fast_normal = twins.of(chance), twins.of(normal)
    from numba import njit

    @njit
    def draw(dice, purpose, n):
        drawn = np.empty((n, 2))
        for who in range(n):
            drawn[who] = fast(dice, who, purpose), fast_normal(dice, who, purpose)
        return drawn

    drawn = draw(np.uint64(DICE), np.uint64(NEED), 2000)
    assert drawn[:, 0].tolist() == [chance(DICE, who, NEED) for who in range(2000)]
    assert drawn[:, 1].tolist() == [normal(DICE, who, NEED) for who in range(2000)]


@pytest.mark.parametrize(
    "name", ["leaping.need", "posting.reach", "trait.customers.propensity", "acquaintance.communal"]
)
@pytest.mark.parametrize("tick", [-1, 0, 1, 155])
def test_draws_are_even_over_who(name, tick):
    """Neighbouring rows, in one tick and for one purpose, are spread evenly over 0..1."""
    draws = chances(dice(7, tick), MANY, purpose(name))
    assert even(draws) > 1e-4
    assert stats.chisquare(np.histogram(draws, 64, (0, 1))[0]).pvalue > 1e-4


def test_draws_are_even_over_ticks_and_seeds():
    """The luck of one customer over the weeks, and over seeds, is even as well."""
    assert even([chance(dice(3, tick), 12, NEED) for tick in range(5000)]) > 1e-4
    assert even([chance(dice(seed, 3), 12, NEED) for seed in range(5000)]) > 1e-4


def test_draws_are_even_over_pairs_and_families():
    """Relations (pairs of rows) and families of purposes (one a dimension) are as even as rows."""
    pairs = (np.repeat(np.arange(200), 100).astype(np.uint64) << np.uint64(32)) | np.tile(np.arange(100), 200).astype(
        np.uint64
    )
    assert even(chances(DICE, pairs, TASTE)) > 1e-4
    assert even([chance(DICE, who, nth(NEED, d)) for who in range(1000) for d in range(7)]) > 1e-4


def series():
    """Draws that share everything but one part of their key."""
    yield from (chances(dice(seed, 5), MANY, NEED) for seed in (0, 1, 2))
    yield from (chances(dice(1, tick), MANY, NEED) for tick in (-1, 0, 1))
    yield from (chances(dice(1, 2), MANY, purpose(name)) for name in ("leaping.size", "leaping.new", "posting.post"))
    yield from (chances(dice(1, 3), MANY, (purpose("delivering.signal") + d) & chances_of.MASK) for d in range(7))


def test_other_seeds_ticks_purposes_and_dimensions_are_uncorrelated():
    """No two of them go together, nor does a draw go with that of the next row."""
    many = list(series())
    together = [abs(np.corrcoef(one, other)[0, 1]) for one, other in combinations(many, 2)]
    together += [abs(np.corrcoef(draws[:-1], draws[1:])[0, 1]) for draws in many]
    assert max(together) < 4.5 / np.sqrt(len(MANY))


def test_pairs_of_draws_fill_the_square_evenly():
    """Two purposes of the same rows are independent, not only uncorrelated."""
    counts = np.histogram2d(chances(DICE, MANY, NEED), chances(DICE, MANY, TASTE), 16, [[0, 1], [0, 1]])[0]
    assert stats.chisquare(counts.ravel()).pvalue > 1e-4


def test_normal_draws_are_normal():
    """Mean 0, standard deviation 1 and the right shape."""
    assert stats.kstest(normals(DICE, MANY, NEED), "norm").pvalue > 1e-4
    assert abs(np.corrcoef(normals(DICE, MANY, NEED), normals(DICE, MANY, TASTE))[0, 1]) < 4.5 / np.sqrt(len(MANY))


@given(rows, rows, rows, rows)
def test_every_pair_has_its_own_key(one, other, another, yet_another):
    """(a, b) and (c, d) share a key only if they are the same pair; the order counts."""
    assert (pair(one, other) == pair(another, yet_another)) == ((one, other) == (another, yet_another))


def test_purposes_are_told_apart_by_name():
    """Names give different constants, the same on every machine."""
    names = [
        f"{mechanism}.{what}" for mechanism in ("posting", "leaping", "scrutiny") for what in ("need", "look", "post")
    ]
    assert len({purpose(name) for name in names}) == len(names)
