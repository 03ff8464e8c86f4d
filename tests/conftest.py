"""Fixtures that many tests share."""

import pytest
from browser import browser, context, faults, page, requests
from hypothesis import settings
from worlds import RICH, model

__all__ = ["browser", "context", "faults", "page", "requests"]  # fixtures

settings.register_profile("trustsim", max_examples=100, deadline=None)
settings.load_profile("trustsim")


@pytest.fixture
def small():
    """A small world at its beginning."""
    world = model()
    yield world
    world.close()


@pytest.fixture
def rich():
    """A small world in which much happens, at its beginning."""
    world = model(RICH)
    yield world
    world.close()
