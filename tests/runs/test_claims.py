"""The verdict on a claim is what the runs say, by the rules, in every case."""

import math

import numpy as np
import pytest
from studies import AT_FOUR, AT_ONE, BASE, LENS, WITHOUT, results

from trustsim.runs.claims import CONTRADICTED, HOLDS, NOT_SHOWN, Claim, Outcome, above, below, higher, judge, lower, not_higher, same, slowing
from trustsim.runs.compare import Interval

TRUST = Outcome("trust at the end", "trust", -2)
HIGHER = higher(TRUST, "high", than="low")
CLAIM = Claim(7, "High is higher.", (HIGHER,), hangs_on="posting")
UP, DOWN = 0.2, -0.2


def found(low, high):
    """An interval of ten runs."""
    return Interval((low + high) / 2, low, high, 10)


def test_an_outcome_is_the_mean_over_its_weeks():
    """The last two weeks, the whole run, a stretch in the middle; weeks without a value do not count."""
    series = np.array([[1.0, 2.0, 3.0, np.nan], [5.0, 6.0, 7.0, 8.0]])
    assert Outcome("end", "trust", -2).read(series).tolist() == [3.0, 7.5]
    assert Outcome("whole", "trust", 0).read(series).tolist() == [2.0, 6.5]
    assert Outcome("stretch", "trust", 1, 3).read(series).tolist() == [2.5, 6.5]


def test_an_outcome_without_any_value_is_not_a_number():
    """A week in which nobody leapt has no success; a run full of them has no mean."""
    assert math.isnan(Outcome("end", "success", -2).read(np.full((1, 4), np.nan))[0])


@pytest.mark.parametrize(
    ("test", "holds_in", "contradicted_in", "not_shown_in"),
    [
        (higher(TRUST, "a", than="b"), [(0.001, 0.2)], [(-0.2, -0.1), (-0.2, -0.001)], [(-0.1, 0.1), (0.0, 0.2), (0.0, 0.0)]),
        (lower(TRUST, "a", than="b"), [(-0.2, -0.001)], [(0.1, 0.2), (0.001, 0.2)], [(-0.1, 0.1), (-0.2, 0.0), (0.0, 0.0)]),
        (not_higher(TRUST, "a", than="b"), [(-0.3, -0.2), (-0.1, 0.009)], [(0.011, 0.2)], [(-0.1, 0.011)]),
        (same(TRUST, "a", than="b"), [(-0.009, 0.009)], [(0.011, 0.2), (-0.2, -0.011)], [(-0.02, 0.009), (-0.009, 0.02), (-1, 1)]),
        (same(TRUST, "a", than="b", within=0.1), [(-0.09, 0.05)], [(-0.2, -0.11)], [(-0.2, 0.0)]),
        (above(TRUST, "a", 0.5), [(0.51, 0.6)], [(0.1, 0.2)], [(0.49, 0.6)]),
        (below(TRUST, "a", 0.5), [(0.1, 0.49)], [(0.6, 0.7)], [(0.4, 0.51)]),
    ],
)
def test_a_test_holds_is_contradicted_or_shows_nothing_by_where_the_whole_interval_lies(test, holds_in, contradicted_in, not_shown_in):
    """Every kind of test at intervals inside its bounds, outside them, and across; no effect at all shows nothing."""
    for answer, intervals in ((HOLDS, holds_in), (CONTRADICTED, contradicted_in), (NOT_SHOWN, not_shown_in)):
        assert {test.answer(found(*bounds)) for bounds in intervals} == {answer}


def test_a_single_run_shows_nothing():
    """Not even that something is not higher, and it contradicts nothing either."""
    nothing = Interval(0.0, math.nan, math.nan, 1)
    tests = HIGHER, same(TRUST, "high", "low"), not_higher(TRUST, "high", "low"), below(TRUST, "high", 1.0), below(TRUST, "high", -1.0)
    assert {test.answer(nothing) for test in tests} == {NOT_SHOWN}


def test_slowing_compares_the_second_step_with_the_first():
    """none 0, once 3, twice 4: the first step is 3, the second 1, the contrast 2 x 3 - 0 - 4 = 2."""
    test = slowing(TRUST, "none", "once", "twice")
    levels = {"none": 0.0, "once": 3.0, "twice": 4.0}
    assert sum(weight * levels[arm] for arm, weight in test.weights.items()) == 2.0
    assert test.contrast == "2 once - none - twice"


def test_a_test_reads_only_seeds_that_all_its_arms_have():
    """A seed that one arm lacks is no twin."""
    made = results({BASE: UP})
    del made.runs["as configured", "high", 3]
    assert HIGHER.measured(made).n == 4


def test_a_claim_is_supported_when_every_test_holds_under_every_condition():
    """The base, a lens and two values agree."""
    verdict = judge(CLAIM, results({BASE: UP, LENS: UP, AT_ONE: UP, AT_FOUR: UP}))
    assert (verdict.word, verdict.because) == ("supported", "holds under every lens and value tried")
    assert verdict.under == dict.fromkeys(("as configured", "lens abi", "customers.negativity = 1", "customers.negativity = 4"), HOLDS)


def test_a_claim_is_not_supported_when_it_is_contradicted_everywhere():
    """The difference is there, but the other way round."""
    verdict = judge(CLAIM, results({BASE: DOWN, LENS: DOWN}))
    assert (verdict.word, verdict.because) == ("not supported", "contradicted under every lens and value tried")


def test_a_claim_is_not_supported_when_nothing_is_shown():
    """The interval holds zero: neither for nor against, and the reason says so."""
    verdict = judge(CLAIM, results({BASE: 0.0, LENS: 0.0}))
    assert (verdict.word, verdict.because) == ("not supported", "not shown under every lens and value tried")


@pytest.mark.parametrize(("level", "answer"), [(0.9, CONTRADICTED), (0.63, NOT_SHOWN)])
def test_a_claim_is_not_supported_when_one_of_its_tests_does_not_hold(level, answer):
    """All must hold; one contradiction contradicts the claim."""
    both = Claim(8, "High is higher, and high.", (HIGHER, above(TRUST, "high", level)))
    verdict = judge(both, results({BASE: UP, LENS: UP}))
    assert verdict.word == "not supported" and verdict.under["as configured"] == answer


@pytest.mark.parametrize(
    ("base", "other", "said"),
    [(UP, DOWN, "holds under components; contradicted under abi"), (DOWN, UP, "holds under abi; contradicted under components")],
)
def test_a_claim_depends_on_the_lens_that_contradicts_the_others(base, other, said):
    """Whichever way the configured answer goes, who says what is told."""
    verdict = judge(CLAIM, results({BASE: base, LENS: other}))
    assert (verdict.word, verdict.because) == ("depends", f"on the lens: {said}")


def test_a_claim_depends_on_the_value_at_which_the_answer_turns():
    """Each value tried is named with its answer, and the configured one."""
    verdict = judge(CLAIM, results({BASE: UP, LENS: UP, AT_ONE: UP, AT_FOUR: DOWN}))
    assert verdict.word == "depends"
    assert verdict.because == "on customers.negativity: holds at 1, contradicted at 4, holds as configured"


def test_a_claim_can_depend_on_lens_and_value_at_once():
    """Both are named."""
    because = judge(CLAIM, results({BASE: UP, LENS: DOWN, AT_ONE: DOWN, AT_FOUR: UP})).because
    assert because.startswith("on the lens: ") and "; on customers.negativity: contradicted at 1" in because


@pytest.mark.parametrize(("base", "word"), [(UP, "supported"), (DOWN, "not supported")])
def test_a_condition_that_shows_nothing_makes_no_claim_depend(base, word):
    """An interval that holds zero is no other answer, only less of one; it is told."""
    verdict = judge(CLAIM, results({BASE: base, LENS: 0.0}))
    assert verdict.word == word and verdict.because.endswith("as configured; not shown under lens abi")


def test_an_ablation_makes_no_claim_depend_but_is_told():
    """That a claim vanishes, or turns over, without its mechanism is what should happen."""
    gone, turned, stays = (judge(CLAIM, results({BASE: UP, LENS: UP, WITHOUT: by})) for by in (0.0, DOWN, UP))
    assert {gone.word, turned.word, stays.word} == {"supported"}
    endings = [verdict.because.rpartition("; ")[2] for verdict in (gone, turned, stays)]
    assert endings == ["without posting: not shown", "without posting: contradicted", "without posting: holds"]


def test_without_other_conditions_no_verdict_can_say_depends():
    """The reason says that nothing else was tried."""
    verdict = judge(CLAIM, results({BASE: UP}))
    assert (verdict.word, verdict.because) == ("supported", "holds as configured; no other lens or value was tried")


def test_one_run_supports_nothing_and_says_why():
    """An interval takes two."""
    verdict = judge(CLAIM, results({BASE: UP}, seeds=1))
    assert verdict.word == "not supported" and verdict.because.startswith("too few runs to tell")
    assert "no interval, n = 1" in HIGHER.sentence(verdict.found[0][1])


@pytest.mark.parametrize(("by", "said"), [(UP, "put in; the runs show it"), (DOWN, "put in; yet the runs do not show it")])
def test_a_claim_all_of_whose_tests_are_assumed_is_assumed_whatever_the_runs_say(by, said):
    """Never a finding; but it is told whether the runs show it."""
    claim = Claim(9, "Put in.", (higher(TRUST, "high", than="low", assumed="put in"),))
    verdict = judge(claim, results({BASE: by, LENS: -by}))
    assert (verdict.word, verdict.because) == ("assumed", said)


def test_what_is_assumed_does_not_decide_where_there_is_a_finding():
    """An assumed test that fails leaves the verdict to the others, and is still told."""
    claim = Claim(10, "Half put in.", (lower(TRUST, "high", than="low", assumed="put in"), HIGHER))
    verdict = judge(claim, results({BASE: UP, LENS: UP}))
    assert verdict.word == "supported" and [answer for _, _, answer in verdict.found] == [CONTRADICTED, HOLDS]


@pytest.mark.parametrize(
    ("seeds_with_a_value", "because"),
    [(0, "one of its tests has no run with a value to tell by"), (1, "too few runs to tell: an interval takes two"), (5, "holds as configured")],
)
def test_what_cannot_be_told_is_said_of_the_tests_that_decide(seeds_with_a_value, because):
    """A finding without values is named as the reason; an assumed test without any is not."""
    made = results({BASE: UP})
    for (_, _, seed), series in made.runs.items():
        series["now and then"] = series["trust"] if seed <= seeds_with_a_value else np.full(4, np.nan)
        series["never"] = np.full(4, np.nan)
    rare, never = Outcome("rare", "now and then", -2), Outcome("never", "never", -2)
    claim = Claim(11, "Half told.", (HIGHER, higher(rare, "high", than="low"), higher(never, "high", than="low", assumed="put in")))
    verdict = judge(claim, made)
    assert verdict.because.startswith(because)
    assert (verdict.word == "supported") == (seeds_with_a_value == 5)


def test_a_claim_under_arms_of_several_lenses_names_none_of_them():
    """What holds there holds as configured."""
    made = results({BASE: UP, LENS: DOWN})
    made.conditions[0] = made.conditions[0]._replace(subject="")
    assert judge(CLAIM, made).because.startswith("on the lens: holds under as configured; contradicted under abi")


def test_a_definition_is_assumed_and_has_nothing_to_test():
    """The reason is the definition."""
    verdict = judge(Claim(72, "Trust has four dimensions.", (), definition="a definition"), results({BASE: UP}))
    assert (verdict.word, verdict.because, verdict.under, verdict.found) == ("assumed", "a definition", {}, ())


def test_a_sentence_says_what_was_compared_found_and_expected():
    """Outcome, contrast, mean, interval, n, expectation; a sign only where it is a difference."""
    assert HIGHER.sentence(found(0.1, 0.3)) == "trust at the end: high - low = +0.200 [+0.100, +0.300], n = 10; expected higher"
    assert above(TRUST, "high", 0.5).sentence(found(0.6, 0.8)) == "trust at the end: high = 0.700 [0.600, 0.800], n = 10; expected above 0.5"


def test_a_claim_reads_each_of_its_arms_under_the_condition_asked_for():
    """The interval under a lens is that of the runs under that lens."""
    made = results({BASE: UP, LENS: DOWN})
    assert HIGHER.measured(made).mean == pytest.approx(UP) and HIGHER.measured(made, "lens abi").mean == pytest.approx(DOWN)
