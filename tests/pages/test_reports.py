"""The report of a study: what the folder of results holds, as one page."""

import re

import pytest
from click.testing import CliRunner
from studies import TINY, experimental, study

from trustsim import api
from trustsim.cli import main
from trustsim.errors import BAD_INPUT
from trustsim.lenses import LENSES, lens
from trustsim.pages import disagreement
from trustsim.pages.report import report_page
from trustsim.runs.replay import replay
from trustsim.runs.slopes import settings_of
from trustsim.scenario import read
from trustsim.state import DIMENSIONS, Beliefs
from trustsim.words import languages


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The results of a tiny study with an experiment."""
    where = tmp_path_factory.mktemp("report")
    return replay(experimental(where / "config"), where / "out").folder


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """The results of a tiny study without claims, with a question that looks like HTML."""
    where = tmp_path_factory.mktemp("plain")
    return replay(study(TINY, question="<b>Tiny</b>"), where / "out").folder


@pytest.mark.parametrize("lang", list(languages()))
def test_a_report_has_the_question_the_verdict_the_tables_and_the_command(folder, lang):
    """In every language; the numbers are those of the summary, and nothing is loaded."""
    html = report_page(folder, lang)
    assert "Does showing more make people trust more?" in html and "trustsim run tiny" in html
    assert len(re.findall('<section class="claim', html)) == 1
    assert html.count("<polyline") == 2 * (2 + 1)  # trust and the leap rate: both arms, and their difference
    assert "firms.disclosure" in html and "Firms show all" in html
    assert not re.search(r"https?:|src=|url\(|@import|<link", html)


def test_a_study_without_claims_has_a_report_as_well(plain):
    """It says which arm is highest, and a text of the user is shown as text."""
    html = report_page(plain)
    assert "is highest in “Firms show" in html and "&lt;b&gt;Tiny" in html and "<b>Tiny</b>" not in html
    assert 'class="claim' not in html


def test_the_slopes_are_those_of_the_lenses():
    """A small step in all beliefs changes trust by the sum of the slopes, under every lens."""
    arm = study().arms["closed"]
    held = dict.fromkeys(DIMENSIONS, 0.6)
    found = disagreement.slopes(arm, held)
    assert set(found) == set(LENSES)
    settings = settings_of(arm)
    for name in LENSES:
        read_by = lens(name)
        up, down = (read_by(Beliefs(*[0.6 + by] * len(DIMENSIONS), pooled=0.6 + by), settings) for by in (0.01, -0.01))
        assert sum(found[name].values()) == pytest.approx((up - down) / 0.02, abs=2e-3)


def test_code_from_a_folder_is_not_run(tmp_path):
    """A study with a lens of the user's own has a report without the beliefs, and their file is not imported."""
    (tmp_path / "mine.py").write_text(
        "from trustsim.rule import rule\n@rule\ndef mine(beliefs, settings):\n    return beliefs.competence\n"
    )
    (tmp_path / "tiny.toml").write_text('lens.name = "mine.py:mine"\n' + TINY)
    made = replay(read(str(tmp_path / "tiny.toml")), tmp_path / "out").folder
    (tmp_path / "mine.py").write_text("raise SystemExit('run')")
    assert disagreement.beliefs(api.open(made).study) == {}
    assert "a report runs no code from a folder" in report_page(made)


@pytest.mark.parametrize("make", ["nothing", "unfinished", "earlier"])
def test_a_folder_without_a_finished_study_is_told_in_one_line(make, folder, tmp_path):
    """Nothing there, no manifest, or a summary of an earlier version."""
    import json
    import shutil

    where = tmp_path / "results"
    if make != "nothing":
        shutil.copytree(folder, where)
    if make == "unfinished":
        (where / "manifest.json").unlink()
    if make == "earlier":
        told = json.loads((where / "summary.json").read_text())
        told.pop("conditions")
        (where / "summary.json").write_text(json.dumps(told))
    done = CliRunner().invoke(main, ["report", str(where)])
    message = {"nothing": "is not a folder of results", "unfinished": "is not finished", "earlier": "earlier version"}
    assert done.exit_code == BAD_INPUT and message[make] in done.output and "Traceback" not in done.output


@pytest.mark.slow
@pytest.mark.parametrize("lang", list(languages()))
@pytest.mark.parametrize("width", [390, 1280])
def test_a_report_reads_well_in_a_browser(page, requests, serious, folder, tmp_path, lang, width):
    """Nothing sticks out, nothing is loaded, axe finds nothing serious."""
    (tmp_path / "report.html").write_text(report_page(folder, lang), encoding="utf-8")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((tmp_path / "report.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert serious(page) == []
    assert requests == [(tmp_path / "report.html").as_uri()]
