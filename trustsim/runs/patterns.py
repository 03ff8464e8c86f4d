"""Patterns from the literature by which a world is judged, before and apart from any claim.

A pattern is measured in runs of one arm with several seeds, and compared with a range from a source. A miss is shown as
a miss. Where a source gives no number, the range is ours, and the pattern says so.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from statistics import mean

import numpy as np

from trustsim.model import TrustModel
from trustsim.network import make_network
from trustsim.runs import rule_patterns as rules
from trustsim.runs import run_patterns as world
from trustsim.runs.one_run import cores, run_one
from trustsim.runs.run_patterns import RECENT, Run
from trustsim.scenario import Scenario, vary
from trustsim.state import NOBODY

YEARS = 5
WEEKS = 52
WATCHED = (0.05, 0.95)  # disclosure in the two twin worlds of the effect of transparency
NEEDED = (
    "trust_returned",
    "leaps",
    "churn",
    "good_tellings",
    "bad_tellings",
    "promoters",
    "detractors",
    "trust",
    "satisfaction",
)


@dataclass(frozen=True)
class Pattern:
    """One pattern: what is measured in a run, between which values it should lie, and who says so."""

    name: str
    meaning: str
    low: float
    high: float
    source: str
    status: str  # of the range: "checked", "unverified", "computed" or "assumption"
    of: Callable  # of a Run; of the arm alone, if the rules show it by themselves
    only: tuple = ()  # lenses; (): all
    by_rules: bool = False

    def concerns(self, lens: str) -> bool:
        """Whether the pattern can be asked of a world under this lens."""
        return not self.only or lens in self.only


def of_rules(name, meaning, span, source, status, of, only=()):
    """A pattern that the rules show by themselves: `of` takes the arm, whatever the seed."""
    return Pattern(name, meaning, *span, source, status, of, only, by_rules=True)


PATTERNS = (
    Pattern(
        "strangers", "trust before anything is known",
        0.4, 0.6, "JohnsonMislin2011, EVS", "unverified", world.strangers,
    ),
    Pattern(
        "spread within customers",
        "standard deviation of a customer's trust over the advisors they know, after five years",
        0.12, 0.35, "trust tells people apart", "assumption", world.within_customers,
    ),
    Pattern(
        "good and bad advisors",
        "trust in the best third of advisors minus that in the worst third, where they were used",
        0.1, 0.6, "Mikus2023: .72 against .39 in a lab", "computed", world.better_than_worse,
    ),
    Pattern(
        "trust and quality",
        "rank correlation of trust with true quality as the lens reads it, over relations with three deliveries",
        0.45, 0.95, "trust is placed with reason (O'Neill)", "assumption", world.with_quality,
    ),
    Pattern(
        "trust and experience",
        "rank correlation of trust with one's own satisfaction, over the same relations",
        0.4, 0.95, "own experience counts most", "assumption", world.with_experience,
    ),
    Pattern(
        "the same again",
        "share of repeat leaps to the same advisor",
        0.6, 0.95, "retention in services", "assumption", world.the_same_again,
    ),
    Pattern(
        "good to bad telling", "good tellings for each bad one",
        2.0, 4.0, "East2007: 3 to 1", "checked", world.good_to_bad,
    ),
    Pattern("promoters", "share of relations", 0.05, 0.6, "Reichheld2003", "assumption", world.average("promoters")),
    Pattern("detractors", "share of relations", 0.05, 0.6, "Reichheld2003", "assumption", world.average("detractors")),
    Pattern(
        "age of a tie",
        "rank correlation of trust with the age of the relation",
        0.0, 0.2, "Vanneste2014", "unverified", world.with_age,
    ),
    Pattern(
        "transparency",
        "effect of disclosing .95 rather than .05 on trust, in standard deviations",
        0.0, 0.4, "Wang2022: mean effect .13", "unverified", world.transparency,
    ),
    Pattern(
        "trust returned",
        "correlation over relations between the customer's trust and the advisor's",
        0.5, 1.0, "ratings among traders: .6 (Bitcoin OTC, Alpha)", "computed", world.average("trust_returned"),
    ),
    Pattern(
        "distrust returned",
        "share of advisors whose trust is below one half where the customer's is, minus the same where it is not",
        0.3, 1.0, "ratings among traders: .92 (Bitcoin OTC, Alpha)", "assumption", world.distrust_returned,
    ),
    of_rules(
        "loss to gain",
        "trust that one bad delivery takes, in what one good one gives, where trust is about half",
        (1.8, 7.7), "trust games of 123 dyads (Coll)", "computed", rules.loss_to_gain,
    ),
    of_rules(
        "recovery after a breach",
        "share of lost trust that a year of good deliveries returns",
        (0.9, 1.5), "Schweitzer2006", "unverified", rules.after_breach,
    ),
    of_rules(
        "recovery after a deception",
        "the same after a deception: below that",
        (0.0, 0.9), "Schweitzer2006", "unverified", rules.after_deception,
    ),
    of_rules(
        "an apology for incompetence",
        "trust that an apology restores after a failure of competence, minus what a denial does",
        (1e-6, 0.5), "Kim2004: the sign", "checked", rules.apology_works,
    ),
    of_rules(
        "a denial of dishonesty",
        "trust that a denial restores after a failure of integrity, minus what an apology does",
        (1e-6, 0.5), "Kim2004: the sign", "checked", rules.denial_works,
    ),
    of_rules(
        "a contract removed",
        "share of what was dared that is lost when a binding contract goes, minus the same for a non-binding one",
        (0.01, 1.0), "Malhotra2002: the sign", "checked", rules.removed_contract,
    ),
    of_rules(
        "shown to be better",
        "change in trust by a year of looking at the record of somebody of quality .9",
        (0.01, 0.5), "Grimmelikhuijsen2010: sign of truth minus expectation", "checked", rules.shown_better,
    ),
    of_rules(
        "shown to be worse",
        "the same of somebody of quality .1",
        (-0.5, -0.01), "Grimmelikhuijsen2010: sign of truth minus expectation", "checked", rules.shown_worse,
    ),
    of_rules(
        "order of evidence",
        "trust after care and then competence minus the reverse: counts of evidence have no order",
        (-1e-6, 1e-6), "algebra", "computed", rules.order_of_evidence,
    ),
    of_rules(
        "one scandal",
        "fall of the belief in integrity by one large deception after a good year",
        (0.4, 0.6), "Ponemon2018: 79 to 27 %", "checked", rules.fall_by_scandal,
    ),
    of_rules(
        "an apology for a scandal",
        "rise of that belief by an apology",
        (0.0, 0.05), "Ponemon2018: 27 to 28 %", "checked", rules.rise_by_apology,
    ),
    of_rules(
        "the cost of self-orientation",
        "what one unit of it costs in units of the numerator, divided by the Trust Equation itself",
        (0.999, 1.001), "algebra", "computed", rules.cost_of_self, only=("trust_equation",),
    ),
)  # fmt: skip


# Targets of the literature that are not compared here, and why.
ELSEWHERE = {
    "share returned of what was sent, .37 (Johnson & Mislin 2011)": "not in the model: nothing sent is returned",
    "last rounds of a finite game (Coll)": "needs a replayed log",
    "next leap from inertia and belief (Mikus 2023)": "needs a replayed log",
    "good and bad partners apart in a lab (Mikus 2023)": "needs a replayed log; here: good and bad advisors",
    "recovery after a first breach in ratings (Bitcoin OTC, Alpha)": "needs a replayed log",
    "ratings rise by the smallest step and fall by the largest (Bitcoin OTC, Alpha)": "not in the model: nobody rates",
    "asking friends for advice, odds ratio 5 to 20 (Lazega)": "not in the model: peers are not asked for advice",
    "predicting ratings in order of time (Bitcoin OTC, Alpha)": "needs a replayed log",
    "fairness and goodness (Kumar 2016)": "needs a replayed log",
    "human first, with the gate of `approaching`": "claim 63 replays it: experiments/order_of_introduction.py",
}


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
    shown = {each.lens: by_rules(each) for each in arms}

    def measured(task):
        each, seed = task
        run = lived(each, seed)
        values = shown[each.lens] | {p.name: p.of(run) for p in asked_of(each.lens) if not p.by_rules}
        run.model.close()
        told()
        return values

    with ThreadPoolExecutor(cores()) as pool:
        rows = list(pool.map(measured, [(each, seed) for each in arms for seed in seeds]))
    found = []
    for place, lens in enumerate(lenses):
        mine = rows[place * len(seeds) : (place + 1) * len(seeds)]
        found += [Found(p, lens, tuple(values[p.name] for values in mine)) for p in asked_of(lens)]
    return found


def asked_of(lens: str) -> list[Pattern]:
    """The patterns that can be asked of a world under this lens."""
    return [pattern for pattern in PATTERNS if pattern.concerns(lens)]


def by_rules(arm: Scenario) -> dict[str, float]:
    """{pattern: what the rules make of this arm by themselves}."""
    return {pattern.name: pattern.of(arm) for pattern in asked_of(arm.lens) if pattern.by_rules}


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
