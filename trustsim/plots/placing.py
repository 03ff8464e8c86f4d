"""Where the readings of an assumed space lie in a figure: its two coordinates, and a place for each reading."""

import numpy as np

from trustsim.runs.space import HORIZON, LENS, WHEN

JITTER = 0.28  # of the distance between two names


def coordinates(space):
    """The two coordinates to draw: those that decide, or the lens and a number beside one that decides alone."""
    decide = list(space.decide)[:2]
    others = [name for name in (LENS, WHEN, HORIZON, *space.places[0]) if name in space.places[0]]
    numbers = [name for name in others if not isinstance(space.places[0][name], str)]
    both = list(dict.fromkeys([*decide, *([numbers[0]] if numbers and not decide else []), *others]))[:2]
    if len(both) < 2:
        both *= 2
    return tuple(sorted(both, key=lambda name: isinstance(space.places[0][name], str)))  # names belong on the y axis


def positions(space, name, turn):
    """Where each reading lies along a coordinate; names are spread a little, so that no reading hides another."""
    values = [place[name] for place in space.places]
    if not isinstance(values[0], str):
        return np.array(values, float)
    names = sorted(set(values))
    spread = (np.arange(len(values)) * (0.618034, 0.754878)[turn]) % 1.0 - 0.5
    return np.array([names.index(value) for value in values]) + 2 * JITTER * spread
