"""Lenience: a firm that trusts its customers makes good without asking, and is sometimes exploited."""

import pytest
from worlds import alone, learnt, often, weeks

from trustsim.mechanisms.lenience import claim, know_clientele, makes_good
from trustsim.mutual import trust_in_clientele
from trustsim.state import CLAIM, FALSE_CLAIM, LEAPT, NO_CLAIM

ON = {"mechanisms": {"lenience": True}}


def served(success=0.5, trust=0.5, size=1.0, **groups):
    """A world in which the customer has just had a delivery."""
    world = alone(**{**ON, **groups})
    customer = world.customers[0]
    customer.outcome, customer.chosen, customer.success, customer.stake = LEAPT, 0, success, size
    world.firms[0].trust = trust
    return world


@pytest.mark.parametrize(("size", "unasked"), [(1.3, True), (1.32, False)])
def test_a_firm_makes_good_what_it_dares(size, unasked):
    """T = .5, G = 1.5, l = 1, kappa = 1.5: 1.5^(2/3) = 1.310."""
    assert bool(makes_good(alone(**ON), 0, size, 0.5)) is unasked


@pytest.mark.parametrize(("size", "made_good"), [(1.0, 1), (2.0, 0)])
def test_a_failure_is_claimed_and_made_good_or_looked_into(size, made_good):
    """Made good unasked it is care by the firm, half an observation; looked into, it teaches nothing."""
    world = served(size=size)
    claim(world, 0)
    assert (world.customers[0].claim, world.customers[0].made_good) == (CLAIM, made_good)
    care = {"other_orientation": (0.5, 0.0), "empathy": (0.5, 0.0)}
    assert learnt(world, row=1) == (care if made_good else {})


def test_opportunists_claim_what_did_not_fail():
    """One in five; found out always where the firm looks, three times in ten where it does not ask."""
    for trust, found_out in ((0.9, 0.3), (0.01, 1.0)):
        world, false, found = served(success=1.0, trust=trust, customers={"opportunism": 0.2}), 0, 0
        for _ in weeks(world, 4000):
            world.customers[0].claim = world.customers[0].found_out = NO_CLAIM
            claim(world, 0)
            false += world.customers[0].claim == FALSE_CLAIM
            found += int(world.customers[0].found_out)
        assert often(false, 4000, 0.2)
        assert often(found, false, found_out)


def test_a_firm_learns_about_its_clientele_by_shares_of_a_week():
    """Four meetings, one threat, two opened; two claims, one false: integrity .75 + .5 good, .25 + .5 bad."""
    world = alone(lenience={"clientele_weight": 1.0}, lens="reputation", **ON)
    firm = world.firms[0]
    firm.week_met, firm.week_threats, firm.week_opened, firm.week_claims, firm.week_exploits = 4, 1, 2, 2, 1
    know_clientele(world, 0)
    assert world.clientele[0].good.tolist() == pytest.approx([0.0, 1.0, 0.5, 1.25, 0.75, 1.25, 0.5])
    assert world.clientele[0].bad.tolist() == pytest.approx([0.0, 0.0, 0.0, 0.75, 0.25, 0.75, 0.0])
    assert float(firm.trust) == pytest.approx((1 + 5.25) / (2 + 5.25 + 2 * 1.75))
    assert float(trust_in_clientele(world, 0)) == float(firm.trust)
