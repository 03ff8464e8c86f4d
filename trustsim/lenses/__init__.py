"""Theories of trust, one a file, found by file name: seven beliefs in, trust out.

A lens is a rule `name(beliefs, settings)` in `lenses/name.py`: beliefs are `state.Beliefs` (each 0..1), the result is
trust in 0..1, and it never falls when a belief rises.
"""

from importlib import import_module
from pathlib import Path

from trustsim.rule import rule

LENSES = tuple(sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py")))


def lens(name):
    """The lens function of that name."""
    return getattr(import_module(f"trustsim.lenses.{name}"), name)


@rule
def read(lens_number, beliefs, settings):
    """Trust under the lens of that number (its place in LENSES); compiled, this is one branch per lens."""
    return lens(LENSES[lens_number])(beliefs, settings)
