"""Approaching: human, professional, solution, in whichever order."""

import pytest
from worlds import alone, learnt, often, weeks

from trustsim.mechanisms.approaching import (
    HUMAN,
    PROFESSIONAL,
    SOLUTION,
    approach,
    contact,
    gate,
    is_avoided,
    stage_of,
)
from trustsim.mechanisms.leaping import leap, most_trusted
from trustsim.state import LEAPT, NOBODY

ON = {"mechanisms": {"approaching": True}}
WEIGHT = {"contact_weight": 0.4, "enough_shown": 0.5, "avoid_weeks": 26}


def approached(order=0, dialogue=1.0, flight=1.0, **groups):
    """One advisor who approaches in this order."""
    traits = {"order": order, "dialogue": dialogue, "competence": 1.0, "approach_rate": 1.0}
    return alone(advisors=traits, approaching={**WEIGHT, "flight": flight}, **ON, **groups)


def test_the_six_orders_and_what_comes_after():
    """All permutations, then human and professional in turn."""
    orders = [tuple(stage_of(order, n) for n in range(3)) for order in range(6)]
    assert sorted(orders) == orders and len(set(orders)) == 6
    assert orders[0] == (HUMAN, PROFESSIONAL, SOLUTION)
    assert [stage_of(5, n) for n in range(3, 7)] == [HUMAN, PROFESSIONAL, HUMAN, PROFESSIONAL]


def test_a_human_contact_in_dialogue_and_as_a_monologue():
    """Asked back: intimacy, other orientation, empathy; otherwise other orientation suffers."""
    world = approached()
    contact(world, 0, 0, 0)
    assert learnt(world) == dict.fromkeys(("intimacy", "other_orientation", "empathy"), (0.4, 0.0))
    world = approached(dialogue=0.0, flight=0.0)
    contact(world, 0, 0, 0)
    assert learnt(world) == {"intimacy": (0.4, 0.0), "other_orientation": (0.0, 0.4)}


def test_competence_is_heard_in_full_only_by_who_feels_safe():
    """Weight .4 x (1/2 + 1/2 min(1, r / .5)): .2 from a stranger, .36 after a human contact of .4."""
    world = approached(order=2)
    contact(world, 0, 0, 0)
    assert learnt(world)["competence"] == pytest.approx((0.2, 0.0))
    world = approached()
    contact(world, 0, 0, 0)
    contact(world, 0, 0, 0)
    assert learnt(world)["competence"] == pytest.approx((0.4 * 0.9, 0.0))


def test_a_pitch_at_once_is_a_trap_and_the_customer_flees():
    """The gate is shut: against other orientation and intimacy, avoided for 26 weeks, no candidate meanwhile."""
    world = approached(order=4)
    assert gate(world, 0) == 0.0
    contact(world, 0, 0, 0)
    customer = world.customers[0]
    assert learnt(world) == {"intimacy": (0.0, 0.4), "other_orientation": (0.0, 0.4)}
    assert (int(customer.pitched), int(customer.fled), int(customer.invited)) == (1, 1, NOBODY)
    assert is_avoided(world, 0) and most_trusted(world, 0) == NOBODY
    world.clock.tick = 26
    assert not is_avoided(world, 0) and most_trusted(world, 0) == 0


def test_after_the_human_and_the_professional_a_solution_is_welcome():
    """.4 of intimacy and .36 of competence: the gate is .8 x .72 = .576, and who takes it up has a need now."""
    times = 0
    world = approached(flight=0.0, customers={"need_rate": 0.0})
    for _ in range(2):
        contact(world, 0, 0, 0)
    assert gate(world, 0) == pytest.approx(0.576)
    kept, customer = world.evidence.good.copy(), world.customers[0]
    for _ in weeks(world, 2000):
        customer.invited, customer.pitched, world.approaches[0].contacts = NOBODY, 0, 2
        world.evidence.good[:], world.evidence.bad[:] = kept, 0.0
        contact(world, 0, 0, 0)
        times += int(world.customers[0].invited) == 0
    assert often(times, 2000, 0.576)
    world.customers[0].invited = 0
    leap(world, 0)
    assert int(world.customers[0].considered) == 0 and int(world.customers[0].outcome) >= LEAPT - 1


def test_a_monologue_drives_away_half_as_often():
    """Flight 1, gate 0, half: one in two."""
    world, times = approached(dialogue=0.0), 0
    for _ in weeks(world, 2000):
        world.customers[0].fled, world.approaches[0].contacts = 0, 0
        world.evidence[0, 0].good[:] = 0.0
        contact(world, 0, 0, 0)
        times += int(world.customers[0].fled)
    assert 0.4 < times / 2000 < 0.6


def test_whoever_is_avoided_does_not_get_through():
    """No contact while avoided, and none without a rate."""
    world = approached()
    world.approaches[0].avoid_until = 5
    approach(world, 0)
    assert int(world.approaches[0].contacts) == 0
    world.clock.tick = 5
    approach(world, 0)
    assert int(world.approaches[0].contacts) == 1
