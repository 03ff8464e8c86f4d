"""Designs: which points there are, the same every time, and points from a file that is data and nothing else."""

from dataclasses import replace

import numpy as np
import pytest
from studies import study

from trustsim.errors import BadInput
from trustsim.sweeps.designs import APART, DUMMY, conditions_of, drawn, places
from trustsim.sweeps.factors import factors_in
from trustsim.sweeps.sweep import Asked, planned

NUMBERS = ["advisors.rate=0.1:0.5:3", "customers.negativity=1:4:2"]
MIXED = ["advisors.rate=0.1:0.5", "word_of_mouth.fan_after=1:4", "lens=pillars,abi"]


def made(given, *how):
    """The Sweep of these texts."""
    return drawn(study(), factors_in(given, study()), *how)


def test_a_grid_has_every_combination_in_order():
    """The last key varies fastest; names of conditions say where they are."""
    sweep = made(NUMBERS)
    assert sweep.points == ((0.1, 1.0), (0.1, 4.0), (0.3, 1.0), (0.3, 4.0), (0.5, 1.0), (0.5, 4.0))
    assert conditions_of(sweep)[3].name == "advisors.rate = 0.3, customers.negativity = 4"


def test_a_hypercube_covers_every_range_evenly():
    """Each sixteenth of a range has one point, each name half of them; the dummy has no part in the conditions."""
    sweep = made(MIXED, "lhs", 16)
    rate = np.sort([place["advisors.rate"] for place in places(sweep)])
    assert (np.floor((rate - 0.1) / 0.4 * 16) == np.arange(16)).all()
    assert sorted(place["lens"] for place in places(sweep)) == ["abi"] * 8 + ["pillars"] * 8
    assert not any(DUMMY in each.name or DUMMY in each.place for each in conditions_of(sweep))


def test_sobol_and_morris_have_the_points_that_their_estimates_need():
    """N (factors + dummy + 2) points; trajectories of factors + dummy + 1 points, each a step in one coordinate."""
    assert len(made(MIXED, "sobol", 8).points) == 8 * (4 + 2)
    cube = np.array(made(MIXED, "morris", 5).cube).reshape(5, 5, 4)
    assert ((np.abs(np.diff(cube, axis=1)) > 0.01).sum(axis=2) == 1).all()
    assert made(MIXED, "sobol", 8) == made(MIXED, "sobol", 8)


def test_the_dummy_changes_the_seeds_and_nothing_else():
    """Points that differ in the dummy alone are the same arms with other seeds; all others of a row share theirs."""
    sweep = made(MIXED, "sobol", 4)
    under, arm = conditions_of(sweep), study().arms["open"]
    row, dummy = under[0], under[4]  # of a base point, the last is its twin with another dummy
    assert row.applied(arm) == dummy.applied(arm)
    assert row.skipped != dummy.skipped and dummy.skipped % APART == 0
    assert {each.skipped for each in under[:4]} == {row.skipped}
    longest = replace(study(), replicates=100_000)  # the most that a config may ask for
    assert not set(row.seeds(longest)) & set(dummy.seeds(longest))


def test_equal_points_share_their_runs():
    """Where a factor has few values, points coincide; each is run once."""
    plan = planned(study(), ["word_of_mouth.fan_after=1:2", "lens=pillars,abi"], "morris", 6, Asked(2))
    names = [each.name for each in plan.conditions]
    assert len(plan.mine) == len(set(names)) < len(names)


@pytest.mark.parametrize(
    ("given", "how", "told"),
    [
        (["advisors.rate=0.1:0.5"], ("grid",), "a grid needs a count of values, such as 0.1:0.5:5"),
        (NUMBERS, ("sobl",), "did you mean sobol?"),
        (NUMBERS, ("sobol", 12), "must be a power of 2, such as 8 or 16"),
        (NUMBERS, ("lhs", 1), "must be a whole number from 2"),
        ([f"advisors.{name}=0:1:101" for name in ("rate", "knowledge", "personal", "order")], (), "points, and"),
    ],
)
def test_a_design_that_cannot_be_is_refused(given, how, told):
    """In one line, with what is right."""
    with pytest.raises(BadInput) as error:
        made(given, *how)
    assert told in str(error.value)


def test_without_salib_one_line_says_what_to_install(monkeypatch):
    """The other designs go on without it."""
    monkeypatch.setitem(__import__("sys").modules, "SALib.sample.sobol", None)
    with pytest.raises(BadInput, match=r"pip install 'trustsim\[sweep\]'"):
        made(NUMBERS, "sobol")
    assert made(NUMBERS).points


def test_points_of_a_file_are_those_of_the_design(tmp_path):
    """Columns in any order, empty lines skipped; without --vary the columns are what is varied."""
    path = tmp_path / "points.csv"
    path.write_text("lens, advisors.rate\nabi, 0.2\n\npillars, .4\n", encoding="utf-8-sig")
    assert made(["advisors.rate=0:1", "lens=pillars,abi"], path).points == ((0.2, "abi"), (0.4, "pillars"))
    plan = planned(study(), None, path)
    assert [each.name for each in plan.mine] == [
        "lens = abi, advisors.rate = 0.2",
        "lens = pillars, advisors.rate = 0.4",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("advisors.rate,lens\n0.2,abi\n0.x,abi\n", "points.csv line 3: advisors.rate = '0.x' is not a number"),
        ("advisors.rate,lens\n0.2,abi\n7,abi\n", "points.csv line 3: advisors.rate = '7' is outside 0.1..0.5"),
        ("advisors.rate,lens\n0.2,reputation\n", "points.csv line 2: lens = 'reputation' is not among its values"),
        ("advisors.rate,lens\n0.2\n", "points.csv line 2: has 1 cells, and there are 2 columns"),
        ("advisors.rate,lens\n0.2,\n", "points.csv line 2: lens is empty"),
        ("advisors.rate\n0.2\n", "points.csv line 1: there is no column lens"),
        ("advisors.rate,lense\n0.2,abi\n", "points.csv line 1: the column 'lense' is not varied; did you mean lens?"),
        ("lens,lens\nabi,abi\n", "points.csv line 1: the column 'lens' is there twice"),
        ("advisors.rate,lens\n", "points.csv: has no points below its first line"),
        ("", "points.csv line 1: there are no names of columns"),
        ('advisors.rate,lens\n"0.2,abi\n', "points.csv line 2"),
        ("advisors.rate,lens\nnan,abi\n", "points.csv line 2: advisors.rate = 'nan' is not a number"),
        ("advisors.rate,lens\n__import__('os').getpid(),abi\n", "is not a number"),
    ],
)
def test_what_is_wrong_in_a_file_is_told_with_its_line(tmp_path, text, told):
    """File, line, column, cell and what is right."""
    path = tmp_path / "points.csv"
    path.write_text(text)
    with pytest.raises(BadInput) as error:
        made(["advisors.rate=0.1:0.5", "lens=pillars,abi"], path)
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "advisors.rat\n0.2\n",
            "line 1: advisors.rat: there is nothing of this name to vary; did you mean advisors.rate?",
        ),
        ("advisors.rate\n0.2\n1.2\n", "line 3: advisors.rate: advisors.rate = 1.2 is outside 0..1"),
        ("population.customers\n20.5\n", "line 2: population.customers = '20.5' is not a whole number"),
        ("mechanisms.posting\nperhaps\n", "line 2: mechanisms.posting = 'perhaps' is not true or false"),
    ],
)
def test_a_file_alone_is_checked_like_a_config(tmp_path, text, told):
    """Unknown keys and values out of range, with the line."""
    path = tmp_path / "points.csv"
    path.write_text(text)
    with pytest.raises(BadInput) as error:
        planned(study(), None, path)
    assert told in str(error.value)


def test_a_file_that_is_not_there_or_is_no_text_is_told(tmp_path):
    """One line each."""
    with pytest.raises(BadInput, match=r"points\.csv: cannot be read"):
        planned(study(), None, tmp_path / "points.csv")
    (tmp_path / "points.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput, match="is not a text in UTF-8"):
        planned(study(), None, tmp_path / "points.csv")
