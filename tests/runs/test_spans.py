"""Runs in spans of weeks: the numbers of a Mesa model, whatever happens in between, and errors that stay with their run."""

from threading import Event

import numpy as np
import pytest
from worlds import RICH, arm

from trustsim.errors import BadInput
from trustsim.linking import compiler_off
from trustsim.measures import MEASURES
from trustsim.named import measures_of
from trustsim.network import make_network
from trustsim.preparing import can_run
from trustsim.runs.one_run import run_by_model, run_one
from trustsim.runs.spans import edges, run_in_spans

WEEKLY = [name for name, measure in MEASURES.items() if hasattr(measure, "of")]
EVENTS = [
    {"at": 0, "set": {"leaping": {"gain": 2.0}}},
    {"at": 3, "shock": {"firms": [0], "dimensions": ["integrity"]}},
    {"at": 4, "shock": {"dimensions": ["competence"], "good": True}},
    {"at": 9, "set": {"advisors": {"rate": 0.9}}, "for": {"advisors": 0.5}},
    {"at": 11, "shock": {"dimensions": ["empathy"]}},
]
OWN = """
from trustsim.rule import rule

PHASE = "perceive"


def gut(beliefs, settings):
    return 0.5 * (beliefs.empathy + beliefs.competence)


@rule
def widen(world, row):
    mine = world.customers[row].first
    world.relations[mine].gap = 0.5 * world.relations[mine].gap


@rule
def stray(world, row):
    if world.clock.tick == 2:
        world.relations[len(world.relations) + row].gap = 0.5


@rule
def wrong(world, row):
    if world.clock.tick == 3:
        world.relations[row].gap = 2.0
"""
WAYS = {
    "plain": {},
    "events": {"interventions": EVENTS},
    "contexts": {"contexts": {"names": ["service", "data", "price"]}},
    "own lens": {"lens": "mine.py:gut"},
    "own mechanism": {"mechanisms": {"mine": "mine.py:widen"}},
    "a mechanism off": {"mechanisms": {"word_of_mouth": False}},
}


def made(tmp_path, ticks=12, **config):
    """An arm with all weekly measures, and its network."""
    (tmp_path / "mine.py").write_text(OWN)
    its = arm(RICH, folder=tmp_path, ticks=ticks, measures=WEEKLY, **config)
    return its, make_network(its.graph, its.values, 1, its.folder)


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("config", WAYS.values(), ids=WAYS)
def test_spans_give_the_numbers_of_a_model(tmp_path, config, threads):
    """Every measure of every week, to the last bit."""
    its, network = made(tmp_path, **config)
    assert can_run(its, measures_of(its))
    spans, model = run_in_spans(its, 1, network, measures_of(its), None, threads), run_by_model(its, 1, network)
    assert spans.keys() == model.keys() == set(WEEKLY)
    for name, values in spans.items():
        assert values.shape == (12,) and values.dtype == np.float64
        np.testing.assert_array_equal(values, model[name], err_msg=name)


def test_spans_begin_where_something_happens_to_the_world(tmp_path):
    """Interventions, the end of news, and a limit on how long a stop has to wait."""
    its, _ = made(tmp_path, interventions=EVENTS)
    assert edges(its, 60, every_week=False) == [0, 3, 4, 5, 9, 11, 12]
    assert edges(its, 60, every_week=True) == [*range(13)]
    assert edges(its, 100_000, every_week=False) == [0, 3, 4, 5, 9, 10, 11, 12]


def test_a_measure_in_python_or_an_own_agent_takes_part_beside_the_fast_way(tmp_path):
    """Such an arm runs as a model, and the measures that both have are the same."""
    its, network = made(tmp_path)
    slow = arm(RICH, folder=tmp_path, ticks=12, measures=[*WEEKLY, "concentration", "trust by firm"])
    assert not can_run(slow, measures_of(slow))
    fast, both = run_one(its, 1, network), run_one(slow, 1, network)
    assert "concentration" in both and "trust of firm 0" in both
    assert all(np.array_equal(values, both[name], equal_nan=True) for name, values in fast.items())


def test_a_stop_is_heeded(tmp_path):
    """Told to stop, a run gives nothing."""
    its, network = made(tmp_path)
    stop = Event()
    stop.set()
    assert run_in_spans(its, 1, network, measures_of(its), stop) is None


@pytest.mark.skipif(compiler_off(), reason="without the compiler it is numpy that checks")
def test_a_rule_that_strays_ends_its_run_with_its_week(tmp_path):
    """A row beyond the table is an error of that run: the process lives, and no memory is written."""
    its, network = made(tmp_path, mechanisms={"mine": "mine.py:stray"})
    with pytest.raises(IndexError, match="out of bounds") as error:
        run_in_spans(its, 1, network, measures_of(its))
    assert error.value.__notes__ == ["week 2"]


def test_a_value_that_no_column_allows_is_told_with_its_week(tmp_path):
    """As in a model: the column, its range, who may have written it."""
    its, network = made(tmp_path, mechanisms={"mine": "mine.py:wrong"})
    with pytest.raises(BadInput, match=r"mine.py:wrong: after week 3, relations.gap of row \d+ is 2.0"):
        run_in_spans(its, 1, network, measures_of(its))


def test_no_run_needs_mesa():
    """Bulk runs do not import it: it takes a second."""
    from worlds import python

    script = """
import sys
from trustsim.network import make_network
from trustsim.runs.one_run import run_one
from trustsim.scenario import read
arm = read("baseline", ("ticks=2",)).arms["as configured"]
run_one(arm, 1, make_network(arm.graph, arm.values, 1, arm.folder))
import trustsim.runs.replay
print("mesa" in sys.modules)
"""
    assert python(script).strip() == "False"
