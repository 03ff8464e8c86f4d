"""Surviving: a firm that takes in less than its costs closes, and nobody chooses its advisors any more."""

import pytest
from worlds import alone

from trustsim.mechanisms.leaping import most_trusted
from trustsim.mechanisms.surviving import close_books, is_open
from trustsim.state import NOBODY

ON = {"mechanisms": {"surviving": True}}


@pytest.mark.parametrize(("takings", "closed"), [(25.9, 1), (26.0, 0)])
def test_a_year_must_cover_its_costs(takings, closed):
    """One advisor at half a need a week: 26 in a year, on top of the 100 before it."""
    world = alone(firms={"cost": 0.5}, **ON)
    firm = world.firms[0]
    firm.year_began, firm.entrusted, world.clock.tick = 100.0, 100.0 + takings, 52
    close_books(world, 0)
    assert int(firm.closed) == closed and float(firm.year_began) == 100.0 + takings
    assert bool(is_open(world, 0)) is not bool(closed)


def test_books_are_closed_once_a_year():
    """Not in week 0, nor between."""
    world = alone(firms={"cost": 9.0}, **ON)
    for tick in (0, 1, 51, 53):
        world.clock.tick = tick
        close_books(world, 0)
    assert not world.firms[0].closed


def test_whoever_works_for_a_closed_firm_is_not_chosen():
    """The customer has no candidate left; without the mechanism they have."""
    for groups, chosen in ((ON, NOBODY), ({}, 0)):
        world = alone(**groups)
        world.firms[0].closed = 1
        assert most_trusted(world, 0) == chosen
