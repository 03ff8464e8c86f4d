"""The same weekly model in plain NumPy, vectorised over relations and customers, as a careful NumPy user writes it.

Evidence is an array of relations x dimensions; each step of the week is a few array expressions, and events touch only
the rows that they concern. Left out, and switched off in trustsim where both are compared (see `SUBSET`): word of mouth
with its meetings and fans, and scars. The lens is `components`, and there is one context. People, traits and network
are trustsim's own; random draws are NumPy's.
"""

import numpy as np

from benchmarks import mesa_idiomatic
from trustsim.build import build
from trustsim.state import (
    COMPETENCE,
    EMPATHY,
    INTEGRITY,
    INTIMACY,
    KNOWLEDGE,
    OPENNESS,
    OTHER_ORIENTATION,
    PERSONAL,
    PROMOTIONAL,
    RELIABILITY,
    SPOTLIGHT,
)

SUBSET = {  # what both versions do
    **mesa_idiomatic.SUBSET,
    "mechanisms": mesa_idiomatic.SUBSET["mechanisms"] | {"word_of_mouth": False},
    "evidence": {"deceit": 0.0},
    "posting": {"sharing": 0.0},
}
UNWATCHED_BY_EFFORT = (COMPETENCE, RELIABILITY)


class NumpyTrust:
    """The world of an arm; `step()` runs a week and appends the usual measures to `series`."""

    def __init__(self, arm, seed, network):
        tables = build(network, arm, seed)
        self.luck = np.random.default_rng(seed)
        self.p = {p.rpartition(".")[2]: value for p, value in arm.values.items()}
        self.firms = {name: tables.firms[name].copy() for name in ("disclosure", "digital_share", "empowerment")}
        self.advisors = {name: tables.advisors[name].copy() for name in tables.advisors.dtype.names}
        people = tables.customers
        self.customers = {
            name: people[name].copy() for name in ("propensity", "risk_aversion", "need_rate", "negativity")
        }
        self.count = len(people)
        self.relate(tables)
        self.growth, self.week = 1.0, 0
        self.first_leap = np.full(self.count, -1)
        self.series = {}

    def relate(self, tables):
        """Relations with advisors first, by customer; then those with firms."""
        relations = tables.relations
        rows = np.flatnonzero(relations["advisor"] >= 0)
        firm_rows = np.flatnonzero((relations["advisor"] < 0) & (relations["firm"] >= 0))
        self.owner, self.advisor, self.firm = (relations[name][rows] for name in ("customer", "advisor", "firm"))
        self.firm_owner, self.firm_of_row = relations["customer"][firm_rows], relations["firm"][firm_rows]
        self.with_firm = np.searchsorted(firm_rows, relations["with_firm"][rows])
        self.gap, self.dared = relations["gap"][rows].copy(), np.full(len(rows), -1.0)
        self.known = np.bincount(self.owner, minlength=self.count)
        self.knowing = np.flatnonzero(self.known)
        self.first = np.concatenate(([0], np.cumsum(self.known)))[:-1]
        self.good, self.bad = np.zeros((len(rows), 7)), np.zeros((len(rows), 7))
        self.firm_good, self.firm_bad = np.zeros((len(firm_rows), 7)), np.zeros((len(firm_rows), 7))
        heavier = 1.0 + (self.p["communal_weight"] - 1.0) * np.isin(np.arange(7), (EMPATHY, INTEGRITY))
        self.weight = np.where(relations["communal"][rows, None] > 0, heavier, 1.0)
        self.firm_weight = np.where(relations["communal"][firm_rows, None] > 0, heavier, 1.0)
        self.by_firm = np.argsort(self.with_firm, kind="stable")
        self.firm_first = np.searchsorted(self.with_firm[self.by_firm], np.arange(len(firm_rows) + 1))
        self.pi, self.firm_pi = self.customers["propensity"][self.owner], self.customers["propensity"][self.firm_owner]
        self.fear, self.firm_fear = (
            self.customers["negativity"][self.owner],
            self.customers["negativity"][self.firm_owner],
        )

    # --- evidence -----------------------------------------------------------------------------------------------------

    def learn(self, rows, dimension, value, weight):
        """Add a signal in one dimension to relations with advisors, each at most once."""
        weight = weight * self.weight[rows, dimension] * self.growth
        self.good[rows, dimension] += value * weight
        self.bad[rows, dimension] += (1.0 - value) * weight

    def learn_of_firms(self, rows, values, weights):
        """Add signals (values and weights [n, 7]) to relations with firms, and a share to those with advisors."""
        weights = weights * self.firm_weight[rows] * self.growth
        good, bad = values * weights, (1.0 - values) * weights
        np.add.at(self.firm_good, rows, good)
        np.add.at(self.firm_bad, rows, bad)
        begun, ended = self.firm_first[rows], self.firm_first[rows + 1]
        times = ended - begun
        events = np.repeat(np.arange(len(rows)), times)
        places = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times) + np.repeat(begun, times)
        to, share = self.by_firm[places], self.p["firm_to_advisor"]
        np.add.at(self.good, to, share * good[events])
        np.add.at(self.bad, to, share * bad[events])

    def beliefs(self, rows=slice(None), novelty=None):
        """The seven beliefs of relations with advisors, [n, 7]."""
        prior = self.p["prior_weight"] * self.growth
        good, bad = self.good[rows], self.fear[rows, None] * self.bad[rows]
        if novelty is not None:
            how = np.ones((len(good), 7))
            how[:, COMPETENCE] = how[:, RELIABILITY] = 1.0 - novelty
            good, bad = how * good, how * bad
        return (prior * self.pi[rows, None] + good) / (prior + good + bad)

    def trust_of(self, beliefs):
        """The lens `components`."""
        p = self.p
        weights = np.array([p[f"weight_{name}"] for name in ("reliability", "openness", "competence", "empathy")])
        trust = beliefs[:, [RELIABILITY, OPENNESS, COMPETENCE, EMPATHY]] @ (weights / weights.sum())
        return trust * (1.0 - p["undermining"] * np.maximum(0.0, 0.5 - beliefs[:, EMPATHY]) / 0.5)

    # --- the week -----------------------------------------------------------------------------------------------------

    def step(self):
        """Run one week."""
        self.growth *= 2.0 ** (1.0 / self.p["half_life"])
        self.post()
        self.look()
        self.deliver(*self.decide())
        self.measure()
        self.week += 1

    def post(self):
        """Advisors post; customers read, and feel less distance to whom they know better."""
        a, n = self.advisors, len(self.advisors["rate"])
        mix = np.cumsum([a["knowledge"], a["personal"], a["promotional"], a["spotlight"]], axis=0)
        posts = (mix[-1] > 0) & (self.luck.random(n) < a["rate"])
        kind = np.array([KNOWLEDGE, PERSONAL, PROMOTIONAL, SPOTLIGHT])[
            np.minimum(3, (self.luck.random(n) * mix[-1] >= mix).sum(axis=0))
        ]
        kind[~posts] = 0
        serving = (self.luck.random(n) < a["quality"][:, OTHER_ORIENTATION]).astype(float)
        able = (self.luck.random(n) < a["quality"][:, COMPETENCE]).astype(float)
        candidates = np.flatnonzero(kind[self.advisor])
        seen = candidates[self.luck.random(len(candidates)) < self.p["reach"]]
        by, weight = kind[self.advisor[seen]], self.p["post_weight"]
        know, own, sell, others = (seen[by == each] for each in (KNOWLEDGE, PERSONAL, PROMOTIONAL, SPOTLIGHT))
        heard = 0.5 + 0.5 * self.beliefs(know)[:, INTIMACY]
        self.learn(know, COMPETENCE, able[self.advisor[know]], weight * heard)
        self.learn(know, OTHER_ORIENTATION, serving[self.advisor[know]], 0.5 * weight)
        self.learn(own, INTIMACY, 1.0, weight)
        self.learn(own, OPENNESS, 1.0, 0.5 * weight)
        self.learn(own, OTHER_ORIENTATION, serving[self.advisor[own]], weight)
        self.learn(own[serving[self.advisor[own]] > 0], EMPATHY, 1.0, 0.5 * weight)
        self.learn(sell, OTHER_ORIENTATION, 0.0, weight)
        self.learn(others, OTHER_ORIENTATION, 1.0, weight)
        self.learn(others, EMPATHY, 1.0, 0.5 * weight)
        answered = seen[self.luck.random(len(seen)) < a["dialogue"][self.advisor[seen]]]
        for dimension, part in ((OTHER_ORIENTATION, 1.0), (EMPATHY, 0.5), (INTIMACY, 0.5)):
            self.learn(answered, dimension, 1.0, part * self.p["dialogue_weight"])
        self.gap[own] *= 1.0 - self.p["levelling"]

    def look(self):
        """Customers look into records, the less they trust the more often."""
        shown, luck = self.firms["disclosure"][self.firm], self.luck.random(len(self.firm))
        may = np.flatnonzero(luck < self.p["looking"] * shown)
        used = shown[may] * (1.0 - self.trust_of(self.beliefs(may)))
        does = luck[may] < self.p["looking"] * used
        rows, used = may[does], used[does]
        self.looks = np.bincount(self.owner[rows], minlength=self.count)
        weight = self.p["record_weight"] * (1.0 + self.p["precision"] * used)
        values, weights = np.ones((len(rows), 7)), np.zeros((len(rows), 7))
        for dimension in (COMPETENCE, RELIABILITY, INTEGRITY, OPENNESS):
            if dimension != OPENNESS:
                fine = self.luck.random(len(rows)) < self.advisors["quality"][self.advisor[rows], dimension]
                values[:, dimension] = fine
            weights[:, dimension] = weight
            self.learn(rows, dimension, values[:, dimension], weight)
        self.learn_of_firms(self.with_firm[rows], values, self.p["advisor_to_firm"] * weights)

    def decide(self):
        """Needs, candidates and leaps: the relations leapt in, the stakes, what is watched, whether opened."""
        p, n = self.p, self.count
        self.needy = np.flatnonzero(self.luck.random(n) < self.customers["need_rate"])
        stake = np.exp(p["size_spread"] * self.luck.standard_normal(len(self.needy)))
        novelty = np.where(self.luck.random(len(self.needy)) < p["novel_share"], self.luck.random(len(self.needy)), 0.0)
        times = self.known[self.needy]
        whose = np.repeat(np.arange(len(self.needy)), times)
        rows = (
            np.arange(times.sum())
            - np.repeat(np.cumsum(times) - times, times)
            + np.repeat(self.first[self.needy], times)
        )
        trust = self.trust_of(self.beliefs(rows, novelty[whose]))
        score = trust - p["choice_noise"] * np.log(-np.log(self.luck.random(len(rows))))
        score[self.beliefs(rows)[:, COMPETENCE] < p["reputation_floor"]] = -np.inf
        some = times > 0
        starts = (np.cumsum(times) - times)[some]
        best = np.full(len(self.needy), -np.inf)
        best[some] = np.maximum.reduceat(score, starts) if len(starts) else best[some]
        chosen = np.flatnonzero((score == best[whose]) & np.isfinite(score))
        who, relation, felt = whose[chosen], rows[chosen], trust[chosen]
        watch = self.firms["disclosure"][self.firm[relation]] * (1.0 - felt)
        loss = (1.0 + p["novelty_risk"] * novelty[who]) * (1.0 - watch * p["verification"])
        neutral = p["gain"] * felt / ((1.0 - felt) * np.maximum(loss, 1e-9))
        dares = np.minimum(neutral, neutral ** (1.0 / self.customers["risk_aversion"][self.owner[relation]]))
        before = self.dared[relation]
        dares = np.where(before >= 0, p["stickiness"] * before + (1 - p["stickiness"]) * dares, dares)
        self.dared[relation] = dares
        leaps = stake[who] <= dares
        relation, watch, stake = relation[leaps], watch[leaps], stake[who][leaps]
        safe = self.beliefs(relation)[:, INTIMACY] * (1.0 - self.gap[relation])
        return relation, stake, watch, self.luck.random(len(relation)) < np.sqrt(safe)

    def deliver(self, rows, stake, watch, opened):
        """Deliveries, and what is learnt from them."""
        p, n, firm = self.p, len(rows), self.firm[rows]
        digital = self.luck.random(n) < self.firms["digital_share"][firm]
        free = self.luck.random(n) < self.firms["empowerment"][firm]
        effort = 1.0 - p["crowding_out"] * watch
        odds = self.advisors["quality"][self.advisor[rows]].copy()
        odds[:, OPENNESS] = np.maximum(self.firms["disclosure"][firm], 0.5 * odds[:, OPENNESS])
        odds[:, UNWATCHED_BY_EFFORT] *= effort[:, None]
        odds[:, COMPETENCE] *= np.where(opened, 1.0, 1.0 - p["misdiagnosis"])
        odds[digital, RELIABILITY] = np.maximum(odds[digital, RELIABILITY], p["digital_reliability"])
        odds[:, EMPATHY] *= np.where(free, 1.0, 1.0 - p["freedom"])
        odds[digital, EMPATHY] *= p["digital_warmth"]
        odds[digital, INTIMACY] *= p["digital_warmth"]
        for dimension in (INTEGRITY, RELIABILITY):
            odds[:, dimension] += (1.0 - odds[:, dimension]) * watch * p["verification"]
        signals = (self.luck.random((n, 7)) < odds).astype(float)
        weights = np.repeat((p["delivery_weight"] * (1.0 + p["precision"] * watch))[:, None], 7, axis=1)
        for dimension in (INTEGRITY, EMPATHY, RELIABILITY):
            weights[:, dimension] *= np.where(signals[:, dimension] > 0, 1.0 - p["attribution"] * watch, 1.0)
        people = rows[~digital]
        for dimension in range(7):
            self.learn(people, dimension, signals[~digital, dimension], weights[~digital, dimension])
        part = np.where(digital, 1.0, p["advisor_to_firm"])[:, None]
        self.learn_of_firms(self.with_firm[rows], signals, part * weights)
        self.leapt = {"stake": stake, "effort": effort, "opened": opened, "success": signals[:, :2].mean(axis=1)}
        owners = self.owner[rows]
        self.first_leap[owners] = np.where(self.first_leap[owners] < 0, self.week, self.first_leap[owners])

    def measure(self):
        """The usual measures, `trustsim.measures.USUAL`, of this week."""
        beliefs = self.beliefs()
        trust = self.customers["propensity"].copy()
        trust[self.knowing] = (
            np.add.reduceat(self.trust_of(beliefs), self.first[self.knowing]) / self.known[self.knowing]
        )
        believed = np.repeat(self.customers["propensity"][:, None], 7, axis=1)
        sums = np.add.reduceat(beliefs, self.first[self.knowing], axis=0)
        believed[self.knowing] = sums / self.known[self.knowing, None]
        prior = self.p["prior_weight"] * self.growth
        bad = self.firm_fear[:, None] * self.firm_bad
        in_firms = self.trust_of((prior * self.firm_pi[:, None] + self.firm_good) / (prior + self.firm_good + bad))
        firms = np.bincount(self.firm_owner, minlength=self.count)
        felt = np.bincount(self.firm_owner, in_firms, minlength=self.count)
        leaps, needs = len(self.leapt["stake"]), len(self.needy)
        found = {
            "trust": trust.mean(),
            "trust_in_firms": np.where(firms > 0, felt / np.maximum(firms, 1), self.customers["propensity"]).mean(),
            "leap_rate": leaps / needs if needs else np.nan,
            "leaps": leaps,
            "revenue": self.leapt["stake"].sum(),
            "success": self.leapt["success"].mean() if leaps else np.nan,
            "real_problems": self.leapt["opened"].mean() if leaps else np.nan,
            "effort": self.leapt["effort"].mean() if leaps else np.nan,
            "have_leapt": (self.first_leap >= 0).mean(),
            "time_to_first_leap": np.where(self.first_leap < 0, self.week + 1, self.first_leap).mean(),
        }
        dimensions = {"competence": 0, "intimacy": 2, "other_orientation": 3, "openness": 6}
        found |= {f"belief_{name}": believed[:, at].mean() for name, at in dimensions.items()}
        for name, value in found.items():
            self.series.setdefault(name, []).append(float(value))
