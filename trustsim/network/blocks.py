"""Ties that mostly stay within a firm."""

import numpy as np

from trustsim.network.sampling import chosen, nth, pair_keys, paired


def knows_in_blocks(plan, odds):
    """(customer, advisor) of every relation, mostly within the customer's block, with `odds` by place in the block."""
    starts = np.searchsorted(plan.firm_of, np.arange(plan.blocks + 1))
    block = plan.rows * plan.blocks // plan.customers
    first, size = starts[block], np.diff(starts)[block]
    leaving, luck = np.zeros(plan.customers, np.int64), plan.luck("knows.leaves")
    for slot in range(plan.relations):
        leaving += luck(nth(plan.rows, slot)) < plan.values["graph.mixing"]
    inside = np.clip(plan.relations - leaving, plan.relations - (plan.advisors - size), size)
    customer, place = chosen(plan.rows, inside, size, plan.luck("knows"), odds)
    outer, beyond = chosen(plan.rows, plan.relations - inside, plan.advisors - size, plan.luck("knows.elsewhere"))
    customer, place = np.concatenate((customer, outer)), np.concatenate((place, size[outer] + beyond))
    return customer, (first[customer] + place) % plan.advisors  # places count from the customer's own block


def peers_in_blocks(plan):
    """Keys of the ties between customers, mostly within a block; ties for which a block has no room leave it."""
    n = plan.customers
    block = plan.rows * plan.blocks // n
    starts = np.searchsorted(block, np.arange(plan.blocks + 1))
    sizes, luck = np.diff(starts), plan.luck("peers.leaves")
    if not plan.ties:
        return np.empty(0, np.int64)
    tie = np.arange(plan.ties)
    at = block[(luck(nth(0, tie)) * n).astype(np.int64)]
    staying = np.bincount(at[luck(nth(1, tie)) >= plan.values["graph.mixing"]], minlength=plan.blocks)
    pairs = sizes * (sizes - 1) // 2
    where, pair = chosen(np.arange(plan.blocks), np.minimum(staying, pairs), pairs, plan.luck("peers"))
    high = ((1.0 + np.sqrt(1.0 + 8.0 * pair)) / 2.0).astype(np.int64)  # the triangle of pairs, row by row
    low = pair - high * (high - 1) // 2
    keys = pair_keys(starts[where] + high, starts[where] + low, n)
    luck = plan.luck("peers.elsewhere")

    def elsewhere(who):
        one = (luck(nth(2, who)) * n).astype(np.int64)
        room = n - sizes[block[one]]
        step = sizes[block[one]] + (luck(nth(3, who)) * room).astype(np.int64)
        return one, np.where(room > 0, (starts[block[one]] + step) % n, one)

    return paired(plan.ties, n, luck, elsewhere, keys)
