"""Promising: a promise raises what is expected, and a delivery below it is a breach of integrity."""

import pytest
from worlds import alone, learnt, often, weeks

from trustsim.mechanisms.delivering import evaluate
from trustsim.mechanisms.promising import hold_to_promise, promises
from trustsim.state import LEAPT

ON = {"mechanisms": {"promising": True}}


def served(success=0.5, promised=1, **groups):
    """A world in which the customer has just had a delivery."""
    world = alone(**{**ON, **groups})
    customer = world.customers[0]
    customer.outcome, customer.chosen, customer.considered = LEAPT, 0, 0
    customer.success, customer.promised = success, promised
    return world


def test_some_promise_and_some_do_not():
    """Three in ten."""
    world, times = served(advisors={"overpromise": 0.3}), 0
    for _ in weeks(world, 2000):
        times += bool(promises(world, 0))
    assert often(times, 2000, 0.3)
    assert not promises(served(advisors={"overpromise": 1.0}, mechanisms={"promising": False}), 0)


@pytest.mark.parametrize(("success", "promised", "breach"), [(0.5, 1, 1.0), (1.0, 1, 0.0), (0.5, 0, 0.0)])
def test_what_falls_short_of_a_promise_is_a_breach(success, promised, breach):
    """One observation against integrity; kept or never given, none."""
    world = served(success, promised)
    hold_to_promise(world, 0)
    assert learnt(world) == ({"integrity": (0.0, breach)} if breach else {})


@pytest.mark.parametrize(("promised", "surprise"), [(0, 0.25), (1, -0.25)])
def test_after_a_promise_everything_is_expected_to_be_well(promised, surprise):
    """Expected .5 without evidence, and 1 after a promise; experienced .75."""
    world = served(promised=promised, customers={"propensity": 0.5})
    customer = world.customers[0]
    customer.signals[:] = 1, 1, 1, 1, 0, 1, 0
    customer.signals[5] = 1
    evaluate(world, 0)
    assert float(customer.surprise) == pytest.approx(5 / 6 - (1.0 if promised else 0.5))
