"""Repair: an apology or a denial gives back some of what a failure took, or takes more."""

import pytest
from worlds import alone, learnt, often, weeks

from trustsim.mechanisms.repair import make_up
from trustsim.state import APOLOGY, COMPETENCE, DENIAL, INTEGRITY, LEAPT, NO_RESPONSE

ON = {"mechanisms": {"repair": True}}


def failed(dimension, apology, denial, **groups):
    """What is learnt from the answer to a failure in one dimension; the credibility is .5."""
    world = alone(**{**ON, "advisors": {"apology": apology, "denial": denial}, **groups})
    customer = world.customers[0]
    customer.outcome, customer.chosen, customer.considered = LEAPT, 0, 0
    customer.signals[:] = 1
    customer.signals[dimension] = 0
    make_up(world, 0)
    return world


@pytest.mark.parametrize(
    ("dimension", "apology", "denial", "known"),
    [
        (COMPETENCE, 1.0, 0.0, {"competence": (0.25, 0.0)}),
        (INTEGRITY, 1.0, 0.0, {"integrity": (0.1, 0.0)}),
        (COMPETENCE, 0.0, 1.0, {"competence": (0.0, 0.1)}),
        (INTEGRITY, 0.0, 1.0, {"integrity": (0.2, 0.0)}),
        (INTEGRITY, 0.0, 0.0, {}),
    ],
)
def test_an_apology_helps_after_a_mistake_and_a_denial_after_a_breach(dimension, apology, denial, known):
    """rho x credibility .5 of one observation: .5, .2 for an apology; -.2, .4 for a denial [Kim2004 for the order]."""
    assert learnt(failed(dimension, apology, denial, repair={"exposed": 0.0})) == known


def test_a_denial_proven_false_is_a_breach_of_its_own():
    """One observation against integrity, on top of what the denial did."""
    found = learnt(failed(COMPETENCE, 0.0, 1.0, repair={"exposed": 1.0}))
    assert found == {"competence": (0.0, 0.1), "integrity": (0.0, 1.0)}


def test_the_answers_come_as_often_as_the_traits_say():
    """Half apologies, three in ten denials, nothing in the rest; after a success nobody answers."""
    world = failed(COMPETENCE, 0.5, 0.3)
    customer, answers = world.customers[0], []
    for _ in weeks(world, 2000):
        make_up(world, 0)
        answers.append(int(customer.response))
    for answer, share in ((APOLOGY, 0.5), (DENIAL, 0.3), (NO_RESPONSE, 0.2)):
        assert often(answers.count(answer), 2000, share)
    customer.signals[:], customer.response = 1, NO_RESPONSE
    make_up(world, 0)
    assert customer.response == NO_RESPONSE
