"""Reciprocity: trust is answered, both ways, and the answer feeds on itself."""

import math

import pytest
from worlds import alone, often, weeks

from trustsim.mechanisms.delivering import odds
from trustsim.mechanisms.reciprocity import answer_to, devotion, respond
from trustsim.mutual import trust_in_customer
from trustsim.state import COMPETENCE, EMPATHY, INTIMACY, LEAPT, OTHER_ORIENTATION, RELIABILITY

ON = {"mechanisms": {"reciprocity": True}}


def served(**groups):
    """A world in which the customer has just had a delivery by the advisor."""
    world = alone(**{**ON, **groups})
    world.customers[0].outcome, world.customers[0].chosen, world.customers[0].considered = LEAPT, 0, 0
    return world


@pytest.mark.parametrize(
    ("level", "steepness", "answer"),
    [
        (0.0, 0.0, 0.0),
        (0.3, 0.0, 0.3),
        (1.0, 12.0, 1.0),
        (0.5, 12.0, 0.5 * (1 + math.exp(-6))),
        (0.0, 12.0, math.exp(-6)),
    ],
)
def test_the_answer_is_linear_or_steep_and_full_at_1(level, steepness, answer):
    """k = 0 is the level itself; sigma(k (x - 1/2)) / sigma(k / 2) otherwise, so 1 at 1 and about a half at a half."""
    assert answer_to(level, steepness) == pytest.approx(answer)


def test_an_advisor_tries_as_hard_as_they_trust_the_customer():
    """Regard without evidence is the benefit of the doubt, .5: effort .3 + .7 x .5 = .65, and less for a machine's."""
    world = served(reciprocity={"least_effort": 0.3})
    assert float(trust_in_customer(world, 0)) == pytest.approx(0.5)
    assert devotion(world, 0) == pytest.approx(0.65)
    world.customers[0].digital = 1
    assert devotion(world, 0) == 1.0
    world.customers[0].digital, world.settings.on_reciprocity = 0, 0
    assert devotion(world, 0) == 1.0


def test_who_holds_back_holds_back_care_too():
    """At half effort competence .75 becomes .375, empathy .6 x .5 while free; without the mechanism care is whole."""
    world = served()
    customer = world.customers[0]
    customer.effort, customer.opened, customer.free = 0.5, 1, 1
    found = [odds(world, 0, d) for d in (COMPETENCE, RELIABILITY, INTIMACY, OTHER_ORIENTATION, EMPATHY)]
    assert found == pytest.approx([0.375, 0.375, 0.275, 0.3, 0.3])
    world.settings.on_reciprocity = 0
    found = [odds(world, 0, d) for d in (COMPETENCE, INTIMACY, OTHER_ORIENTATION, EMPATHY)]
    assert found == pytest.approx([0.375, 0.55, 0.6, 0.6])


@pytest.mark.parametrize(
    ("trust", "surprise", "steepness", "probability"),
    [(0.4, 0.1, 0.0, 0.3), (0.4, -0.1, 0.0, 0.6), (1.0, -1.0, 0.0, 0.0), (0.5, 0.0, 12.0, 0.25 * (1 + math.exp(-6)))],
)
def test_threats_come_of_distrust_and_twice_as_often_after_failure(trust, surprise, steepness, probability):
    """conduct .5 x (1 - T) = .3 at T = .4; doubled where the delivery was worse than expected."""
    world = served(customers={"conduct": 0.5}, reciprocity={"steepness": steepness})
    customer, times = world.customers[0], 0
    customer.trust_then, customer.surprise = trust, surprise
    for _ in weeks(world, 2000):
        respond(world, 0)
        times += int(customer.threatened)
    assert often(times, 2000, probability)


def test_a_threat_is_remembered_against_them_and_its_absence_for_them():
    """Per delivery: empathy, integrity and other orientation one way or the other, reliability, and what was opened."""
    kind, threatening = served(customers={"conduct": 0.0}), served(customers={"conduct": 1.0})
    for world in (kind, threatening):
        world.customers[0].trust_then, world.customers[0].opened = 0.0, 1
        respond(world, 0)
    good, bad = kind.regard[0].good.tolist(), kind.regard[0].bad.tolist()
    assert good == [0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0] and bad == [0.0] * 7
    good, bad = threatening.regard[0].good.tolist(), threatening.regard[0].bad.tolist()
    assert good == [0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0] and bad == [0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0]


def test_after_one_threat_the_advisor_trusts_less():
    """Pooled belief, W = 2, pi = .5, lambda = 2: (1 + 1) / (2 + 1 + 2 x 3) = 2/9 after a threat, (1 + 4) / (2 + 4) without."""
    for conduct, trust in ((1.0, 2 / 9), (0.0, 5 / 6)):
        world = served(customers={"conduct": conduct}, lens="reputation")
        world.customers[0].trust_then = 0.0
        respond(world, 0)
        assert float(trust_in_customer(world, 0)) == pytest.approx(trust)
