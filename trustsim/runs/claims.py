"""Claims, and the tests that decide them.

An experiment is a list of claims. A claim has tests, or parts with tests. A test compares outcomes of arms per pair of
twin worlds, and says what is expected: higher, the same or lower, by the smallest effect of interest of the outcome.
Module `verdicts` turns the runs into a verdict on each claim.
"""

from dataclasses import dataclass
from typing import NamedTuple

from trustsim.runs.compare import HIGHER, LOWER, SAME, UNDECIDED, Interval, in_figures, interval, possible
from trustsim.runs.conditions import AS_CONFIGURED
from trustsim.runs.outcomes import Outcome

HOLDS, REFUTED, DEPENDS = "holds", "refuted", "depends"
ANSWERS = HOLDS, DEPENDS, UNDECIDED, REFUTED  # of a test, or of a claim under one condition; the weaker later


class Read(NamedTuple):
    """An outcome of an arm, as a test reads it."""

    outcome: Outcome
    arm: str


@dataclass(frozen=True)
class Test:
    """One comparison: a number made from outcomes of arms, per pair of twin worlds, and the range where it should lie.

    `how` takes the outcomes, float64 [seeds] each, and returns float64 [seeds]. The smallest effect of interest divides
    the line into LOWER, SAME and HIGHER, and `expected` says in which of these the 95 % interval should lie. If all of
    it lies there, the test holds; if all of it lies elsewhere, it is refuted; otherwise it is undecided, and more
    runs may decide it. So a test and its denial never both hold. `assumed` names the assumption from which it follows.
    """

    __test__ = False  # not a test of pytest's

    reads: tuple  # of Read
    how: object
    expected: tuple  # of LOWER, SAME, HIGHER
    contrast: str  # the comparison in words: "open - closed"
    wanted: str  # the expectation in words: "higher by 0.01 or more"
    assumed: str = ""
    level: float = 0.0  # the level that the number is compared with
    at: str = ""  # where the test lies on the claim's axis: "a year after"
    weights: tuple = ()  # of the reads in the number, where it is a weighted sum of them

    @property
    def outcome(self):
        """The outcome that the test is about, with its unit and smallest effect of interest."""
        return self.reads[0].outcome

    @property
    def arms(self):
        """The arms that the test reads, each once."""
        return tuple(dict.fromkeys(read.arm for read in self.reads))

    def measured(self, results, condition=AS_CONFIGURED):
        """The interval of the number over the seeds that all its arms have completed."""
        seeds = results.seeds(*((condition, arm) for arm in self.arms))
        return interval(self.how(*(results.values(read.outcome, read.arm, condition, seeds) for read in self.reads)))

    def answer(self, found: Interval):
        """HOLDS, REFUTED or UNDECIDED."""
        shifted = found._replace(mean=found.mean - self.level, low=found.low - self.level, high=found.high - self.level)
        left = possible(shifted, self.outcome.smallest)
        if left <= set(self.expected):
            return HOLDS
        return UNDECIDED if left & set(self.expected) else REFUTED

    def sentence(self, found: Interval):
        """The finding: "trust at the end: open - closed = +0.012 [+0.004, +0.020], n = 20; expected ..."."""
        between = in_figures(found, "+" if len(self.arms) > 1 else "")
        bounds = "" if found.n > 1 else ", no interval"
        return f"{self.outcome.name}: {self.contrast} = {between}{bounds}, n = {found.n}; expected {self.wanted}"


def contrast(outcome, weights, expected, wanted, assumed="", level=0.0, at=""):
    """A test of a weighted sum of arms: `contrast(TRUST, {"open": 1, "closed": -1}, (HIGHER,), "higher")`."""
    if not isinstance(outcome, Outcome):
        raise ValueError(f'{outcome!r} is not an outcome; write Outcome("what it is", "measure")')
    factors = tuple(weights.values())
    if outcome.smallest is None:
        raise ValueError(
            f"{outcome.measure} has no natural scale: say how much of it matters, and why, as in "
            f'Outcome({outcome.name!r}, {outcome.measure!r}, matters=0.5, because="...")'
        )

    def how(*values):
        return sum(factor * value for factor, value in zip(factors, values, strict=True))

    reads = tuple(Read(outcome, arm) for arm in weights)
    return Test(reads, how, expected, in_words(weights), wanted, assumed, level, at, factors)


def in_words(weights):
    """A sum over arms in words: "2 once - none - twice"."""
    signs = (
        (" - " if weight < 0 else " + ", "" if abs(weight) == 1 else f"{abs(weight):g} ") for weight in weights.values()
    )
    terms = (sign + factor + arm for (sign, factor), arm in zip(signs, weights, strict=True))
    return "".join(terms).removeprefix(" + ")


def against(arm, than):
    """The weights of the difference between two arms."""
    if arm == than:
        raise ValueError(f"the arm {arm!r} is compared with itself; name two")
    return {arm: 1, than: -1}


def higher(outcome, arm, than, assumed="", at=""):
    """The outcome is higher in `arm` than in its twin `than`, by its smallest effect of interest or more."""
    return contrast(outcome, against(arm, than), (HIGHER,), f"higher by {effect(outcome)} or more", assumed, at=at)


def lower(outcome, arm, than, assumed="", at=""):
    """The outcome is lower in `arm` than in its twin `than`, by its smallest effect of interest or more."""
    return contrast(outcome, against(arm, than), (LOWER,), f"lower by {effect(outcome)} or more", assumed, at=at)


def not_higher(outcome, arm, than, assumed="", at=""):
    """The denial of `higher`."""
    return contrast(outcome, against(arm, than), (LOWER, SAME), f"not higher by {effect(outcome)}", assumed, at=at)


def not_lower(outcome, arm, than, assumed="", at=""):
    """The denial of `lower`."""
    return contrast(outcome, against(arm, than), (SAME, HIGHER), f"not lower by {effect(outcome)}", assumed, at=at)


def same(outcome, arm, than, assumed="", at=""):
    """The outcome is the same in both arms, to within its smallest effect of interest."""
    return contrast(outcome, against(arm, than), (SAME,), f"the same to within {effect(outcome)}", assumed, at=at)


def different(outcome, arm, than, assumed="", at=""):
    """The denial of `same`."""
    return contrast(
        outcome, against(arm, than), (LOWER, HIGHER), f"different by {effect(outcome)} or more", assumed, at=at
    )


def above(outcome, arm, level, assumed="", at=""):
    """The outcome is above `level`, by its smallest effect of interest or more."""
    return contrast(outcome, {arm: 1}, (HIGHER,), f"above {level:g} by {effect(outcome)} or more", assumed, level, at)


def below(outcome, arm, level, assumed="", at=""):
    """The outcome is below `level`, by its smallest effect of interest or more."""
    return contrast(outcome, {arm: 1}, (LOWER,), f"below {level:g} by {effect(outcome)} or more", assumed, level, at)


def slowing(outcome, none, once, twice, assumed="", at=""):
    """The second step adds less than the first by the smallest effect or more: once - none > twice - once."""
    if len({none, once, twice}) < 3:
        raise ValueError(f"slowing takes three arms, not {none!r}, {once!r}, {twice!r}")
    weights = {once: 2, none: -1, twice: -1}
    return contrast(
        outcome, weights, (HIGHER,), f"above 0 by {effect(outcome)} or more (the second step adds less)", assumed, at=at
    )


def effect(outcome):
    """The smallest effect of interest as text; `contrast` reports what is not an outcome or has no such size."""
    smallest = getattr(outcome, "smallest", None)
    return "?" if smallest is None else f"{smallest:g}"


@dataclass(frozen=True)
class Claim:
    """A claim of the source articles (`number` in docs/claims.md), what it hangs on, and the tests that decide it.

    `parts` are claims numbered "31a" and so on, with one verdict each; the whole has the verdict of its weakest part.
    `given`: tests that must hold for the claim to say anything. `axis`: the tests ask one question at several places
    (their `at`); if the answers differ, the claim depends on the place.
    """

    number: object
    text: str
    tests: tuple = ()
    hangs_on: str = ""  # a mechanism: without it the claim should not hold
    definition: str = ""  # for a claim that is a definition of the model rather than a finding
    beyond: str = ""  # for a claim that the model cannot test yet: what is missing
    note: str = ""  # how the claim was read
    given: tuple = ()
    axis: str = ""
    parts: tuple = ()

    @property
    def findings(self):
        """The tests that do not follow from an assumption."""
        return tuple(test for test in self.tests if not test.assumed)

    @property
    def judged(self):
        """The claim itself or its parts: the claims with tests of their own."""
        return self.parts or (self,)

    @property
    def reads(self):
        """Every outcome of an arm that the claim or its parts read."""
        return tuple(read for each in self.judged for test in (*each.tests, *each.given) for read in test.reads)
