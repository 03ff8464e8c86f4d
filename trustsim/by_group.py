"""Measures by group: of the advisors of each firm, or of advisors who share the value of a node attribute.

`measures = ["revenue by firm"]` gives one series per firm: `revenue of firm 0`, … On a graph whose advisors have the
attribute practice, `trust by practice` gives `trust of practice 1`, … A function takes a model after a week and a mask
of the advisors in the group, bool [advisors], and returns a number. Its name is the name in configs.
"""

import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from trustsim.errors import BadInput, advice
from trustsim.measuring import measure, share
from trustsim.state import LEAPT, NOBODY, Network

BY, OF = " by ", " of "
TAKEN = ("condition", "arm", "seed", "graph", "tick")  # columns that the tables of results already have


def relations_with(model: Any, meant: np.ndarray) -> np.ndarray:
    """Rows of relations with these advisors."""
    advisor = model.world.relations.advisor
    return np.flatnonzero((advisor != NOBODY) & meant[advisor])


def considering(model: Any, meant: np.ndarray) -> np.ndarray:
    """Rows of the customers who considered one of these advisors this week."""
    considered = model.world.customers.considered
    return np.flatnonzero((considered != NOBODY) & meant[considered])


def entrusting(model: Any, meant: np.ndarray) -> np.ndarray:
    """Rows of the customers who leapt to one of these advisors this week."""
    rows = considering(model, meant)
    return rows[model.world.customers.outcome[rows] == LEAPT]


@measure("trust, 0..1", "mean trust in them among customers who know them")
def trust(model: Any, meant: np.ndarray) -> float:
    rows = relations_with(model, meant)
    return share(model.world.relations.trust[rows].sum(), len(rows))


@measure("customers", "mean number of customers who know one of them")
def acquaintances(model: Any, meant: np.ndarray) -> float:
    return share(len(relations_with(model, meant)), np.count_nonzero(meant))


@measure("share of those who considered one", "customers who considered one of them and leapt")
def leap_rate(model: Any, meant: np.ndarray) -> float:
    return share(len(entrusting(model, meant)), len(considering(model, meant)))


@measure("leaps per week", "needs that were entrusted to them")
def leaps(model: Any, meant: np.ndarray) -> float:
    return float(len(entrusting(model, meant)))


@measure("median needs per week", "total size of the needs that were entrusted to them: revenue")
def revenue(model: Any, meant: np.ndarray) -> float:
    return float(model.world.customers.stake[entrusting(model, meant)].sum())


@measure("share, 0..1", "their deliveries that were what was asked for, and as agreed")
def success(model: Any, meant: np.ndarray) -> float:
    rows = entrusting(model, meant)
    return share(model.world.customers.success[rows].sum(), len(rows))


GROUPED = {name: value for name, value in vars(sys.modules[__name__]).items() if hasattr(value, "unit")}


def is_grouped(name: str) -> bool:
    """Whether a name in a config asks for a measure by group. The name of a user's file may contain the word too."""
    return BY in name and ".py:" not in name


def grouped(name: str) -> Callable:
    """The function behind a name such as `revenue by firm`. Raises BadInput."""
    base = name.partition(BY)[0]
    if base not in GROUPED:
        raise BadInput(f"measures = {name!r}: {base} is not measured by group; {advice(base, sorted(GROUPED))}")
    return GROUPED[base]


def spread(measures: dict[str, Callable], network: Network) -> dict[str, Callable]:
    """{name: function of a model}, with one entry per group of `network` for a measure by group. Raises BadInput."""
    every = {}
    for name, function in measures.items():
        base, _, what = name.partition(BY)
        if what:
            meant_by = groups(network, what, name)
            every |= {f"{base}{OF}{group}": partial(function, meant=meant) for group, meant in meant_by.items()}
        else:
            every[name] = function
    return every


def groups(network: Network, what: str, name: str) -> dict[str, np.ndarray]:
    """{group: bool [advisors]}: the advisors of each firm, or with each value of an attribute."""
    if what == "firm":
        labels = [network.label("firms", row) for row in range(network.firms)]
        unique = [labels.count(label) == 1 for label in labels]
        names = [label if unique[row] else f"{label} ({row})" for row, label in enumerate(labels)]
        return {each: np.asarray(network.firm_of) == row for row, each in enumerate(names)}
    attributes = network.attributes.get("advisors", {})
    given = {key: values for key, values in attributes.items() if values.dtype.kind != "f"}  # a number is a trait
    if what not in given:
        cure = advice(what, list(dict.fromkeys(["firm", *sorted(given)])))
        raise BadInput(f"measures = {name!r}: the advisors of this graph have no group {what}; {cure}")
    values = np.array([value or "unknown" for value in given[what]])
    return {f"{what} {value}": values == value for value in sorted(set(values.tolist()))}


def measure_behind(name: str, measures: dict[str, Callable]) -> Callable | None:
    """The function, among {name: function}, that gives the series `name`, or None.

    The groups themselves are known only once there is a graph.
    """
    base, of, _ = name.partition(OF)
    grouped_ones = (function for each, function in measures.items() if of and each.startswith(base + BY))
    return measures.get(name) or next(grouped_ones, None)
