"""The summary is plain data with the very numbers of the comparison and the verdicts."""

import json
import math

import pytest
from studies import TINY, experimental, study

from trustsim.runs.compare import interval, paired
from trustsim.runs.experiments import outcomes_of
from trustsim.runs.replay import replay
from trustsim.runs.summary import plain, summary


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """A small study with an experiment, replayed."""
    folder = tmp_path_factory.mktemp("summary")
    return replay(experimental(folder), folder / "results", robust=False)


def test_it_is_json_without_any_word_that_json_lacks(done):
    """Strictly: no NaN, no Infinity."""
    text = json.dumps(summary(done), allow_nan=False)
    assert json.loads(text)["study"] == "tiny"


def test_not_a_number_and_infinity_become_null_all_the_way_down():
    """In lists and tables too."""
    assert plain({"a": [math.nan, 1.0, (math.inf, "x")], "b": {"c": -math.inf}}) == {
        "a": [None, 1.0, [None, "x"]],
        "b": {"c": None},
    }


def test_means_and_differences_are_those_of_the_runs(done):
    """As computed from the series by hand."""
    outcome = outcomes_of(done.experiment, done.results.measures)[0]
    closed, opened = (done.results.values(outcome, arm) for arm in ("closed", "open"))
    arms = summary(done)["outcomes"][0]["arms"]
    assert arms["closed"] == {"title": "Firms show nothing", "mean": interval(closed)._asdict()}
    assert arms["open"]["mean"] == interval(opened)._asdict()
    expected = paired(opened, closed)
    assert arms["open"]["difference"] == expected.difference._asdict()
    assert [arms["open"][name] for name in ("d_z", "better", "variance_removed")] == list(expected[1:])


def test_a_claim_comes_with_its_verdict_its_reason_and_its_tests(done):
    """Everything that the terminal shows."""
    (claim,), verdict = summary(done)["claims"], done.verdicts[0]
    assert (claim["number"], claim["claim"], claim["verdict"], claim["because"]) == (
        1,
        "Showing more builds trust.",
        verdict.word,
        verdict.because,
    )
    test, found, answer = verdict.found[0]
    assert claim["tests"][0]["sentence"] == test.sentence(found) and claim["tests"][0]["answer"] == answer
    assert claim["under"] == {"as configured": answer}


def test_what_is_kept_on_disk_is_the_summary_without_what_differs_from_call_to_call(done):
    """No seconds and no folder in summary.json, so that the same study gives the same file."""
    kept = json.loads((done.folder / "summary.json").read_text())
    assert kept == {key: value for key, value in summary(done).items() if key not in ("seconds", "folder")}


def test_a_study_without_experiment_has_outcomes_and_no_claims(tmp_path):
    """Trust and leap rate of its only arm, and nothing to compare with."""
    found = summary(replay(study(TINY.partition("[arms.closed]")[0]), tmp_path))
    assert found["claims"] == [] and [outcome["measure"] for outcome in found["outcomes"]] == ["trust", "leap_rate"]
    assert found["outcomes"][0]["arms"]["as configured"].keys() == {"title", "mean"}
