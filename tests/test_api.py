"""trustsim from Python: load, vary, run, read, plot and open, as the command does it."""

import json
import shutil

import numpy as np
import pandas as pd
import pytest
from studies import TINY, written
from worlds import python

import trustsim
from trustsim.errors import BadInput
from trustsim.scenario import Study

CLAIMS = """
from trustsim.runs.claims import Claim, higher
from trustsim.runs.outcomes import Outcome

TRUST = Outcome("trust <b>", "trust", -2)
CLAIMS = (Claim(1, "Open <script> firms are trusted more.", (higher(TRUST, "open", than="closed"),)),)
"""


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    """A small study with a claim, run once."""
    folder = tmp_path_factory.mktemp("api")
    path = written(folder, 'experiment = "claims.py"\n' + TINY, claims=CLAIMS)
    return trustsim.run(path, out=folder / "out")


def test_a_study_is_loaded_from_whatever_describes_it(tmp_path):
    """A name, a path, a dict, a scenario, or itself; anything else is refused in a line."""
    study = trustsim.load("baseline")
    path = written(tmp_path, TINY)
    assert isinstance(study, Study) and trustsim.load(study) is study
    assert list(trustsim.load(path).arms) == list(trustsim.load(str(path)).arms) == ["closed", "open"]
    assert trustsim.load({"lens": "abi"}).arms["as configured"].lens == "abi"
    assert list(trustsim.load(trustsim.load(path).arms["open"]).arms) == ["open"]
    with pytest.raises(BadInput, match="study = 3 is of type int"):
        trustsim.load(3)
    with pytest.raises(BadInput, match="did you mean baseline"):
        trustsim.load("baselin")


def test_a_varied_study_differs_in_every_arm_and_says_so(tmp_path):
    """Values by path, settings by name; the change is on record; a mistake names the nearest name."""
    study = trustsim.load(written(tmp_path, TINY)).vary({"advisors.rate": 0.3}, lens="pillars")
    assert {(arm.values["advisors.rate"], arm.lens) for arm in study.arms.values()} == {(0.3, "pillars")}
    assert study.overrides == ("advisors.rate=0.3", "lens=pillars")
    with pytest.raises(BadInput, match=r"did you mean advisors\.rate"):
        study.vary({"advisors.rat": 0.3})


def test_series_are_a_row_per_week(result):
    """Both arms, three seeds, six weeks; a selection has only what was asked for."""
    series = result.series()
    assert list(series.columns) == ["condition", "arm", "seed", "tick", *result.measures]
    assert len(series) == 2 * 3 * 6 and series.groupby(["arm", "seed"])["tick"].apply(list).iloc[0] == [*range(6)]
    some = result.series("trust", arm="open")
    assert list(some.columns)[4:] == ["trust"] and set(some["arm"]) == {"open"}
    whole = result.results.series("trust", "open")
    assert np.array_equal(some["trust"].to_numpy().reshape(3, 6), whole)
    assert len(result.series(condition=None)) > len(series)


def test_outcomes_and_verdicts_are_those_of_the_summary(result):
    """The same numbers as in summary.json."""
    told = json.loads((result.folder / "summary.json").read_text())
    outcomes, verdicts = result.outcomes(), result.verdicts()
    at = told["outcomes"][0]["arms"]["open"]
    row = outcomes[outcomes["arm"] == "open"].iloc[0]
    assert (row["mean"], row["difference"], row["d_z"], row["n"]) == (
        at["mean"]["mean"],
        at["difference"]["mean"],
        at["d_z"],
        3,
    )
    assert verdicts.loc[1, "verdict"] == told["claims"][0]["shown"] and verdicts.loc[1, "because"]
    assert np.isnan(outcomes[outcomes["arm"] == "closed"]["difference"].iloc[0])


def test_a_name_that_is_not_there_is_told_with_the_nearest(result):
    """A measure, an arm, a condition."""
    with pytest.raises(BadInput, match="did you mean trust"):
        result.series("trsut")
    with pytest.raises(BadInput, match="did you mean open"):
        result.series(arm="opn")
    with pytest.raises(BadInput, match="did you mean leap_rate"):
        result.plot("leap_rat")


def test_a_plot_is_a_figure_that_a_notebook_shows(result):
    """A line per arm over six weeks, and a picture of it."""
    figure = result.plot("leap_rate")
    assert figure.axes and figure._repr_png_().startswith(b"\x89PNG")
    assert len(result.plot(["trust", "leap_rate"]).axes) > len(figure.axes)


def test_what_a_notebook_shows_is_whole_and_escaped(result):
    """Question, verdicts, outcomes, folder; a user's text is no HTML."""
    shown = result._repr_html_()
    assert "Does showing more" in shown and "minus closed" in shown and str(result.folder) in shown
    assert "<script>" not in shown and "Open &lt;script&gt; firms" in shown and "trust &lt;b&gt;" in shown
    assert "Firms show all" in result.study._repr_html_()


def test_a_folder_opened_is_the_result_that_was_written(result, tmp_path):
    """Series, outcomes and verdicts; also after it was moved, and without the code of its experiment."""
    there = shutil.copytree(result.folder, tmp_path / "moved")
    opened = trustsim.open(there)
    pd.testing.assert_frame_equal(opened.series(condition=None), result.series(condition=None))
    pd.testing.assert_frame_equal(opened.outcomes(), result.outcomes())
    pd.testing.assert_frame_equal(opened.verdicts(), result.verdicts())
    assert opened.study.reference == "closed" and opened.study.name == result.study.name
    assert opened.plot("trust").axes


def test_a_folder_that_is_not_finished_opens_too(result, tmp_path):
    """What there is: series, and no verdicts."""
    there = shutil.copytree(result.folder, tmp_path / "half")
    for name in ("summary.json", "manifest.json", "config-resolved.toml"):
        (there / name).unlink()
    opened = trustsim.open(there)
    assert len(opened.series()) == 36 and opened.verdicts().empty and "not finished" in repr(opened)
    assert "not finished" in opened._repr_html_()


def test_no_code_of_a_folder_is_run(result, tmp_path):
    """Files of the user's own beside the config, and their names in it, are data."""
    there = shutil.copytree(result.folder, tmp_path / "theirs")
    (there / "claims.py").write_text("raise SystemExit('run')")
    text = (there / "config-resolved.toml").read_text()
    (there / "config-resolved.toml").write_text(text.replace('name = "components"', 'name = "claims.py:lens"'))
    opened = trustsim.open(there)
    assert opened.plot("trust").axes and opened._repr_html_() and not opened.verdicts().empty


def test_what_is_no_folder_of_results_is_refused(tmp_path):
    """One line with the folder."""
    with pytest.raises(BadInput, match="is not a folder of results"):
        trustsim.open(tmp_path)


def test_a_failing_run_is_a_warning_and_bad_input_an_error(tmp_path):
    """The other runs are there."""
    text = TINY.replace('"leap_rate"', '"mine.py:mine"')
    path = written(
        tmp_path,
        text,
        mine="def mine(model):\n    if model.seed == 2:\n        raise ValueError('no')\n    return 1.0\n",
    )
    with pytest.warns(UserWarning, match=r"failed: open, seed 2, as configured: no \(week 0"):
        result = trustsim.run(path, out=tmp_path / "out")
    assert set(result.series()["seed"]) == {1, 3}
    with pytest.raises(BadInput, match="replicates = 0 must be an integer of at least 1"):
        trustsim.run(path, replicates=0)


def test_a_second_call_finds_the_runs_of_the_first(tmp_path, monkeypatch):
    """In results/NAME-HASH, as the command does; more replicates add to them."""
    monkeypatch.chdir(tmp_path)
    config = {"ticks": 3, "population": {"customers": 12, "advisors": 3}}
    first, more = trustsim.run(config, replicates=2), trustsim.run(config, replicates=3)
    assert first.folder == more.folder and len(more.results.runs) == 3


def test_progress_is_a_bar_on_standard_error(tmp_path):
    """Six of six, and nothing on standard output."""
    script = f"import trustsim\ntrustsim.run({str(written(tmp_path, TINY))!r}, out={str(tmp_path / 'out')!r}, progress=True)\n"
    assert python(script) == ""


def test_importing_brings_in_neither_pandas_nor_matplotlib():
    """They come with the first table or figure."""
    script = "import sys, trustsim\ntrustsim.load('baseline')\nprint([n for n in ('pandas', 'matplotlib', 'mesa', 'sklearn') if n in sys.modules])"
    assert python(script).strip() == "[]"
