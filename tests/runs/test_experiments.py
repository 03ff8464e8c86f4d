"""An experiment is found by its name, or beside the config; what it names must be there, and is said in one line if not."""

import re
from types import SimpleNamespace

import numpy as np
import pytest
from studies import EXPERIMENT, TINY, experimental, study, written

from trustsim.errors import BadInput
from trustsim.named import measures_of
from trustsim.runs.claims import Outcome
from trustsim.runs.experiments import claims_of, experiment_of, outcomes_of, unit_of
from trustsim.runs.replay import planned, replay
from trustsim.scenario import names, read


def refused(path, match):
    """Reading the experiment of this config fails with such a line."""
    with pytest.raises(BadInput, match=match) as error:
        experiment_of(read(str(path)))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", names())
def test_every_experiment_that_ships_suits_the_config_of_its_name(name):
    """The arms that its claims name are in the config, what they read is measured, what they hang on is switched off."""
    plan = planned(read(name))
    assert (plan.experiment is None) == (plan.study.experiment is None)
    for claim in claims_of(plan.experiment):
        assert {f"without {part.hangs_on}" for part in claim.judged if part.hangs_on} <= {c.name for c in plan.under}
        for outcome, arm in claim.reads:
            assert set(outcome.measures) <= set(measures_of(plan.study.arms[arm]))


def test_every_outcome_that_ships_says_why_its_smallest_effect_matters():
    """Once per outcome, for both directions."""
    for name in names():
        for claim in claims_of(experiment_of(read(name))):
            assert all(read.outcome.matters and read.outcome.because for read in claim.reads)


FORM = "from trustsim.runs.claims import Claim, Outcome, higher, same, slowing\nT = Outcome('t', 'trust')\n"


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("CLAIMS = (Claim(1, 'x', (higher(T, 'open', than='open'),)),)", "the arm 'open' is compared with itself"),
        ("CLAIMS = (Claim(1, 'x', (slowing(T, 'open', 'open', 'closed'),)),)", "slowing takes three arms"),
        (
            "OUTCOMES = (Outcome('t', 'trust', matters=-1, because='x'),)",
            "t: matters = -1 must be above 0 and have a reason",
        ),
        ("OUTCOMES = (Outcome('t', 'trust', matters=0.1),)", "t: matters = 0.1 must be above 0 and have a reason"),
        (
            "CLAIMS = (Claim(1, 'x', (higher(Outcome('r', 'revenue'), 'open', 'closed'),)),)",
            "revenue has no natural scale: say how much of it",
        ),
        ("CLAIMS = (Claim(1, 'x', parts=(Claim('1a', 'y'),)),)", "claim 1a has neither tests nor a definition"),
        ("CLAIMS = (Claim(1, 'x', parts=(Claim('1a', 'y', definition='d'),) * 2),)", "claim 1a is there twice"),
        ("CLAIMS = (Claim(1, 'x', ()),)", "claim 1 has neither tests nor a definition"),
        (
            "CLAIMS = (Claim(1, 'x', (higher(T, 'open', 'closed'),)), Claim(1, 'y', (higher(T, 'open', 'closed'),)))",
            "claim 1 is there twice",
        ),
        ("CLAIMS = (Claim(1, 3, (higher(T, 'open', 'closed'),)),)", r"Claim\(1, 3, ...\) is not a number and a text"),
        ("CLAIMS = (Claim(1, 'x', (higher('trust', 'open', 'closed'),)),)", "'trust' is not an outcome"),
        (
            "CLAIMS = (Claim(1, 'x', (higher(Outcome('t', 'trust', 'a'), 'open', 'closed'),)),)",
            "is not an outcome; write",
        ),
    ],
)
def test_a_claim_that_says_nothing_or_cannot_be_read_is_refused(tmp_path, text, match):
    """Before anything runs, and by the number of the claim where it has one."""
    refused(written(tmp_path, 'experiment = "mine.py"\n' + TINY, mine=FORM + text + "\n"), match)


def test_the_users_own_experiment_lies_beside_the_config_wherever_they_are(tmp_path, monkeypatch):
    """Run from another folder, its claim gets a verdict."""
    made = experimental(tmp_path / "mine")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    done = replay(made, tmp_path / "results", robust=False)
    assert [(verdict.claim.number, verdict.claim.text) for verdict in done.verdicts] == [
        (1, "Showing more builds trust.")
    ]


def test_an_edited_experiment_is_read_anew(tmp_path):
    """In one process, as from a notebook."""
    made = experimental(tmp_path)
    assert claims_of(experiment_of(made))[0].number == 1
    (tmp_path / "my_experiment.py").write_text(EXPERIMENT.replace("Claim(1", "Claim(2"))
    assert claims_of(experiment_of(made))[0].number == 2


def test_an_unknown_experiment_is_told_with_the_nearest_name(tmp_path):
    """A misspelt name of one that ships; a file that is not there."""
    refused(
        written(tmp_path, 'experiment = "transparancy_vs_trust"\n' + TINY),
        r"tiny\.toml: experiment = 'transparancy.*did you mean transparency_vs_trust\?",
    )
    refused(written(tmp_path, 'experiment = "mine.py"\n' + TINY), r"there is no file .*mine\.py")


def test_an_arm_that_is_not_in_the_config_is_told(tmp_path):
    """The claim, the file, the arm, and the nearest there is."""
    own = EXPERIMENT.replace('"open", than="closed"', '"opened", than="closed"')
    path = written(tmp_path, 'experiment = "my_experiment.py"\n' + TINY, my_experiment=own)
    refused(path, r"tiny\.toml: claim 1 of my_experiment\.py compares the arm opened; did you mean open\?")


@pytest.mark.parametrize("measures", ['["leap_rate"]', "[]"])
@pytest.mark.parametrize("wanted", ["warranted_trust", "trust of firm 1"])
def test_what_an_experiment_reads_is_measured_without_being_named_in_the_config(tmp_path, measures, wanted):
    """Also when the config names no measures, and the one wanted is not among the usual ones; the others are kept."""
    own = EXPERIMENT.replace('"trust", -3', f'"{wanted}", -3')
    text = TINY.replace('["trust", "leap_rate"]', measures)
    made = read(str(written(tmp_path, 'experiment = "my_experiment.py"\n' + text, my_experiment=own)))
    done = replay(made, tmp_path / "out", robust=False)
    assert {wanted, "leap_rate"} <= set(done.results.measures)
    assert not np.isnan(done.results.values(done.experiment.TRUST, "open")).any()


def test_what_nobody_can_measure_is_told(tmp_path):
    """With the nearest name that there is."""
    own = EXPERIMENT.replace('"trust", -3', '"warranted_trus", -3')
    path = written(tmp_path, 'experiment = "my_experiment.py"\n' + TINY, my_experiment=own)
    with pytest.raises(
        BadInput, match=r"my_experiment\.py reads the measure warranted_trus; did you mean warranted_trust\?"
    ):
        planned(read(str(path)))


def test_only_what_some_test_reads_is_run(tmp_path):
    """All arms as configured; elsewhere the arms of the claims, and without a mechanism those of the claims that hang on it."""
    third = "\n[arms.half]\nfirms.disclosure = 0.5\n[arms.idle]\nfirms.disclosure = 0.6\n"
    more = EXPERIMENT.replace(
        "CLAIMS = (", 'CLAIMS = (Claim(2, "x", (higher(TRUST, "half", than="closed"),), hangs_on="posting"),'
    )
    text = 'experiment = "my_experiment.py"\nlenses = ["abi"]\n' + TINY + third
    plan = planned(read(str(written(tmp_path, text, my_experiment=more))))
    arms = {}
    for name, arm in plan.arms:
        arms.setdefault(name, set()).add(arm)
    assert arms == {
        "as configured": {"closed", "open", "half", "idle"},
        "lens abi": {"closed", "open", "half"},
        "without scrutiny": {"closed", "open"},
        "without posting": {"closed", "half"},
    }


def test_what_a_claim_hangs_on_is_switched_off_even_if_the_config_does_not_say_so(tmp_path):
    """And it touches the verdict."""
    done = replay(experimental(tmp_path, ablations=[]), tmp_path / "out")
    assert done.verdicts[0].without and "without scrutiny" in done.verdicts[0].under


def test_a_value_may_be_read_under_another_lens_as_well(tmp_path):
    """ACROSS names the lens and the parameter."""
    own = EXPERIMENT + 'ACROSS = (("abi", "customers.propensity"),)\n'
    text = (
        'experiment = "my_experiment.py"\nlenses = ["abi"]\n' + TINY + "[variations]\ncustomers.propensity = [0.25]\n"
    )
    plan = planned(read(str(written(tmp_path, text, my_experiment=own))))
    crossed = plan.arms["lens abi with customers.propensity = 0.25", "open"]
    assert (crossed.lens, crossed.values["customers.propensity"]) == ("abi", 0.25)


def test_an_experiment_that_fails_itself_is_told(tmp_path):
    """The file and its error, on a line."""
    path = written(tmp_path, 'experiment = "my_experiment.py"\n' + TINY, my_experiment="CLAIMS = (nothing,)\n")
    refused(path, r"my_experiment\.py: NameError: name 'nothing'")


def reported(made):
    """What a study reports, each outcome's name and measure."""
    names = tuple(measures_of(made.arms[made.reference]))
    return [(o.name, o.measure) for o in outcomes_of(None, SimpleNamespace(study=made, measures=names))]


def test_without_an_experiment_what_the_config_names_is_reported_else_trust_and_leaps():
    """In the order in which it is named; an own measure is no different."""
    usual = TINY.replace('measures = ["trust", "leap_rate"]\n', "").replace("ticks = 6", "ticks = 60")
    half_a_year = [("trust in the last half year", "trust"), ("leap rate in the last half year", "leap_rate")]
    assert reported(study(usual)) == half_a_year
    assert reported(study(usual, measures=["revenue", "trust"])) == [
        ("revenue in the last half year", "revenue"),
        half_a_year[0],
    ]


@pytest.mark.parametrize(
    ("ticks", "when"), [(6, "in the last 6 weeks"), (1, "in the last week"), (26, "in the last half year")]
)
def test_an_outcome_says_over_how_many_weeks_it_is(ticks, when):
    """A short run has no half year."""
    assert reported(study(ticks=ticks))[0][0] == f"trust {when}"


def test_the_unit_of_an_outcome_is_that_of_its_measure(tmp_path):
    """A shipped measure's, an own one's that says one, none for an own one that does not."""
    own = "from trustsim.measures import measure\n\n\n@measure('cups', 'coffee')\ndef coffee(model):\n    return 1.0\n\n\ndef tea(model):\n    return 1.0\n"
    made = read(str(written(tmp_path, TINY.replace('"leap_rate"', '"mine.py:coffee", "mine.py:tea"'), mine=own)))
    units = [unit_of(Outcome("", name), made) for name in ("coffee", "tea", "trust")]
    assert units == ["cups", "", "trust, 0..1"]


def test_arms_that_measure_different_things_are_refused(tmp_path):
    """Twins can only be compared in what both have measured."""
    made = read(str(written(tmp_path, TINY + 'measures = ["trust"]\n')))
    with pytest.raises(
        BadInput, match=r"arms\.open measures other things than arms\.closed; give all arms the same measures"
    ):
        replay(made, tmp_path / "results")


HEAD = 'from trustsim.runs.claims import Claim, Outcome, higher\nTRUST = Outcome("trust", "trust", -3)\n'


@pytest.mark.parametrize(
    ("own", "told"),
    [
        (
            'CLAIMS = (Claim(1, "x", (higher(TRUST, "open", than="closed"),)))\n',
            "CLAIMS is not a tuple of Claim; is a comma missing",
        ),
        ("OUTCOMES = (TRUST)\n", "OUTCOMES is not a tuple of Outcome; is a comma missing"),
        (
            'CLAIMS = (Claim(1, "x", (higher(TRUST, "open", than="closed"))),)\n',
            "the tests of claim 1 are not a tuple of tests; is a comma missing",
        ),
        (
            'CLAIMS = (Claim(1, "x", (higher(TRUST, "open", than="closed"),), hangs_on="postng"),)\n',
            "hangs on postng; did you mean posting?",
        ),
        (
            'OUTCOMES = (Outcome("late trust", "trust", 52, 78),)\n',
            "reads late trust from week 52 to 78, but arm closed has 6 ticks",
        ),
        ("import sys\nsys.exit(0)\n", "SystemExit: 0"),
    ],
)
def test_slips_in_an_experiment_are_told_before_anything_runs(tmp_path, own, told):
    """A missing comma, a misspelt mechanism, weeks that no run has, a script that ends the program."""
    refused(written(tmp_path, 'experiment = "my_experiment.py"\n' + TINY, my_experiment=HEAD + own), re.escape(told))


def test_an_experiment_without_outcomes_is_shown_by_its_claims(tmp_path):
    """No table of outcomes, and no error."""
    own = HEAD + 'OUTCOMES = ()\nCLAIMS = (Claim(1, "x", (higher(TRUST, "open", than="closed"),)),)\n'
    done = replay(
        read(str(written(tmp_path, 'experiment = "my_experiment.py"\n' + TINY, my_experiment=own))),
        tmp_path / "out",
        robust=False,
    )
    assert [verdict.claim.number for verdict in done.verdicts] == [1]
