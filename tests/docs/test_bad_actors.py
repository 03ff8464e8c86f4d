"""The experiment on bad actors, and the page that shows what it found."""

import numpy as np
import pytest
from following import ROOT

import trustsim
from docs import bad_actors as page
from trustsim.runs.experiments import experiment_of
from trustsim.scenario import read

STUDY = read("bad_actors")
EXPERIMENT = experiment_of(STUDY)


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    """Two twin worlds, as configured."""
    out = tmp_path_factory.mktemp("bad") / "actors"
    return trustsim.run("bad_actors", replicates=2, jobs=1, out=out, as_configured=True)


def test_who_pretends_is_fooled_for_is_counted_in_weeks():
    """A week counts if pretenders are trusted no more than a hundredth less; weeks without anybody do not."""
    pretenders = np.array([0.5, 0.495, 0.485, 0.7, np.nan])
    assert EXPERIMENT.weeks_fooled(pretenders, np.full(5, 0.5)) == 3.0


def test_arms_differ_from_their_twins_in_pretence_alone():
    """`forgetful_colluding` is `colluding` with the change of `forgetful_unmasked`, and nothing else."""
    arms = STUDY.arms
    for change in page.CHANGES:
        kinds = [kind for kind in page.KINDS if f"{change}_{kind}" in arms]
        for kind in kinds:
            changed, twin = arms[f"{change}_{kind}"], arms[f"{change}_{EXPERIMENT.UNMASKED}"]
            assert differing(changed, twin) == differing(arms[kind], arms[EXPERIMENT.UNMASKED]), (change, kind)
            assert differing(changed, arms[kind]) == differing(twin, arms[EXPERIMENT.UNMASKED]), (change, kind)


def differing(arm, other):
    """{what: (value here, value there)}: values, mechanisms and interventions in which two arms differ."""
    found = {name: (value, other.values[name]) for name, value in arm.values.items() if value != other.values[name]}
    found |= {name: (on, other.mechanisms[name]) for name, on in arm.mechanisms.items() if on != other.mechanisms[name]}
    return found | ({"interventions": (arm.interventions, other.interventions)} if differ(arm, other) else {})


def differ(arm, other):
    """Whether two arms schedule different interventions."""
    return arm.interventions != other.interventions


def test_unmasked_pretenders_are_trusted_less_than_all_others_and_honest_ones_as_much(result):
    """So the yardstick measures; and the same people are trusted as all others where they are like them."""
    apart = {
        arm: float(np.mean(result.results.values(EXPERIMENT.TRUST, arm) - others(result, arm)))
        for arm in (EXPERIMENT.UNMASKED, "honest")
    }
    assert apart[EXPERIMENT.UNMASKED] < -0.1
    assert abs(apart["honest"]) < 0.03


def others(result, arm):
    """float64 [seeds]: trust in all others, over the last half year."""
    return np.nanmean(result.results.series("trust_in_honest", arm)[:, -26:], axis=1)


def test_twins_who_pretend_nothing_draw_the_same_luck(result):
    """Before anybody is trusted, bought praise and new names aside, the arms are one world: week 0 is the same."""
    first = [result.results.series("leap_rate", arm)[:, 0] for arm in (EXPERIMENT.UNMASKED, "forgetful_unmasked")]
    assert np.array_equal(*first)


def test_what_a_change_alters_is_the_test_of_the_experiment(result):
    """The difference of differences, worked out by hand from the outcomes of four arms."""
    value = {
        arm: result.results.values(EXPERIMENT.TRUST, arm)
        for arm in ("sparing_whitewashing", "sparing_unmasked", "whitewashing", "unmasked")
    }
    by_hand = (value["sparing_whitewashing"] - value["sparing_unmasked"]) - (value["whitewashing"] - value["unmasked"])
    assert page.altered(result.results, "sparing", "whitewashing").mean == pytest.approx(by_hand.mean())
    assert page.altered(result.results, "unweighed", "oscillating") is None


def test_the_figure_shows_every_kind_change_and_lens(result):
    """Each row is as long as there are kinds, and the sheet says how many worlds there are."""
    above, below = page.upper(result.results), page.lower(result.results)
    assert list(above) == [page.plainly(result.told["lens"])]
    assert {len(row) for row in above.values()} == {len(page.KINDS)}
    assert list(below) == list(page.CHANGES.values()) and {len(row) for row in below.values()} == {len(page.KINDS) + 1}
    sheet = page.draw(result.results)
    assert "n = 2 twin worlds" in sheet.note and sheet.title == page.finding(result.results)[0]


def test_page_and_experiment_name_the_same_kinds_and_changes():
    """What is claimed to repair is shown, and the page has the figure."""
    assert list(page.KINDS) == list(EXPERIMENT.KINDS) and set(EXPERIMENT.REPAIRS) < set(page.CHANGES)
    assert "](images/bad_actors.svg)" in (ROOT / "docs" / "bad_actors.md").read_text(encoding="utf-8")
