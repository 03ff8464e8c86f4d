"""Contexts: a need is about something, and nobody is equally good at everything."""

import pytest
from worlds import model, often, weeks

from trustsim.mechanisms.contexts import quality_in, topic

NAMES = {"contexts": {"names": ["service", "data", "money"]}}


@pytest.mark.parametrize("share", [0.0, 0.7, 1.0])
def test_most_needs_are_about_the_main_context(share):
    """A share `main_share` of them; the other contexts divide the rest evenly."""
    world, count = model(contexts={**NAMES["contexts"], "main_share": share}).world, [0, 0, 0]
    for _ in weeks(world, 2000):
        world.customers[0].context = 0
        topic(world, 0)
        count[int(world.customers[0].context)] += 1
    for times, expected in zip(count, (share, (1 - share) / 2, (1 - share) / 2), strict=True):
        assert often(times, 2000, expected)


def test_with_one_context_every_need_is_about_it():
    """There is nothing else for it to be about."""
    world = model(contexts={"main_share": 0.0}).world
    for _ in weeks(world, 50):
        topic(world, 0)
        assert world.customers[0].context == 0


def test_elsewhere_advisors_are_not_what_they_are_at_home():
    """True dispositions count `elsewhere` outside the first context, and in full with the mechanism off."""
    world = model(contexts={**NAMES["contexts"], "elsewhere": 0.5}).world
    at_home = world.advisors[0].quality[2]
    assert [quality_in(world, 0, 2, context) for context in range(3)] == [at_home, 0.5 * at_home, 0.5 * at_home]
    world = model(contexts={**NAMES["contexts"], "elsewhere": 0.5}, mechanisms={"contexts": False}).world
    assert quality_in(world, 0, 2, 1) == at_home


def test_trust_differs_between_contexts():
    """Who is good at service and bad with data comes to be trusted with the one, not with the other."""
    contexts = {**NAMES["contexts"], "main_share": 0.5, "elsewhere": 0.2}
    world = model(contexts=contexts, evidence={"spillover": 0.0}, customers={"need_rate": 1.0}, weeks=40)
    customers = [customer for customer in world.crew["customers"] if customer.leaps > 10]
    felt = [
        [customer.trust_in(max(customer.advisors, key=customer.trust_in), context) for customer in customers]
        for context in (0, 1)
    ]
    assert len(customers) > 20
    assert sum(felt[0]) > sum(felt[1])
