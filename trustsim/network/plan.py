"""The input and output of every maker: the numbers of a plan and the arrays of a network."""

import numpy as np

from trustsim import chance
from trustsim.network.sampling import luck_of
from trustsim.state import Network


class Plan:
    """The numbers that a maker uses, as integers, limited to the number of people."""

    def __init__(self, values, seed):
        self.customers = max(int(values["population.customers"]), 1)
        self.advisors = max(int(values["population.advisors"]), 1)
        self.firms = max(int(values["population.firms"]), 1)
        self.blocks = min(self.firms, self.advisors)  # firms with at least one advisor
        self.relations = min(int(values["graph.relations"]), self.advisors)
        self.peers = min(int(values["graph.peers"]), self.customers - 1)
        self.ties = self.customers * self.peers // 2
        self.firm_of = np.arange(self.advisors) * self.blocks // self.advisors  # equal shares, firm by firm
        self.rows = np.arange(self.customers)
        self.dice = chance.dice(seed, -1)
        self.values = values

    def luck(self, name):
        """The draws of one named decision, as `luck_of` gives them."""
        return luck_of(self.dice, name)

    def dealt(self):
        """The advisors in an order that alternates between firms: the first of each firm, then the second of each."""
        first = np.searchsorted(self.firm_of, self.firm_of)
        return np.lexsort((self.firm_of, np.arange(self.advisors) - first))


def network(plan, customer, advisor, keys):
    """The network, given the customer and advisor of every relation and the keys of the ties between peers."""
    n = plan.customers
    knows = np.sort(customer * plan.advisors + advisor)
    low, high = keys // n, keys % n
    both = np.sort(np.concatenate((keys, high * n + low)))
    return Network(
        firm_of=plan.firm_of.astype(np.int32),
        firms=plan.firms,
        knows_first=np.arange(n + 1) * plan.relations,
        knows=(knows % plan.advisors).astype(np.int32),
        firms_first=np.zeros(n + 1, np.int64),
        firms_known=np.empty(0, np.int32),
        peers_first=np.searchsorted(both, np.arange(n + 1) * n),
        peers=(both % n).astype(np.int32),
        strength=np.ones(both.size),
        prior={},
        labels={},
        attributes={},
        standing=np.empty(0),
    )
