"""Folders that are run again: equal, or what differs and why; a stranger's code runs only if one says so."""

import json
import subprocess
import sys

import pytest
from studies import TINY, written
from test_diff import as_if, edited, ran

import trustsim
from trustsim.errors import BadInput

MEASURE = '''
def weeks(model):
    """How many weeks have passed."""
    return model.steps
'''


def command(*arguments):
    """Run trustsim; the finished process."""
    return subprocess.run([sys.executable, "-m", "trustsim", *map(str, arguments)], capture_output=True, text=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A small study, run once."""
    return ran(tmp_path_factory.mktemp("check"))


def test_an_untouched_folder_is_the_same_when_it_is_run_again(folder, tmp_path):
    """Every run, to the last bit; the new runs are a folder of their own."""
    found = trustsim.check(folder, out=tmp_path / "again")
    assert found.same and found.runs.both == 6
    assert trustsim.open(tmp_path / "again").series().equals(trustsim.open(folder).series())


def test_only_the_first_seeds_can_be_run_again(folder, tmp_path):
    """Seeds that were not run again count for nothing."""
    found = trustsim.check(folder, out=tmp_path / "again", seeds=1)
    assert found.same and found.runs.both == 2 and found.settings == []


@pytest.mark.parametrize("seeds", [0, 4])
def test_more_seeds_than_there_are_is_one_line(folder, tmp_path, seeds):
    """It names the range."""
    with pytest.raises(BadInput, match=f"seeds = {seeds} is outside 1..3"):
        trustsim.check(folder, out=tmp_path / "again", seeds=seeds)


def test_edited_numbers_are_found(folder, tmp_path):
    """Even where the manifest was made to fit them."""
    copy = as_if(folder, tmp_path / "copy")
    edited(copy, lambda key, series: series["trust"].__iadd__(0.001))
    found = trustsim.check(copy, out=tmp_path / "again")
    assert len(found.runs.apart) == 6 and "edited by hand" in found.cause


def test_the_command_says_it_in_its_exit_status(folder, tmp_path):
    """0 if equal, 1 if not, 2 for what is no folder of results; --json is one document."""
    again = tmp_path / "again"
    same = command("check", folder, "--out", again, "--json")
    assert same.returncode == 0 and json.loads(same.stdout)["same"]
    copy = as_if(folder, tmp_path / "copy")
    edited(copy, lambda key, series: series["trust"].__iadd__(0.001))
    apart = command("diff", folder, copy)
    assert apart.returncode == 1 and "Likeliest cause" in apart.stdout and "Runs that differ" in apart.stdout
    assert command("check", tmp_path).returncode == 2


def test_a_strangers_code_runs_only_if_one_says_so(tmp_path):
    """The file is named, and nothing of it was run; when it is trusted and has changed, it is the cause."""
    mine = tmp_path / "mine.py"
    mine.write_text(MEASURE, encoding="utf-8")
    folder = ran(tmp_path, TINY.replace('"leap_rate"', '"mine.py:weeks"'))
    mine.write_text(f"raise SystemExit('executed')\n{MEASURE}", encoding="utf-8")
    with pytest.raises(BadInput, match=r"executes .*mine\.py:weeks; if you trust this code"):
        trustsim.check(folder)
    mine.write_text(MEASURE, encoding="utf-8")
    assert trustsim.check(folder, trust_code=True).same
    mine.write_text(MEASURE.replace("model.steps", "model.steps + 1.0"), encoding="utf-8")
    found = trustsim.check(folder, trust_code=True)
    assert found.cause.startswith("Likeliest cause: the file mine.py") and not found.same


def test_an_unfinished_folder_is_one_line(folder, tmp_path):
    """It says what to do."""
    copy = as_if(folder, tmp_path / "copy")
    (copy / "manifest.json").unlink()
    with pytest.raises(BadInput, match="is not finished; run its command again"):
        trustsim.check(copy)


def test_a_sweep_is_run_again_at_its_points(tmp_path):
    """The same points and seeds, and the same numbers."""
    swept = trustsim.sweep(written(tmp_path, TINY), {"advisors.rate": [0.1, 0.4]}, seeds=2, out=tmp_path / "swept")
    found = trustsim.check(swept.folder)
    assert found.same and found.runs.both == 8
    assert trustsim.check(swept.folder, out=tmp_path / "first", seeds=1).runs.both == 4


def test_a_calibration_is_refused_with_the_way_out(folder, tmp_path):
    """Its targets are not in its folder."""
    path = tmp_path / "copy" / "manifest.json"
    as_if(folder, tmp_path / "copy", calibration=None)
    assert "calibration" in json.loads(path.read_text(encoding="utf-8"))
    with pytest.raises(BadInput, match="holds a calibration"):
        trustsim.check(tmp_path / "copy")
