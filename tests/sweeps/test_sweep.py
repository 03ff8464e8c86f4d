"""A sweep is stored, resumed and run in parallel like a study, and gets as many seeds as it needs."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from responses import by_formula
from studies import EXPERIMENT, TINY, rows, study, written

import trustsim
from trustsim.cli import main
from trustsim.errors import BadInput
from trustsim.runs import store
from trustsim.runs.parts import parts_in
from trustsim.runs.replay import Watch, replay
from trustsim.scenario import read
from trustsim.sweeps.sweep import Asked, planned, run

HOUSE = Path(__file__).parents[2]
VARY = {"advisors.rate": (0.1, 0.5, 2), "lens": ["pillars", "abi"]}
EVERYTHING = ("plan.json", "summary.json", "outcomes.parquet", "config-resolved.toml")


@pytest.fixture(autouse=True)
def no_figure(monkeypatch):
    """Figures have tests of their own."""
    monkeypatch.setattr("trustsim.plots.draw_sweep", lambda *_: [])


def swept(out, asked=Asked(3), made=None, given=VARY, design="grid", size=None, **how):  # noqa: B008
    """The sweep of the tiny study; its manifest."""
    run(planned(made or study(), given, design, size, asked), out, **how)
    return json.loads((out / "manifest.json").read_text())


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The folder of a sweep that was run in one go."""
    out = tmp_path_factory.mktemp("sweep") / "whole"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("trustsim.plots.draw_sweep", lambda *_: [])
        swept(out)
    return out


def test_every_arm_runs_at_every_point_with_the_same_seeds(whole):
    """Two rates, two lenses, two arms, three seeds; the columns are those of a study."""
    found = rows(whole)
    points = {f"advisors.rate = {rate}, lens = {lens}" for rate in (0.1, 0.5) for lens in ("pillars", "abi")}
    assert set(found) == {(point, arm, seed) for point in points for arm in ("closed", "open") for seed in (1, 2, 3)}
    series = pd.read_parquet(parts_in(whole / "series")[0])
    assert list(series) == ["condition", "arm", "seed", "graph", "tick", "trust", "leap_rate"]


def test_a_point_has_the_runs_of_a_study_with_these_values(whole, tmp_path):
    """What `--set` and `--vary` make of a value is the same."""
    replay(study().vary({"advisors.rate": 0.5}, lens="abi"), tmp_path, robust=False)
    mine = {key[1:]: row for key, row in rows(tmp_path).items()}
    here = {key[1:]: row for key, row in rows(whole).items() if key[0] == "advisors.rate = 0.5, lens = abi"}
    assert here == mine and len(mine) == 6


def test_a_finished_sweep_is_not_run_again(whole, tmp_path):
    """The second call runs nothing and leaves every file as it was."""
    before = {path: path.read_bytes() for path in whole.rglob("*") if path.is_file() and path.name != "manifest.json"}
    ran = []
    swept(whole, watch=Watch(ran.append))
    assert ran == [] and {path: path.read_bytes() for path in before} == before


def test_ctrl_c_keeps_what_is_finished_and_the_same_call_resumes(whole, tmp_path):
    """Interrupted after five runs, then finished: every file is that of the undisturbed sweep."""
    heard = []

    def interrupt(task):
        heard.append(task)
        if len(heard) == 5:
            raise KeyboardInterrupt

    stopped = run(planned(study(), VARY, asked=Asked(3)), tmp_path, watch=Watch(interrupt))
    assert stopped.interrupted and stopped.table is None and stopped.saved >= 5
    ran = []
    manifest = swept(tmp_path, watch=Watch(ran.append))
    assert len(ran) == 24 - stopped.saved and rows(tmp_path) == rows(whole)
    assert manifest["series_hash"] == json.loads((whole / "manifest.json").read_text())["series_hash"]
    assert all((tmp_path / name).read_bytes() == (whole / name).read_bytes() for name in EVERYTHING)


@pytest.mark.parametrize("jobs", [2, 4])
def test_any_number_of_workers_gives_the_same_rows(whole, tmp_path, jobs):
    """One, two, four at a time."""
    swept(tmp_path, jobs=jobs)
    assert rows(tmp_path) == rows(whole)
    assert all((tmp_path / name).read_bytes() == (whole / name).read_bytes() for name in EVERYTHING)


def test_the_first_seeds_of_many_are_those_of_few(whole, tmp_path):
    """Five seeds hold the three, in a fresh folder and where the three are already there."""
    swept(tmp_path / "fresh", Asked(5))
    few, many = rows(whole), rows(tmp_path / "fresh")
    assert {key: row for key, row in many.items() if key[2] <= 3} == few and len(many) == 40
    ran = []
    swept(tmp_path / "grown", Asked(2)), swept(tmp_path / "grown", Asked(5), watch=Watch(ran.append))
    assert len(ran) == 24 and rows(tmp_path / "grown") == many


def test_the_first_seeds_of_the_sets_of_a_dummy_are_those_of_few(tmp_path):
    """Sets of seeds lie so far apart that more seeds never run into the next."""
    given = {"advisors.rate": (0.1, 0.5), "customers.negativity": (1.0, 4.0)}
    swept(tmp_path / "few", Asked(1), given=given, design="morris", size=2)
    swept(tmp_path / "many", Asked(2), given=given, design="morris", size=2)
    few, many = rows(tmp_path / "few"), rows(tmp_path / "many")
    assert len(many) == 2 * len(few) and few.items() <= many.items()


def test_another_sweep_is_never_mixed_with_or_put_over_this_one(whole):
    """Other points, other arms, or a study: one line, and all stays."""
    before = rows(whole)
    with pytest.raises(BadInput, match=r"has the results of another sweep; choose another folder with --out"):
        swept(whole, given={"advisors.rate": (0.1, 0.5, 3)})
    with pytest.raises(BadInput, match="has the results of another sweep"):
        swept(whole, made=study(ticks=7))
    assert rows(whole) == before


def test_a_folder_of_a_study_is_refused(tmp_path):
    """A study's runs are not those of a sweep."""
    replay(study(), tmp_path, robust=False)
    with pytest.raises(BadInput, match="has the results of a study that is not this sweep"):
        swept(tmp_path)


def test_a_study_is_never_put_over_a_sweep(whole):
    """`trustsim run --out` with the folder of a sweep: one line, and all stays."""
    before = rows(whole)
    with pytest.raises(BadInput, match="has the results of another sweep"):
        replay(study(), whole, robust=False)
    assert rows(whole) == before


def test_a_newer_version_begins_anew(tmp_path, monkeypatch):
    """The same sweep under other rules replaces what is there, as a study does."""
    swept(tmp_path)
    monkeypatch.setattr("trustsim.runs.deciding.code", lambda: "other rules")
    ran = []
    swept(tmp_path, watch=Watch(ran.append))
    assert len(ran) == 24


def test_outcomes_are_those_of_the_experiment(tmp_path):
    """The name, the weeks and the difference of arms come from the experiment beside the config."""
    path = written(tmp_path, 'experiment = "my_experiment.py"\n' + TINY, my_experiment=EXPERIMENT)
    manifest = swept(tmp_path / "out", made=read(str(path)))
    told = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert [each["response"] for each in told["responses"]] == [
        "trust in the last weeks, closed", "trust in the last weeks, open", "trust in the last weeks, open minus closed",
    ]  # fmt: skip
    table = pd.read_parquet(tmp_path / "out" / "outcomes.parquet")
    one = table[(table.arm == "open") & (table.seed == 2) & (table.lens == "abi") & (table["advisors.rate"] == 0.5)]
    series = pd.read_parquet(tmp_path / "out" / "series")
    weeks = series[(series.condition == one.condition.item()) & (series.arm == "open") & (series.seed == 2)]
    assert one["trust in the last weeks"].item() == pytest.approx(weeks["trust"].iloc[-3:].mean(), abs=1e-12)
    assert manifest["sweep"]["points"] == 4
    there = table[(table.lens == "abi") & (table["advisors.rate"] == 0.5)].set_index(["arm", "seed"])
    apart = there.loc["open", "trust in the last weeks"] - there.loc["closed", "trust in the last weeks"]
    point = next(each for each in told["points"] if each["place"] == {"advisors.rate": 0.5, "lens": "abi"})
    assert point["responses"][2]["mean"] == pytest.approx(apart.mean(), abs=1e-12)


# --- until the mean is precise ----------------------------------------------------------------------------------------


def noisy(values, seed):
    """A mean of a half; chance is ten times as large where the first value is high, in the arm `open` alone."""
    return 0.5 + ((seed * 0.6180339887) % 1.0 - 0.5) * (0.2 if values[0] > 0.5 and values[1] > 0.5 else 0.02)


def until(out, width, most, made=None):
    """A sweep with as many seeds as precision takes; {condition: seeds}, and the manifest."""
    given = {"advisors.rate": [0.2, 0.8]}
    manifest = swept(out, Asked(4, width, most), made, given)
    table = pd.read_parquet(out / "outcomes.parquet")
    return table[table.arm == "open"].groupby("condition")["seed"].max().to_dict(), manifest


def test_seeds_are_added_where_the_mean_is_not_precise(tmp_path, monkeypatch):
    """The quiet point stops at once, the noisy one goes on until its interval is narrow enough, by a fixed row."""
    by_formula(monkeypatch, noisy)
    seeds, manifest = until(tmp_path, 0.02, 100)
    assert seeds["advisors.rate = 0.2"] == 4 < seeds["advisors.rate = 0.8"] < 100
    told = json.loads((tmp_path / "summary.json").read_text())
    halves = {each["n"]: each["high"] - each["mean"] for point in told["points"] for each in point["responses"][:2]}
    assert all(half <= 0.02 for half in halves.values()) and manifest["sweep"]["until"] == 0.02
    assert told["sweep"]["imprecise"] == 0


def test_no_point_gets_more_seeds_than_at_most(tmp_path, monkeypatch):
    """And the summary says how many points are less precise."""
    by_formula(monkeypatch, noisy)
    seeds, _ = until(tmp_path, 0.002, 10)
    assert max(seeds.values()) == 10
    assert json.loads((tmp_path / "summary.json").read_text())["sweep"]["imprecise"] >= 1


def test_a_stop_by_precision_ends_alike_after_an_interruption(tmp_path, monkeypatch):
    """The number of seeds follows from the runs alone, whatever was there before."""
    by_formula(monkeypatch, noisy)
    heard = []

    def interrupt(task):
        heard.append(task)
        if len(heard) == 20:
            raise KeyboardInterrupt

    given = {"advisors.rate": [0.2, 0.8]}
    run(planned(study(), given, asked=Asked(4, 0.02, 100)), tmp_path / "stopped", watch=Watch(interrupt))
    assert until(tmp_path / "stopped", 0.02, 100)[0] == until(tmp_path / "calm", 0.02, 100)[0]
    assert rows(tmp_path / "stopped") == rows(tmp_path / "calm")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (Asked(4, None, 10), "at-most belongs to until"),
        (Asked(4, 0.0), "half-width above 0"),
        (Asked(4, 0.1, 3), "is below seeds"),
        (Asked(0), "whole number, 1 to 100000"),
        (Asked(4, outcome="trst"), "outcome 'trst': there are: trust in the last 6 weeks, leap rate"),
        (Asked(4, shard=(9, 8)), "shard 9/8: the number of a shard is 1 to 8"),
        (Asked(4, shard=(2, 8)), "there are 4 points, so 4 shards at most"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_any_run(tmp_path, asked, told):
    """In one line, and no folder is made."""
    with pytest.raises(BadInput) as error:
        swept(tmp_path / "out", asked)
    assert told in str(error.value) and not (tmp_path / "out").exists()


# --- kills ------------------------------------------------------------------------------------------------------------

KILLS = int(os.environ.get("TRUSTSIM_KILLS", "2"))
SCRIPT = """
import sys
from trustsim.runs import store
store.EVERY = 2
import trustsim.plots
trustsim.plots.draw_sweep = lambda *_: []
from trustsim.cli import main
main(sys.argv[1:])
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals are sent as on Unix")
def test_a_sweep_that_is_killed_and_run_again_is_that_of_an_undisturbed_one(tmp_path):
    """kill -9 at random moments of its runs, and the same command: the same rows, summary and table of outcomes."""
    config = written(tmp_path, TINY.replace("ticks = 6", "ticks = 40"))
    (tmp_path / "script.py").write_text(SCRIPT)
    asked = [
        "sweep",
        str(config),
        "--vary",
        "advisors.rate=0.1:0.5:4",
        "--seeds",
        str(10 * KILLS),
        "--jobs",
        "1",
        "--out",
    ]
    environment = {**os.environ, "PYTHONPATH": str(HOUSE)}

    def started(out):
        command = [sys.executable, str(tmp_path / "script.py"), *asked, str(out)]
        return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    assert CliRunner().invoke(main, [*asked, str(tmp_path / "calm")]).exit_code == 0
    chance, out, killed = random.Random(KILLS), tmp_path / "killed", 0
    while killed < KILLS:
        process, before = started(out), len(parts_in(out / "series"))
        while len(parts_in(out / "series")) <= before and process.poll() is None:
            time.sleep(0.002)
        time.sleep(chance.random() * 0.1)
        process.send_signal(signal.SIGKILL)
        if process.wait() == -signal.SIGKILL:
            killed += 1
        else:  # it was finished before, so it starts over
            shutil.rmtree(out)
    assert CliRunner().invoke(main, [*asked, str(out)]).exit_code == 0
    assert rows(out) == rows(tmp_path / "calm") and len(rows(out)) == 80 * KILLS
    assert all((out / name).read_bytes() == (tmp_path / "calm" / name).read_bytes() for name in EVERYTHING)


# --- from Python ------------------------------------------------------------------------------------------------------


def test_a_sweep_from_python_gives_tables(whole, tmp_path):
    """Points, outcomes, series; opened again they are the same, and no code is read."""
    made = trustsim.sweep(study(), VARY, seeds=3, out=whole)
    again = trustsim.open(whole)
    for table in ("points", "outcomes", "indices", "series"):
        pd.testing.assert_frame_equal(getattr(made, table)(), getattr(again, table)())
    assert len(made.outcomes()) == 24 and {"advisors.rate", "lens", "trust", "tick"} <= set(made.series())
    mean = made.outcomes().groupby(["advisors.rate", "lens", "arm"])["trust in the last 6 weeks"].mean()
    point = made.points()[made.points()["response"] == "trust in the last 6 weeks, open"].iloc[0]
    assert point["mean"] == pytest.approx(mean[0.1, "pillars", "open"], abs=1e-12)
    assert made.findings == again.findings and "sweep of tiny" in repr(again) and "<table" in again._repr_html_()
    assert replace(again.study, sweep=None) == replace(made.study, sweep=None, source=again.study.source)


def test_failures_are_told_and_what_is_finished_is_kept(tmp_path, monkeypatch):
    """One run that fails: no summary, but its fellows are saved and are not run again."""

    def fragile(values, seed):
        if seed == 2 and broken:
            raise ZeroDivisionError("nobody left")
        return values[0]

    broken = [True]
    by_formula(monkeypatch, fragile)
    monkeypatch.setattr(store, "EVERY", 1)
    found = run(planned(study(), VARY, asked=Asked(3)), tmp_path)
    assert len(found.failures) == 8 and found.table is None and found.saved == 16
    assert not (tmp_path / "manifest.json").exists()
    broken.clear()
    ran = []
    swept(tmp_path, watch=Watch(ran.append))
    assert len(ran) == 8 and np.isfinite(pd.read_parquet(tmp_path / "outcomes.parquet").iloc[:, -1]).all()
