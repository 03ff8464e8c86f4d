"""Measures by group: every advisor counts in one group of a kind, and what is summed over all groups is the measure of all."""

import numpy as np
import pytest
from worlds import RICH, model

from trustsim.by_group import GROUPED, groups, measure_behind, spread
from trustsim.errors import BadInput
from trustsim.measures import MEASURES
from trustsim.model import TrustModel
from trustsim.named import measures_of
from trustsim.network import make_network
from trustsim.runs.replay import replay
from trustsim.scenario import parse, read

GRAPH = """source,target
ann,bob
ann,cy
ann,dee
eve,bob
eve,dee
"""
NODES = """id,role,practice,firm
bob,advisor,law,Acme
cy,advisor,tax,Acme
dee,advisor,,Zenith
ann,customer,,
eve,customer,,
"""
CONFIG = """
ticks = 6
replicates = 2
measures = ["leaps", "leaps by practice", "trust by practice", "acquaintances by firm"]
[graph]
edges = "edges.csv"
nodes = "nodes.csv"
id = "id"
firm = "firm"
[customers]
need_rate = 0.9
[arms.plain]
[arms.open.firms]
disclosure = 0.9
"""


@pytest.fixture
def practices(tmp_path):
    """The config of a small graph whose advisors have a practice each, one of them none."""
    for name, text in {"edges.csv": GRAPH, "nodes.csv": NODES, "study.toml": CONFIG}.items():
        (tmp_path / name).write_text(text)
    return tmp_path / "study.toml"


def last(world):
    """The values of the last week."""
    return {name: values[-1] for name, values in world.datacollector.model_vars.items()}


@pytest.mark.parametrize("name", ["leaps", "revenue"])
def test_what_adds_up_over_firms_is_the_measure_of_all(name):
    """Each week, whoever leapt leapt to the advisor of one firm."""
    world = model(RICH, weeks=8, measures=[name, f"{name} by firm"])
    series = world.datacollector.model_vars
    firms = [values for each, values in series.items() if each.startswith(f"{name} of firm ")]
    assert len(firms) == len(world.tables.firms) > 1
    assert np.sum(firms, axis=0) == pytest.approx(series[name])
    assert max(series[name]) > 0


def test_trust_of_a_firm_is_that_in_its_advisors():
    """The mean over the relations with them, counted one by one."""
    world = model(RICH, weeks=8, measures=["trust by firm"])
    felt = {}
    for customer in world.crew["customers"]:
        for advisor in customer.advisors:
            felt.setdefault(world.label("firms", advisor.firm.row), []).append(customer.trust_in(advisor))
    assert last(world) == pytest.approx({f"trust of {firm}": np.mean(values) for firm, values in felt.items()})


@pytest.mark.parametrize("name", GROUPED)
def test_each_is_a_number_of_each_group_in_the_unit_of_the_whole(name):
    """It says what it is; one group of everybody that counts leaps, revenue or success is the measure of all."""
    world = model(RICH, weeks=5)
    everybody = np.ones(len(world.tables.advisors), bool)
    number = GROUPED[name](world, everybody)
    assert type(number) is float
    assert GROUPED[name].unit
    assert GROUPED[name].meaning
    if name in ("leaps", "revenue", "success"):
        assert number == pytest.approx(MEASURES[name](world), nan_ok=True)


def test_groups_come_from_a_node_attribute_or_the_firms_names(practices):
    """Each value is a group, and those without one are the group `unknown`."""
    world = TrustModel(read(str(practices)).arms["plain"], seed=1).run(3)
    assert {name for name in last(world) if name.startswith("trust")} == {
        "trust of practice law",
        "trust of practice tax",
        "trust of practice unknown",
    }
    assert last(world)["acquaintances of firm Acme"] == 1.5
    assert last(world)["acquaintances of firm Zenith"] == 2.0


def test_a_run_keeps_them_and_a_test_can_read_them(practices, tmp_path):
    """They lie beside the other series; an outcome that names no group there is told so."""
    results = replay(read(str(practices)), tmp_path / "out").results
    assert results.series("leaps of practice law", "open").shape == (2, 6)
    with pytest.raises(BadInput, match="leaps of practice lav was not measured.*leaps of practice law"):
        results.series("leaps of practice lav", "open")


def test_a_series_is_known_by_the_measure_that_it_comes_of():
    """Before there is a graph: by the name before ` of `."""
    measures = measures_of(parse({"measures": ["trust", "revenue by firm"]}).arms["as configured"])
    assert measure_behind("revenue of firm 3", measures) is GROUPED["revenue"]
    assert measure_behind("trust", measures) is MEASURES["trust"]
    assert measure_behind("trust of firm 3", measures) is None
    assert measure_behind("leaps", measures) is None


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("revenu by firm", "revenu is not measured by group; did you mean revenue"),
        ("trust by frim", "have no group frim; did you mean firm"),
        ("trust by status", "have no group status"),
    ],
)
def test_what_cannot_be_measured_by_group_is_told_in_one_line(name, told):
    """The measure, or the group."""
    with pytest.raises(BadInput, match=told):
        model(RICH, measures=[name])


def test_plain_measures_are_left_as_they_are():
    """Only what is `by` something is spread."""
    assert spread({"trust": MEASURES["trust"]}, None) == {"trust": MEASURES["trust"]}


def test_groups_that_only_some_arms_have_are_blank_in_the_others(tmp_path):
    """A run alone, and one taken up from disk, give the same."""
    config = {
        "ticks": 3,
        "replicates": 2,
        "measures": ["trust by firm"],
        "population": {"customers": 20, "advisors": 4, "firms": 2},
    }
    made = parse({**config, "arms": {"few": {}, "many": {"population": {"firms": 4}}}})
    for _ in range(2):
        results = replay(made, tmp_path).results
        assert np.isnan(results.series("trust of firm 3", "few")).all()
        assert (results.series("trust of firm 3", "many") > 0).all()
        assert "trust of firm 3" in results.measures


def test_groups_of_one_name_are_kept_apart_or_together():
    """Two firms of one name are numbered; advisors without a value are one group with those called unknown."""
    network = make_network(
        {}, parse({"population": {"customers": 9, "advisors": 4, "firms": 2}}).arms["as configured"].values, 1
    )
    network = network._replace(
        labels={"firms": ["Acme", "Acme"]},
        attributes={"advisors": {"practice": np.array(["tax", "", "unknown", "tax"])}},
    )
    assert list(groups(network, "firm", "trust by firm")) == ["Acme (0)", "Acme (1)"]
    assert {name: meant.tolist() for name, meant in groups(network, "practice", "trust by practice").items()} == {
        "practice tax": [True, False, False, True],
        "practice unknown": [False, True, True, False],
    }


def test_measures_of_one_name_and_names_of_columns_are_refused(tmp_path):
    """Nothing is written over."""
    for name in ("one", "two"):
        (tmp_path / f"{name}.py").write_text("def loud(model):\n    return 1.0\n\n\ndef seed(model):\n    return 7.0\n")
    with pytest.raises(BadInput, match="loud is there twice"):
        measures_of(parse({"measures": ["one.py:loud", "two.py:loud"]}, folder=tmp_path).arms["as configured"])
    with pytest.raises(BadInput, match="seed is a column of the results"):
        measures_of(parse({"measures": ["one.py:seed"]}, folder=tmp_path).arms["as configured"])


def test_a_file_of_the_users_may_have_the_word_in_its_name(tmp_path):
    """`measures by me.py:loud` is theirs."""
    (tmp_path / "measures by me.py").write_text("def loud(model):\n    return 1.0\n")
    arm = parse({"measures": ["measures by me.py:loud"]}, folder=tmp_path).arms["as configured"]
    assert [*spread(measures_of(arm), make_network(arm.graph, arm.values, 1))] == ["loud"]
