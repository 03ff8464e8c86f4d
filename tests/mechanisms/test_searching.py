"""Searching: knowledge that is put online is found; what is behind a login is not."""

import pytest
from worlds import alone, model, often, weeks

from trustsim.mechanisms.searching import found, index
from trustsim.state import KNOWLEDGE, NO_POST, NOBODY

ON = {"mechanisms": {"searching": True}}


def test_open_knowledge_adds_up_and_fades():
    """Half-life 2 weeks, half of it behind a login: .5, then .5 x .7071 + .5 = .8536, then .6036 without a post."""
    world = alone(advisors={"gated": 0.5}, searching={"findable_for": 2.0}, **ON)
    for post, stock in ((KNOWLEDGE, 0.5), (KNOWLEDGE, 0.853553), (NO_POST, 0.603553)):
        world.advisors[0].post = post
        index(world, 0)
        assert float(world.advisors[0].findable) == pytest.approx(stock, abs=1e-6)
        assert float(world.advisors[0].found_upto) == pytest.approx(stock, abs=1e-6)


def test_nobody_is_found_who_has_put_nothing_online():
    """Nor by whom the mechanism is off."""
    world = alone(**ON)
    assert found(world, 0) == NOBODY
    world.advisors[0].found_upto = 1.0
    assert found(world, 0) == 0
    off = alone()
    off.advisors[0].found_upto = 1.0
    assert found(off, 0) == NOBODY


def test_one_is_found_as_often_as_one_has_put_online():
    """Stocks of 1, 0 and 3: a quarter, never, three quarters; and the one found is known from then on."""
    few = {"population": {"customers": 1, "advisors": 3, "firms": 1}, "graph": {"relations": 1, "spare": 2, "peers": 0}}
    world = model(few, **ON).world
    world.advisors.found_upto[:] = 1.0, 1.0, 4.0
    times = [0, 0, 0]
    for _ in weeks(world, 2000):
        times[int(world.relations[found(world, 0)].advisor)] += 1
    assert times[1] == 0 and often(times[0], 2000, 0.25)
    assert int(world.customers[0].known) >= 2
