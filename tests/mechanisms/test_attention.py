"""Attention: whoever knows many people sees less of each."""

import pytest
from worlds import alone, model, often

from trustsim.mechanisms.attention import attended

ON = {"mechanisms": {"attention": True}}


@pytest.mark.parametrize(("known", "share"), [(1, 1.0), (5, 1.0), (10, 0.5), (50, 0.1)])
def test_one_attends_to_five_relations_a_week(known, share):
    """min(1, 5 / known)."""
    world = alone(customers={"attention": 5.0}, **ON)
    world.customers[0].known = known
    assert attended(world, 0) == pytest.approx(share)
    assert attended(alone(customers={"attention": 0.1}), 0) == 1.0  # switched off


def test_posts_reach_whoever_knows_many_less_often():
    """Eight advisors known and attention for two: a quarter of the posts of everybody are seen."""
    few = {"population": {"customers": 40, "advisors": 8, "firms": 1}, "graph": {"relations": 8, "peers": 0}}
    world = model(few, weeks=0, advisors={"rate": 1.0}, posting={"reach": 1.0}, customers={"attention": 2.0}, **ON)
    saw = sum(int(world.run(1).tables.customers["saw"].sum()) for _ in range(10))
    assert often(saw, 10 * 40 * 8, 0.25)
