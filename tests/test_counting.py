"""The sums of a week are what numpy adds up from the tables, without those who left."""

import numpy as np
import pytest
from worlds import RICH, model

from trustsim.measuring import phases_read
from trustsim.state import LEAPT, NO_NEED, NOBODY, table
from trustsim.sums import SUMS
from trustsim.week import COUNTS


@pytest.fixture(scope="module")
def world():
    """A lively world after half a year, which two customers have left."""
    made = model(RICH, weeks=26)
    for row in (3, 17):
        made.crew["customers"][row].remove()
    return made


def test_every_sum_is_the_sum_of_its_rows(world):
    """One from each kind: counts, sums of columns, sums over leaps, sums over relations, answers."""
    sums = world.totals(tuple(SUMS)).sums[0]
    here = np.setdiff1d(np.arange(60), [3, 17])
    people, relations = world.tables.customers[here], world.tables.relations
    leapt = people[people["outcome"] == LEAPT]
    felt = relations["satisfaction"][relations["satisfaction"] >= 0.0]
    looks, trust = people["looks"] - people["looks"].mean(), people["trust"] - people["trust"].mean()
    expected = {
        "customers": 58,
        "trust": people["trust"].sum(),
        "needs": (people["outcome"] != NO_NEED).sum(),
        "leaps": len(leapt),
        "first_leap": people["first_leap"][people["first_leap"] != NOBODY].sum(),
        "have_leapt": (people["first_leap"] != NOBODY).sum(),
        "fans": (people["fan_of"] != NOBODY).sum(),
        "revenue": leapt["stake"].sum(),
        "personal_revenue": leapt["stake"][world.tables.advisors["personal"][leapt["considered"]] > 0].sum(),
        "unwatched": leapt["signals"][:, [0, 2, 3, 4]].sum(),
        "again": (leapt["leaps"] > 1).sum(),
        "switched": leapt["switched"].sum(),
        "free": leapt["free"][leapt["digital"] == 0].sum(),
        "varied_looks": (looks**2).sum(),
        "varied_trust": (trust**2).sum(),
        "looks_and_trust": (looks * trust).sum(),
        "served": len(felt),
        "satisfaction": felt.sum(),
        "promoters": (felt >= 0.85).sum(),
        "detractors": (felt <= 0.6).sum(),
        "asked": 58,
        "trust_in_firms": people["trust_in_firms"].sum(),
        "confident": (people["trust_in_firms"] > 0.5).sum(),
        "weeks": 26,
    }
    assert {name: float(sums[name]) for name in expected} == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert sums["belief"] == pytest.approx(people["belief"].sum(axis=0), rel=1e-9)


def test_every_sum_is_written_by_the_phase_it_is_declared_under(world):
    """Filled with nonsense before, and counted: no sum is left as it was."""
    world.survey()
    for phase in COUNTS:
        world.tables.sums[...] = np.full(1, -7.5, "f8").astype(world.tables.sums.dtype)
        world.engine.bulk("clock", (phase.name,))
        written = {name for name in table("sums", 1).dtype.names if not np.all(world.tables.sums[name] == -7.5)}
        assert written == {column.name for column in SUMS[phase.name]}


def test_a_measure_tells_which_phases_it_needs():
    """By the sums that it reads, and by those of a measure that it builds on."""
    from trustsim.measures import MEASURES

    assert phases_read(MEASURES["demand_for_transparency"].of) == ("count",)
    assert phases_read(MEASURES["belief_empathy"].of) == ("count_answers",)
    assert phases_read(MEASURES["promoters"].of) == ("count_satisfaction",)
    with pytest.raises(AttributeError, match="mood is not a sum of the week"):
        phases_read(lambda week: week.mood)


def test_every_sum_is_read_by_a_measure():
    """None is added up for nobody."""
    from trustsim.measures import MEASURES
    from trustsim.measuring import Reads

    read = Reads()
    for measure in MEASURES.values():
        if hasattr(measure, "of"):
            measure.of(read)
    assert read.names == {column.name for columns in SUMS.values() for column in columns}
