"""The sliders: what matters comes first, by the sensitivity sweep."""

import pytest

from docs.sensitivity import moved
from trustsim.live.spec import sliders, strength, strengths, weight_of
from trustsim.mechanisms import MECHANISMS
from trustsim.parameters import parameters
from trustsim.scenario import read


@pytest.fixture(scope="module")
def tabs():
    """The tabs of the baseline, by name."""
    made = sliders("en", [next(iter(read("baseline").arms.values()))])
    return {tab["name"]: tab["groups"] for tab in made["tabs"]}


@pytest.mark.parametrize("tab", ["who", "do"])
def test_groups_and_sliders_come_by_how_much_trust_changes(tabs, tab):
    """The strongest group first, and within a group the strongest slider; a mechanism's switch stands on top."""
    weights = [weight_of(group) for group in tabs[tab]]
    assert weights == sorted(weights, reverse=True) and weights[0] > 0.05
    for group in tabs[tab]:
        paths = [item["path"] for item in group["items"]]
        if group["name"] in MECHANISMS:
            assert paths.pop(0) == f"mechanisms.{group['name']}"
        assert [strength(path) for path in paths] == sorted(map(strength, paths), reverse=True)


def test_every_parameter_that_can_be_moved_was_swept():
    """A new parameter fails here until the sweep is renewed: python -m docs.sensitivity."""
    assert set(strengths()) == {path for path, p in parameters().items() if moved(p)}
