"""One function per measured quantity. It takes a `TrustModel` after a week and returns a number.

The name of the function is the name of the measure in configs and plots.
"""

import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from trustsim.lenses import LENSES
from trustsim.state import DIMENSIONS, LEAPT, NO_CANDIDATE, NO_NEED, NOBODY, REFUSED

UNWATCHED = [d for d, name in enumerate(DIMENSIONS) if name not in ("integrity", "reliability", "openness")]


def share(part: float, whole: float) -> float:
    """part / whole, or NaN when the whole is zero."""
    return float(part) / float(whole) if whole else float("nan")


# Each measure is taken every week of every run. The plainest calls of numpy are several times as fast as its methods.


def mean(values: np.ndarray) -> float:
    """The mean of a column, summed in the same order as by `values.mean()`."""
    return share(np.add.reduce(values), len(values))


def count(true: np.ndarray) -> float:
    """The number of true values."""
    return float(np.count_nonzero(true))


def part(true: np.ndarray) -> float:
    """The share of true values."""
    return share(np.count_nonzero(true), len(true))


def quantile(values: np.ndarray, q: float) -> float:
    """The quantile `q`, 0..1, of a column, or NaN when the column is empty."""
    return float(np.quantile(values, q)) if len(values) else float("nan")


def mean_week(model: Any, weeks: np.ndarray) -> float:
    """The mean week, where NOBODY counts as the week after this one."""
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


def over_leaps(model: Any, column: str) -> float:
    """Mean of a column of customers over those who leapt this week; NaN if nobody did."""
    rows = leapt(model)
    return share(getattr(model.world.customers, column)[rows].sum(), len(rows))


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


@measure("needs per week", "needs that arose")
def needs(model: Any) -> float:
    return count(model.world.customers.outcome != NO_NEED)


@measure("leaps per week", "needs that were entrusted to somebody")
def leaps(model: Any) -> float:
    return count(model.world.customers.outcome == LEAPT)


@measure("refusals per week", "needs that were not entrusted although somebody was considered")
def refusals(model: Any) -> float:
    return count(model.world.customers.outcome == REFUSED)


@measure("share of needs", "needs that were entrusted to somebody")
def leap_rate(model: Any) -> float:
    return share(leaps(model), needs(model))


@measure("share of needs", "needs for which nobody was reputable enough")
def without_candidate(model: Any) -> float:
    return share(count(model.world.customers.outcome == NO_CANDIDATE), needs(model))


@measure("share, 0..1", "deliveries that were what was asked for, and as agreed: mean of competence and reliability")
def success(model: Any) -> float:
    return over_leaps(model, "success")


@measure("share, 0..1", "how deliveries were experienced: mean of their signals, openness aside")
def experience(model: Any) -> float:
    return over_leaps(model, "experience")


@measure("median needs per week", "total size of the needs that were entrusted: revenue")
def revenue(model: Any) -> float:
    return float(model.world.customers.stake[leapt(model)].sum())


@measure("share of leaps", "leaps in which the real problem was entrusted")
def real_problems(model: Any) -> float:
    return over_leaps(model, "opened")


@measure("share, 0..1", "effort that advisors put into deliveries")
def effort(model: Any) -> float:
    return over_leaps(model, "effort")


@measure("share, 0..1", "demand for transparency, 1 - trust")
def demand_for_transparency(model: Any) -> float:
    return 1.0 - trust(model)


@measure("looks per relation", "looks into a firm's record, per relation with an advisor")
def use_of_transparency(model: Any) -> float:
    return share(model.world.customers.looks.sum(), model.world.customers.known.sum())


@measure("correlation", "correlation between looking into records and trust, as an observer would see it")
def looking_and_trust(model: Any) -> float:
    looks, felt = (column - mean(column) for column in (model.world.customers.looks, model.world.customers.trust))
    spread = np.sqrt((looks * looks).sum() * (felt * felt).sum())
    return share((looks * felt).sum(), spread)  # np.corrcoef takes four times as long


@measure("advisors", "mean number of advisors that a customer knows")
def acquaintances(model: Any) -> float:
    return mean(model.world.customers.known)


@measure("share of customers", "customers who know an advisor")
def known(model: Any) -> float:
    return part(model.world.customers.known > 0)


@measure("share of customers", "customers who know an advisor they believe competent enough")
def reputable(model: Any) -> float:
    return mean(model.survey().reputable)


@measure("share of customers", "customers whose trust in some advisor exceeds one half")
def trusted(model: Any) -> float:
    return part(model.world.customers.best_trust > 0.5)


@measure("share of customers", "customers who have leapt at least once")
def have_leapt(model: Any) -> float:
    return part(model.world.customers.first_leap != NOBODY)


@measure("weeks", "mean week of the first leap; the end of the run for customers who never leapt")
def time_to_first_leap(model: Any) -> float:
    return mean_week(model, model.world.customers.first_leap)


@measure(
    "weeks",
    "mean week in which a customer first trusts an advisor enough for a median need; the end of the run if never",
)
def time_to_trust(model: Any) -> float:
    return mean_week(model, model.world.customers.enough_since)


@measure("trust, 0..1", "trust that a median need takes when nothing is new and nothing is watched: 1 / (1 + gain)")
def trust_needed(model: Any) -> float:
    return 1.0 / (1.0 + float(model.world.settings.gain))


@measure(
    "share, 0..1",
    "mean signal of deliveries in what watching does not compel: all but integrity, reliability and openness",
)
def beyond_watch(model: Any) -> float:
    return share(model.world.customers.signals[leapt(model)][:, UNWATCHED].sum(), len(UNWATCHED) * leaps(model))


@measure("share of revenue", "revenue of advisors who post personally")
def revenue_of_personal(model: Any) -> float:
    rows = leapt(model)
    stakes = model.world.customers.stake[rows]
    personal = model.world.advisors.personal[model.world.customers.considered[rows]] > 0.0
    return share(stakes[personal].sum(), stakes.sum())


@measure("share of leaps", "leaps to another advisor than the last time, by customers who had leapt before")
def churn(model: Any) -> float:
    rows = leapt(model)
    customers = model.world.customers
    return share(customers.switched[rows].sum(), np.count_nonzero(customers.leaps[rows] > 1))


@measure("share of deliveries", "deliveries by people, not machines, that were left to the advisor's own judgement")
def autonomy(model: Any) -> float:
    rows = leapt(model)
    rows = rows[model.world.customers.digital[rows] == 0]
    return share(model.world.customers.free[rows].sum(), len(rows))


def satisfied(model: Any) -> np.ndarray:
    """Satisfaction in each relation with a delivery, by an advisor or by a firm's machine."""
    felt = model.world.relations.satisfaction
    return felt[felt >= 0.0]


@measure("share, 0..1", "mean satisfaction in relations with a delivery; the newest delivery has the largest weight")
def satisfaction(model: Any) -> float:
    felt = satisfied(model)
    return share(felt.sum(), len(felt))


@measure(
    "share of relations with a delivery", "promoters: satisfaction of .85 or more (9 or 10 out of 10: Reichheld2003)"
)
def promoters(model: Any) -> float:
    felt = satisfied(model)
    return share(count(felt >= 0.85), len(felt))


@measure(
    "share of relations with a delivery",
    "detractors: satisfaction of .6 or less (6 or less out of 10: Reichheld2003)",
)
def detractors(model: Any) -> float:
    felt = satisfied(model)
    return share(count(felt <= 0.6), len(felt))


@measure("share of customers", "fans: customers whose experience keeps exceeding their expectation")
def fans(model: Any) -> float:
    return part(model.world.customers.fan_of != NOBODY)


@measure("tellings per week", "customers who told peers something good")
def good_tellings(model: Any) -> float:
    told = model.world.customers.told_of != NOBODY
    return count(told & ((model.world.customers.outcome != LEAPT) | (model.world.customers.surprise > 0.0)))


@measure("tellings per week", "customers who told peers something bad")
def bad_tellings(model: Any) -> float:
    customers = model.world.customers
    return count((customers.told_of != NOBODY) & (customers.outcome == LEAPT) & (customers.surprise < 0.0))


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


def belief_in(dimension: int) -> Callable:
    """The measure `belief_<dimension>`."""

    @measure("belief, 0..1", f"mean belief in {DIMENSIONS[dimension].replace('_', ' ')}")
    def belief(model):
        return mean(model.survey().belief[:, dimension])

    return belief


def trust_under(lens: str) -> Callable:
    """The measure `trust_under_<lens>`: trust under another theory, from the same evidence."""

    @measure("trust, 0..1", f"mean trust under the lens {lens.replace('_', ' ')}, from the same evidence")
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
