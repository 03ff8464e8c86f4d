"""Responding: a late answer counts against reliability."""

from worlds import alone, learnt, often, weeks

from trustsim.mechanisms.responding import wait_for_answer
from trustsim.state import LEAPT

ON = {"mechanisms": {"responding": True}}


def test_one_answer_in_five_is_late_and_costs_half_an_observation():
    """Responsiveness .8 over 2,000 deliveries; a delivery by a machine is never late."""
    world = alone(advisors={"responsiveness": 0.8}, responding={"late_weight": 0.5}, **ON)
    customer = world.customers[0]
    customer.outcome, customer.chosen, customer.considered = LEAPT, 0, 0
    for _ in weeks(world, 2000):
        wait_for_answer(world, 0)
    assert set(learnt(world)) == {"reliability"}
    assert often(learnt(world)["reliability"][1] / 0.5, 2000, 0.2)
    before, customer.digital = learnt(world), 1
    for _ in weeks(world, 50):
        wait_for_answer(world, 0)
    assert learnt(world) == before
