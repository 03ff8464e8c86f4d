"""Is it the same model? trustsim and the idiomatic Mesa version: the same seeds and people, random draws of their own.

`python -m benchmarks.agreement` prints a table: the mean of each measure over the weeks, the difference of the two with
its 95 % interval (paired: the people are the same, which makes it narrow), and whether 0 lies in it, or the difference
is negligible.
"""

import sys
from functools import partial
from statistics import fmean
from typing import NamedTuple

import numpy as np

from benchmarks.mesa_idiomatic import LEAPT, MesaTrust, leap_rate, trust
from trustsim.model import TrustModel
from trustsim.network import make_network
from trustsim.runs.compare import paired
from trustsim.scenario import parse
from trustsim.state import DIMENSIONS

NEGLIGIBLE = 0.005  # of trust, of a share, of an advisor: differences below it count as none


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
        return self.low <= 0.0 <= self.high or abs(self.low + self.high) / 2.0 < NEGLIGIBLE


def acquaintances(model):
    """Advisors that a customer knows."""
    return fmean(len(customer.relations) for customer in model.customers)


def over_leaps(attribute, model):
    """Mean of an attribute over the customers who leapt this week."""
    found = [getattr(customer, attribute) for customer in model.customers if customer.outcome == LEAPT]
    return fmean(found) if found else float("nan")


def use_of_transparency(model):
    """Looks a relation."""
    return sum(customer.looks for customer in model.customers) / sum(
        len(customer.relations) for customer in model.customers
    )


def satisfaction(model):
    """Mean satisfaction in the relations in which something was delivered."""
    relations = [
        relation
        for customer in model.customers
        for relation in (*customer.relations.values(), *customer.with_firms.values())
    ]
    felt = [relation.satisfaction for relation in relations if relation.satisfaction is not None]
    return fmean(felt) if felt else float("nan")


def belief(dimension, model):
    """Mean over customers of their mean belief about the advisors they know."""
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
    """Run both versions over `seeds` and compare: a list of Agreement."""
    arm = parse({"population": {"customers": customers}, "measures": list(MEASURES)}).arms["as configured"]
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
    """One measure's Agreement, from one number a run in each version."""
    difference = paired(ours, theirs).difference
    return Agreement(name, float(ours.mean()), float(theirs.mean()), difference.low, difference.high, difference.n)


def main():
    """Print the table; exit status 1 when a measure differs."""
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
