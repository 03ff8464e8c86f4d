"""A claim, what would show it, and the verdict that the runs give.

An experiment is a list of claims; a claim has tests; a test compares an outcome between arms, run by run. The verdict
is what the runs say: `supported`, `not supported`, `depends` (on a lens or a value), or `assumed` where a test follows
directly from how the model was built.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from trustsim.runs.compare import Interval, in_figures, interval
from trustsim.runs.conditions import AS_CONFIGURED

SUPPORTED, NOT_SUPPORTED, DEPENDS, ASSUMED = "supported", "not supported", "depends", "assumed"
ANSWERS = HOLDS, CONTRADICTED, NOT_SHOWN = "holds", "contradicted", "not shown"  # of one test, or of a claim under one condition
MATTERS = 0.01  # a difference in trust, or a share, that a reader would care about; experiments may set their own


class Outcome(NamedTuple):
    """A number of each run: the mean of a measure over weeks first..last (from the end when negative; last exclusive)."""

    name: str
    measure: str
    first: int = -26
    last: int | None = None

    def read(self, series):
        """float64 [seeds] from float64 [seeds, ticks]; weeks without a value are left out."""
        span = series[:, self.first : self.last]
        counted = np.maximum((~np.isnan(span)).sum(axis=1), 1)
        return np.where(np.isnan(span).all(axis=1), np.nan, np.nansum(span, axis=1) / counted)


@dataclass(frozen=True)
class Test:
    """One comparison that a claim stands or falls with: a contrast of arms, run by run, lies within `low` .. `high`.

    The test holds when the whole 95 % interval of the contrast (sum of weight x outcome, twin by twin) lies between the
    bounds, is contradicted when all of it lies outside, and otherwise nothing is shown (more runs may tell). `assumed`
    says, where it is so, which assumption makes it follow directly.
    """

    __test__ = False  # not a test of pytest's

    outcome: Outcome
    weights: dict  # arm -> weight: {"open": 1, "closed": -1}
    low: float
    high: float
    expected: str  # the bounds in words
    assumed: str = ""

    def measured(self, results, condition=AS_CONFIGURED):
        """The interval of the contrast over the seeds that all its arms have finished."""
        seeds = results.seeds(*((condition, arm) for arm in self.weights))
        return interval(sum(weight * results.values(self.outcome, arm, condition, seeds) for arm, weight in self.weights.items()))

    def answer(self, found: Interval):
        """What the interval says: all of it within the bounds, all of it outside, or neither."""
        if self.low < found.low and found.high < self.high:
            return HOLDS
        return CONTRADICTED if found.high < self.low or found.low > self.high else NOT_SHOWN

    @property
    def contrast(self):
        """The arms in words: "open - closed"."""
        terms = ((" - " if weight < 0 else " + ") + (f"{abs(weight):g} " if abs(weight) != 1 else "") + arm for arm, weight in self.weights.items())
        return "".join(terms).removeprefix(" + ")

    def sentence(self, found: Interval):
        """What was found: "trust in the last half year: open - closed = +0.012 [+0.004, +0.020], n = 20; expected higher"."""
        between = in_figures(found, "+" if len(self.weights) > 1 else "")
        return f"{self.outcome.name}: {self.contrast} = {between}{'' if found.n > 1 else ', no interval'}, n = {found.n}; expected {self.expected}"


def against(arm, than):
    """The weights of the difference between two arms."""
    if arm == than:
        raise ValueError(f"the arm {arm!r} is compared with itself; name two")
    return {arm: 1, than: -1}


def higher(outcome, arm, than, assumed=""):
    """The outcome is higher in `arm` than in its twin `than`."""
    return Test(outcome, against(arm, than), 0.0, math.inf, "higher", assumed)


def lower(outcome, arm, than, assumed=""):
    """The outcome is lower in `arm` than in its twin `than`."""
    return Test(outcome, against(arm, than), -math.inf, 0.0, "lower", assumed)


def not_higher(outcome, arm, than, within=MATTERS, assumed=""):
    """The outcome is not higher in `arm` than in `than` by as much as `within`."""
    return Test(outcome, against(arm, than), -math.inf, within, f"not higher by {within:g}", assumed)


def same(outcome, arm, than, within=MATTERS, assumed=""):
    """The outcome is the same in both arms to within +-`within`."""
    if within <= 0.0:
        raise ValueError(f"within = {within} leaves nothing that is the same; it must be above 0")
    return Test(outcome, against(arm, than), -within, within, f"the same to within {within:g}", assumed)


def above(outcome, arm, level, assumed=""):
    """The outcome is above `level`."""
    return Test(outcome, {arm: 1}, level, math.inf, f"above {level:g}", assumed)


def below(outcome, arm, level, assumed=""):
    """The outcome is below `level`."""
    return Test(outcome, {arm: 1}, -math.inf, level, f"below {level:g}", assumed)


def slowing(outcome, none, once, twice, assumed=""):
    """The second step adds less than the first: once - none > twice - once."""
    if len({none, once, twice}) < 3:
        raise ValueError(f"slowing takes three arms, not {none!r}, {once!r}, {twice!r}")
    return Test(outcome, {once: 2, none: -1, twice: -1}, 0.0, math.inf, "higher (the second step adds less)", assumed)


@dataclass(frozen=True)
class Claim:
    """A claim of the seeds (`number` in docs/claims.md), the mechanism it hangs on, and the tests it stands or falls with."""

    number: int
    text: str
    tests: tuple
    hangs_on: str = ""  # a mechanism: the ablation that should make it vanish
    definition: str = ""  # for what is a definition of the model rather than a finding: which
    note: str = ""  # what a reader should know of how it was read

    @property
    def findings(self):
        """The tests that do not follow from an assumption."""
        return tuple(test for test in self.tests if not test.assumed)


@dataclass(frozen=True)
class Verdict:
    """What the runs say of a claim."""

    claim: Claim
    word: str  # supported, not supported, depends, assumed
    because: str  # one sentence
    found: tuple  # (test, Interval, answer) as configured
    under: dict  # condition name -> answer there


def judge(claim, results):
    """The verdict on one claim from all conditions of the results."""
    deciding = claim.findings or claim.tests
    found = tuple((test, at := test.measured(results), test.answer(at)) for test in claim.tests)
    under = {c.name: together(test.answer(test.measured(results, c.name)) for test in deciding) for c in results.conditions} if deciding else {}
    base = under.get(AS_CONFIGURED, HOLDS)
    reasons = [test.assumed for test in claim.tests if test.assumed]
    if not claim.findings:
        shown = "" if not claim.tests else "; the runs show it" if base == HOLDS else "; yet the runs do not show it"
        return Verdict(claim, ASSUMED, (claim.definition or "; ".join(reasons)) + shown, found, under)
    turns = turning_points(results.conditions, under)
    word = DEPENDS if turns else SUPPORTED if base == HOLDS else NOT_SUPPORTED
    because = "; ".join(turns) or everywhere(results.conditions, under)
    n = [at.n for test, at, _ in found if not test.assumed]
    if min(n) < 2:
        because = "too few runs to tell: an interval takes two" if all(n) else f"{'one of its tests has no' if any(n) else 'no'} run with a value to tell by"
    return Verdict(claim, word, because + ablated(claim, under), found, under)


def together(answers):
    """The answer to a claim from those to its tests: one contradiction contradicts it, all must hold to hold."""
    answers = set(answers)
    return CONTRADICTED if CONTRADICTED in answers else NOT_SHOWN if NOT_SHOWN in answers else HOLDS


def turning_points(conditions, under):
    """Where the answer turns over, by lens and by value of a parameter: it holds here and is contradicted there."""
    turns = []
    lenses = {c.subject or c.name: under[c.name] for c in conditions if c.kind in ("base", "lens")}
    if {HOLDS, CONTRADICTED} <= set(lenses.values()):
        turns.append("on the lens: " + "; ".join(f"{answer} under {', '.join(names)}" for answer, names in by_answer(lenses).items()))
    for path in dict.fromkeys(c.subject for c in conditions if c.kind == "variation"):
        values = {c.shown: under[c.name] for c in conditions if c.subject == path}
        if {HOLDS, CONTRADICTED} <= {under[AS_CONFIGURED], *values.values()}:
            answers = ", ".join(f"{answer} at {value}" for value, answer in values.items())
            turns.append(f"on {path}: {answers}, {under[AS_CONFIGURED]} as configured")
    return turns


def by_answer(answers):
    """{answer: names} in the order of ANSWERS."""
    return {answer: [name for name, given in answers.items() if given == answer] for answer in ANSWERS if answer in answers.values()}


def everywhere(conditions, under):
    """One sentence on an answer that turns over nowhere."""
    base, tried = under[AS_CONFIGURED], [c.name for c in conditions if c.kind != "ablation"]
    if len(conditions) == 1:
        return f"{base} as configured; no other lens or value was tried"
    others = {name: under[name] for name in tried if under[name] != base}
    if not others:
        return f"{base} under every lens and value tried"
    return f"{base} as configured; " + "; ".join(f"{answer} under {', '.join(names)}" for answer, names in by_answer(others).items())


def ablated(claim, under):
    """What switching off the mechanism does that the claim hangs on."""
    name = f"without {claim.hangs_on}"
    return f"; without {claim.hangs_on}: {under[name]}" if name in under else ""
