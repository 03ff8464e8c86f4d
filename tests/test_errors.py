"""Advice on unknown names: one rule for every message."""

import ast

import pytest
from worlds import HOUSE

from trustsim.errors import advice, nearest


@pytest.mark.parametrize(
    ("name", "near"),
    [("rates", "rate"), ("RATE", "rate"), ("Reach", "reach"), ("xyz", None), ("", None), (7, None)],
)
def test_the_nearest_name_is_found_whatever_its_case(name, near):
    """A misspelt name, one in capitals; nothing where nothing is alike."""
    assert nearest(name, ["rate", "reach", "sharing"]) == near


def test_advice_names_one_or_all():
    """The nearest name if there is one, else every name, else that there are none."""
    assert advice("rat", ["rate"], "advisors.") == "did you mean advisors.rate?"
    assert advice("xyz", ["rate", "reach"]) == "there are: rate, reach"
    assert advice("xyz", []) == "there are: none"


def test_names_are_matched_in_one_place():
    """No file but `errors.py` compares names by itself."""
    for path in sorted((HOUSE / "trustsim").rglob("*.py")):
        modules = [
            alias.name if isinstance(node, ast.Import) else node.module
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        ]
        assert path.name == "errors.py" or "difflib" not in modules, path
