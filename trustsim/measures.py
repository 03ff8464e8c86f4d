"""Measured quantities: most are expressions over the sums of a week (`weekly_measures`, `choice_measures`), the
others take a model.

The name of the function is the name of the measure in configs and plots. A function marked `weekly` takes the `Totals`
of some weeks, which compiled rules have added up, so a study computes it once per run, for all weeks together. A
function marked `measure` takes a `TrustModel` after a week. It is called every week, and a run that has one is slower.
"""

import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from trustsim.choice_measures import CHOICES
from trustsim.lenses import LENSES
from trustsim.measuring import measure, quantile, share
from trustsim.state import LEAPT, NOBODY
from trustsim.weekly_measures import WEEKLY


def leapt(model: Any) -> np.ndarray:
    """Rows of the customers who leapt this week."""
    return (model.world.customers.outcome == LEAPT).nonzero()[0]


@measure("trust, 0..1", "trust that nine in ten customers exceed")
def trust_low(model: Any) -> float:
    return quantile(model.world.customers.trust, 0.1)


@measure("trust, 0..1", "trust that one in ten customers exceeds")
def trust_high(model: Any) -> float:
    return quantile(model.world.customers.trust, 0.9)


@measure("Gini, 0..1", "inequality between advisors in revenue so far")
def concentration(model: Any) -> float:
    size = np.sort(model.world.advisors.entrusted)
    n = len(size)
    return share((size * (2.0 * np.arange(1, n + 1) - n - 1.0)).sum(), n * size.sum())


@measure(
    "rank correlation", "correlation between trust and true quality: the higher, the better trust is placed (O'Neill)"
)
def warranted_trust(model: Any) -> float:
    from scipy.stats import spearmanr

    relations = model.world.relations
    rows = np.flatnonzero(relations.advisor != NOBODY)
    worth = model.world.advisors.quality.mean(axis=1)[relations.advisor[rows]]
    felt = relations.trust[rows]
    varied = len(rows) > 0 and np.ptp(worth) > 0 and np.ptp(felt) > 0
    return float(spearmanr(worth, felt).statistic) if varied else float("nan")


@measure("share of leaps", "leaps to advisors of less than median quality")
def misplaced_leaps(model: Any) -> float:
    worth = model.world.advisors.quality.mean(axis=1)
    rows = leapt(model)
    return share((worth[model.world.customers.considered[rows]] < np.median(worth)).sum(), len(rows))


def trust_under(lens: str) -> Callable:
    """The measure `trust_under_<lens>`: trust under another theory, from the same evidence."""

    @measure("trust, 0..1", f"mean trust under the lens {lens.replace('_', ' ')}, from the same evidence")
    def trust(model):
        felt = model.reading(lens).customers
        return share(felt.sum(), len(felt))

    return trust


MEASURES = (
    WEEKLY | CHOICES | {name: value for name, value in vars(sys.modules[__name__]).items() if hasattr(value, "unit")}
)
MEASURES |= {f"trust_under_{lens}": trust_under(lens) for lens in LENSES}
USUAL = (
    "trust", "trust_in_firms", "leap_rate", "leaps", "revenue", "success", "real_problems", "effort", "have_leapt",
    "time_to_first_leap", "belief_competence", "belief_intimacy", "belief_other_orientation", "belief_openness",
)  # fmt: skip
