"""Growth by preferential attachment, cohort by cohort."""

import numpy as np

from trustsim.network.sampling import chosen, nth, pair_keys, paired

GROWTH = 20  # a cohort of newcomers is at most 1/20 of those present; popularity is constant within it


def cohorts(first, last):
    """Yield (first, end) per cohort of newcomers: 1/20 of those present before it, rounded down, but at least one."""
    while first < last:
        end = min(last, first + max(1, first // GROWTH))
        yield first, end
        first = end


def popular_peers(plan, power):
    """Keys of ties between customers: newcomers form ties with earlier customers, with odds ties^attachment."""
    n, m = plan.customers, (plan.peers + 1) // 2
    if not m:
        return np.empty(0, np.int64)
    ties = np.zeros(n)
    seeds = min(m + 1, n)  # the first customers all know each other
    one, other = np.triu_indices(seeds, 1)
    keys, ties[:seeds] = [pair_keys(one, other, n)], seeds - 1
    for first, last in cohorts(seeds, n):
        newcomer, peer = chosen(plan.rows[first:last], m, first, plan.luck("peers"), ties[:first] ** power)
        ties[:first] += np.bincount(peer, minlength=first)
        ties[first:last] = m
        keys.append(peer * n + newcomer + first)
    keys = np.sort(np.concatenate(keys))
    luck = plan.luck("peers.more")
    if keys.size > plan.ties:
        keys = np.sort(keys[np.argsort(luck(keys), kind="stable")[: plan.ties]])
    below = np.cumsum(ties**power)

    def popular(who):
        ends = (np.searchsorted(below, luck(nth(end, who)) * below[-1], side="right") for end in (2, 3))
        return tuple(np.minimum(end, n - 1) for end in ends)

    return paired(plan.ties, n, luck, popular, keys)
