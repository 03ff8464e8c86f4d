"""The verdict on a claim is what the runs say, by the rules, in every case."""

import numpy as np
import pytest
from studies import AT_FOUR, AT_ONE, BASE, LENS, WITHOUT, WORLDS, results

from trustsim.runs.claims import (
    HOLDS,
    REFUTED,
    Claim,
    above,
    below,
    different,
    higher,
    lower,
    not_higher,
    same,
)
from trustsim.runs.compare import UNDECIDED
from trustsim.runs.conditions import variation
from trustsim.runs.outcomes import Outcome
from trustsim.runs.verdicts import WORDS, flat, judge

TRUST = Outcome("trust at the end", "trust", -2)
HIGHER = higher(TRUST, "high", than="low")
CLAIM = Claim(7, "High is higher.", (HIGHER,), hangs_on="posting")
UP, DOWN, FLAT = 0.2, -0.2, 0.0
ACROSS = 0.01  # the interval reaches over the smallest effect of interest


def test_a_claim_is_supported_when_every_test_holds_under_every_condition():
    """The base, a lens and two values agree."""
    verdict = judge(CLAIM, results({BASE: UP, LENS: UP, AT_ONE: UP, AT_FOUR: UP}))
    assert (verdict.word, verdict.because) == ("supported", "The runs show it, under every lens and value tried.")
    assert verdict.under == dict.fromkeys(
        ("as configured", "lens abi", "customers.negativity = 1", "customers.negativity = 4"), HOLDS
    )


@pytest.mark.parametrize("by", [DOWN, FLAT])
def test_a_claim_is_refuted_when_the_difference_is_the_other_way_round_or_too_small_to_matter(by):
    """No difference refutes a claim of one, as one the other way does; and the reason has the numbers."""
    verdict = judge(CLAIM, results({BASE: by, LENS: by}))
    assert verdict.word == "refuted"
    assert verdict.because.startswith(
        "The runs show otherwise, under every lens and value tried. Trust at the end: high - low is "
    )
    assert verdict.because.endswith("it should be higher by 0.01 or more.")


def test_a_claim_is_undecided_when_the_interval_does_not_tell():
    """Some of it matters and some does not: more runs may tell."""
    verdict = judge(CLAIM, results({BASE: ACROSS, LENS: ACROSS}))
    assert verdict.word == "undecided" and verdict.because.endswith("More runs may decide it.")


@pytest.mark.parametrize(
    ("configured", "worlds", "word"),
    [
        (UP, {UP: 16, DOWN: 4}, "depends"),
        (UP, {UP: 17, DOWN: 3}, "supported"),  # so few can be chance
        (UP, {ACROSS: 16, DOWN: 4}, "depends"),  # it holds as configured, though in no world
        (DOWN, {ACROSS: 16, UP: 4}, "depends"),
        (UP, {ACROSS: 20}, "supported"),
        (DOWN, {ACROSS: 20}, "refuted"),
        (ACROSS, {ACROSS: 16, DOWN: 4}, "undecided"),
        (ACROSS, {UP: 16, DOWN: 4}, "depends"),
    ],
)
def test_a_claim_depends_when_enough_of_the_space_says_the_opposite_of_another_case(configured, worlds, word):
    """The configured world is a case as well, so a claim that holds there and is refuted elsewhere is not supported."""
    answers = [by for by, many in worlds.items() for _ in range(many)]
    verdict = judge(CLAIM, results({BASE: configured, **dict(zip(WORLDS, answers, strict=True))}))
    assert verdict.word == word and verdict.space.share(REFUTED) == worlds.get(DOWN, 0) / 20


@pytest.mark.parametrize(("level", "answer"), [(0.9, REFUTED), (0.63, UNDECIDED)])
def test_the_weakest_test_decides(level, answer):
    """All must hold; one that is refuted refutes the claim, one that is undecided leaves it open."""
    both = Claim(8, "High is higher, and high.", (HIGHER, above(TRUST, "high", level)))
    verdict = judge(both, results({BASE: UP, LENS: UP}))
    assert (verdict.word, verdict.under["as configured"]) == (answer, answer)


@pytest.mark.parametrize(
    ("base", "other", "said"),
    [(UP, DOWN, "holds under components; refuted under abi"), (DOWN, UP, "holds under abi; refuted under components")],
)
def test_a_claim_depends_on_the_lens_that_refutes_it(base, other, said):
    """Whichever way the configured answer goes, who says what is told."""
    verdict = judge(CLAIM, results({BASE: base, LENS: other}))
    assert (verdict.word, verdict.because) == ("depends", f"It depends on the lens: {said}.")


def test_a_claim_depends_on_the_value_at_which_the_answer_turns():
    """Each value tried is named with its answer, and the configured one."""
    verdict = judge(CLAIM, results({BASE: UP, LENS: UP, AT_ONE: UP, AT_FOUR: DOWN}))
    assert verdict.word == "depends"
    assert (
        verdict.because
        == "It depends on customers.negativity: holds at 1, refuted at 4, holds at the configured value."
    )


def test_a_claim_can_depend_on_a_value_under_another_lens_only():
    """Where the values are read under a lens as well, they are compared with that lens."""
    crossed = [variation("customers.negativity", value, "abi") for value in (1.0, 4.0)]
    made = results({BASE: UP, LENS: UP})
    for condition, by in zip(crossed, (UP, DOWN), strict=True):
        made.conditions.append(condition)
        made.runs |= {
            (condition.name, arm, seed): series for (_, arm, seed), series in results({BASE: by}).runs.items()
        }
    verdict = judge(CLAIM, made)
    assert verdict.word == "depends"
    assert (
        verdict.because
        == "It depends on customers.negativity under lens abi: holds at 1, refuted at 4, holds at the configured value."
    )


def test_a_claim_that_holds_at_a_value_and_is_refuted_under_a_lens_depends():
    """Even where it is undecided as configured: it holds here and is refuted there."""
    verdict = judge(CLAIM, results({BASE: ACROSS, LENS: DOWN, AT_ONE: UP}))
    assert verdict.word == "depends"
    assert (
        verdict.because
        == "It holds under customers.negativity = 1; undecided under as configured; refuted under lens abi."
    )


@pytest.mark.parametrize(("base", "word"), [(UP, "supported"), (DOWN, "refuted")])
def test_a_condition_that_is_undecided_makes_no_claim_depend(base, word):
    """An interval that does not tell is no other answer, only less of one; it is told."""
    verdict = judge(CLAIM, results({BASE: base, LENS: ACROSS}))
    assert verdict.word == word and "as configured; undecided under lens abi." in verdict.because


# --- the mechanism ----------------------------------------------------------------------------------------------------


def test_a_claim_that_holds_as_well_without_its_mechanism_is_not_supported_by_it():
    """The word as it is shown says so, and so does the reason."""
    verdict = judge(CLAIM, results({BASE: UP, LENS: UP, WITHOUT: UP}))
    assert (verdict.word, verdict.shown, verdict.not_by, verdict.without) == (
        "supported",
        "supported, but not by posting",
        "posting",
        HOLDS,
    )
    assert verdict.because.endswith("Without posting it also holds, so posting is not what makes it true.")


@pytest.mark.parametrize(("by", "answer"), [(FLAT, REFUTED), (DOWN, REFUTED), (ACROSS, UNDECIDED)])
def test_a_claim_that_vanishes_without_its_mechanism_is_supported_by_it(by, answer):
    """That it vanishes, or turns over, is what should happen; an ablation makes no claim depend."""
    verdict = judge(CLAIM, results({BASE: UP, LENS: UP, WITHOUT: by}))
    assert (verdict.shown, verdict.not_by, verdict.without) == ("supported", "", answer)
    assert verdict.because.endswith(f"Without posting: {answer}.")


@pytest.mark.parametrize("by", [DOWN, ACROSS])
def test_where_nothing_is_supported_nothing_is_supported_otherwise(by):
    """A claim that is refuted or undecided is not called supported by anything."""
    verdict = judge(CLAIM, results({BASE: by, WITHOUT: UP}))
    assert verdict.shown == verdict.word != "supported" and not verdict.not_by


def test_the_ablation_of_another_mechanism_says_nothing_about_a_claim():
    """Only what the claim hangs on does."""
    claim = Claim(7, "High is higher.", (HIGHER,), hangs_on="scrutiny")
    assert judge(claim, results({BASE: UP, WITHOUT: UP})).shown == "supported"


# --- few runs, nothing to tell by -------------------------------------------------------------------------------------


def test_without_other_conditions_no_verdict_can_say_depends():
    """The reason says that nothing else was tried."""
    verdict = judge(CLAIM, results({BASE: UP}))
    assert (verdict.word, verdict.because) == (
        "supported",
        "The runs show it, as configured; no other lens or value was tried.",
    )


def test_one_run_supports_nothing_and_says_why():
    """An interval needs two."""
    verdict = judge(CLAIM, results({BASE: UP}, seeds=1))
    assert verdict.word == "undecided" and verdict.because.endswith("An interval needs two runs with a value.")
    assert "no interval, n = 1" in HIGHER.sentence(verdict.found[0][1])


@pytest.mark.parametrize(
    ("seeds_with_a_value", "because"),
    [(0, "no run with a value"), (1, "An interval needs two"), (5, "The runs show it")],
)
def test_what_cannot_be_told_is_said_of_the_tests_that_decide(seeds_with_a_value, because):
    """A finding without values is named as the reason; an assumed test without any is not."""
    made = results({BASE: UP})
    for (_, _, seed), series in made.runs.items():
        series["now and then"] = series["trust"] if seed <= seeds_with_a_value else np.full(4, np.nan)
        series["never"] = np.full(4, np.nan)
    rare, never = Outcome("rare", "now and then", -2), Outcome("never", "never", -2)
    claim = Claim(
        11,
        "Half told.",
        (HIGHER, higher(rare, "high", than="low"), higher(never, "high", than="low", assumed="put in")),
    )
    verdict = judge(claim, made)
    assert because in verdict.because
    assert (verdict.word == "supported") == (seeds_with_a_value == 5)


# --- what is assumed --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "said"),
    [(UP, "The runs show it."), (DOWN, "The runs do not show it."), (ACROSS, "The runs are inconclusive.")],
)
def test_a_claim_all_of_whose_tests_are_assumed_is_assumed_whatever_the_runs_say(by, said):
    """Never a finding; but it is told whether the runs show it."""
    claim = Claim(9, "Put in.", (higher(TRUST, "high", than="low", assumed="it is put in"),))
    verdict = judge(claim, results({BASE: by, LENS: -by}))
    assert (verdict.word, verdict.because) == (
        "assumed",
        f"Not a finding, because it was put in by hand: it is put in. {said}",
    )


def test_what_is_assumed_does_not_decide_where_there_is_a_finding():
    """An assumed test that fails leaves the verdict to the others, and is still told."""
    claim = Claim(10, "Half put in.", (lower(TRUST, "high", than="low", assumed="put in"), HIGHER))
    verdict = judge(claim, results({BASE: UP, LENS: UP}))
    assert verdict.word == "supported" and [answer for _, _, answer in verdict.found] == [REFUTED, HOLDS]


def test_a_definition_is_assumed_and_what_the_model_lacks_undecided():
    """Neither has a test; the reason says which it is."""
    made = results({BASE: UP})
    verdict = judge(Claim(72, "Trust has four dimensions.", definition="a definition"), made)
    assert (verdict.word, verdict.because, verdict.under, verdict.found) == ("assumed", "A definition.", {}, ())
    verdict = judge(Claim(84, "Weakness.", beyond="nobody shows a weakness"), made)
    assert (verdict.word, verdict.because) == ("undecided", "The model cannot show it: nobody shows a weakness.")


# --- parts, premises, horizons ----------------------------------------------------------------------------------------

HELD = Claim("5a", "High is higher.", (HIGHER,))
BROKEN = Claim("5b", "High is lower.", (lower(TRUST, "high", than="low"),))
OPEN = Claim("5c", "High is high.", (above(TRUST, "high", 0.63),))
GIVEN = Claim("5d", "Put in.", (lower(TRUST, "high", than="low", assumed="put in"),))


@pytest.mark.parametrize(
    ("parts", "word", "decides"),
    [
        ((HELD, BROKEN), "refuted", "5b"),
        ((BROKEN, HELD), "refuted", "5b"),
        ((HELD, OPEN), "undecided", "5c"),
        ((OPEN, BROKEN), "refuted", "5b"),
        ((HELD, GIVEN), "supported", "5a"),
    ],
)
def test_a_claim_with_parts_has_a_verdict_for_each_and_for_the_whole_that_of_the_weaker(parts, word, decides):
    """What is assumed decides nothing, as long as another part is a finding."""
    verdict = judge(Claim(5, "Both.", parts=parts), results({BASE: UP, LENS: UP}))
    assert verdict.word == word and f"Verdict of its weakest part, {decides}." in verdict.because
    assert [part.claim.number for part in verdict.parts] == [part.number for part in parts]
    assert len(flat([verdict])) == 1 + len(parts)


def test_a_claim_all_of_whose_parts_are_assumed_is_assumed():
    """There is nothing else to go by."""
    assert judge(Claim(5, "Put in.", parts=(GIVEN,)), results({BASE: UP})).word == "assumed"


def test_a_whole_is_not_supported_by_the_mechanism_that_a_part_does_without():
    """Its word says so too."""
    part = Claim("5a", "High is higher.", (HIGHER,), hangs_on="posting")
    verdict = judge(Claim(5, "Both.", parts=(part, Claim("5b", "Again.", (HIGHER,)))), results({BASE: UP, WITHOUT: UP}))
    assert verdict.shown == "supported, but not by posting"


def test_a_claim_that_presupposes_an_effect_says_nothing_where_there_is_none():
    """That nothing is left of nothing supports nobody."""
    left = Claim(
        33, "Nothing is left.", (same(TRUST, "high", than="low"),), given=(different(TRUST, "high", than="low"),)
    )
    verdict = judge(left, results({BASE: FLAT}))
    assert (
        verdict.word == "undecided"
        and "It presupposes something that was not found: trust at the end: high - low" in verdict.because
    )
    assert judge(left, results({BASE: UP})).word == "refuted"


def test_a_claim_that_turns_along_its_axis_depends_on_it():
    """Early it holds, late it is refuted: that is no failure of one of two tests, but an answer to when."""
    early, late = Outcome("trust early", "trust", 0, 1), Outcome("trust late", "trust", -1)
    tests = higher(early, "high", than="low", at="after a week"), higher(late, "high", than="low", at="after four")
    made = results({BASE: UP, LENS: UP})
    assert judge(Claim(33, "It lasts.", tests, axis="the time"), made).word == "supported"
    for (_, arm, _), series in made.runs.items():
        if arm == "high":
            series["trust"] = series["trust"] - np.array([0.0, 0.0, 0.0, 0.4])
    verdict = judge(Claim(33, "It lasts.", tests, axis="the time"), made)
    assert (
        verdict.word == "depends"
        and "It depends on the time: holds after a week, refuted after four" in verdict.because
    )
    assert judge(Claim(33, "It lasts.", tests), made).word == "refuted"


@pytest.mark.parametrize("by", np.linspace(-0.06, 0.06, 25))
@pytest.mark.parametrize(("claim", "denial"), [(higher, not_higher), (same, different)])
def test_a_claim_and_its_denial_are_never_both_supported_nor_both_refuted(by, claim, denial):
    """Whatever the runs are: one is supported only where the other is refuted."""
    made = results({BASE: float(by)})
    words = [judge(Claim(1, "x", (test(TRUST, "high", than="low"),)), made).word for test in (claim, denial)]
    assert sorted(words) in (["refuted", "supported"], ["undecided", "undecided"])


def test_every_verdict_is_one_of_five_words():
    """Below, at and above a level."""
    made = results({BASE: UP, LENS: DOWN})
    claims = [CLAIM, Claim(2, "x", (below(TRUST, "high", 0.63),)), GIVEN, Claim(3, "y", beyond="it lacks"), HELD]
    assert {judge(claim, made).word for claim in claims} <= set(WORDS) and len(WORDS) == 5
