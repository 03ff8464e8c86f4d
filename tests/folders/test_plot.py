"""Figures of any measure in a folder of results."""

import pytest
from studies import TINY, written

import trustsim
from trustsim.errors import BadInput
from trustsim.folders.opened import opened
from trustsim.folders.plot import by_point, plot


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A small study that records revenue by firm, run once."""
    home = tmp_path_factory.mktemp("plot")
    path = written(home, TINY.replace('"leap_rate"]', '"leap_rate", "revenue by firm"]'))
    return trustsim.run(path, out=home / "out").folder


def test_a_measure_is_drawn_as_both_kinds_beside_the_others(folder):
    """Trust and the leap rate by default."""
    assert [path.name for path in plot(folder)] == ["trust_and_leap_rate.svg", "trust_and_leap_rate.png"]


def test_by_firm_gives_a_panel_for_each_firm(folder, tmp_path):
    """With the unit of the measure that was recorded by firm; the same figure twice is the same file."""
    (path,) = plot(folder, ["revenue"], "firm", tmp_path / "x.svg")
    (again,) = plot(folder, ["revenue of firm 0", "revenue of firm 1"], None, tmp_path / "y.svg")
    assert path.read_bytes() == again.read_bytes()


def test_a_measure_that_was_not_recorded_says_what_was_and_how_to_record_it(folder):
    """A command to copy."""
    said = r"revenue was not recorded; recorded were trust.*trustsim run .*config-resolved.toml --set 'measures=\["
    with pytest.raises(BadInput, match=said):
        plot(folder, ["revenue"])
    with pytest.raises(BadInput, match="trust by firm was not recorded"):
        plot(folder, ["trust"], "firm")


def test_an_unknown_measure_gets_the_nearest_name(folder, tmp_path):
    """And so does a figure of another kind."""
    with pytest.raises(BadInput, match="did you mean trust"):
        plot(folder, ["trus"])
    with pytest.raises(BadInput, match="must end in .svg or .png"):
        plot(folder, ["trust"], None, tmp_path / "x.pdf")


def test_a_sweep_is_drawn_with_one_line_per_point(tmp_path):
    """In its reference arm, and of many points some, which a line says; the values are those of the runs."""
    many = [round(0.1 + each / 20, 2) for each in range(10)]
    swept = trustsim.sweep(written(tmp_path, TINY), {"advisors.rate": many}, seeds=2, out=tmp_path / "swept")
    told = []
    paths = plot(swept.folder, ["trust"], tell=told.append)
    assert [path.name for path in paths] == ["trust.svg", "trust.png"] and len(told) == 2
    drawn = by_point(opened(swept.folder), opened(swept.folder).results(), told.append)
    assert list(drawn.study.arms)[:: len(drawn.study.arms) - 1] == ["advisors.rate = 0.1", "advisors.rate = 0.55"]
    series = swept.series("trust", arm="closed")
    first = series[(series["advisors.rate"] == 0.1) & (series["seed"] == 1)]["trust"].to_numpy()
    assert (drawn.series("trust", "advisors.rate = 0.1")[0] == first).all()


def test_one_arm_can_be_drawn_alone(folder, tmp_path):
    """Of a study and of a sweep; an unknown one gets the nearest name."""
    swept = trustsim.sweep(written(tmp_path, TINY), {"advisors.rate": [0.1, 0.4]}, seeds=2, out=tmp_path / "swept")
    for each in (folder, swept.folder):
        told = []
        (path,) = plot(each, ["trust"], None, tmp_path / "open.svg", "open", tell=told.append)
        assert path.is_file() and told == []
    with pytest.raises(BadInput, match=r"--arm 'opne' is unknown; did you mean open\?"):
        plot(folder, ["trust"], arm="opne")
