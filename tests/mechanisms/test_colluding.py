"""Colluding: made-up praise sounds like perfect deliveries."""

from worlds import alone, learnt, often, weeks

from trustsim.mechanisms.colluding import hear_praise
from trustsim.state import DIMENSIONS


def heard(**mechanisms):
    """What 1,000 weeks of praise, three weeks in ten, leave; one piece weighs .2."""
    world = alone(
        advisors={"praise": 0.3},
        customers={"propensity": 0.4},
        colluding={"praise_weight": 0.2},
        mechanisms={"colluding": True, **mechanisms},
    )
    for _ in weeks(world, 1000):
        hear_praise(world, 0)
    found = learnt(world)
    assert set(found) == set(DIMENSIONS) and len(set(found.values())) == 1
    return found["integrity"]


def test_praise_counts_for_every_dimension():
    """.2 observations each time, nothing bad."""
    good, bad = heard()
    assert bad == 0.0 and often(good / 0.2, 1000, 0.3)


def test_whoever_weighs_sources_gives_strangers_little_credit():
    """By their propensity: .4 of it."""
    assert abs(heard(source_discounting=True)[0] / heard()[0] - 0.4) < 0.01


def test_nobody_praises_by_default():
    """The mechanism may be on."""
    world = alone(mechanisms={"colluding": True})
    for _ in weeks(world, 50):
        hear_praise(world, 0)
    assert learnt(world) == {}
