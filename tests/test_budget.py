"""Memory before it is taken: the estimate is close to what is measured, and what does not fit is one line."""

import tracemalloc

import pytest

from trustsim import budget
from trustsim.budget import available, needed, rows_made, rows_read, weight
from trustsim.build import build
from trustsim.errors import BadInput
from trustsim.model import TrustModel
from trustsim.network import make_network, maker_names
from trustsim.scenario import read, vary

SHAPES = [  # customers, relations, peers, firms, advisors, contexts
    (20_000, 6, 6, 4, 24, 1),
    (8_000, 50, 6, 4, 200, 1),
    (8_000, 6, 50, 4, 24, 1),
    (3_000, 20, 6, 4, 100, 8),
    (8_000, 20, 0, 1000, 5000, 1),
    (100, 6, 6, 4, 200_000, 1),
]


def arm_of(customers, relations, peers, firms, advisors, contexts, maker="small_world"):
    """An arm of these sizes."""
    values = {"population.customers": customers, "graph.relations": relations, "graph.peers": peers}
    values |= {"population.firms": firms, "population.advisors": advisors}
    names = [f"context {n}" for n in range(contexts)]
    return vary(next(iter(read("baseline").arms.values())), values, graph={"maker": maker}, contexts=names)


@pytest.mark.parametrize("maker", maker_names())
@pytest.mark.parametrize("shape", SHAPES)
def test_the_estimate_is_close_to_what_a_world_takes(shape, maker):
    """At its highest, while network and tables are made: never less than nine tenths, never twice as much."""
    arm = arm_of(*shape, maker)
    tracemalloc.start()
    network = make_network(arm.graph, arm.values, 1)
    world = build(network, arm, 1)
    taken = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert 0.9 * taken < needed(arm) < 2 * taken
    rows = rows_read(network, arm.values["graph.spare"])
    assert all(len(getattr(world, name)) == rows[name] for name in ("firms", "advisors", "customers", "peers"))
    assert len(world.relations) <= rows["relations"] <= rows_made(arm.values)["relations"]
    assert 0.9 * taken < weight(rows, len(arm.contexts))


def test_what_does_not_fit_is_refused_before_it_is_taken(monkeypatch):
    """Ten million customers with a thousand relations each, in Python: one line, and no memory."""
    arm = arm_of(10_000_000, 1000, 6, 4, 2000, 1)
    monkeypatch.setattr(budget, "available", lambda: 10**9)
    tracemalloc.start()
    with pytest.raises(BadInput) as refused:
        TrustModel(arm)
    assert tracemalloc.get_traced_memory()[1] < 50 * 2**20
    tracemalloc.stop()
    told = "population.customers = 10000000 is too large: this world needs 2.4 TB of memory, and 1.0 GB are free"
    assert str(refused.value) == f"{told}; ask for fewer, or use a larger machine"


@pytest.mark.parametrize("path", ["graph.peers", "graph.relations", "population.customers", "population.advisors"])
def test_the_message_names_the_number_that_is_out_of_proportion(path, monkeypatch):
    """The one that is furthest from its default."""
    monkeypatch.setattr(budget, "available", lambda: 0)
    most = {"graph.peers": 1000, "graph.relations": 1000, "population.customers": 10**7, "population.advisors": 10**6}
    values = {"population.customers": 20_000, "population.advisors": 2000, path: most[path]}
    with pytest.raises(BadInput, match=f"{path} = {most[path]} is too large"):
        make_network({}, next(iter(read("baseline").arms.values())).values | values, 1)


def test_a_network_of_somebody_else_is_weighed_as_well(monkeypatch):
    """Where it comes from makes no difference."""
    arm = arm_of(20_000, 20, 20, 4, 40, 1)
    network = make_network(arm.graph, arm.values, 1)
    monkeypatch.setattr(budget, "available", lambda: 10**7)
    with pytest.raises(BadInput, match="the network with 20000 customers is too large: .* MB of memory"):
        TrustModel(arm, network=network)


def test_small_worlds_are_built_whatever_is_free(monkeypatch):
    """Nobody is asked for a few megabytes."""
    monkeypatch.setattr(budget, "available", lambda: 0)
    TrustModel().close()


def test_fewer_runs_go_on_at_a_time_where_memory_is_short(monkeypatch):
    """As many as fit, and one in any case."""
    arms = [arm_of(20_000, 20, 20, 4, 40, 1)]
    monkeypatch.setattr(budget, "available", lambda: 3 * needed(arms[0]) + 1)
    assert budget.at_a_time(arms, 8) == 3
    monkeypatch.setattr(budget, "available", lambda: 0)
    assert budget.at_a_time(arms, 8) == 1


def test_a_limit_on_the_process_counts():
    """`ulimit -v`, as shared machines set it."""
    resource = pytest.importorskip("resource", reason="Windows has no such limits")
    before, (soft, hard) = available(), resource.getrlimit(resource.RLIMIT_AS)
    import psutil

    resource.setrlimit(resource.RLIMIT_AS, (psutil.Process().memory_info().vms + 2**30, hard))
    try:
        assert available() <= min(before, 2**30)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
