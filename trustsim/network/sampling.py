"""Sampling without replacement, of members and of pairs, with arrays only. Every maker uses it.

`chosen` and `paired` read a stream of keyed draws and keep those that are new, so no set contains duplicates.
"""

from itertools import count

import numpy as np

from trustsim.chance import chances, purpose

ROUNDS = 64  # rounds after which draws become uniform, so that sampling ends despite heavy tails
CHUNK = 1 << 20  # draws at a time, to limit memory
SMALL = 4096  # number of people up to which all pairs are listed


def luck_of(dice, name):
    """The draws of one named decision while a world is built: `luck(who)`."""
    key = purpose("network." + name)
    return lambda who: chances(dice, who, key)


def different(keys):
    """`keys` in ascending order without duplicates (`np.unique` hashes, which is ten times slower here)."""
    keys = np.sort(keys)
    new = np.ones(keys.size, bool)
    new[1:] = keys[1:] != keys[:-1]
    return keys[new]


def nth(owner, number):
    """The key of the `number`-th draw of `owner`."""
    return (np.asarray(owner, np.int64) << 32) | number


def within(counts):
    """The place of each entry among those of its owner, 0, 1, ..; `counts` are entries per owner."""
    return np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)


def span(size):
    """The multiplier in keys owner * span + member: the largest `size`, so that keys are unique."""
    return max(int(size.max(initial=1)), 1)


def chosen(owners, wanted, size, luck, weights=None, start=None):
    """Draw `wanted` different members of `range(size)` per owner: (place in `owners`, member), ascending.

    They are the first different members in a stream of draws, with odds `weights[member]` (None: equal odds). Members
    in `start`, a matrix [owners, members] with -1 for none, count first. Owners who want more than half of the members
    rank all of them by exponential clocks, which gives the same distribution [EfraimidisSpirakis2006].
    """
    owners = np.asarray(owners, np.int64)
    wanted, size = (np.broadcast_to(np.asarray(x, np.int64), owners.shape) for x in (wanted, size))
    dense, keys = 2 * wanted > size, [np.empty(0, np.int64)]
    for law, mask, cost in ((ranked, dense, size), (streamed, ~dense, wanted)):
        rows = np.flatnonzero(mask)
        step = max(CHUNK // max(int(cost[rows].max(initial=1)), 1), 1)
        for first in range(0, rows.size, step):
            some = rows[first : first + step]
            wide, taken = span(size[some]), np.empty(0, np.int64)
            if start is not None:
                taken = (np.arange(some.size)[:, None] * wide + start[some])[start[some] >= 0]
            found = law(owners[some], wanted[some], size[some], luck, weights, np.sort(taken))
            keys.append(some[found // wide] * span(size) + found % wide)
    keys = np.concatenate(keys)
    keys.sort()
    return keys // span(size), keys % span(size)


def streamed(owners, wanted, size, luck, weights, taken):
    """The members for `chosen` as keys (owner * span + member): the first different ones of a stream of draws."""
    wide = span(size)
    keys, still, drawn, done = taken, np.arange(owners.size), np.zeros(owners.size, np.int64), []
    below = None if weights is None else np.concatenate(([0.0], np.cumsum(weights)))
    for turn in count():
        first, last = np.searchsorted(keys, still * wide), np.searchsorted(keys, (still + 1) * wide)
        complete = last - first == wanted[still]
        finished = np.repeat(complete, last - first)
        done.append(keys[finished])
        keys, still = keys[~finished], still[~complete]
        if not still.size:
            return np.concatenate(done)
        lacking = (wanted[still] - (last - first)[~complete]).astype(np.int64)
        owner = np.repeat(still, lacking)
        u = luck(nth(owners[owner], drawn[owner] + within(lacking)))
        drawn[still] += lacking
        if weights is None or turn >= ROUNDS:
            member = (u * size[owner]).astype(np.int64)
        else:
            member = np.searchsorted(below, u * below[size[owner]], side="right") - 1
        keys = different(np.concatenate((keys, owner * wide + np.minimum(member, size[owner] - 1))))


def ranked(owners, wanted, size, luck, weights, taken):
    """The members for `chosen` as keys, for owners who want most members: rank all and keep the first."""
    wide = span(size)
    owner, member = np.repeat(np.arange(owners.size), size), within(size)
    clock = luck(nth(owners[owner], member))
    if weights is not None:
        clock = 1.0 - clock ** (1.0 / weights[member])
    clock[np.isin(owner * wide + member, taken)] = 0.0
    order = np.argsort(owner + clock * (1 - 1e-9), kind="stable")
    return np.sort((owner * wide + member)[order[within(size) < np.repeat(wanted, size)]])


def pair_keys(one, other, people):
    """Keys (lower * people + higher) of ties between people, ascending, without duplicates and self-loops."""
    low, high = np.minimum(one, other), np.maximum(one, other)
    return different((low * people + high)[low != high])


def paired(number, people, luck, draw, start):
    """Extend the keys `start` to `number` different pairs of `people`: the first new ones from `draw(who)`.

    After ROUNDS rounds, the remaining pairs are drawn uniformly from all pairs.
    """
    keys, drawn = start, 0
    for turn in count():
        lacking = number - keys.size
        if lacking <= 0:
            return keys
        who = np.arange(drawn, drawn + lacking)
        if turn >= ROUNDS and people <= SMALL:
            one, other = np.triu_indices(people, 1)
            unused = np.setdiff1d(one * people + other, keys)
            return np.union1d(keys, unused[np.argsort(luck(nth(1, unused)), kind="stable")[:lacking]])
        fresh = pair_keys(*(evenly(who, people, luck) if turn >= ROUNDS else draw(who)), people)
        place = np.searchsorted(keys, fresh)
        new = fresh[keys[np.minimum(place, keys.size - 1)] != fresh] if keys.size else fresh
        keys = np.insert(keys, np.searchsorted(keys, new), new)
        drawn += lacking


def evenly(who, people, luck):
    """A uniform pair of people per key in `who`: (one, other)."""
    return (luck(nth(2, who)) * people).astype(np.int64), (luck(nth(3, who)) * people).astype(np.int64)
