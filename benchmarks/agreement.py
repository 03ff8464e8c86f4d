"""Is it the same model? trustsim and the idiomatic Mesa version, over the same seeds and people, each with its own luck.

`python -m benchmarks.agreement` prints a table: the mean of each measure over the weeks, the difference of the two with
its 95 % interval (paired: the people are the same), and whether 0 lies in it, or the difference is negligible.
"""

import sys
from typing import NamedTuple

import numpy as np

from benchmarks.mesa_idiomatic import MesaTrust, leap_rate, trust
from trustsim.model import TrustModel
from trustsim.network import make_network
from trustsim.runs.compare import paired
from trustsim.scenario import parse

NEGLIGIBLE = 0.005  # of trust or of a share: differences below it count as none
MEASURES = ("trust", "leap_rate", "acquaintances", "success")


class Agreement(NamedTuple):
    """One measure in both versions, averaged over the weeks of each run: means, and the interval of the difference."""

    measure: str
    ours: float
    theirs: float
    low: float
    high: float
    n: int

    @property
    def agrees(self):
        """Whether nothing speaks for a difference that matters."""
        return self.low <= 0.0 <= self.high or max(abs(self.low), abs(self.high)) < NEGLIGIBLE


def acquaintances(model):
    """Advisors that a customer knows."""
    return sum(len(customer.relations) for customer in model.customers) / len(model.customers)


def success(model):
    """How well this week's deliveries went."""
    gone = [customer.success for customer in model.customers if customer.outcome == "leapt"]
    return sum(gone) / len(gone) if gone else float("nan")


def agreements(seeds=range(1, 13), customers=200, weeks=60):
    """Run both versions over `seeds` and compare: a list of Agreement."""
    arm = parse({"population": {"customers": customers, "advisors": 16}, "measures": list(MEASURES)}).arms["as configured"]
    ours, theirs = {name: [] for name in MEASURES}, {name: [] for name in MEASURES}
    for seed in seeds:
        network = make_network(arm.graph, arm.values, seed)
        model = TrustModel(arm, seed, network=network).run(weeks)
        other = MesaTrust(network, arm, seed + 10_000, {"trust": trust, "leap_rate": leap_rate, "acquaintances": acquaintances, "success": success}, people=seed)
        for _ in range(weeks):
            other.step()
        for name in MEASURES:
            ours[name].append(np.nanmean(model.datacollector.model_vars[name]))
            theirs[name].append(np.nanmean(other.datacollector.model_vars[name]))
        model.close()
    found = []
    for name in MEASURES:
        difference = paired(np.array(ours[name]), np.array(theirs[name])).difference
        found.append(Agreement(name, float(np.mean(ours[name])), float(np.mean(theirs[name])), difference.low, difference.high, difference.n))
    return found


def main():
    """Print the table; exit status 1 when a measure differs."""
    from rich.console import Console
    from rich.table import Table

    found = agreements()
    table = Table("measure", "trustsim", "idiomatic Mesa", "difference, 95 % (paired)", "agrees")
    for row in found:
        table.add_row(row.measure, f"{row.ours:.4f}", f"{row.theirs:.4f}", f"{row.low:+.4f} .. {row.high:+.4f}", "yes" if row.agrees else "NO")
    Console().print(table)
    sys.exit(not all(row.agrees for row in found))


if __name__ == "__main__":
    main()
