"""`trustsim calibrate` as it is typed: what is printed, how it ends, and that it goes on where it was killed."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from planted import SMALL, series_file
from studies import rows, written

from trustsim.cli import main

HOUSE = Path(__file__).parents[2]
FIT = ("--fit", "customers.propensity=0.05:0.95", "--trials", "24", "--seeds", "2")


@pytest.fixture
def config(tmp_path):
    """The path of a small config, with targets.csv beside it."""
    series_file(tmp_path / "targets.csv", {"customers.propensity": 0.6})
    return written(tmp_path, SMALL, "small.toml")


def typed(config, *words, to="targets.csv"):
    """(exit status, standard output, standard error) of the command."""
    given = ["calibrate", config, "--to", config.parent / to, *words]
    ran = CliRunner().invoke(main, [str(word) for word in given])
    return ran.exit_code, ran.stdout, ran.stderr


def told_in(out):
    """The summary in a folder."""
    return json.loads((out / "summary.json").read_text())


def test_it_says_what_it_does_what_it_found_and_how_to_run_it(config, tmp_path):
    """The estimate before; then verdicts, the fit, the command with the best values, and that a fit proves nothing."""
    status, out, err = typed(config, *FIT, "--out", tmp_path / "out")
    assert status == 0, err
    assert "1 parameter, 24 targets (8 held out), 24 trials, 2 seeds: 116 runs" in err
    assert "pinned down" in out.lower() and "customers.propensity" in out and "held-out targets" in out
    assert "To run it: trustsim run" in out and "not that the model is right" in " ".join(out.split())
    assert {path.name for path in (tmp_path / "out" / "figures").iterdir()} == {
        "fit.png", "fit.svg", "parameters.png", "parameters.svg"
    }  # fmt: skip


def test_json_is_one_document_and_one_or_two_jobs_give_the_same(config, tmp_path):
    """Runs, summary and files are the same, but for time and folder."""
    _, text, _ = typed(config, *FIT, "--out", tmp_path / "one", "--jobs", "1", "--json")
    status, _, _ = typed(config, *FIT, "--out", tmp_path / "two", "--jobs", "2")
    told, one = json.loads(text), told_in(tmp_path / "one")
    assert status == 0 and {**one, "seconds": told["seconds"], "folder": told["folder"]} == told
    assert one == told_in(tmp_path / "two") and rows(tmp_path / "one") == rows(tmp_path / "two")


def test_a_trial_has_the_runs_of_a_study_with_these_values(config, tmp_path):
    """What `--set` and `--fit` make of a value is the same."""
    typed(config, *FIT, "--out", tmp_path / "out")
    best = told_in(tmp_path / "out")["calibration"]["parameters"][0]["best"]
    words = ["run", config, "--set", f"customers.propensity={best!r}", "--as-configured", "--out", tmp_path / "run"]
    assert CliRunner().invoke(main, [str(word) for word in words]).exit_code == 0
    mine = {key[1:]: row for key, row in rows(tmp_path / "run").items()}
    name = f"customers.propensity = {best:.12g}"
    here = {key[1:]: row for key, row in rows(tmp_path / "out").items() if key[0] == name and key[1:] in mine}
    assert here == mine and len(mine) == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "write --fit KEY=LOW:HIGH"),
        (("--fit", "customers.propensty=0.1:0.9"), "did you mean customers.propensity?"),
        (("--fit", "customers.propensity=0.1:2"), "is outside"),
        (("--fit", "customers.propensity=0.1,0.9"), "give a parameter a range"),
        (("--fit", "customers.propensity=0.1:0.9:5"), "give a parameter a range"),
        (("--fit", "lens=abi,pillars"), "give a parameter a range"),
        (("--fit", "ticks=10:20"), "give a parameter a range"),
        ((*FIT[:2], "--trials", "3"), "trials = 3 must be a whole number, 16..5000 for 1 parameter"),
        ((*FIT, "--seeds", "1"), "seeds = 1 must be a whole number, 2..1000"),
        ((*FIT, "--hold-out", "1"), "hold-out = 1.0 must be a share of the weeks"),
        ((*FIT, "--arm", "opne"), "arm 'opne' is unknown"),
        ((*FIT, "--set", "ticks=6"), "line 8: tick = '6' is no week of the runs, 0..5"),
    ],
)
def test_a_mistake_costs_one_line(config, words, told):
    """And ends with status 2, before any run."""
    status, out, err = typed(config, *words)
    assert status == 2 and out == "" and told in err and len(err.strip().splitlines()) == 1, err


def test_a_file_of_targets_that_is_not_there_costs_one_line(config):
    """With its name."""
    status, _, err = typed(config, *FIT, to="nothing.csv")
    assert status == 2 and "nothing.csv: cannot be read" in err and len(err.strip().splitlines()) == 1


def test_the_folder_of_other_results_is_not_replaced(config, tmp_path):
    """A calibration does not overwrite a run, nor one of other parameters."""
    typed(config, *FIT, "--out", tmp_path / "out")
    before = rows(tmp_path / "out")
    status, _, err = typed(config, "--fit", "advisors.rate=0.1:0.9", "--trials", "16", "--out", tmp_path / "out")
    assert status == 2 and "choose another folder" in err and rows(tmp_path / "out") == before


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals are sent as on Unix")
def test_a_killed_calibration_goes_on_with_the_same_command(tmp_path):
    """Same runs and same summary as without the kill; nothing that was saved is run again."""
    text = SMALL.replace("ticks = 12", "ticks = 300")
    series_file(tmp_path / "targets.csv", {"customers.propensity": 0.6}, study=None)
    config, outs = written(tmp_path, text, "small.toml"), [tmp_path / name for name in ("killed", "whole")]
    words = [
        sys.executable,
        "-m",
        "trustsim",
        "calibrate",
        str(config),
        "--to",
        str(tmp_path / "targets.csv"),
        *FIT[:2],
    ]
    words += ["--trials", "40", "--seeds", "8", "--out"]
    how = {"env": {**os.environ, "PYTHONPATH": str(HOUSE)}, "stderr": subprocess.PIPE, "stdout": subprocess.PIPE}
    process = subprocess.Popen([*words, str(outs[0])], **how)
    while len(list(outs[0].glob("series/part-*"))) < 3 and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert not (outs[0] / "manifest.json").exists()
    saved = rows(outs[0])
    subprocess.run([*words, str(outs[0])], **how, check=True)
    subprocess.run([*words, str(outs[1])], **how, check=True)
    assert saved
    assert told_in(outs[0]) == told_in(outs[1]) and rows(outs[0]) == rows(outs[1])
    assert saved.items() <= rows(outs[0]).items()


def test_a_folder_can_be_exported_and_has_no_report(config, tmp_path):
    """`trustsim report` says so in one line."""
    typed(config, *FIT, "--out", tmp_path / "out")
    assert CliRunner().invoke(main, ["export", str(tmp_path / "out")]).exit_code == 0
    ran = CliRunner().invoke(main, ["report", str(tmp_path / "out")])
    assert ran.exit_code == 2 and "holds a calibration, which has no report" in ran.stderr


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("plot", "out", "-m", "trust"), 0, "trust.png"),
        (("diff", "out", "out"), 0, "equal to the last bit"),
        (("archive", "out"), 0, "out.zip"),
        (("check", "out"), 2, "holds a calibration"),
    ],
)
def test_its_folder_is_a_folder_of_results_like_any_other(config, tmp_path, monkeypatch, words, status, said):
    """Whatever one does with folders works, or says in one line why it does not."""
    typed(config, *FIT, "--out", tmp_path / "out")
    monkeypatch.chdir(tmp_path)
    ran = CliRunner().invoke(main, list(words))
    assert ran.exit_code == status and said in ran.output
