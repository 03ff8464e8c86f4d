"""Levelling: distance in standing shrinks when somebody of standing shows themselves."""

import pytest
from worlds import alone, model

from trustsim.mechanisms.levelling import level
from trustsim.state import KNOWLEDGE, NO_POST, PERSONAL, PROMOTIONAL, SPOTLIGHT


@pytest.mark.parametrize(
    ("seen", "left"), [(PERSONAL, 0.9), (KNOWLEDGE, 1.0), (PROMOTIONAL, 1.0), (SPOTLIGHT, 1.0), (NO_POST, 1.0)]
)
def test_only_a_personal_post_takes_away_a_tenth_of_the_gap(seen, left):
    """g becomes g (1 - levelling) for each personal post seen."""
    world = alone()
    world.relations[0].gap, world.relations[0].seen, world.customers[0].saw = 0.5, seen, 1
    level(world, 0)
    assert world.relations[0].gap == pytest.approx(0.5 * left)


def test_a_gap_is_standing_above_ones_own():
    """At the start it is max(0, the advisor's status less the customer's)."""
    world = model(spread={"status": 2.0}).world
    used = world.relations[world.relations.advisor >= 0]
    above = world.advisors.status[used.advisor] - world.customers.status[used.customer]
    assert (used.gap == above.clip(0.0)).all()
    assert (above < 0).any()
    assert (above > 0).any()


def test_over_a_year_personal_posts_bring_people_closer():
    """Advisors who show themselves every week are close to all they know after a year; those who lecture stay above."""
    gaps = []
    for kind in ("personal", "knowledge"):
        mix = {"rate": 1.0, **dict.fromkeys(("knowledge", "personal", "promotional", "spotlight"), 0.0), kind: 1.0}
        world = model(advisors=mix, weeks=52)
        gaps.append(world.world.relations.gap.sum())
    assert gaps[0] < 0.2 * gaps[1]
