"""Compare trustsim with the idiomatic Mesa version: same seeds and people, but different random draws.

`python -m benchmarks.agreement` prints one row per measure: its mean over the weeks in both versions, and the mean
difference with its 95 % confidence interval. The interval is narrow because it is paired: both versions have the same
people. They agree on a measure if the interval contains 0 or the difference is negligible.
"""

import sys
from functools import partial
from statistics import fmean
from typing import NamedTuple

import numpy as np

from benchmarks.mesa_idiomatic import LEAPT, SUBSET, MesaTrust, leap_rate, trust
from trustsim.model import TrustModel
from trustsim.network import make_network
from trustsim.runs.compare import paired
from trustsim.scenario import parse
from trustsim.state import DIMENSIONS

NEGLIGIBLE = 0.005  # in the unit of any measure: smaller differences count as agreement


class Agreement(NamedTuple):
    """One measure, averaged over the weeks of each run: both means, and the interval of their difference."""

    measure: str
    ours: float
    theirs: float
    low: float
    high: float
    n: int

    @property
    def agrees(self):
        """Whether the interval contains 0 or the difference is negligible."""
        return self.low <= 0.0 <= self.high or abs(self.low + self.high) / 2.0 < NEGLIGIBLE


def acquaintances(model):
    """Mean number of advisors that a customer knows."""
    return fmean(len(customer.relations) for customer in model.customers)


def over_leaps(attribute, model):
    """Mean of an attribute over the customers who leapt this week."""
    found = [getattr(customer, attribute) for customer in model.customers if customer.outcome == LEAPT]
    return fmean(found) if found else float("nan")


def use_of_transparency(model):
    """Looks per relation."""
    return sum(customer.looks for customer in model.customers) / sum(
        len(customer.relations) for customer in model.customers
    )


def satisfaction(model):
    """Mean satisfaction over the relations with at least one delivery."""
    relations = [
        relation
        for customer in model.customers
        for relation in (*customer.relations.values(), *customer.with_firms.values())
    ]
    felt = [relation.satisfaction for relation in relations if relation.satisfaction is not None]
    return fmean(felt) if felt else float("nan")


def belief(dimension, model):
    """Mean over customers of their mean belief in the advisors they know."""
    return fmean(
        fmean(customer.belief(relation, dimension) for relation in customer.relations.values())
        if customer.relations
        else customer.propensity
        for customer in model.customers
    )


MEASURES = {
    "trust": trust, "leap_rate": leap_rate,
    "success": partial(over_leaps, "success"), "experience": partial(over_leaps, "experience"),
    "real_problems": partial(over_leaps, "opened"), "satisfaction": satisfaction,
    "acquaintances": acquaintances, "use_of_transparency": use_of_transparency,
} | {f"belief_{name}": partial(belief, d) for d, name in enumerate(DIMENSIONS)}  # fmt: skip


def agreements(seeds=range(1, 17), customers=300, weeks=80):
    """Run both versions with `seeds` and compare them: a list with one Agreement per measure."""
    arm = parse({**SUBSET, "population": {"customers": customers}, "measures": list(MEASURES)}).arms["as configured"]
    ours, theirs = ({name: [] for name in MEASURES} for _ in range(2))
    for seed in seeds:
        network = make_network(arm.graph, arm.values, seed)
        model = TrustModel(arm, seed, network=network).run(weeks)
        other = MesaTrust(network, arm, seed + 10_000, MEASURES, people=seed)
        for _ in range(weeks):
            other.step()
        for name in MEASURES:
            ours[name].append(np.nanmean(model.datacollector.model_vars[name]))
            theirs[name].append(np.nanmean(other.datacollector.model_vars[name]))
        model.close()
    return [compared(name, np.array(ours[name]), np.array(theirs[name])) for name in MEASURES]


def compared(name, ours, theirs):
    """The Agreement of one measure, from one number per run in each version."""
    difference = paired(ours, theirs).difference
    return Agreement(name, float(ours.mean()), float(theirs.mean()), difference.low, difference.high, difference.n)


def main():
    """Print the table. The exit status is 1 if a measure differs."""
    from rich.console import Console
    from rich.table import Table

    found = agreements()
    table = Table("measure", "trustsim", "idiomatic Mesa", "difference, 95 %", "agrees")
    for row in found:
        table.add_row(
            row.measure,
            f"{row.ours:.4f}",
            f"{row.theirs:.4f}",
            f"{row.low:+.4f} .. {row.high:+.4f}",
            "yes" if row.agrees else "NO",
        )
    Console(width=100).print(table)
    print(
        f"Means over 80 weeks of {found[0].n} runs each, 300 customers; "
        f"agreement: the interval contains 0, or the difference is below {NEGLIGIBLE}."
    )
    sys.exit(not all(row.agrees for row in found))


if __name__ == "__main__":
    main()
