"""The benchmarks run; what they measure is for `make bench`."""

import numpy as np

from benchmarks.agreement import MEASURES, agreements, compared
from benchmarks.mesa_idiomatic import MesaTrust
from benchmarks.numpy_vectorised import SUBSET, NumpyTrust
from benchmarks.speed import Row, against_mesa, small_worlds, touched_in_a_week
from benchmarks.studies import against_numpy
from trustsim.measures import USUAL
from trustsim.model import TrustModel
from trustsim.network import make_network
from trustsim.runs.one_run import run_one
from trustsim.scenario import parse

TINY = {"population": {"customers": 30, "advisors": 6, "firms": 2}, "measures": ["trust", "leap_rate"]}


def tiny():
    """An arm and its network."""
    arm = parse(TINY).arms["as configured"]
    return arm, make_network(arm.graph, arm.values, 1)


def test_the_mesa_version_begins_with_the_same_people_who_know_the_same_people():
    """Traits, acquaintances, firms and peers are those of the tables."""
    arm, network = tiny()
    other, tables = MesaTrust(network, arm, 5, people=1), TrustModel(arm, 1, network=network).tables
    assert [customer.propensity for customer in other.customers] == tables.customers["propensity"].tolist()
    assert [len(customer.relations) for customer in other.customers] == tables.customers["known"].tolist()
    assert [len(customer.peers) for customer in other.customers] == (
        tables.customers["peer_last"] - tables.customers["peer_first"]
    ).tolist()
    assert [advisor.quality for advisor in other.advisors] == tables.advisors["quality"].tolist()
    assert [len(customer.with_firms) for customer in other.customers] == [
        len({other_advisor.firm for other_advisor in customer.relations}) for customer in other.customers
    ]


def test_the_mesa_version_runs_and_counts():
    """What its customers did in ten weeks adds up."""
    arm, network = tiny()
    other = MesaTrust(network, arm, 1)
    for _ in range(10):
        other.step()
    assert len(other.datacollector.model_vars["trust"]) == 10
    leaps = sum(customer.leaps for customer in other.customers)
    assert (
        0
        < leaps
        == sum(advisor.deliveries for advisor in other.advisors)
        == sum(firm.deliveries for firm in other.firms)
    )
    assert all(0.0 < customer.trust() < 1.0 for customer in other.customers)


def test_agreement_compares_every_measure_run_by_run():
    """Two short runs of each version give a row a measure."""
    found = agreements(seeds=range(1, 3), customers=30, weeks=5)
    assert [row.measure for row in found] == list(MEASURES) and all(row.n == 2 for row in found)


def test_what_a_week_touches_is_less_than_two_passes_over_all_there_is():
    """Spare slots are passed over."""
    arm, network = tiny()
    tables = TrustModel(arm, 1, network=network).tables
    everything = 2 * sum(table.nbytes for table in tables)
    assert everything / 4 < touched_in_a_week(tables) < everything


def test_the_numpy_version_agrees_with_trustsim():
    """Means over a year of eight runs: every usual measure within its interval, or too close to matter."""
    arm = parse({**SUBSET, "ticks": 52, "population": {"customers": 120, "advisors": 10}}).arms["as configured"]
    ours, theirs = {}, {}
    for seed in range(1, 9):
        network = make_network(arm.graph, arm.values, seed)
        other = NumpyTrust(arm, seed, network)
        for _ in range(52):
            other.step()
        for name, values in run_one(arm, seed, network).items():
            ours.setdefault(name, []).append(np.nanmean(values))
            theirs.setdefault(name, []).append(np.nanmean(other.series[name]))
    assert set(theirs) == set(USUAL)
    found = [compared(name, np.array(ours[name]), np.array(theirs[name])) for name in USUAL]
    assert [row for row in found if not row.agrees and abs(row.ours / row.theirs - 1.0) > 0.03] == []


def test_numpy_is_measured_beside_trustsim():
    """Two rows, both positive."""
    rows = against_numpy(30, 4, 4, 1)
    assert len(rows) == 2 and all(row.value > 0 for row in rows)


def test_speed_is_measured_in_rows():
    """Every number has a unit and is positive."""
    rows = against_mesa(100, 4) + small_worlds(20)
    assert all(isinstance(row, Row) and row.unit and row.value > 0 for row in rows)
