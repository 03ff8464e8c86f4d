"""The command line where the surroundings are poor: narrow letters, closed or full streams, old settings, odd names."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from studies import TINY, written

HOUSE = Path(__file__).parents[2]
SHORT = TINY.replace("ticks = 6", "ticks = 1").replace("replicates = 3", "replicates = 2")
LONG = "Firms show nothing and advisors stay silent until week 52"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="streams are closed as on Unix"),
]


def trustsim(folder, typed, **environment):
    """`trustsim ...` as typed in a shell, in a folder, in plain Python (nothing is compiled for so few people)."""
    everything = {**os.environ, "PYTHONPATH": str(HOUSE), "NUMBA_DISABLE_JIT": "1", **environment}
    command = f"{sys.executable} -m trustsim {typed}"
    return subprocess.run(command, shell=True, cwd=folder, env=everything, capture_output=True, timeout=600)


def lines(done):
    """The lines on standard error; none of them is part of a traceback or a warning."""
    said = done.stderr.decode("utf-8", "replace")
    assert "Traceback" not in said and "Warning" not in said, said
    return said.splitlines()


def whole(out):
    """The manifest of a finished study, all of whose figures are there."""
    figures = {path.name for path in (out / "figures").iterdir()}
    assert figures == {f"{name}.{kind}" for name in ("trust_and_leap_rate", "differences") for kind in ("svg", "png")}
    return json.loads((out / "manifest.json").read_text())


@pytest.mark.parametrize("letters", ["cp1252", "ascii"])
def test_letters_that_a_stream_does_not_have_are_shown_as_question_marks(tmp_path, letters):
    """As on Windows when redirected: exit status 0, by `run` and by `show`; the manifest has them all."""
    written(tmp_path, SHORT.replace('"Tiny"', '"Café → 信任"').replace("[arms.closed]", '[arms."fermé"]'))
    done = trustsim(tmp_path, "run tiny.toml --jobs 1 --out out", PYTHONIOENCODING=letters)
    shown = done.stdout.decode(letters)
    assert done.returncode == 0 and ("Café ? ??" if letters == "cp1252" else "Caf? ? ??") in shown
    assert lines(done) == ["trustsim: out/figures: 2 letters are shown as boxes: no font of the figures has them"]
    assert whole(tmp_path / "out")["title"] == "Café → 信任"
    assert trustsim(tmp_path, "show tiny.toml", PYTHONIOENCODING=letters).returncode == 0


@pytest.mark.parametrize("backend", ["Qt4Agg", "module://no_such_backend"])
def test_figures_need_no_backend(tmp_path, backend):
    """Whatever an old profile asks matplotlib for."""
    written(tmp_path, SHORT)
    done = trustsim(tmp_path, "run tiny.toml --jobs 1 --out out", MPLBACKEND=backend)
    assert done.returncode == 0 and lines(done) == [] and whole(tmp_path / "out")


@pytest.mark.parametrize(("jobs", "closed"), [(1, ">&-"), (2, ">&-"), (2, "2>&-"), (2, ">&- 2>&- <&-")])
def test_closed_streams_cost_no_run(tmp_path, jobs, closed):
    """As under cron or pythonw: everything is on disk and whole."""
    written(tmp_path, SHORT)
    done = trustsim(tmp_path, f"run tiny.toml --jobs {jobs} --out out {closed}")
    assert done.returncode == 0 and lines(done) == [] and whole(tmp_path / "out")["runs"] == 4


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a device that is always full")
@pytest.mark.parametrize("json_or_text", ["", " --json"])
def test_output_that_cannot_be_written_is_a_line_that_says_where_the_results_are(tmp_path, json_or_text):
    """Standard output on a full disk: exit status 1, the results whole."""
    written(tmp_path, SHORT)
    done = trustsim(tmp_path, f"run tiny.toml --jobs 1 --out out{json_or_text} > /dev/full")
    assert lines(done) == ["trustsim: the results cannot be shown (No space left on device); they are in out"]
    assert done.returncode == 1 and whole(tmp_path / "out")


def test_nobody_listening_costs_no_run(tmp_path):
    """The reader of both streams leaves at once, while there is much to tell."""
    written(tmp_path, SHORT)
    done = trustsim(tmp_path, "run tiny.toml --jobs 1 --out out 2>&1 | true")
    assert lines(done) == [] and whole(tmp_path / "out")


@pytest.mark.parametrize("columns", [{}, {"TERM": "dumb", "COLUMNS": "40"}, {"COLUMNS": "1"}])
def test_names_and_numbers_survive_a_narrow_or_absent_terminal(tmp_path, columns):
    """No number is cut, and the names of the arms are there in full."""
    written(tmp_path, SHORT.replace("[arms.closed]", f'[arms."{LONG}"]'))
    done = trustsim(tmp_path, "run tiny.toml --jobs 1 --out out", **columns)
    shown, summary = done.stdout.decode(), json.loads((tmp_path / "out" / "summary.json").read_text())
    assert done.returncode == 0 and "…" not in shown and "d_z" in shown and "pairing" in shown
    assert all(word in shown for word in LONG.split()) and "open" in shown
    for outcome in summary["outcomes"]:
        for arm in outcome["arms"].values():
            assert all(f"{arm['mean'][bound]:.3f}" in shown for bound in ("mean", "low", "high"))


@pytest.mark.parametrize("name", ["n" * 150, "信任/" * 50 + "a: b|c?*"])
def test_an_arm_of_any_name_is_run_shown_and_drawn(tmp_path, name):
    """Long, with slashes, wide."""
    written(tmp_path, SHORT.replace("[arms.closed]", f'[arms."{name}"]'))
    done = trustsim(tmp_path, "run tiny.toml --jobs 1 --out out")
    assert done.returncode == 0 and name[:8] in done.stdout.decode()
    assert all("boxes" in line for line in lines(done)) and whole(tmp_path / "out")["arms"] == [name, "open"]


def test_a_study_whose_file_has_a_long_name_is_run(tmp_path):
    """As long as a file system takes."""
    written(tmp_path, SHORT, "n" * 240 + ".toml")
    done = trustsim(tmp_path, f"run {'n' * 240}.toml --jobs 1")
    assert done.returncode == 0 and lines(done) == []
    assert whole(next((tmp_path / "results").iterdir()))


@pytest.mark.parametrize("path", ['"C:\\Users\\ann\\ties.csv"', '"data\\xets.csv"', '"data\\Nets.csv"'])
def test_a_path_with_backslashes_is_told_how_to_be_written(tmp_path, path):
    """In double quotes they begin something else in TOML."""
    written(tmp_path, f"[graph]\nfile = {path}\n")
    done = trustsim(tmp_path, "validate tiny.toml")
    (line,) = lines(done)
    assert done.returncode == 2 and line.endswith("; write / for each \\ of a path, or put it in single quotes")


def test_a_path_whose_backslashes_mean_something_is_one_line(tmp_path):
    """A new line and a tab."""
    written(tmp_path, '[graph]\nfile = "data\\nets\\ties.csv"\nroles = { rule = "highest_in_degree" }\n')
    done = trustsim(tmp_path, "validate tiny.toml")
    assert done.returncode == 2 and len(lines(done)) == 1
