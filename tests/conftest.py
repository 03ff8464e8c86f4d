"""Fixtures that many tests share."""

import pytest
from browser import browser, context, faults, page, requests, serious
from hypothesis import settings
from worlds import RICH, model

__all__ = ["browser", "context", "faults", "page", "requests", "serious"]  # fixtures

settings.register_profile("trustsim", max_examples=100, deadline=None)
settings.load_profile("trustsim")


def pytest_addoption(parser):
    """`--part 1` to `--part 4`: only the tests in every fourth file, so that runs share the work."""
    parser.addoption("--part", type=int, choices=(1, 2, 3, 4), help="only the tests in every fourth file")


def pytest_collection_modifyitems(config, items):
    """Leave out the tests of the other parts."""
    part = config.getoption("--part")
    if part:
        files = sorted({item.path for item in items})
        mine = set(files[part - 1 :: 4])
        config.hook.pytest_deselected(items=[item for item in items if item.path not in mine])
        items[:] = [item for item in items if item.path in mine]


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
