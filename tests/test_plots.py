"""Figures: whole files, the same every time, nothing clipped, no word upon another, and titles that say what the runs say."""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from types import SimpleNamespace

import matplotlib
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from trustsim.plots import courses, draw, forest, paper, sentences, tiles
from trustsim.runs.claims import Claim, Outcome, above, higher
from trustsim.runs.compare import Interval
from trustsim.runs.conditions import conditions
from trustsim.runs.replay import Replay
from trustsim.runs.results import Results
from trustsim.runs.verdicts import flat, judge
from trustsim.scenario import parse, read

TRUST = Outcome("trust in the last half year", "trust")
REVENUE = Outcome("revenue a week, over the whole of the run, in all firms", "revenue", 0)
UP, DOWN, NO = (0.1, 0.2), (-0.2, -0.1), (-0.1, 0.2)  # intervals above, below and around zero
ARMS = {"closed": 0.0, "half": 0.02, "open": 0.06, "plaster": 0.0201, "candid": -0.03}
EVENTS = """
interventions = [
    { at = 26, set = { firms.disclosure = 0.95 } },
    { at = 78, set = { firms.disclosure = 0.05 } },
    { at = 79, shock = { dimensions = ["integrity"], deception = true, firms = [0] } },
]
"""


def made(arms, seeds=6, ticks=104, events=("plaster",), claims=True, title="Transparency against trust"):
    """A replay made up by hand: trust of each arm ends so much above that of the first, give or take a little."""
    text = f"title = '{title}'\nticks = {ticks}\nreplicates = {seeds}\nlenses = ['abi']\nablations = ['posting']\n"
    text += "".join(f"[arms.{name}]\ntitle = 'What {name} means'\n{EVENTS if name in events else ''}" for name in arms)
    study = parse(text + "[variations]\ncustomers.negativity = [1, 4]\n")
    results, first = Results(study, conditions(study, robust=claims)), next(iter(arms))
    for condition in results.conditions:
        for seed in study.seeds:
            rng = np.random.default_rng(seed)
            trust, leaps = 0.5 + 0.01 * rng.normal() + 0.002 * rng.normal(size=ticks), rng.uniform(0.5, 0.7, ticks)
            for name, by in arms.items():
                drift = by * np.minimum(np.arange(ticks) / 60, 1.0) + 0.004 * rng.normal()
                runs = {"trust": trust + drift, "leap_rate": leaps + drift, "revenue": 20.0 * (leaps + drift)}
                results.runs[condition.name, name, seed] = runs
    text = "People who show more of themselves are trusted more than others are."
    found = [
        Claim(n, text, (higher(TRUST, arm, than=first) if arm != first else above(TRUST, arm, 0.4),), "posting")
        for n, arm in enumerate(arms, 1)
    ]
    found += [Claim(72, "Trust has four dimensions.", (), definition="a definition")]
    if len(arms) > 4:
        parts = [
            Claim("84a", "Open", found[1].tests, "posting"),
            Claim("84b", "Weak", beyond="nobody shows a weakness"),
        ]
        found += [Claim(84, "Openness, and showing vulnerability when needed, builds trust.", parts=tuple(parts))]
    experiment = (
        SimpleNamespace(OUTCOMES=(TRUST, REVENUE, Outcome("leap rate", "leap_rate")), CLAIMS=found) if claims else None
    )
    return Replay(
        results, [judge(claim, results) for claim in found] if claims else [], experiment, None, [], False, 1.0
    )


MANY = {"silent": 0.0} | {f"arm_number_{n}_of_many": 0.001 * n for n in range(11)}
CASES = {
    "five arms": {"arms": ARMS},
    "twelve arms that end together": {"arms": MANY, "events": ("arm_number_3_of_many",)},
    "two runs": {"arms": ARMS, "seeds": 2},
    "one run": {"arms": ARMS, "seeds": 1},
    "one arm": {"arms": {"as_it_is": 0.0}, "claims": False, "events": ("as_it_is",)},
    "long words": {
        "arms": {"an_arm_with_a_name_that_never_ends": 0.0, "b": 0.1},
        "events": ("b",),
        "title": "It goes on, $x^2$ and 100 % more of it, " * 4,
    },
}


@cache
def case(name):
    """The replay of a case, made once."""
    return made(**CASES[name])


FIGURES = {"courses": courses.figure, "forest": forest.figure, "tiles": tiles.figure}


def sheet_of(figure, replayed):
    """The sheet of one figure, drawn."""
    with paper.plain_style():
        sheet = FIGURES[figure](replayed)
        if sheet:
            sheet.figure.canvas.draw()
        return sheet


def words_of(sheet):
    """Every piece of text on a sheet with its box in pixels: [(text, box)]."""
    renderer, found = FigureCanvasAgg(sheet.figure).get_renderer(), list(sheet.figure.texts)
    for axes in sheet.figure.axes:
        found += axes.texts
        for axis in (axes.xaxis, axes.yaxis) if axes.axison else ():
            low, high = sorted(axis.get_view_interval())
            found += [axis.label, *(tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high)]
    return [
        (text, text.get_window_extent(renderer)) for text in found if text.get_text().strip() and text.get_visible()
    ]


def shown(sheet):
    """All that is written on a sheet, as one text."""
    return " ".join(text.get_text() for text, _ in words_of(sheet))


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("name", CASES)
def test_nothing_is_clipped_and_no_word_stands_upon_another(name, figure):
    """Five arms, twelve that end together, one or two runs, one arm, names that never end: every text is on the sheet and apart from the others."""
    sheet = sheet_of(figure, case(name))
    if sheet is None:
        return
    words, whole = words_of(sheet), sheet.figure.bbox
    for text, box in words:
        assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= whole.width and box.y1 <= whole.height, (
            f"{text.get_text()!r} leaves the sheet"
        )
    level = [(text.get_text(), box) for text, box in words if text.get_rotation() == 0]
    for at, (text, box) in enumerate(level):
        for other, beside in level[at + 1 :]:
            apart = min(box.x1, beside.x1) - max(box.x0, beside.x0), min(box.y1, beside.y1) - max(box.y0, beside.y0)
            assert min(apart) < 2.0, f"{text!r} stands upon {other!r}"


def test_every_figure_is_a_pair_of_svg_and_png_with_its_sentence_inside(tmp_path):
    """Six files; the SVG says what it shows to who cannot see it."""
    paths = draw(case("five arms"), tmp_path / "figures")
    assert sorted(path.name for path in paths) == sorted(path.name for path in (tmp_path / "figures").iterdir())
    assert {path.name for path in paths} == {
        f"{name}.{kind}" for name in ("trust_and_leap_rate", "differences", "verdicts") for kind in ("svg", "png")
    }
    assert (tmp_path / "figures" / "verdicts.png").read_bytes().startswith(b"\x89PNG")
    assert "In trust, open ends 0.0" in (tmp_path / "figures" / "trust_and_leap_rate.svg").read_text()


def test_without_claims_there_are_no_verdicts_and_with_one_arm_no_differences(tmp_path):
    """What there is to draw is drawn."""
    one = {path.stem for path in draw(case("one arm"), tmp_path / "one")}
    two = {path.stem for path in draw(made({"a": 0.0, "b": 0.1}, claims=False), tmp_path / "two")}
    assert one == {"trust_and_leap_rate"} and two == {"trust_and_leap_rate", "differences"}


def test_the_same_results_give_the_same_files_also_from_several_threads(tmp_path):
    """Byte for byte: no date, no random identifier, no style that one thread changes under another."""
    with ThreadPoolExecutor(3) as pool:
        drawn = list(
            pool.map(lambda n: [path.read_bytes() for path in draw(case("five arms"), tmp_path / str(n))], range(3))
        )
    assert drawn[0] == drawn[1] == drawn[2] and not any(b"<dc:date>" in content for content in drawn[0])


def test_the_users_own_style_is_neither_used_nor_changed(tmp_path):
    """A style set in a notebook stays, and the figures are ours."""
    plain = [path.read_bytes() for path in draw(case("one arm"), tmp_path / "plain")]
    with matplotlib.rc_context({"font.size": 30.0, "lines.linewidth": 9.0, "svg.hashsalt": "mine"}):
        assert [path.read_bytes() for path in draw(case("one arm"), tmp_path / "styled")] == plain
        assert (matplotlib.rcParams["font.size"], matplotlib.rcParams["svg.hashsalt"]) == (30.0, "mine")


def test_a_figure_that_cannot_be_drawn_leaves_no_half_a_file(tmp_path, monkeypatch):
    """The disk, or the figure, fails half-way."""

    def half(self, held, **_):
        held.write(b"half a figure")
        raise OSError("no space left")

    monkeypatch.setattr(Figure, "savefig", half)
    with pytest.raises(OSError, match="no space left"):
        draw(case("one arm"), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_bands_are_drawn_from_three_runs_on_and_the_note_says_so():
    """The interval of two would fill the picture, and one has none."""
    notes = {name: shown(sheet_of("courses", case(name))) for name in ("five arms", "two runs", "one run")}
    assert (
        "n = 6 runs per arm" in notes["five arms"] and "95 % interval of that mean (Student's t)" in notes["five arms"]
    )
    assert (
        "No bands: the interval of two runs" in notes["two runs"]
        and "no bands, because one run has no interval" in notes["one run"]
    )
    assert sum(len(axes.collections) for axes in sheet_of("courses", case("five arms")).figure.axes) == 10
    assert all(np.isnan(curve.low).all() for curve in [courses.curve(np.ones((2, 5)))])


def test_of_many_arms_the_reference_and_five_are_in_colour_and_all_have_their_name():
    """The others are grey; the note says which are which."""
    sheet = sheet_of("courses", case("twelve arms that end together"))
    text = shown(sheet)
    assert "In colour: silent and the 5 arms that end furthest from it in trust" in text
    assert all(f"arm number {n} of many  0.5" in text for n in range(11))
    colours = [
        line.get_color()
        for line in sheet.figure.axes[0].lines
        if line.get_linewidth() > 1.1 and len(line.get_xdata()) == 104
    ]
    assert colours.count(paper.FAINT) == 6 and len(set(colours)) == 7


def test_interventions_are_named_where_they_fit_and_numbered_where_not():
    """Weeks 78 and 79 stand too close: numbers above the lines, and the note tells what they are."""
    close = shown(sheet_of("courses", case("five arms")))
    assert (
        "Dotted: 1 plaster: firms.disclosure = 0.95 (week 26); 2 plaster" in close
        and "deception about integrity (10), for firms 0 (week 79)" in close
    )
    shipped = read("transparency_vs_trust")
    with paper.plain_style():
        events = courses.labelled(courses.events_of(shipped, dict.fromkeys(shipped.arms, paper.BLUE)), 0.08, 12.0)
    assert [(event.week, event.label) for event in events] == [
        (26, "plaster: firms.disclosure = 0.95"),
        (78, "plaster: firms.disclosure = 0.05"),
    ]


def test_the_title_of_the_courses_says_who_ends_where():
    """Highest and lowest where the paired interval leaves out zero; nobody where none does; and what one run is worth."""
    said = {name: sentences.ending(case(name).results, ["trust", "leap_rate"]) for name in CASES}
    assert re.fullmatch(r"In trust, open ends 0\.0\d\d above closed and candid 0\.0\d\d below", said["five arms"])
    assert (
        said["one run"].endswith("(one run)")
        and said["one arm"].startswith("Trust ends at 0.5")
        and " and leap rate at 0." in said["one arm"]
    )
    assert (
        sentences.ending(made({"a": 0.0, "b": 0.0}).results, ["trust"])
        == "In trust, no arm ends clearly above or below a"
    )
    assert "b ends 0." in sentences.ending(made({"a": 0.0, "b": -0.2}).results, ["trust"])


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            {"x": {"open": UP, "half": NO}, "y": {"open": DOWN, "half": UP}},
            "Open differs clearly from closed in all 2 outcomes",
        ),
        (
            {"x": {"open": UP, "half": UP}, "y": {"open": NO, "half": NO}},
            "Open and half differ clearly from closed in 1 of 2 outcomes",
        ),
        ({"x": {"open": UP}}, "Open differs clearly from closed in the one outcome"),
        ({"x": {"open": NO}}, "No arm differs clearly from closed"),
        ({"x": dict.fromkeys("abcde", UP) | {"f": NO}}, "5 of 6 arms differ clearly from closed in the one outcome"),
    ],
)
def test_the_title_of_the_differences_says_who_stands_out(found, said):
    """The arms with most outcomes whose interval leaves out zero, by name up to three."""
    intervals = {outcome: {arm: Interval(sum(b) / 2, *b, 10) for arm, b in at.items()} for outcome, at in found.items()}
    assert sentences.standing_out(intervals, "closed") == said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["supported", "refuted", "depends", "depends", "assumed"],
            "Of 5 claims, 1 is supported, 2 depend, 1 is refuted and 1 is assumed",
        ),
        (["supported", "supported"], "Of 2 claims, 2 are supported"),
        (["depends"], "The claim depends"),
        (["refuted"], "The claim is refuted"),
        (["undecided", "undecided"], "Of 2 claims, 2 are undecided"),
    ],
)
def test_the_title_of_the_verdicts_counts_them(words, said):
    """In words that agree with the number."""
    assert sentences.counted([SimpleNamespace(word=word) for word in words]) == said


def test_every_claim_has_a_tile_for_every_condition_with_a_sign_for_its_answer():
    """Ticks, crosses and question marks on the sheet are those of the verdicts; what has nothing to test has a dash."""
    replayed = case("five arms")
    signs = [
        text.get_text()
        for text in sheet_of("tiles", replayed).figure.axes[0].texts
        if text.get_ha() == "center" and len(text.get_text()) == 1
    ]
    answers = [tiles.TILES[answer][0] for verdict in flat(replayed.verdicts) for answer in verdict.under.values()]
    assert sorted(sign for sign in signs if sign not in "–") == sorted(answers) and signs.count("–") == 2


def test_answers_differ_in_sign_and_in_brightness_not_in_hue_alone():
    """Told apart in grey print and by eyes that see no red or green: no two answers share sign and filling."""
    faces = {answer: (sign, face) for answer, (sign, _, face, _) in tiles.TILES.items()}
    assert (
        len({sign for sign, _ in faces.values()}) == len(faces) and faces["holds"][1] != faces["refuted"][1] == "white"
    )


def test_a_smoothed_week_is_the_mean_of_the_last_weeks_that_have_a_value():
    """Windows of two over 1, 3, gap, 5: nothing before the first is full, then 2, 3, 5."""
    series = np.array([[1.0, 3.0, np.nan, 5.0]])
    assert np.array_equal(courses.smoothed(series, 2), [[np.nan, 2.0, 3.0, 5.0]], equal_nan=True)
    assert courses.smoothed(series, 1) is series


@pytest.mark.parametrize(("ticks", "weeks"), [(104, 8), (40, 8), (20, 4), (6, 1)])
def test_the_leap_rate_is_smoothed_over_fewer_weeks_in_a_short_run(ticks, weeks):
    """And trust, a stock, never."""
    results = made({"a": 0.0, "b": 0.1}, ticks=ticks, events=()).results
    assert courses.window_of("leap_rate", results) == weeks and courses.window_of("trust", results) == 1


def test_a_measure_without_any_value_is_drawn_as_an_empty_panel(tmp_path):
    """Nobody had a need: no line, no label, no warning."""
    replayed = made({"a": 0.0, "b": 0.1}, claims=False)
    for series in replayed.results.runs.values():
        series["leap_rate"][:] = np.nan
    assert len(draw(replayed, tmp_path)) == 4


@pytest.mark.parametrize(
    ("measures", "name"),
    [
        (["revenue"], "revenue"),
        (["revenue of firm 0", "success"], "revenue_of_firm_0"),
        (["trust", "revenue"], "trust"),
    ],
)
def test_the_figure_of_courses_is_named_after_what_it_shows(tmp_path, measures, name):
    """A study that measures revenue alone has no figure called trust."""
    replayed = made({"a": 0.0}, claims=False, ticks=8, seeds=2)
    for key, series in replayed.results.runs.items():
        replayed.results.runs[key] = dict.fromkeys(measures, series["revenue"])
    assert {path.stem for path in draw(replayed, tmp_path)} == {name}


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=12))
def test_numbers_are_pooled_as_scipy_does(values):
    """The nearest ascending numbers."""
    from scipy.optimize import isotonic_regression

    assert paper.ascending(values) == pytest.approx(isotonic_regression(values).x, abs=1e-9)


@given(st.lists(st.floats(-0.5, 1.5), min_size=1, max_size=20), st.floats(0.001, 0.3))
def test_labels_are_spread_in_order_apart_and_within_the_frame(places, gap):
    """At least the gap apart, or as far as fits; the higher the line, the higher its label."""
    spaced = paper.spread(places, gap, 0.0, 1.0)
    apart = np.diff(np.sort(spaced))
    assert spaced.min() >= -1e-9 and spaced.max() <= 1 + 1e-9
    assert (apart >= min(gap, 1.0 / max(len(places) - 1, 1)) - 1e-9).all()
    assert (np.diff(spaced[np.argsort(places, kind="stable")]) >= 0).all()


def test_labels_with_room_stay_where_their_lines_end():
    """Nothing moves that need not."""
    assert paper.spread([0.9, 0.1, 0.5], 0.1, 0.0, 1.0) == pytest.approx([0.9, 0.1, 0.5])


@pytest.mark.parametrize(
    ("mean", "told"), [(0.0003, "+0.0003"), (-0.00042, "−0.0004"), (0.02, "+0.020"), (0.0, "0.000")]
)
def test_a_difference_that_is_clear_is_never_written_as_zero(mean, told):
    """However small beside the others; one that is not clear may be."""
    small, large = Interval(mean, mean - 1e-5, mean + 1e-5, 10), Interval(0.2, 0.1, 0.3, 10)
    found = {"small": small, "large": large}
    assert forest.in_figures(mean, forest.decimals(found, small)) == told
    assert forest.decimals(found) == forest.decimals(found, large) == 3


OWN_FIGURE = """
from trustsim.plots import paper
with paper.plain_style():
    pass
import matplotlib.pyplot
print(matplotlib.pyplot.get_backend())
"""


def test_a_users_own_figures_keep_their_backend_after_one_of_ours():
    """As in a notebook, whose backend is named by MPLBACKEND; otherwise their `plt.show()` would show nothing."""
    environment = os.environ | {"MPLBACKEND": "svg"}
    done = subprocess.run(
        [sys.executable, "-c", OWN_FIGURE], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "svg"
