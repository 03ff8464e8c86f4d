"""One function per measured quantity: a `TrustModel` after a week in, a number out.

Its name is the name in configs and plots.
"""

import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from trustsim.lenses import LENSES
from trustsim.state import DIMENSIONS, LEAPT, NO_CANDIDATE, NO_NEED, NOBODY, REFUSED

UNWATCHED = [d for d, name in enumerate(DIMENSIONS) if name not in ("integrity", "reliability", "openness")]


def share(part: float, whole: float) -> float:
    """part / whole, or not-a-number when there is nothing to share."""
    return float(part) / float(whole) if whole else float("nan")


# Each measure is taken every week of every run: the plainest calls of numpy are several times as fast as its methods.


def mean(values: np.ndarray) -> float:
    """The mean of a column, in the order of summing of `values.mean()`."""
    return share(np.add.reduce(values), len(values))


def count(true: np.ndarray) -> float:
    """How many are true."""
    return float(np.count_nonzero(true))


def part(true: np.ndarray) -> float:
    """The share that is true."""
    return share(np.count_nonzero(true), len(true))


def quantile(values: np.ndarray, q: float) -> float:
    """The value that a share `q` of a column stays below, or not-a-number when the column is empty."""
    return float(np.quantile(values, q)) if len(values) else float("nan")


def mean_week(model: Any, weeks: np.ndarray) -> float:
    """The mean of weeks, where NOBODY counts as the week after this one."""
    never = count(weeks == NOBODY) * (model.world.clock.tick + 1 - NOBODY)
    return share(np.add.reduce(weeks) + never, len(weeks))


def leapt(model: Any) -> np.ndarray:
    """Rows of the customers who leapt this week."""
    return (model.world.customers.outcome == LEAPT).nonzero()[0]


def measure(unit: str, meaning: str) -> Callable:
    """Mark a function as a measure, with its unit and its meaning in words for plots and the page."""

    def mark(function: Callable) -> Callable:
        function.unit, function.meaning = unit, meaning
        return function

    return mark


@measure("trust, 0..1", "mean trust in the advisors people know")
def trust(model: Any) -> float:
    return mean(model.world.customers.trust)


@measure("trust, 0..1", "trust that nine in ten customers exceed")
def trust_low(model: Any) -> float:
    return quantile(model.world.customers.trust, 0.1)


@measure("trust, 0..1", "trust that one in ten customers exceeds")
def trust_high(model: Any) -> float:
    return quantile(model.world.customers.trust, 0.9)


@measure("trust, 0..1", "mean trust in the firms people know")
def trust_in_firms(model: Any) -> float:
    return mean(model.survey().trust_in_firms)


@measure("share of customers", "customers whose trust in business exceeds one half")
def barometer(model: Any) -> float:
    return part(model.survey().trust_in_firms > 0.5)


@measure("needs a week", "needs that arose")
def needs(model: Any) -> float:
    return count(model.world.customers.outcome != NO_NEED)


@measure("leaps a week", "needs entrusted")
def leaps(model: Any) -> float:
    return count(model.world.customers.outcome == LEAPT)


@measure("refusals a week", "needs kept to oneself although somebody was considered")
def refusals(model: Any) -> float:
    return count(model.world.customers.outcome == REFUSED)


@measure("share of needs", "needs that were entrusted to somebody")
def leap_rate(model: Any) -> float:
    return share(leaps(model), needs(model))


@measure("share of needs", "needs for which nobody was reputable enough")
def without_candidate(model: Any) -> float:
    return share(count(model.world.customers.outcome == NO_CANDIDATE), needs(model))


@measure("share, 0..1", "deliveries that were what was asked for, as agreed: competence and reliability")
def success(model: Any) -> float:
    rows = leapt(model)
    return share(model.world.customers.success[rows].sum(), len(rows))


@measure("share, 0..1", "how deliveries were experienced: all that they showed, openness aside")
def experience(model: Any) -> float:
    rows = leapt(model)
    return share(model.world.customers.experience[rows].sum(), len(rows))


@measure("median needs a week", "size of what was entrusted: revenue")
def revenue(model: Any) -> float:
    return float(model.world.customers.stake[leapt(model)].sum())


@measure("share of leaps", "leaps in which the real problem was entrusted")
def real_problems(model: Any) -> float:
    rows = leapt(model)
    return share(model.world.customers.opened[rows].sum(), len(rows))


@measure("share, 0..1", "effort that advisors put into deliveries")
def effort(model: Any) -> float:
    rows = leapt(model)
    return share(model.world.customers.effort[rows].sum(), len(rows))


@measure("share, 0..1", "demand for transparency, 1 - trust")
def demand_for_transparency(model: Any) -> float:
    return 1.0 - trust(model)


@measure("looks a relation", "relations whose record was looked into")
def use_of_transparency(model: Any) -> float:
    return share(model.world.customers.looks.sum(), model.world.customers.known.sum())


@measure("correlation", "those who look into records against how much they trust: what an observer sees")
def looking_and_trust(model: Any) -> float:
    looks, felt = (column - mean(column) for column in (model.world.customers.looks, model.world.customers.trust))
    spread = np.sqrt((looks * looks).sum() * (felt * felt).sum())
    return share((looks * felt).sum(), spread)  # np.corrcoef takes four times as long


@measure("advisors", "advisors that a customer knows")
def acquaintances(model: Any) -> float:
    return mean(model.world.customers.known)


@measure("share of customers", "know an advisor")
def known(model: Any) -> float:
    return part(model.world.customers.known > 0)


@measure("share of customers", "know an advisor they believe competent enough")
def reputable(model: Any) -> float:
    return mean(model.survey().reputable)


@measure("share of customers", "trust an advisor more than not")
def trusted(model: Any) -> float:
    return part(model.world.customers.best_trust > 0.5)


@measure("share of customers", "have leapt at least once")
def have_leapt(model: Any) -> float:
    return part(model.world.customers.first_leap != NOBODY)


@measure("weeks", "mean week of the first leap, the end of the run for those who never leapt")
def time_to_first_leap(model: Any) -> float:
    return mean_week(model, model.world.customers.first_leap)


@measure(
    "weeks", "mean week in which an advisor is first trusted enough for a median need, the end of the run if never"
)
def time_to_trust(model: Any) -> float:
    return mean_week(model, model.world.customers.enough_since)


@measure("trust, 0..1", "trust that a median need takes, nothing new and nothing watched: 1 / (1 + gain)")
def trust_needed(model: Any) -> float:
    return 1.0 / (1.0 + float(model.world.settings.gain))


@measure(
    "share, 0..1",
    "what deliveries showed of what watching does not compel: all but integrity, reliability and openness",
)
def beyond_watch(model: Any) -> float:
    return share(model.world.customers.signals[leapt(model)][:, UNWATCHED].sum(), len(UNWATCHED) * leaps(model))


@measure("share of revenue", "revenue that falls to advisors who post personally")
def revenue_of_personal(model: Any) -> float:
    rows = leapt(model)
    stakes = model.world.customers.stake[rows]
    personal = model.world.advisors.personal[model.world.customers.considered[rows]] > 0.0
    return share(stakes[personal].sum(), stakes.sum())


@measure("share of leaps", "leaps to another advisor than the last, of those who had one")
def churn(model: Any) -> float:
    rows = leapt(model)
    customers = model.world.customers
    return share(customers.switched[rows].sum(), np.count_nonzero(customers.leaps[rows] > 1))


@measure("share of deliveries", "deliveries by people, not machines, left to the advisor's own judgement")
def autonomy(model: Any) -> float:
    rows = leapt(model)
    rows = rows[model.world.customers.digital[rows] == 0]
    return share(model.world.customers.free[rows].sum(), len(rows))


def satisfied(model: Any) -> np.ndarray:
    """Satisfaction in the relations in which something was delivered, with an advisor or with a firm's machine."""
    felt = model.world.relations.satisfaction
    return felt[felt >= 0.0]


@measure("share, 0..1", "mean satisfaction with those who have delivered, the newest delivery weighing most")
def satisfaction(model: Any) -> float:
    felt = satisfied(model)
    return share(felt.sum(), len(felt))


@measure(
    "share of relations with a delivery", "promoters: satisfaction of .85 and more (9 and 10 of 10: Reichheld2003)"
)
def promoters(model: Any) -> float:
    felt = satisfied(model)
    return share(count(felt >= 0.85), len(felt))


@measure(
    "share of relations with a delivery",
    "detractors: satisfaction of .6 and less (6 of 10 and less: Reichheld2003)",
)
def detractors(model: Any) -> float:
    felt = satisfied(model)
    return share(count(felt <= 0.6), len(felt))


@measure("share of customers", "fans: experience keeps exceeding expectation")
def fans(model: Any) -> float:
    return part(model.world.customers.fan_of != NOBODY)


@measure("tellings a week", "customers who told of something good")
def good_tellings(model: Any) -> float:
    told = model.world.customers.told_of != NOBODY
    return count(told & ((model.world.customers.outcome != LEAPT) | (model.world.customers.surprise > 0.0)))


@measure("tellings a week", "customers who told of something bad")
def bad_tellings(model: Any) -> float:
    customers = model.world.customers
    return count((customers.told_of != NOBODY) & (customers.outcome == LEAPT) & (customers.surprise < 0.0))


@measure("Gini, 0..1", "how unequally what is entrusted falls to advisors")
def concentration(model: Any) -> float:
    size = np.sort(model.world.advisors.entrusted)
    n = len(size)
    return share((size * (2.0 * np.arange(1, n + 1) - n - 1.0)).sum(), n * size.sum())


@measure("rank correlation", "trust follows true quality: the higher, the better trust is placed (O'Neill)")
def warranted_trust(model: Any) -> float:
    from scipy.stats import spearmanr

    relations = model.world.relations
    rows = np.flatnonzero(relations.advisor != NOBODY)
    worth = model.world.advisors.quality.mean(axis=1)[relations.advisor[rows]]
    felt = relations.trust[rows]
    varied = len(rows) > 0 and np.ptp(worth) > 0 and np.ptp(felt) > 0
    return float(spearmanr(worth, felt).statistic) if varied else float("nan")


@measure("share of leaps", "leaps on advisors of less than median quality")
def misplaced_leaps(model: Any) -> float:
    worth = model.world.advisors.quality.mean(axis=1)
    rows = leapt(model)
    return share((worth[model.world.customers.considered[rows]] < np.median(worth)).sum(), len(rows))


def belief_in(dimension: int) -> Callable:
    """The measure `belief_<dimension>`."""

    @measure("belief, 0..1", f"mean belief in {DIMENSIONS[dimension].replace('_', ' ')}")
    def belief(model):
        return mean(model.survey().belief[:, dimension])

    return belief


def trust_under(lens: str) -> Callable:
    """The measure `trust_under_<lens>`: the same evidence, read by another theory."""

    @measure("trust, 0..1", f"mean trust as {lens.replace('_', ' ')} reads the same evidence")
    def trust(model):
        return mean(model.reading(lens).customers)

    return trust


MEASURES = {name: value for name, value in vars(sys.modules[__name__]).items() if hasattr(value, "unit")}
MEASURES |= {f"belief_{name}": belief_in(d) for d, name in enumerate(DIMENSIONS)}
MEASURES |= {f"trust_under_{lens}": trust_under(lens) for lens in LENSES}
USUAL = (
    "trust", "trust_in_firms", "leap_rate", "leaps", "revenue", "success", "real_problems", "effort", "have_leapt",
    "time_to_first_leap", "belief_competence", "belief_intimacy", "belief_other_orientation", "belief_openness",
)  # fmt: skip
