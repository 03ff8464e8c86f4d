"""What a page opens with, told from the study alone."""

import pytest

from trustsim.live.opening import beside, claims, differing, other_arm, own_measures
from trustsim.scenario import names, parse, read

TWO = "[arms.one]\nfirms.disclosure = 0.1\n[arms.two]\nadvisors.rate = 0.7\n"


@pytest.mark.parametrize("name", [name for name in names() if read(name).experiment])
def test_an_experiment_opens_with_the_arm_that_its_claims_compare_most(name):
    """No other arm stands beside the reference in more claims: in findings, else in what is assumed. Where claims compare
    no arms, it is the first other arm."""
    study = read(name)
    for assumed_too in (False, True):
        compared = [beside(study.reference, claim, assumed_too) for claim in claims(study)]
        met = {arm: sum(arm in each for each in compared) for arm in study.arms}
        if max(met.values()) > 0:
            assert met[other_arm(study)] == max(met.values())
            return
    assert claims(study) and other_arm(study) == next(arm for arm in study.arms if arm != study.reference)


def test_a_study_without_claims_opens_with_its_first_two_arms_and_one_arm_alone():
    """The first other arm; "" where there is none."""
    assert other_arm(parse(TWO, "two.toml")) == "two"
    assert other_arm(parse("ticks = 9", "one.toml")) == ""


def test_no_experiment_of_a_visitor_is_run(tmp_path):
    """A config may name a file of Python; the page does not look into it."""
    (tmp_path / "mine.py").write_text("raise SystemExit('run')")
    (tmp_path / "mine.toml").write_text(f'experiment = "mine.py"\n{TWO}')
    assert other_arm(read(str(tmp_path / "mine.toml"))) == "two"
    assert (
        other_arm(parse(f'experiment = "transparency_vs_trust"\n{TWO}', "configs/forged.toml", own_files=False))
        == "two"
    )


def test_what_differs_are_parameters_interventions_switches_and_lenses():
    """Each path once, and none that is the same in both."""
    study = parse(
        """
        [arms.one]
        firms.disclosure = 0.1
        [arms.two]
        lens = "abi"
        interventions = [{ at = 3, set = { leaping.gain = 3.0 } }]
        [arms.two.mechanisms]
        posting = false
        """,
        "two.toml",
    )
    assert differing(tuple(study.arms.values())) == ["firms.disclosure", "leaping.gain", "mechanisms.posting", "lens"]
    assert differing((study.arms["one"], study.arms["one"])) == []
    assert differing((study.arms["one"],)) == []


def test_the_measures_of_an_experiment_are_drawn():
    """All that it names and that the page knows; the usual ones where it names none and the world is small."""
    assert "trust_in_firms" in own_measures(parse("ticks = 9", "small.toml"))
    assert own_measures(parse("[population]\ncustomers = 50_000", "large.toml")) == ()
    assert own_measures(read("transparency_vs_trust")) == read("transparency_vs_trust").arms["closed"].measures
