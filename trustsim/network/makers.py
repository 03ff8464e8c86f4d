"""The built-in makers: one function per kind of network. Every customer knows `graph.relations` advisors.

They do not use networkx, because its generators differ between versions and a million customers would not fit in
memory. All draws are keyed.
"""

import numpy as np

from trustsim.network.blocks import knows_in_blocks, peers_in_blocks
from trustsim.network.growth import cohorts, popular_peers
from trustsim.network.plan import network
from trustsim.network.sampling import chosen, different, evenly, nth, pair_keys, paired


def small_world(plan):
    """Customers and advisors on a ring, tied to their nearest, with ties rewired at random [WattsStrogatz1998].

    Neighbouring advisors work for different firms. A rewired tie keeps its customer; its other end is drawn at random.
    """
    rewiring, n = plan.values["graph.rewiring"], plan.customers
    slots = np.arange(plan.relations)
    nearest = ((2 * plan.advisors * plan.rows // n - (plan.relations - 1)) // 2)[:, None] + slots
    nearest %= plan.advisors
    luck = plan.luck("knows.rewired")
    for slot in slots:
        nearest[luck(nth(plan.rows, slot)) < rewiring, slot] = -1
    customer, place = chosen(plan.rows, plan.relations, plan.advisors, plan.luck("knows"), start=nearest)
    del nearest
    luck, keys = plan.luck("peers.rewired"), []
    for step in range(1, (plan.peers + 1) // 2 + 1):
        one = plan.rows if 2 * step <= plan.peers else plan.rows[::2]
        moved = luck(nth(one, 2 * step)) < rewiring
        anywhere = (luck(nth(one, 2 * step + 1)) * n).astype(np.int64)
        keys.append(pair_keys(one, np.where(moved, anywhere, (one + step) % n), n))
    keys = different(np.concatenate(keys))[: plan.ties] if keys else np.empty(0, np.int64)
    luck = plan.luck("peers")
    keys = paired(plan.ties, n, luck, lambda who: evenly(who, n, luck), keys)
    return network(plan, customer, plan.dealt()[place], keys)


def scale_free(plan):
    """Growth by preferential attachment, with odds (ties + mean)^attachment.

    With linear odds [Price1976] and the mean as the added constant, degrees fall off as k^-3, as in
    [BarabasiAlbert1999]. For other exponents see [KrapivskyRednerLeyvraz2000]. Customers arrive in the order of their
    rows. Advisors arrive evenly among them, from each firm in turn. All in one cohort (5 %) see the same popularity.
    """
    power, r = plan.values["graph.attachment"], plan.relations
    order, known = plan.dealt(), np.zeros(plan.advisors)
    mean = plan.customers * r / plan.advisors
    customers, advisors = [], []
    for first, last in cohorts(0, plan.customers):
        present = min(max(r, 1 + last * plan.advisors // plan.customers), plan.advisors)
        odds = ((known[:present] + mean) / mean) ** power
        customer, place = chosen(plan.rows[first:last], r, present, plan.luck("knows"), odds)
        known[:present] += np.bincount(place, minlength=present)
        customers.append(customer + first)
        advisors.append(order[place])
    return network(plan, np.concatenate(customers), np.concatenate(advisors), popular_peers(plan, power))


def stochastic_block(plan):
    """Blocks of advisors and customers, one per firm; a tie leaves its block with probability `graph.mixing`.

    Within the block all ties are equally likely, and so are all ties outside it [HollandLaskeyLeinhardt1983].
    """
    return network(plan, *knows_in_blocks(plan, None), peers_in_blocks(plan))


def firm_hierarchy(plan):
    """A tree of advisors in each firm, `graph.branching` below each; customers mostly know those at the bottom.

    Each customer belongs to one firm. A tie leaves it with probability `graph.mixing`, to any advisor of another firm.
    Within the firm, an advisor is twice as likely to be known as an advisor one level higher. Peers are customers of
    the same firm, except for the share `graph.mixing`. `standing` is 1 at the top .. 0 at the lowest level.
    """
    place = np.arange(plan.advisors) - np.searchsorted(plan.firm_of, plan.firm_of)  # breadth first, the top is 0
    branching, starts = int(plan.values["graph.branching"]), [0]
    while starts[-1] <= place.max():
        starts.append(starts[-1] * branching + 1)
    levels = np.searchsorted(starts, np.arange(place.max() + 1), side="right") - 1
    level = levels[place]
    lowest = level[np.searchsorted(plan.firm_of, plan.firm_of, side="right") - 1]
    made = network(plan, *knows_in_blocks(plan, 2.0**levels), peers_in_blocks(plan))
    return made._replace(standing=1.0 - level / np.maximum(lowest, 1))
