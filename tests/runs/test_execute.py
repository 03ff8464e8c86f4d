"""Runs: the same numbers however many go on at a time; one that fails leaves the others alone."""

import numpy as np
import pytest
from studies import FRAGILE, TINY, study, written

from trustsim.errors import BadInput
from trustsim.runs import one_run
from trustsim.runs.conditions import conditions
from trustsim.runs.execute import execute, tasks
from trustsim.runs.one_run import Networks, run_one
from trustsim.runs.spans import run_in_spans
from trustsim.scenario import read, with_


class Kept(dict):
    """What `execute` hands over: {key: (series, graph)}."""

    def __call__(self, task, series, graph):
        self[task.key] = series, graph


def executed(made, jobs=1, report=None):
    """All runs of a study as configured: what was kept, and how it ended."""
    kept, arms = Kept(), {("as configured", name): arm for name, arm in made.arms.items()}
    return kept, execute(tasks(made, conditions(made, robust=False)), arms, kept, jobs, report)


def test_tasks_go_seed_by_seed_so_that_a_stopped_study_keeps_whole_seeds():
    """All arms of a seed come before the next seed."""
    made = study()
    keys = [(task.seed, task.arm) for task in tasks(made, conditions(made, robust=False))]
    assert keys == [(1, "closed"), (1, "open"), (2, "closed"), (2, "open"), (3, "closed"), (3, "open")]


def test_one_run_at_a_time_and_three_give_identical_series():
    """Order and threads change no number."""
    (one, _), (three, _) = executed(study()), executed(study(), jobs=3)
    assert one.keys() == three.keys() and len(one) == 6
    for key, (series, graph) in one.items():
        assert graph == three[key][1]
        assert all(np.array_equal(values, three[key][0][name], equal_nan=True) for name, values in series.items())


def test_a_series_has_a_number_a_week_of_every_measure():
    """Six weeks of trust and leap rate, as float64."""
    made = study()
    arm = made.arms["open"]
    series = run_one(arm, 1, Networks().of(arm, 1)[0])
    assert {name: (values.shape, values.dtype) for name, values in series.items()} == dict.fromkeys(
        ("trust", "leap_rate"), ((6,), np.dtype("f8"))
    )


def test_twin_worlds_share_one_network_and_seeds_do_not():
    """Arms of one seed get the very same network; another seed or population gets another."""
    made, networks = study(), Networks()
    (network, graph), twin = networks.of(made.arms["closed"], 1), networks.of(made.arms["open"], 1)
    assert twin[0] is network and twin[1] == graph
    assert networks.of(made.arms["closed"], 2)[1] != graph
    assert networks.of(with_(made.arms["closed"], population={"customers": 21}), 1)[1] != graph


def test_a_network_is_made_anew_when_too_many_others_came_between():
    """Only the latest few are kept in memory; the one made anew is the same."""
    arm, networks = study().arms["closed"], Networks(keep=2)
    first = networks.of(arm, 1)
    for seed in (2, 3):
        networks.of(arm, seed)
    again = networks.of(arm, 1)
    assert again[0] is not first[0] and again[1] == first[1]


def test_everybody_hears_of_every_run():
    """The progress bar hears of each task once, failed or not."""
    heard = []
    executed(study(), 2, lambda task: heard.append(task.key))
    assert len(heard) == len(set(heard)) == 6


@pytest.fixture
def fragile(tmp_path):
    """A study whose own measure fails in week 3 of seed 2."""
    return read(str(written(tmp_path, TINY.replace('"leap_rate"', '"my_measures.py:fragile"'), my_measures=FRAGILE)))


def test_a_failing_run_leaves_the_others_alone_and_says_where_it_failed(fragile):
    """Both arms of seed 2 fail, in week 3; the other four runs are kept."""
    kept, ended = executed(fragile, jobs=2)
    assert (ended.done, ended.interrupted) == (4, False) and {seed for _, _, seed in kept} == {1, 3}
    assert sorted((each.task.arm, each.task.seed) for each in ended.failures) == [("closed", 2), ("open", 2)]
    assert {(str(each.error), each.where) for each in ended.failures} == {
        ("nobody left", "week 3, my_measures.py line 5")
    }


def test_a_failure_does_not_keep_its_world_in_memory(fragile):
    """The error's frames, which hold the model, are let go."""
    _, ended = executed(fragile)
    assert all(each.error.__traceback__ is None for each in ended.failures)


def test_what_a_user_can_put_right_ends_the_batch(monkeypatch):
    """Bad input in one run would be bad input in all: no more are begun."""
    import trustsim.runs.one_run as at

    def refused(*_):
        raise BadInput("people.csv: no such file")

    monkeypatch.setattr(at, "assembled_network", refused)
    _, ended = executed(study(replicates=50))
    assert 1 <= len(ended.failures) <= 4 and str(ended.failures[0].error) == "people.csv: no such file"


def test_a_large_world_uses_the_threads_that_a_run_may_have(monkeypatch):
    """A small one does not; the numbers are the same."""
    made, used = study(), []
    arm = made.arms["open"]
    network = Networks().of(arm, 1)[0]
    monkeypatch.setattr(one_run, "run_in_spans", lambda *given: used.append(given[-1]) or run_in_spans(*given))
    small = run_one(arm, 1, network, threads=2)
    monkeypatch.setattr(one_run, "LARGE", 10)
    large = run_one(arm, 1, network, threads=2)
    assert used == [1, 2]
    assert all(np.array_equal(values, large[name], equal_nan=True) for name, values in small.items())
