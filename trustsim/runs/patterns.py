"""Patterns from the literature by which a world is judged, before and apart from any claim.

A pattern is measured in runs of one arm with several seeds, and compared with a range from a source. A miss is shown as
a miss. Where a source gives no number, the range is ours, and the pattern says so.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import repeat
from statistics import mean

import numpy as np

from trustsim.evidence import deceived, learn, trust_in
from trustsim.model import TrustModel
from trustsim.network import make_network
from trustsim.runs.one_run import cores, run_one
from trustsim.scenario import Scenario, vary
from trustsim.state import INTEGRITY, NOBODY, Beliefs

LEAST_USED = 3  # deliveries, for correlations with experience and with true quality
YEARS = 5
WEEKS = 52
RECENT = 52  # weeks over which rates are taken, at the end
BREACH = 3.0  # observations in each dimension
WATCHED = (0.05, 0.95)  # disclosure in the two twin worlds of the effect of transparency
NEEDED = ("leaps", "churn", "good_tellings", "bad_tellings", "promoters", "detractors", "trust", "satisfaction")


@dataclass(frozen=True)
class Pattern:
    """One pattern: what is measured in a run, between which values it should lie, and who says so."""

    name: str
    meaning: str
    low: float
    high: float
    source: str
    status: str  # of the range: "checked", "unverified", "computed" or "assumption"
    of: Callable[["Run"], float]


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
    return lambda run: float(np.nanmean(run.recent(measure)))


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


def after_breach(deceptive):
    """A function of a run: the share of trust lost by one breach of integrity that a year of good deliveries returns.

    It is computed by the rules on a relation without evidence: thirteen good deliveries four weeks apart, a breach of
    BREACH observations in every dimension, deceptive in integrity or not, and thirteen good deliveries again.
    """

    def recovered(run):
        felt = recovery(run.model.arm, deceptive)
        return (felt[2] - felt[1]) / (felt[0] - felt[1]) if felt[0] > felt[1] else float("nan")

    return recovered


def loss_to_gain(run):
    """How much more trust one bad delivery takes than one good one gives, where trust is about half.

    That is after four bad deliveries and as many good ones as outweigh them under the customer's negativity.
    """
    with pair(run.model.arm) as model:
        known = (1.0,) * round(4 * float(model.tables.customers["negativity"][0])) + (0.0,) * 4
        felt = {}
        for name, last in (("before", None), ("gain", 1.0), ("loss", 0.0)):
            model.tables.evidence["good"][:1], model.tables.evidence["bad"][:1] = 0.0, 0.0
            for value in known + (() if last is None else (last,)):
                for dimension in range(7):
                    model.engine.call(learn, 0, 0, dimension, value, 1.0)
            felt[name] = float(model.engine.call(trust_in, 0, 0, 0.0))
    gained = felt["gain"] - felt["before"]
    return (felt["before"] - felt["loss"]) / gained if gained > 0.0 else float("nan")


def pair(arm):
    """A model of one customer who knows one advisor, both average, by the rules and numbers of an arm; to be closed."""
    few = {"population.customers": 1, "population.advisors": 1, "population.firms": 1, "graph.relations": 1}
    few |= {"graph.peers": 0, "evidence.deceit": 0.0, "evidence.communal_share": 0.0, "spread.propensity": 0.0}
    return closing(TrustModel(vary(replace(arm, interventions=(), graph={}, agents={}), few), 1))


def recovery(arm, deceptive):
    """Trust before and after a breach, and after good deliveries again."""
    with pair(arm) as model:
        call, clock = model.engine.call, model.tables.clock

        def good_year():
            for _ in range(13):
                clock["growth"] *= 2.0 ** (4.0 / float(model.world.settings.half_life))
                for dimension in range(7):
                    call(learn, 0, 0, dimension, 1.0, 1.0)
            return float(call(trust_in, 0, 0, 0.0))

        felt = [good_year()]
        for dimension in range(7):
            if deceptive and dimension == INTEGRITY:
                call(deceived, 0, 0, BREACH)
            else:
                call(learn, 0, 0, dimension, 0.0, BREACH)
        felt.append(float(call(trust_in, 0, 0, 0.0)))
        return [*felt, good_year()]


PATTERNS = (
    Pattern("strangers", "trust before anything is known", 0.4, 0.6, "JohnsonMislin2011, EVS", "unverified", strangers),
    Pattern(
        "spread within customers",
        "standard deviation of a customer's trust over the advisors they know, after five years",
        0.12, 0.35, "trust tells people apart", "assumption", within_customers,
    ),
    Pattern(
        "good and bad advisors",
        "trust in the best third of advisors minus that in the worst third, where they were used",
        0.1, 0.6, "Mikus2023: .72 against .39 in a lab", "computed", better_than_worse,
    ),
    Pattern(
        "trust and quality",
        "rank correlation of trust with true quality as the lens reads it, over relations with three deliveries",
        0.45, 0.95, "trust is placed with reason (O'Neill)", "assumption", with_quality,
    ),
    Pattern(
        "trust and experience",
        "rank correlation of trust with one's own satisfaction, over the same relations",
        0.4, 0.95, "own experience counts most", "assumption", with_experience,
    ),
    Pattern(
        "the same again",
        "share of repeat leaps to the same advisor",
        0.6, 0.95, "retention in services", "assumption", the_same_again,
    ),
    Pattern(
        "good to bad telling", "good tellings for each bad one", 2.0, 4.0, "East2007: 3 to 1", "checked", good_to_bad
    ),
    Pattern("promoters", "share of relations", 0.05, 0.6, "Reichheld2003", "assumption", average("promoters")),
    Pattern("detractors", "share of relations", 0.05, 0.6, "Reichheld2003", "assumption", average("detractors")),
    Pattern(
        "age of a tie",
        "rank correlation of trust with the age of the relation",
        0.0, 0.2, "Vanneste2014", "unverified", with_age,
    ),
    Pattern(
        "transparency",
        "effect of disclosing .95 rather than .05 on trust, in standard deviations",
        0.0, 0.4, "Wang2022: mean effect .13", "unverified", transparency,
    ),
    Pattern(
        "loss to gain",
        "trust that one bad delivery takes, in what one good one gives, where trust is about half",
        1.8, 7.7, "trust games of 123 dyads (Coll)", "computed", loss_to_gain,
    ),
    Pattern(
        "recovery after a breach",
        "share of lost trust that a year of good deliveries returns",
        0.9, 1.5, "Schweitzer2006", "unverified", after_breach(False),
    ),
    Pattern(
        "recovery after a deception",
        "the same after a deception: below that",
        0.0, 0.9, "Schweitzer2006", "unverified", after_breach(True),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """A pattern with its values over the seeds."""

    pattern: Pattern
    lens: str
    values: tuple

    @property
    def got(self):
        """The mean over the seeds; NaN if there is none."""
        return mean(self.values)

    def as_json(self):
        """The finding as plain values."""
        asked = {name: getattr(self.pattern, name) for name in ("name", "meaning", "low", "high", "source", "status")}
        values = [None if np.isnan(value) else value for value in self.values]
        got = None if np.isnan(self.got) else self.got
        return {**asked, "lens": self.lens, "got": got, "values": values, "holds": self.holds}

    @property
    def holds(self):
        """Whether the mean lies in the range."""
        return self.pattern.low <= self.got <= self.pattern.high


def verify(
    arm: Scenario, lenses: Sequence[str], seeds: Sequence[int], told: Callable[[], None] = lambda: None
) -> list[Found]:
    """All patterns in runs of `arm` under each lens over these seeds, lens by lens. `told` is called after each run."""
    arms = [vary(arm, {}, lens=lens, ticks=YEARS * WEEKS, measures=list(NEEDED)) for lens in lenses]
    arms = [replace(each, interventions=(), lens_mix={}) for each in arms]

    def measured(task):
        each, seed = task
        run = lived(each, seed)
        values = [pattern.of(run) for pattern in PATTERNS]
        run.model.close()
        told()
        return values

    with ThreadPoolExecutor(cores()) as pool:
        rows = list(pool.map(measured, [(each, seed) for each in arms for seed in seeds]))
    found = []
    for place, lens in enumerate(lenses):
        mine = rows[place * len(seeds) : (place + 1) * len(seeds)]
        found += [Found(*each) for each in zip(PATTERNS, repeat(lens), map(tuple, zip(*mine, strict=True)))]
    return found


def lived(arm, seed):
    """A run of an arm to its end, and its twins."""
    network = make_network(arm.graph, arm.values, seed, arm.folder)
    twins = [replace(vary(arm, {"firms.disclosure": share}), measures=("trust",)) for share in WATCHED]
    ends = tuple(float(np.mean(run_one(twin, seed, network)["trust"][-RECENT:])) for twin in twins)
    model = TrustModel(arm, seed, network=network)
    model.look("customers", "measure")
    relations = model.tables.relations
    start = relations["trust"][relations["advisor"] != NOBODY].copy()
    return Run(model.run(arm.ticks), start, ends)
