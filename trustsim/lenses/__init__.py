"""Theories of trust, one per file: each turns seven beliefs into trust.

A lens is a rule `name(beliefs, settings)` in `lenses/name.py`, found by its file name. It takes `state.Beliefs` (each
0..1) and returns trust in 0..1, which never falls when a belief rises.
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
    """Trust under the lens with that place in LENSES. Compiled, this is one branch per lens."""
    return lens(LENSES[lens_number])(beliefs, settings)
