"""`trustsim sweep` and `trustsim merge` as they are typed: what is printed, and how they end."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from studies import TINY, written

from trustsim.cli import main
from trustsim.sweeps.sweep import planned
from trustsim.sweeps.terminal import announcement

HOUSE = Path(__file__).parents[2]
VARY = ("--vary", "advisors.rate=0.1:0.5:2", "--vary", "lens=pillars,abi", "--seeds", "2")


@pytest.fixture(autouse=True)
def no_figure(monkeypatch):
    """Figures have tests of their own."""
    monkeypatch.setattr("trustsim.plots.draw_sweep", lambda *_: [])


@pytest.fixture
def config(tmp_path):
    """The path of the tiny config."""
    return str(written(tmp_path, TINY))


def typed(*words):
    """(exit status, standard output, standard error) of a command."""
    ran = CliRunner().invoke(main, [str(word) for word in words])
    return ran.exit_code, ran.stdout, ran.stderr


def test_a_sweep_says_what_it_will_do_what_it_found_and_where_it_is(config, tmp_path):
    """The estimate before, then a sentence per response, a row per point and the folder."""
    status, out, err = typed("sweep", config, *VARY, "--out", tmp_path / "out")
    assert status == 0
    assert "4 points, 2 arms, 2 seeds: 16 runs to do," in err and "less than a minute" in err
    assert "open minus closed" in out and "advisors.rate = 0.5" in out and str(tmp_path / "out") in out


def test_json_is_one_document(config, tmp_path):
    """The same as in the folder, but for the time and the folder."""
    status, out, _ = typed("sweep", config, *VARY, "--out", tmp_path / "out", "--json")
    told = json.loads(out)
    kept = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert status == 0 and {**kept, "seconds": told["seconds"], "folder": told["folder"]} == told
    assert len(told["points"]) == 4 and told["sweep"]["design"] == "grid"


def test_shards_are_run_and_merged_by_two_commands(config, tmp_path):
    """Each shard says that it is one; merged they are shown as the whole is."""
    for number in (1, 2):
        status, out, err = typed("sweep", config, *VARY, "--shard", f"{number}/2", "--out", tmp_path / str(number))
        assert status == 0 and "trustsim merge OUT FOLDER..." in out and f"of shard {number}/2" in err
    status, out, _ = typed("merge", tmp_path / "all", tmp_path / "2", tmp_path / "1")
    assert status == 0 and "4 points" in out and "16 runs" in out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--vary", "advisors.rat=0.1:0.5:2"), "did you mean advisors.rate?"),
        (("--vary", "advisors.rate=0.1:2:2"), "is outside 0..1"),
        ((), "a sweep needs something to vary"),
        ((*VARY, "--shard", "9/8"), "shard 9/8: the number of a shard is 1 to 8"),
        ((*VARY, "--shard", "3of8"), "is not of the form NUMBER/HOW_MANY"),
        ((*VARY, "--until", "-1"), "half-width above 0"),
        (("--design", "nothing.csv"), "nothing.csv: cannot be read"),
        ((*VARY, "--executor", "ray"), "write dask=ADDRESS"),
    ],
)
def test_a_mistake_costs_one_line(config, words, told):
    """And ends with status 2, before any run."""
    status, out, err = typed("sweep", config, *words)
    assert status == 2 and out == "" and told in err and len(err.strip().splitlines()) == 1


def test_the_estimate_grows_with_the_work(config):
    """Hours are told as minutes, and what is left of a sweep with `--until` as what it begins with."""
    from trustsim.runs.execute import tasks
    from trustsim.scenario import read
    from trustsim.sweeps.sweep import Asked

    study = read(config).vary({"population.customers": 20_000}, ticks=500)
    made = planned(study, {"advisors.rate": (0.1, 0.5, 3)}, asked=Asked(4, 0.01, 100))
    under = [each._replace(replicates=4) for each in made.mine]
    told = announcement(made, tasks(made.study, under), 2)
    assert told == "3 points, 2 arms, 4 to 100 seeds: at first 24 runs to do, 2 at a time: about 2 minutes"


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals are sent as on Unix")
def test_ctrl_c_ends_with_130_and_the_same_command_resumes(tmp_path):
    """What is finished is kept, as the line says."""
    config, out = written(tmp_path, TINY.replace("ticks = 6", "ticks = 300")), tmp_path / "out"
    words = [sys.executable, "-m", "trustsim", "sweep", str(config), *VARY[:4], "--seeds", "200", "--out", str(out)]
    process = subprocess.Popen(
        words, env={**os.environ, "PYTHONPATH": str(HOUSE)}, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    while not list(out.glob("series/part-*")) and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    assert process.returncode == 130 and "finished runs are saved in" in err, err
    assert not (out / "manifest.json").exists() and list(out.glob("series/part-*"))
