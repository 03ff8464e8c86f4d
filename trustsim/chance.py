"""Counter-based random numbers: every draw is a pure function of (seed, tick, who, purpose) [Salmon2011].

The mixer is the finaliser of splitmix64 [Steele2014]. Draws do not depend on the order of calls. So twin worlds share
their draws (common random numbers), and one thread or eight give the same run.
"""

import hashlib
import math

import numpy as np

from trustsim.rule import rule

MASK = 0xFFFFFFFFFFFFFFFF
GOLDEN = 0x9E3779B97F4A7C15
MIX_1 = 0xBF58476D1CE4E5B9
MIX_2 = 0x94D049BB133111EB
UNIT = 2.0**-52  # the spacing of the draws
HALF = 0.5 * UNIT  # keeps draws off 0 and 1, where logarithms are infinite; with 52 bits none is rounded to them


def u64(number):
    """`number` as an unsigned 64-bit integer; in compiled code, a machine integer."""
    return int(number) & MASK


def purpose(name):
    """The 64-bit constant of a named purpose, e.g. `purpose("leaping.need")`; stable over versions and machines."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")


def dice(seed, tick):
    """The 64-bit number from which all draws of one tick of one seed start (`tick` -1: before the run begins)."""
    return mixed(mixed(u64(seed) ^ GOLDEN) + u64(tick + 1) * MIX_1)


def all_dice(seed, first, count):
    """`dice` of the ticks first, first + 1, …: uint64 [count]."""
    start, ticks = np.uint64(mixed(u64(seed) ^ GOLDEN)), np.arange(first + 1, first + 1 + count).astype(np.uint64)
    return all_mixed(start + ticks * np.uint64(MIX_1))


@rule
def mixed(number):
    """The splitmix64 finaliser: 64 bits in, 64 well-mixed bits out."""
    z = u64(number)
    z = u64((z ^ u64(z >> u64(30))) * u64(MIX_1))
    z = u64((z ^ u64(z >> u64(27))) * u64(MIX_2))
    return u64(z ^ u64(z >> u64(31)))


@rule
def pair(one, other):
    """The key of a relation: two rows (each below 2**32) in one 64-bit number."""
    return u64(u64(u64(one) << u64(32)) | u64(other))


@rule
def nth(purpose, n):
    """The n-th of a family of purposes, e.g. one per dimension."""
    return u64(u64(purpose) + u64(n))


@rule
def chance(dice, who, purpose):
    """A uniform draw in (0, 1) for `who` (a row, or a `pair`) and a named `purpose` under this tick's `dice`."""
    z = mixed(u64(u64(dice) + u64(u64(who) * u64(GOLDEN)) + u64(purpose)))
    return float(z >> u64(12)) * UNIT + HALF


@rule
def normal(dice, who, purpose):
    """A standard normal draw [BoxMuller1958], keyed like `chance`."""
    radius = math.sqrt(-2.0 * math.log(chance(dice, who, purpose)))
    return radius * math.cos(2.0 * math.pi * chance(dice, who, nth(purpose, 1)))


def all_mixed(numbers):
    """`mixed` for an array, uint64 of any shape."""
    z = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(MIX_1)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(MIX_2)
    return z ^ (z >> np.uint64(31))


def chances(dice, who, purpose):
    """`chance` for an array of keys at once (any shape, integers), float64 of the same shape: for building worlds."""
    z = all_mixed(np.asarray(who).astype(np.uint64) * np.uint64(GOLDEN) + np.uint64((dice + purpose) & MASK))
    return (z >> np.uint64(12)).astype(np.float64) * UNIT + HALF


def normals(dice, who, purpose):
    """`normal` for an array of keys at once."""
    radius = np.sqrt(-2.0 * np.log(chances(dice, who, purpose)))
    return radius * np.cos(2.0 * np.pi * chances(dice, who, (purpose + 1) & MASK))
