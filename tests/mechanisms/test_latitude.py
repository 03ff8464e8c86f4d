"""Latitude: who does not dare to entrust all of a need entrusts a part of it."""

import pytest
from worlds import alone, model

from trustsim.mechanisms.latitude import entrusted_part

ON = {"mechanisms": {"latitude": True}}


@pytest.mark.parametrize(
    ("size", "dares", "part"),
    [(2.0, 0.5, 0.5), (2.0, 3.0, 2.0), (2.0, 0.2, 0.2), (2.0, 0.19, 2.0)],
    ids=["a part", "all", "just worth it", "too little to be worth it"],
)
def test_a_part_is_entrusted_if_it_is_worth_it(size, dares, part):
    """At least a tenth of the need, otherwise the whole is left, and refused."""
    assert entrusted_part(alone(latitude={"least_part": 0.1}, **ON), size, dares) == part
    assert entrusted_part(alone(), size, dares) == size  # switched off


def test_more_needs_are_entrusted_and_each_in_smaller_parts():
    """In the small world refusals turn into parts; what was wanted is remembered."""
    with_parts, without = (model(weeks=20, **groups).tables.customers for groups in (ON, {}))
    assert with_parts["leaps"].sum() > without["leaps"].sum()
    leapt = with_parts[with_parts["outcome"] == 3]
    assert (leapt["stake"] <= leapt["wanted"]).all() and (leapt["stake"] < leapt["wanted"]).any()
