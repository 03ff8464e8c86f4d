"""Positions in the network view: advisors around their firm, and customers around an advisor that they know.

This structural layout is fast to compute, does not move when trust changes, and is easier to read than a spring layout.
"""

import numpy as np

from trustsim.chance import chances, dice, purpose

HOME = purpose("layout.home")
TURN = purpose("layout.turn")
EDGE = purpose("layout.edge")
GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))
GLYPH = 1.6  # space around a firm or an advisor, as a multiple of the distance between two customers
RING = 9  # most discs that share one ring; a larger number fills a sunflower
DENSITY = 0.6  # of discs in a sunflower: the highest density without overlap
TILT = 0.35  # radians by which each group is turned relative to the previous one, so that they do not look identical


def structural(firms, firm_of, knows_first, knows, seed):
    """Positions of all firms, advisors and customers, in that order: float32 [nodes, 2], each in 0..1.

    `firm_of`, `knows_first` and `knows` are those of `state.Network`. Two customers of one advisor are about 1 apart
    during the computation. At the end everything is scaled into the unit square.
    """
    firm_of, knows_first, knows = (np.asarray(a, np.int64) for a in (firm_of, knows_first, knows))
    home, order = homes(firm_of, knows_first, knows, seed)
    size = GLYPH + 0.62 * np.sqrt(np.bincount(home, minlength=len(firm_of) + 1))
    stray = size[-1] if (home == len(firm_of)).any() else 0.0
    at_advisor, room = gathered(firm_of, firms, size[:-1], GLYPH)
    at_firm, whole = gathered(np.zeros(firms, np.int64), 1, room, 0.0)
    advisors = at_firm[firm_of] + at_advisor
    centres = np.vstack([advisors, [[0.0, whole[0] + stray]]])
    customers = around(centres, home, order, leanings(centres, home, knows_first, knows), seed)
    return unit_square(np.vstack([at_firm, advisors, customers]))


def homes(firm_of, knows_first, knows, seed):
    """The advisor next to whom each customer is drawn, and the customer's place among the customers of that advisor.

    Customers are drawn with an advisor they know, from the firm where they know most advisors. Ties are broken at
    random. Customers who know nobody form the group `len(firm_of)`, which is drawn apart from the others.
    """
    customers = len(knows_first) - 1
    who = np.repeat(np.arange(customers), np.diff(knows_first))
    pair = who * (firm_of.max(initial=0) + 1) + firm_of[knows]
    _, which, counts = np.unique(pair, return_inverse=True, return_counts=True)
    lot = chances(dice(seed, -1), np.arange(len(knows)), HOME)
    best = np.lexsort((-lot, counts[which], who))  # the last of each customer wins
    home = np.full(customers, len(firm_of), np.int64)
    home[who[best]] = knows[best]
    return home, place_in_group(home)


def gathered(group, groups, size, middle):
    """Place discs of radius `size` around the centre of their group without overlap: (offsets, radius of each group).

    `middle` is the radius that is left free in the centre. Up to RING discs share a ring; more fill a sunflower.
    """
    count = np.bincount(group, minlength=groups)[group]
    radius, angle = np.where(
        count <= RING, on_a_ring(group, groups, size, middle), in_a_sunflower(group, groups, size, middle)
    )
    room = np.full(groups, middle + GLYPH)
    np.maximum.at(room, group, radius + size)
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1), room


def on_a_ring(group, groups, size, middle):
    """Radius and angle of each disc: one ring per group, with an arc for each disc in proportion to its width."""
    count, total, widest = np.bincount(group, minlength=groups), np.bincount(group, size, groups), np.zeros(groups)
    np.maximum.at(widest, group, size)
    pair = np.minimum(2 * widest, total)  # no two neighbours need more
    radius = pair / (2 * np.sin(np.pi / 2 * pair / np.maximum(total, 1e-9)).clip(1e-9))
    radius = np.where((count == 1) & (middle == 0), 0.0, np.maximum(radius, middle + widest))
    share = (before(group, size) + size / 2) / total[group]
    return radius[group], 2 * np.pi * (share - 0.25 - 1 / count[group]) + TILT * group


def in_a_sunflower(group, groups, size, middle):
    """Radius and angle of each disc: one sunflower per group, widest discs innermost, each with the area it needs."""
    widest_first = np.lexsort((-size, group))
    place, area = np.empty(len(group)), np.empty(len(group))
    place[widest_first] = place_in_group(group[widest_first])
    area[widest_first] = before(group[widest_first], size[widest_first] ** 2)
    radius = np.sqrt(middle**2 + (area + size**2 / 2) / DENSITY)
    return np.maximum(radius, np.where(middle > 0, middle + size, 0.0)), place * GOLDEN_ANGLE + TILT * group


def place_in_group(group):
    """0, 1, 2 … within each group, in the order of the rows."""
    return np.rint(before(group, np.ones(len(group)))).astype(np.int64)


def before(group, amount):
    """The sum of `amount` over the earlier rows of the same group."""
    order = np.argsort(group, kind="stable")
    running = np.concatenate([[0.0], np.cumsum(amount[order])])
    ordered = group[order]
    result = np.empty(len(group))
    result[order] = running[:-1] - running[np.searchsorted(ordered, ordered)]
    return result


def leanings(centres, home, knows_first, knows):
    """The direction, in radians, from each customer's home to the mean position of all advisors that they know."""
    who = np.repeat(np.arange(len(home)), np.diff(knows_first))
    known = np.maximum(np.diff(knows_first), 1)
    middle = np.stack([np.bincount(who, centres[knows, k], len(home)) / known for k in (0, 1)], axis=1)
    dx, dy = (middle - centres[home]).T
    return np.arctan2(dy, dx)


def around(centres, home, order, leaning, seed):
    """Positions of customers: a sunflower around each home, with customers on the side of their direction `leaning`."""
    turn = 2 * np.pi * chances(dice(seed, -1), np.arange(len(centres)), TURN)[home]
    angle = (order * GOLDEN_ANGLE + turn + np.pi) % (2 * np.pi) - np.pi
    radius = GLYPH + 0.58 * np.sqrt(order)
    slots = np.lexsort((angle, home))
    people = np.lexsort((leaning, home))
    at = np.empty((len(home), 2))
    at[people, 0] = (radius * np.cos(angle))[slots]
    at[people, 1] = (radius * np.sin(angle))[slots]
    return centres[home] + at


def unit_square(points):
    """The points moved and scaled into 0..1, by the same factor in both directions, as float32."""
    low, high = points.min(axis=0), points.max(axis=0)
    side = max((high - low).max(), 1e-9)
    return ((points - (low + high) / 2) / side + 0.5).clip(0, 1).astype(np.float32)


def sample_edges(n_edges, limit=10_000, seed=0):
    """The edges to draw, ascending: all, or a fixed sample of `limit`. A larger limit only adds edges to the sample."""
    if n_edges <= limit:
        return np.arange(n_edges)
    lot = chances(dice(seed, -1), np.arange(n_edges), EDGE)
    return np.sort(np.argpartition(lot, limit)[:limit])
