"""The articles as pages: every claim is told where it belongs, in both languages, with the numbers of the runs."""

import json
import re
from collections import Counter

import pytest
from click.testing import CliRunner

from trustsim.cli import main
from trustsim.errors import BAD_INPUT, BadInput
from trustsim.pages.articles import KINDS, STATUS, article_page, articles, literature
from trustsim.pages.frame import in_code
from trustsim.pages.language import said
from trustsim.pages.told import SHIPPED, as_text, compact, told_by
from trustsim.runs.every_claim import listed, studies
from trustsim.runs.experiments import claims_of, experiment_of
from trustsim.runs.words import with_parts
from trustsim.words import languages

LANGUAGES = list(languages())


@pytest.fixture(scope="module")
def experiments():
    """{number: claim} of every claim and part in the shipped experiments."""
    claims = [claim for study in studies() for claim in claims_of(experiment_of(study))]
    return {str(each.number): each for claim in claims for each in (claim, *claim.parts)}


def test_every_claim_is_on_the_page_of_its_article_once():
    """Neither forgotten nor told twice, and none of another article."""
    for number, article in articles().items():
        told = Counter(claim for part in article["parts"] for claim in part["claims"])
        assert set(told.values()) == {1}
        assert set(told) == {int(each["number"]) for each in listed() if each["article"] == number}


def test_short_names_are_different():
    """Each article has one."""
    names = [article["name"] for article in articles().values()]
    assert len(set(names)) == len(names) == 5


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_article_is_told_in_every_language(lang):
    """Title, lead, argument, and what the literature says of each claim; the status of each is known."""
    for article in articles().values():
        assert article["title"][lang] and article["lead"][lang]
        assert all(part["text"][lang] for part in article["parts"])
    for claim in (each for each in listed() if each["article"] in articles()):
        assert literature()[lang][claim["number"]] and claim["literature"][0] in STATUS


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != "en"])
def test_every_text_of_an_experiment_is_translated(lang, experiments):
    """Claims, notes, what was assumed, outcomes and their reasons; and nothing that nobody says any more."""
    outcomes = [each for study in studies() for each in experiment_of(study).OUTCOMES]
    texts = {text for each in outcomes for text in (each.name, each.because)}
    for claim in experiments.values():
        texts |= {claim.text, claim.note, claim.definition, claim.beyond, claim.axis}
        for test in (*claim.tests, *claim.given):
            texts |= {test.assumed, test.at, test.outcome.name, test.outcome.because}
    assert texts - {""} == set(said(lang))


def test_the_shipped_verdicts_are_those_of_the_shipped_experiments(experiments):
    """Their words and numbers have not changed since the last full run, and it was a full one."""
    told = told_by(None)
    assert told["quick"] is False
    shipped = {str(each["number"]): each for each in with_parts(told["claims"].values())}
    assert {number: each["claim"] for number, each in shipped.items()} == {
        number: claim.text for number, claim in experiments.items()
    }
    for number, each in shipped.items():
        if not each["parts"]:
            tests = [*experiments[number].given, *experiments[number].tests]
            assert [test["wanted"] for test in each["tests"]] == [test.wanted for test in tests]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("number", list(articles()))
def test_a_page_has_every_claim_with_a_verdict_and_a_drawing_per_test(number, lang):
    """One section per claim, one badge per claim and part, one drawing per interval; and nothing is loaded."""
    html, told = article_page(number, lang), told_by(None)["claims"]
    mine = [told[str(claim)] for part in articles()[number]["parts"] for claim in part["claims"]]
    assert re.findall(r'<section class="claim \w+" id="claim-(\d+)"', html) == [str(each["number"]) for each in mine]
    assert html.count('<p><span class="badge') == len(with_parts(mine))
    measured = [t for each in with_parts(mine) for t in each["tests"] if not each["parts"] and t["mean"] is not None]
    assert html.count('<line class="dot') == len(measured)
    assert not re.search(r"https?:|src=|url\(|@import|<link", html)


def test_a_drawing_shows_the_numbers_of_the_runs():
    """The interval of 31c lies where its numbers say, within the ticks."""
    html = article_page("001")
    test = next(part for part in told_by(None)["claims"]["31"]["parts"] if part["number"] == "31c")["tests"][0]
    drawn = html[html.index('id="claim-31c"') :]
    left, right = map(float, re.search(r'<line class="bar \w+" x1="([\d.]+)" x2="([\d.]+)"', drawn).groups())
    ticks = re.search(r'<div class="ticks"[^>]*>(.*?)</div>', drawn, re.S)[1]
    marks = [
        (float(at), float(text.replace("−", "-"))) for at, text in re.findall(r"left: ([\d.]+)%\">([^<]+)<", ticks)
    ]
    (a, first), *_, (b, last) = marks
    for place, value in ((left, test["low"]), (right, test["high"])):
        assert place == pytest.approx(a + (value - first) * (b - a) / (last - first), abs=0.1)


def test_a_reader_can_tell_the_kinds_of_support_apart(tmp_path):
    """A finding, a structural one and an assumption have badges of their own, and the counts at the top agree."""
    html = article_page("001")
    for kind in KINDS:
        counted = re.search(rf'<dt><span class="badge {kind}">[^<]+</span> <b>(\d+)</b>', html)[1]
        assert int(counted) == len(re.findall(rf'<section class="claim {kind}"', html))


def test_a_folder_of_ones_own_takes_the_place_of_the_shipped_verdicts(tmp_path):
    """What it lacks is not tested; and its texts are escaped."""
    told = json.loads(SHIPPED.read_text(encoding="utf-8"))
    mine = [each for each in told["claims"] if each["number"] == 32]
    mine[0]["claim"] = "<script>alert(1)</script>"
    (tmp_path / "claims.json").write_text(json.dumps(told | {"quick": True, "claims": mine}))
    html = article_page("transparency", "en", tmp_path)
    assert "&lt;script&gt;alert" in html and "<script>alert" not in html
    assert html.count("This claim was not tested.") == len(re.findall('<section class="claim', html)) - 1
    assert "not a result" in html


def test_names_between_backquotes_are_code_and_the_rest_is_text():
    """In notes and reasons; what looks like HTML is escaped."""
    assert in_code("the lens `a<b` & more") == "the lens <code>a&lt;b</code> &amp; more"
    assert "`" not in re.sub("(?s)<style>.*?</style>", "", article_page("004"))


def test_what_ships_is_what_the_command_writes_made_shorter():
    """Shortening it again changes nothing, and no reading of the space is lost."""
    told = json.loads(SHIPPED.read_text(encoding="utf-8"))
    assert as_text(compact(told)) == SHIPPED.read_text(encoding="utf-8")
    spaces = [each["space"] for each in with_parts(told["claims"]) if each["space"]]
    assert all(len(space["readings"]) >= 30 for space in spaces)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["earnd"], "there is no article 'earnd'; did you mean earned?"),
        (["005"], "there is no article '005'"),
        (["000", "--lang", "fr"], "language 'fr': there are: en, nl"),
        (["000", "--from", "nowhere"], "nowhere: there is no claims.json; trustsim claims --out nowhere makes one"),
    ],
)
def test_a_slip_is_told_in_one_line(arguments, message):
    """With exit status 2."""
    done = CliRunner().invoke(main, ["article", *arguments])
    assert done.exit_code == BAD_INPUT and message in done.output and "Traceback" not in done.output


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"claims": [1]}', '{"claims": {"a": 1}}', "\x00"])
def test_a_file_that_is_something_else_is_refused(tmp_path, text):
    """In one line, with its name."""
    (tmp_path / "claims.json").write_text(text)
    with pytest.raises(BadInput, match="claims.json: not what trustsim claims writes"):
        told_by(tmp_path)


def test_the_command_writes_a_file(tmp_path):
    """Where it is told to, in the language that it is told."""
    done = CliRunner().invoke(main, ["article", "care", "--lang", "nl", "--out", str(tmp_path / "a" / "care.html")])
    assert done.exit_code == 0 and '<html lang="nl">' in (tmp_path / "a" / "care.html").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("light", ["light", "dark"])
def test_a_page_reads_well_in_a_browser(page, requests, serious, tmp_path, lang, width, light):
    """Nothing sticks out, nothing is loaded, axe finds nothing serious, and printing opens the details."""
    (tmp_path / "page.html").write_text(article_page("004", lang), encoding="utf-8")
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=light)
    page.goto((tmp_path / "page.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert serious(page) == []
    assert requests == [(tmp_path / "page.html").as_uri()]
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("[...document.querySelectorAll('details')].every(each => each.open)")
