"""Learnt propensity: strangers are trusted as people turned out to be."""

import pytest
from worlds import alone

from trustsim.evidence import prior_of, trust_in
from trustsim.mechanisms.learnt_propensity import live
from trustsim.state import LEAPT, REFUSED

ON = {"mechanisms": {"learnt_propensity": True}, "learnt_propensity": {"anchor": 1.0, "remembered": 0.5}}


def lived(world, experiences):
    """The prior after these experiences, oldest first."""
    for experience in experiences:
        world.customers[0].outcome, world.customers[0].experience = LEAPT, experience
        live(world, 0)
    return prior_of(world, 0)


def test_the_prior_moves_towards_what_was_lived_the_newest_most():
    """K = 1, psi = .5, pi = .5: 1 gives (.5 + 1) / 2; then 0 gives (.5 + .5) / (1 + 1.5)."""
    world = alone(**ON)
    assert prior_of(world, 0) == pytest.approx(0.5)
    assert lived(world, [1.0]) == pytest.approx(0.75)
    assert lived(world, [0.0]) == pytest.approx(0.4)


def test_everybody_is_trusted_by_it():
    """Trust in an advisor of whom nothing is known is the new prior."""
    world = alone(lens="reputation", **ON)
    lived(world, [1.0, 1.0])
    assert float(trust_in(world, 0, 0, 0.0)) == pytest.approx((0.5 + 1.5) / 2.5)


def test_who_does_not_leap_learns_nothing_and_without_it_nobody_does():
    """Refraining is no experience; switched off, the prior is the propensity."""
    world = alone(**ON)
    world.customers[0].outcome, world.customers[0].experience = REFUSED, 1.0
    live(world, 0)
    assert world.customers[0].lived == 0.0
    lived(world, [1.0])
    world.settings.on_learnt_propensity = 0
    assert prior_of(world, 0) == 0.5
