"""Oscillating: good until trusted, then not."""

import pytest
from worlds import alone

from trustsim.mechanisms.delivering import odds
from trustsim.mechanisms.oscillating import true_to_form
from trustsim.state import COMPETENCE, INTEGRITY

ON = {"mechanisms": {"oscillating": True}}


@pytest.mark.parametrize(("trust", "shown"), [(0.59, 1.0), (0.6, 0.3), (0.9, 0.3)])
def test_trust_is_betrayed_once_it_is_there(trust, shown):
    """From .6 on 1 - .7 of their dispositions are left."""
    world = alone(advisors={"betrayal": 0.7, "competence": 0.8, "integrity": 0.5}, **ON)
    customer = world.customers[0]
    customer.considered, customer.trust_then, customer.opened, customer.effort = 0, trust, 1, 1.0
    assert true_to_form(world, 0) == pytest.approx(shown)
    assert odds(world, 0, COMPETENCE) == pytest.approx(0.8 * shown)
    assert odds(world, 0, INTEGRITY) == pytest.approx(0.5 * shown)
    world.settings.on_oscillating = 0
    assert true_to_form(world, 0) == 1.0
