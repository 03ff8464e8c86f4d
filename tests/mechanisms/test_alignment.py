"""Alignment: whose pay does not hang on the customer's success sometimes serves themselves."""

import pytest
from worlds import alone, learnt, often, weeks

from trustsim.mechanisms.alignment import serve_whom
from trustsim.state import LEAPT

ON = {"mechanisms": {"alignment": True}}


@pytest.mark.parametrize(("aligned", "odds"), [(1.0, 0.0), (0.5, 0.2), (0.0, 0.4)])
def test_the_less_aligned_the_more_often_and_half_of_it_is_found_out(aligned, odds):
    """(1 - alignment) x .4 against other orientation, half of that against integrity too."""
    world = alone(firms={"alignment": aligned}, alignment={"temptation": 0.4, "caught": 0.5}, **ON)
    customer = world.customers[0]
    customer.outcome, customer.chosen, customer.considered = LEAPT, 0, 0
    for _ in weeks(world, 2000):
        serve_whom(world, 0)
    found = learnt(world)
    assert often(found.get("other_orientation", (0, 0))[1], 2000, odds)
    assert often(found.get("integrity", (0, 0))[1], 2000, odds / 2)
    assert set(found) <= {"other_orientation", "integrity"}
