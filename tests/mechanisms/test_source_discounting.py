"""Source discounting: who has told things as they were counts for more."""

import pytest
from worlds import model

from trustsim.mechanisms.source_discounting import compare, credit

FEW = {"population": {"customers": 3, "advisors": 2, "firms": 1}, "graph": {"relations": 1, "peers": 2, "spare": 0}}
ON = {"mechanisms": {"source_discounting": True}, "spread": {"propensity": 0.0}}


def test_credit_is_the_belief_that_they_tell_it_as_it_is():
    """W = 2, pi = .5: .5 at first; told .9 and lived .8 is .9 right, .1 wrong: (1 + .9) / (2 + 1)."""
    world = model({**FEW, **ON}).world
    assert credit(world, 0, 0) == pytest.approx(0.5)
    compare(world, 0, 0.9, 0.8)
    assert credit(world, 0, 0) == pytest.approx(1.9 / 3.0, abs=1e-6)
    compare(world, 0, 1.0, 0.0)
    assert credit(world, 0, 0) == pytest.approx(1.9 / 4.0, abs=1e-6)


def test_without_an_experience_of_ones_own_nothing_is_compared():
    """A satisfaction of -1 means none."""
    world = model({**FEW, **ON}).world
    compare(world, 0, 0.9, -1.0)
    assert credit(world, 0, 0) == pytest.approx(0.5)


def test_without_it_everybody_is_believed_alike():
    """Weight 1, whatever they told."""
    world = model({**FEW, "spread": {"propensity": 0.0}}).world
    compare(world, 0, 1.0, 0.0)
    assert credit(world, 0, 0) == 1.0
    assert world.peers.wrong.sum() == 0.0
