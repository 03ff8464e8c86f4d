"""The figure of a sweep: the kind that fits the design, with a sentence on what one sees."""

import pytest
from responses import UNIT, by_formula
from studies import TINY, study

from trustsim.plots import draw_sweep, sweep_bars, sweep_figure, sweep_heat, sweep_lines
from trustsim.sweeps.summary import summary
from trustsim.sweeps.sweep import Asked, planned, run

DRAW = draw_sweep
ALONE = TINY.partition("[arms.closed]")[0]
NUMBERS = {UNIT[0]: (0.0, 1.0, 4), UNIT[1]: (0.0, 1.0, 4)}
NAMES = {"lens": ["pillars", "abi"], "network": ["small_world", "scale_free"]}


@pytest.fixture(autouse=True)
def formula(monkeypatch):
    """Trust is a sum, with a little chance."""
    by_formula(monkeypatch, lambda values, seed: 0.3 + 0.2 * values[0] + 0.1 * values[3] + 0.01 * (seed % 3))


def sheet(out, given, design="grid", size=None, text=TINY):
    """(the sheet of a sweep, the module that made it, its summary)."""
    found = run(planned(study(text), given, design, size, Asked(3)), out)
    told = summary(found)
    make = sweep_figure(found, told)
    return make(found, told), make.__module__, told


TWO = {UNIT[0]: (0.0, 1.0), UNIT[3]: (0.0, 1.0)}


@pytest.mark.parametrize(
    ("given", "how", "module", "text"),
    [
        ({UNIT[0]: (0.0, 1.0, 3), "lens": ["pillars", "abi"]}, (), sweep_lines, ALONE),
        ({UNIT[0]: (0.0, 1.0, 3), UNIT[3]: (0.0, 1.0, 3), "ticks": [5, 6]}, (), sweep_lines, TINY),
        (NAMES, (), sweep_lines, TINY),
        (NUMBERS, (), sweep_heat, TINY),
        (TWO, ("sobol", 4), sweep_bars, TINY),
        (TWO, ("morris", 3), sweep_bars, ALONE),
        (TWO, ("lhs", 30), sweep_bars, ALONE),
    ],
)
def test_each_design_has_its_figure(tmp_path, given, how, module, text):
    """Lines or dots, a heat map, bars; titled by a finding, with n in the line below and what is drawn in the note."""
    made, name, told = sheet(tmp_path, given, *how, text=text)
    assert name == module.__name__
    assert made.title in [each["headline"] for each in told["responses"]]
    texts = " ".join(each.get_text() for each in made.figure.texts)
    assert f"{told['sweep']['points']} points" in texts and "n = 3" in texts
    assert made.note.endswith(".")


def test_points_of_a_file_have_a_dot_each(tmp_path):
    """One row of dots per arm, in the order of the file."""
    path = tmp_path / "points.csv"
    path.write_text(f"{UNIT[0]},lens\n0.2,abi\n0.4,pillars\n0.9,abi\n")
    made, name, _ = sheet(tmp_path / "out", None, path)
    (axes,) = made.figure.axes
    assert name == sweep_lines.__name__ and [len(line.get_xdata()) for line in axes.lines] == [3, 3]


def test_lines_have_the_means_at_their_places(tmp_path):
    """The line of the arm `open` has the mean over seeds 1, 2 and 3 at each value."""
    made, _, _ = sheet(tmp_path, {UNIT[0]: (0.0, 1.0, 3)})
    (axes,) = made.figure.axes
    assert axes.lines[1].get_xdata().tolist() == [0.0, 0.5, 1.0]
    assert axes.lines[1].get_ydata() == pytest.approx([0.31 + shift for shift in (0.05, 0.15, 0.25)], abs=0.051)
    low, high = axes.get_ylim()
    assert low < min(axes.lines[0].get_ydata()) and high > max(axes.lines[0].get_ydata())


def test_cells_of_a_heat_map_are_the_means(tmp_path):
    """x is the first key, y the second, from the lowest at the bottom."""
    made, _, _ = sheet(tmp_path, {UNIT[0]: (0.0, 1.0, 4), UNIT[3]: (0.0, 1.0, 5)}, text=ALONE)
    cells = made.figure.axes[0].images[0].get_array()
    assert cells.shape == (5, 4)
    assert (
        cells[0, 0] == pytest.approx(0.31) and cells[4, 0] == pytest.approx(0.41) and cells[0, 3] == pytest.approx(0.51)
    )


def test_the_same_sweep_gives_the_same_figure(tmp_path):
    """Byte for byte, so that merged shards give that of the whole."""
    found = run(planned(study(ALONE), NAMES, asked=Asked(2)), tmp_path / "out")
    told = summary(found)
    first, second = (DRAW(found, told, tmp_path / name) for name in ("a", "b"))
    assert [path.name for path in first] == ["sweep.svg", "sweep.png"]
    assert first[0].read_bytes() == second[0].read_bytes()
