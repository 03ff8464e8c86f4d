"""Patterns that a world shows when it has run for years: what people trust, whom they leap to, what they tell."""

from dataclasses import dataclass

import numpy as np

from trustsim.model import TrustModel
from trustsim.mutual import trust_in_customer
from trustsim.state import NOBODY, Beliefs

LEAST_USED = 3  # deliveries, for correlations with experience and with true quality
RECENT = 52  # weeks over which rates are taken, at the end


@dataclass(frozen=True)
class Run:
    """A run of an arm to its end, the run's beginning, and the trust in its open and closed twins."""

    model: TrustModel
    start: np.ndarray  # trust in each relation at the beginning, 0..1
    twins: tuple  # mean trust at the end with disclosure WATCHED

    def recent(self, measure):
        """The weekly values of a measure in the last year."""
        return np.asarray(self.model.datacollector.model_vars[measure][-RECENT:], float)

    @property
    def used(self):
        """Rows of relations with advisors that have had deliveries enough to judge by."""
        relations = self.model.tables.relations
        return np.flatnonzero((relations["advisor"] != NOBODY) & (relations["used"] >= LEAST_USED))


def within_customers(run):
    """Mean over customers of the standard deviation of their trust over the advisors they know."""
    tables = run.model.tables
    spreads = []
    for customer in tables.customers:
        felt = tables.relations["trust"][customer["first"] : customer["first"] + customer["known"]]
        if len(felt) > 1:
            spreads.append(felt.std())
    return float(np.mean(spreads)) if spreads else float("nan")


def as_good_as_known(run):
    """What the lens makes of the true qualities of each advisor, float64 [advisors]."""
    from trustsim.lenses import LENSES, lens

    model = run.model
    settings = model.world.settings
    known = model.engine.own_lens if int(settings.lens) >= len(LENSES) else lens(LENSES[int(settings.lens)])
    felt = [known(Beliefs(*quality, float(np.mean(quality))), settings) for quality in model.tables.advisors["quality"]]
    return np.array(felt, float)


def with_quality(run):
    """Rank correlation of trust with what the lens makes of the true quality, over relations with deliveries."""
    relations, rows = run.model.tables.relations, run.used
    return ranked(relations["trust"][rows], as_good_as_known(run)[relations["advisor"][rows]])


def with_experience(run):
    """Rank correlation of trust with one's own satisfaction, over relations with deliveries."""
    relations, rows = run.model.tables.relations, run.used
    return ranked(relations["trust"][rows], relations["satisfaction"][rows])


def with_age(run):
    """Rank correlation of trust with the age of a relation, over all with advisors."""
    relations = run.model.tables.relations
    rows = np.flatnonzero(relations["advisor"] != NOBODY)
    return ranked(relations["trust"][rows], -relations["since"][rows].astype(float))


def ranked(one, other):
    """The rank correlation of two columns, or NaN where one of them does not vary."""
    from scipy.stats import spearmanr

    varied = len(one) > 2 and np.ptp(one) > 0 and np.ptp(other) > 0
    return float(spearmanr(one, other).statistic) if varied else float("nan")


def the_same_again(run):
    """Share of repeat leaps that go to the same advisor, weighted by leaps."""
    churn, leaps = run.recent("churn"), run.recent("leaps")
    there = ~np.isnan(churn)
    return 1.0 - float(np.average(churn[there], weights=leaps[there])) if leaps[there].sum() else float("nan")


def good_to_bad(run):
    """Good tellings for each bad one."""
    bad = run.recent("bad_tellings").sum()
    return float(run.recent("good_tellings").sum() / bad) if bad else float("nan")


def average(measure):
    """A function of a run: the mean of a measure over the last year."""

    def mean(run):
        values = run.recent(measure)
        return float("nan") if np.isnan(values).all() else float(np.nanmean(values))

    return mean


def strangers(run):
    """Mean trust in advisors before anything is known of them."""
    return float(run.start.mean())


def better_than_worse(run):
    """Mean trust in the best third of advisors minus that in the worst third, by true quality, where they were used."""
    relations, rows = run.model.tables.relations, run.used
    worth = as_good_as_known(run)
    low, high = np.quantile(worth, (1 / 3, 2 / 3))
    felt, whose = relations["trust"][rows], worth[relations["advisor"][rows]]
    good, bad = felt[whose >= high], felt[whose <= low]
    return float(good.mean() - bad.mean()) if len(good) and len(bad) else float("nan")


def transparency(run):
    """The effect of disclosing .95 rather than .05 on trust, in standard deviations between customers."""
    closed, opened = run.twins
    return float((opened - closed) / run.model.tables.customers["trust"].std())


def distrust_returned(run):
    """How much more often an advisor's trust is below one half where the customer's is: a difference of shares."""
    relations = run.model.tables.relations
    rows = np.flatnonzero(relations["advisor"] != NOBODY)
    back = np.array([float(run.model.engine.call(trust_in_customer, row)) < 0.5 for row in rows])
    low = relations["trust"][rows] < 0.5
    return float(back[low].mean() - back[~low].mean()) if low.any() and not low.all() else float("nan")
