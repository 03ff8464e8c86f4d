"""Networks of our own making, as arrays: one function a kind. Every customer knows `graph.relations` advisors.

No networkx here: its generators differ between versions, and a million customers would not fit. All draws are keyed.
"""

import numpy as np

from trustsim.network.blocks import knows_in_blocks, peers_in_blocks
from trustsim.network.growth import cohorts, popular_peers
from trustsim.network.plan import network
from trustsim.network.sampling import chosen, different, evenly, nth, pair_keys, paired


def small_world(plan):
    """Customers and advisors on one ring, each tied to the nearest, ties rewired at random [WattsStrogatz1998].

    Neighbouring advisors work for different firms. A rewired tie keeps its customer and leads anywhere.
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
    """Ties go to those who have many: growth by preferential attachment, odds (ties + mean)^attachment.

    With the linear odds of [Price1976] and as many links to start with as the mean, degrees fall off as k^-3, as in
    [BarabasiAlbert1999]; for other exponents see [KrapivskyRednerLeyvraz2000]. Customers come in the order of their
    rows, advisors evenly among them and from every firm in turn; those of one cohort (5 %) see the same popularity.
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
    """Firms are blocks of advisors and customers; a tie leaves its block with probability `graph.mixing`.

    Inside and outside its block each tie is as likely as another [HollandLaskeyLeinhardt1983].
    """
    return network(plan, *knows_in_blocks(plan, None), peers_in_blocks(plan))


def firm_hierarchy(plan):
    """Advisors form a tree in each firm, `graph.branching` under each; customers mostly know those at the bottom.

    A customer has one firm; each tie leaves it with probability `graph.mixing`, for anybody of another firm. In its
    own firm each level down is twice as likely to be known as the one above, person by person. Peers are customers of
    the same firm, but for the share `graph.mixing`. `standing` is 1 at the top .. 0 at the lowest level.
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
