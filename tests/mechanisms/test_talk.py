"""Talk: what matters is talked over among people who have known each other, and works where there is trust."""

import math

import pytest
from worlds import alone, learnt, often, weeks

from trustsim.evidence import beliefs
from trustsim.mechanisms.talk import heaviest, talk_it_over
from trustsim.state import COMPETENCE, EMPATHY, IN_VAIN, LEAPT, NO_TALK, RELIABILITY, SETTLED

ON = {"mechanisms": {"talk": True}, "talk": {"awareness": 1.0, "talk_slope": 10.0, "trust_to_talk": 0.4}}


def disappointed(failed=COMPETENCE, stake=2.0, age=20, trust=0.5, **groups):
    """A world in which the customer has just been disappointed in one dimension, after `age` weeks of acquaintance."""
    more = {name: {**ON.get(name, {}), **table} if isinstance(table, dict) else table for name, table in groups.items()}
    world = alone(**{**ON, **more})
    customer = world.customers[0]
    customer.outcome, customer.chosen, customer.surprise = LEAPT, 0, -0.2
    customer.stake, customer.trust_then = stake, trust
    customer.signals[:] = 1
    customer.signals[failed] = 0
    world.clock.tick, world.relations[0].since = age, 0
    return world


@pytest.mark.parametrize(("stake", "age", "talk"), [(2.0, 20, True), (1.0, 20, False), (2.0, 3, False), (4.0, 3, True)])
def test_they_talk_about_what_matters_if_they_have_known_each_other_for_long(stake, age, talk):
    """size ln(1 + age) > 4: 2 ln 21 = 6.1 and 4 ln 4 = 5.5 do, 1 ln 21 = 3.0 and 2 ln 4 = 2.8 do not."""
    world = disappointed(stake=stake, age=age)
    talk_it_over(world, 0)
    assert bool(world.customers[0].talked != NO_TALK) is talk


@pytest.mark.parametrize(
    ("trust", "mediation", "odds"),
    [(0.4, 0.0, 0.5), (0.5, 0.0, 1 / (1 + math.exp(-1))), (0.4, 1.0, 1 / (1 + math.exp(-2)))],
)
def test_a_talk_works_with_trust_and_with_a_mediator(trust, mediation, odds):
    """sigma(10 (T - .4)); a mediator lowers .4 to .2."""
    world, works = disappointed(trust=trust, talk={"mediation": mediation}), 0
    for _ in weeks(world, 2000):
        world.clock.tick = 20
        talk_it_over(world, 0)
        assert world.customers[0].talked in (IN_VAIN, SETTLED)
        works += world.customers[0].talked == SETTLED
    assert often(works, 2000, odds)


@pytest.mark.parametrize(
    ("failed", "restored"), [(EMPATHY, {"empathy": (1.0, 0.0)}), (RELIABILITY, {"reliability": (0.5, 0.0)})]
)
def test_what_weighs_most_under_their_own_theory_is_restored_in_full(failed, restored):
    """Components weighs care most: a talk about it restores 1 observation, about reliability half of one."""
    world = disappointed(failed, trust=0.99, talk={"talk_slope": 40.0})
    assert heaviest(world, 0, beliefs(world, 0, 0, 0.0)) == EMPATHY
    talk_it_over(world, 0)
    assert world.customers[0].talked == SETTLED
    assert learnt(world) == restored


def test_who_notices_nothing_says_nothing_and_who_is_content_neither():
    """Awareness 0; or a delivery as good as expected."""
    for change in ({"talk": {"awareness": 0.0}}, {}):
        world = disappointed(**change)
        world.customers[0].surprise = -0.2 if change else 0.1
        talk_it_over(world, 0)
        assert world.customers[0].talked == NO_TALK
