"""Designs: which points of the space of a sweep are tried.

grid: every combination of the values. lhs: a Latin hypercube [McKay1979]. sobol: Saltelli's extension of a Sobol'
sequence [Saltelli2010]. morris: trajectories that move one factor at a time [Morris1991]. A path that ends in .csv: the
points in that file. Points that are drawn are the same for the same factors and size.
"""

from itertools import product
from pathlib import Path

from trustsim.errors import BadInput, advice
from trustsim.runs.conditions import Condition
from trustsim.scenario.study import Sweep
from trustsim.sweeps.factors import changes_of, networks_of
from trustsim.sweeps.points_file import points_in

GRID, LHS, SOBOL, MORRIS, FILE = "grid", "lhs", "sobol", "morris", "points"
SIZES = {LHS: 64, SOBOL: 64, MORRIS: 10}  # points, base points, trajectories
NEEDS = "what matters is found with SALib; install it: pip install 'trustsim[sweep]'"
DUMMY = "dummy"  # the coordinate that changes nothing in the model
SETS = 8  # sets of seeds that the dummy chooses from
APART = 100_000  # seeds from one set to the next: the most replicates there are
LEVELS = 4  # of a factor in Morris's design
SEED = 1  # of the draws: the same factors give the same points
MOST = 1_000_000  # points


def drawn(study, factors, design=GRID, size=None):
    """The Sweep of these Factors by a design: a name, or the path of a file of points. Raises BadInput.

    size: points of lhs, base points of sobol, trajectories of morris; None: see SIZES.
    """
    design, networks = str(design), networks_of(factors, study)
    over = {factor.key: factor.over for factor in factors}
    if design.endswith(".csv"):
        points = points_in(Path(design), factors, study)
        return Sweep(FILE, over, tuple(points), networks=networks_of(factors, study))
    if design == GRID:
        return Sweep(GRID, over, tuple(grid(factors)), networks=networks)
    if design not in SIZES:
        known = [GRID, *SIZES]
        raise BadInput(f"design {design!r:.60}: {advice(design, known)} A file of points ends in .csv")
    cube = CUBES[design](factors, size_of(design, size))
    points = tuple(place_of(factors, draws, design) for draws in cube)
    return Sweep(design, over, points, tuple(map(tuple, cube)), True, networks)


def size_of(design, size):
    """The size of a design, checked. Raises BadInput."""
    size = SIZES[design] if size is None else size
    if type(size) is not int or not 1 < size <= MOST:
        raise BadInput(f"size = {size!r:.40} must be a whole number from 2 to {MOST}")
    if design == SOBOL and size & (size - 1):
        below = 1 << (size.bit_length() - 1)
        raise BadInput(f"size = {size}: base points of sobol must be a power of 2, such as {below} or {2 * below}")
    return size


def grid(factors):
    """Every combination of the values of the factors; the last factor varies fastest."""
    bare = next((factor for factor in factors if not factor.values), None)
    if bare:
        low, high = bare.span
        raise BadInput(f"vary {bare.key} = {low}:{high}: a grid needs a count of values, such as {low}:{high}:5")
    many = 1
    for factor in factors:
        many *= len(factor.values)
    if many > MOST:
        raise BadInput(f"the grid has {many} points, and {MOST} are the most; give fewer values, or use --design lhs")
    return product(*(factor.values for factor in factors))


def hypercube(factors, size):
    """Places 0..1 of a Latin hypercube over the factors and the dummy."""
    from scipy.stats.qmc import LatinHypercube

    return rounded(LatinHypercube(len(factors) + 1, seed=SEED).random(size))


def saltelli(factors, size):
    """Places 0..1 from which Sobol' indices of the factors and the dummy are estimated."""
    sample = salib("sample.sobol").sample
    return rounded(sample(problem_of([*keys(factors), DUMMY]), size, calc_second_order=False, seed=SEED))


def trajectories(factors, size):
    """Places 0..1 of Morris's trajectories over the factors and the dummy."""
    sample = salib("sample.morris").sample
    return rounded(sample(problem_of([*keys(factors), DUMMY]), size, num_levels=LEVELS, seed=SEED))


CUBES = {LHS: hypercube, SOBOL: saltelli, MORRIS: trajectories}


def rounded(cube):
    """Places as they are recorded: six digits, below 1, so that no platform differs in the last of them."""
    return [[min(round(float(each), 6), 0.999999) for each in row] for row in cube]


def keys(factors):
    """The keys of factors."""
    return [factor.key for factor in factors]


def problem_of(names):
    """The problem, as SALib calls it: names, each over 0..1."""
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}


def salib(name):
    """A module of SALib. Raises BadInput if it is not installed."""
    from importlib import import_module

    try:
        return import_module(f"SALib.{name}")
    except ModuleNotFoundError as error:
        raise BadInput(NEEDS) from error


def place_of(factors, draws, design):
    """The value of each factor, and of the dummy, at a place of the cube.

    The dummy of sobol and of morris chooses a set of seeds. So its share in the outcome is that of chance alone, the
    noise floor. In a hypercube, where everything varies at once, it has no part in anything.
    """
    values = [
        morris_level(factor, luck) if design == MORRIS else factor.at(luck)
        for factor, luck in zip(factors, draws, strict=False)
    ]
    return (*values, draws[-1] if design == LHS else int(draws[-1] * SETS))


def morris_level(factor, luck):
    """The value of a factor at a level, where the lowest and the highest level are the ends of its range."""
    if factor.span is None or factor.kind is int:
        return factor.at(luck)
    low, high = factor.span
    return float(f"{low + round(luck * (LEVELS - 1)) / (LEVELS - 1) * (high - low):.6g}")


# --- points as conditions of a study ----------------------------------------------------------------------------------


def places(sweep):
    """{key: value} of each point, in order; the dummy of a hypercube among them."""
    names = [*sweep.over, *([DUMMY] if sweep.dummy else [])]
    return [dict(zip(names, point, strict=True)) for point in sweep.points]


def conditions_of(sweep):
    """The Condition at each point, in order; equal points have the same one, and share their runs."""
    made = {}
    return [made.setdefault(each.name, each) for each in (condition(place, sweep) for place in places(sweep))]


def condition(place, sweep):
    """The Condition at a place."""
    seeds = place.get(DUMMY, 0) if sweep.design in (SOBOL, MORRIS) else 0
    place = {key: value for key, value in place.items() if key != DUMMY}
    name, changes = in_words(place), changes_of(place, sweep.networks)
    if seeds:
        name, place = f"{name}, seeds {seeds}", {**place, DUMMY: seeds}
    return Condition(name, "sweep", changes, place=place, skipped=seeds * APART)


def in_words(place):
    """A place {key: value} in words: "advisors.rate = 0.3, lens = abi"."""
    return ", ".join(f"{key} = {written(value)}" for key, value in place.items())


def written(value):
    """A value in the name of a condition."""
    return f"{value:.12g}" if type(value) is float else str(value)
