"""What an outcome depends on: sensitivity indices of a design, with 95 % intervals, and the dummy as the noise floor.

sobol: S1 and ST, the shares of the variance that a factor explains alone and with all its interactions [Saltelli2010].
morris: mu_star, the mean absolute elementary effect, and sigma, its standard deviation [Morris1991; Campolongo2007].
lhs: S1 from the points of a hypercube [Tarantola2006; Plischke2010], and in words the one or two factors that tell high
outcomes from low ones. The intervals are those that SALib takes from resamples.
"""

import warnings
from typing import NamedTuple

import numpy as np

from trustsim.runs.compare import HIGHER, LOWER, SAME, UNDECIDED, decided
from trustsim.runs.space import rule_of
from trustsim.sweeps.designs import DUMMY, LEVELS, LHS, MORRIS, SEED, SOBOL, problem_of, salib

RESAMPLES = 200
HARMONICS = 4  # of an outcome along a factor of a hypercube; more would need more points
SMALLEST = 1e-12  # a spread of an outcome, relative to its size, that is no more than rounding
LEAD = {SOBOL: "ST", MORRIS: "mu_star", LHS: "S1"}  # the index that ranks the factors
ANSWERS = {LOWER: "lower", HIGHER: "higher", SAME: "about the same", UNDECIDED: UNDECIDED}
ABOVE, BELOW = "above the mean", "below the mean"


class Index(NamedTuple):
    """One index of one factor."""

    factor: str  # a key, or DUMMY
    index: str
    value: float
    low: float  # the ends of its 95 % interval; NaN if it has none
    high: float


def indices(sweep, values):
    """The Indices of a response with these values (float64 [points], in the order of the design).

    Empty for a design without indices, and where the response is missing at a point or is the same at all of them.
    """
    if sweep.design not in ESTIMATED or np.isnan(values).any() or not varies(values):
        return []
    names = [*sweep.over, DUMMY]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of resamples in which nothing varies
        found = ESTIMATED[sweep.design](problem_of(names), np.array(sweep.cube, float), np.asarray(values, float))
    rows = []
    for index, (estimates, halves) in found.items():
        for name, value, half in zip(names, estimates, halves, strict=True):
            rows.append(Index(name, index, float(value), float(value - half), float(value + half)))
    return rows


def varies(values):
    """Whether values differ by more than rounding."""
    return bool(np.ptp(values) > SMALLEST * max(1.0, float(np.abs(values).max())))


def of_sobol(problem, cube, values):
    """{index: (estimates, half-widths)}."""
    how = {"calc_second_order": False, "num_resamples": RESAMPLES, "seed": SEED}
    found = salib("analyze.sobol").analyze(problem, values, **how)
    return {name: (found[name], found[f"{name}_conf"]) for name in ("ST", "S1")}


def of_morris(problem, cube, values):
    """{index: (estimates, half-widths)}; sigma has no interval."""
    how = {"num_resamples": RESAMPLES, "num_levels": LEVELS, "seed": SEED}
    found = salib("analyze.morris").analyze(problem, cube, values, **how)
    none = np.full(len(problem["names"]), np.nan)
    return {"mu_star": (found["mu_star"], found["mu_star_conf"]), "sigma": (found["sigma"], none)}


def of_points(problem, cube, values):
    """{index: (estimates, half-widths)}."""
    how = {"num_resamples": RESAMPLES, "seed": SEED}
    found = salib("analyze.rbd_fast").analyze(problem, cube, values, M=HARMONICS, **how)
    return {"S1": (found["S1"], found["S1_conf"])}


ESTIMATED = {SOBOL: of_sobol, MORRIS: of_morris, LHS: of_points}


def ranked(found, design):
    """(factor, whether it stands out from the dummy) of all but the dummy, from the one that matters most."""
    lead = {each.factor: each for each in found if each.index == LEAD[design]}
    floor = lead.pop(DUMMY)
    order = sorted(lead.values(), key=lambda each: -each.value)
    return [(each.factor, stands_out(each, floor)) for each in order]


def stands_out(each, floor):
    """Whether the interval of an index lies above that of the dummy."""
    return bool(each.low > floor.high)


def what_decides(places, response, intervals):
    """(regions, share right): the one or two coordinates that tell the points apart, as in the assumed space.

    Points are told apart by whether a difference matters, or else by whether the outcome is above its mean.
    """
    known = [(place, each) for place, each in zip(places, intervals, strict=True) if not np.isnan(each.mean)]
    if not known:
        return (), float("nan")
    places = [{key: value for key, value in place.items() if key != DUMMY} for place, _ in known]
    places = [{key: str(value) if isinstance(value, bool) else value for key, value in each.items()} for each in places]
    if response.minus and response.about.smallest:
        answers = [ANSWERS[decided(each, response.about.smallest)] for _, each in known]
    else:
        middle = np.mean([each.mean for _, each in known])
        answers = [ABOVE if each.mean > middle else BELOW for _, each in known]
    return rule_of(places, answers)
