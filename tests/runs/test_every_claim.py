"""`trustsim claims`: every claim is answered, in one table, and can be asked for by its number."""

import json

import pytest
from click.testing import CliRunner

from trustsim.cli import main
from trustsim.errors import BAD_INPUT, BadInput
from trustsim.runs import every_claim
from trustsim.runs.every_claim import estimate, in_minutes, kinds, listed, numbers_in, studies
from trustsim.runs.experiments import claims_of, experiment_of
from trustsim.runs.replay import planned


def test_every_claim_of_the_articles_is_answered():
    """Each has a test, a part with a test, a definition, or a reason why it cannot be shown; and none is there twice
    but those that two experiments look at."""
    answered = [str(claim.number) for study in studies() for claim in claims_of(experiment_of(study))]
    assert {claim["number"] for claim in listed()} == set(answered)


@pytest.mark.parametrize(
    ("text", "numbers"), [("31-33", {31, 32, 33}), ("84, 1", {1, 84}), ("7", {7}), ("89-91", {89, 90, 91})]
)
def test_claims_are_named_by_their_numbers(text, numbers):
    """Single ones, ranges, and both."""
    assert numbers_in(text) == numbers


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("x", "'x' is no number of a claim; write 31 or 31-33"),
        ("", "'' is no number"),
        ("31-", "'31-' is no number"),
        ("-3", "'-3' is no number"),
        ("0", "there is no such claim; they are 1 to 101"),
        ("9" * 50, "is no number"),
        ("33-31", "33-31: there is no such claim"),
    ],
)
def test_what_is_no_claim_is_told_in_a_line(text, match):
    """On the command line too, with exit status 2."""
    with pytest.raises(BadInput, match=match):
        numbers_in(text)
    done = CliRunner().invoke(main, ["claims", "--only", text])
    assert done.exit_code == BAD_INPUT and "Traceback" not in done.output


def test_only_the_experiments_that_are_asked_for_are_replayed():
    """Claims 31 and 66 stand in two experiments; a quick look takes four twin worlds."""
    chosen = studies({31, 66}, quick=True)
    assert [study.name for study in chosen] == ["stakes", "transparency_vs_trust"]
    assert {study.replicates for study in chosen} == {4}


def test_the_estimate_counts_the_runs_that_will_be_made():
    """Three arms and four seeds, as configured: twelve runs; over lenses and the space it is many more."""
    (study,) = studies({66}, quick=True)
    assert estimate([planned(study, robust=False)], jobs=1)[0] == 12
    assert estimate([planned(study, robust=True)], jobs=1)[0] > 100
    assert (in_minutes(20), in_minutes(61)) == ("less than a minute", "about 2 minutes")


def claim(verdict, parts=(), space=None):
    """A row as `summary` gives it."""
    return {"verdict": verdict, "parts": list(parts), "space": space}


def test_supported_claims_are_told_apart():
    """Structural where it holds whatever is assumed, a finding where it does not; without a space nobody knows."""
    rows = [
        claim("refuted", [claim("supported", space={"structural": True}), claim("assumed")]),
        claim("supported", space={"structural": False}),
        claim("supported"),
    ]
    assert kinds(rows) == {"assumed": 1, "supported": 1, "supported, a finding": 1, "supported, structural": 1}


@pytest.mark.slow
def test_a_quick_look_prints_one_table_and_writes_one_folder(tmp_path, monkeypatch):
    """The second time nothing is run again, and the document is the same."""
    monkeypatch.chdir(tmp_path)
    asked = ["claims", "--only", "66", "--quick", "--jobs", "1", "--out", "out", "--json"]
    told = [json.loads(CliRunner().invoke(main, asked).stdout) for _ in range(2)]
    assert told[0] == told[1]
    (row,) = told[0]["claims"]
    assert (row["number"], row["experiment"], row["article"], row["n"]) == (66, "stakes", "003", 4)
    assert told[0]["quick"] and json.loads((tmp_path / "out" / every_claim.FILE).read_text()) == told[0]
    assert len([each for each in (tmp_path / "out").iterdir() if each.is_dir()]) == 1
