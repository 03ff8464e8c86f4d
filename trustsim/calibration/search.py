"""Where to try next: an even start over all ranges, then batches in the region that fits about as well as the best.

Everything follows from the values of the trials so far. So a calibration that is resumed, or has more workers, tries
the same places.
"""

import warnings

import numpy as np

from trustsim.calibration.emulator import Emulator
from trustsim.calibration.misfit import Misfit, evenly
from trustsim.calibration.pinned import within_of

BATCH = 8  # trials between two looks at the results
BEST = 16  # trials whose spread between seeds counts in the search
FLOOR = 0.01  # the least scale of a target, in the median of its kind
STARTS = ((1, 16), (3, 32), (7, 64), (12, 128))  # (parameters at most, trials of the start)


def start_of(factors):
    """The number of trials of the start."""
    return next(many for most, many in STARTS if len(factors) <= most)


def value_at(factor, place):
    """The value of a factor at a place 0..1 of its range, as it is recorded."""
    low, high = factor.span
    value = low + place * (high - low)
    return round(value) if factor.kind is int else float(f"{value:.6g}")


def place_of(factor, value):
    """The place 0..1 of a value in the range of a factor."""
    low, high = factor.span
    return (value - low) / (high - low)


def points_at(factors, places):
    """The values of all factors, one tuple for each of some places [n, factors]."""
    return [tuple(value_at(factor, each) for factor, each in zip(factors, place, strict=True)) for place in places]


def places_of(factors, points):
    """float64 [n, factors]: the places 0..1 of some points."""
    return np.array([[place_of(f, each) for f, each in zip(factors, point, strict=True)] for point in points])


def first_points(factors):
    """The points of the start, each once."""
    return list(dict.fromkeys(points_at(factors, evenly(start_of(factors), len(factors)))))


def scale_of(targets, samples):
    """The unit of each target, float64 [targets]: its error, or else the usual spread between seeds.

    samples: float64 [trials, seeds, targets].
    """
    spread = np.median(spread_of(samples), axis=0)
    kinds = [(each.measure, each.statistic, each.arm) for each in targets]
    for kind in dict.fromkeys(kinds):
        mine = np.array([each == kind for each in kinds])
        spread[mine] = np.maximum(spread[mine], max(FLOOR * np.median(spread[mine]), 1e-9))
    return np.array([s if each.error is None else each.error for each, s in zip(targets, spread, strict=True)])


def spread_of(samples):
    """The standard deviation between seeds, float64 [..., targets] of [..., seeds, targets]; 0 without two values."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # no two values
        return np.nan_to_num(np.nanstd(samples, axis=-2, ddof=1))


def mean_of(samples):
    """The mean over the seeds that have a value, float64 [..., targets] of [..., seeds, targets]."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # no value
        return np.nanmean(samples, axis=-2)


def covariance(emulator, targets, samples, seeds, places):
    """The covariance of the components of targets minus emulated mean: float64 [components, components].

    A target with an error has that error, independent of others; the others are taken as one run of one world, and vary
    together as the runs in `samples` [trials, runs, targets] do. The mean over `seeds` runs adds its own error, and the
    emulator what it does not know at `places` [n, parameters].
    """
    given = np.array([each.error is not None for each in targets])
    apart = np.nan_to_num((samples - mean_of(samples)[:, None]) / emulator.scale)
    runs = apart.shape[1]
    apart = apart.reshape(-1, apart.shape[-1]) * np.sqrt(runs / (runs - 1))
    world, mean = (apart * ~given) @ emulator.basis, apart @ emulator.basis
    measured = emulator.basis.T @ (given[:, None] * emulator.basis)
    found = world.T @ world / len(world) + mean.T @ mean / len(mean) / seeds + measured
    unknown = np.diag(emulator.variance(places).mean(axis=0))
    return found + unknown + 1e-9 * np.trace(found) * np.eye(len(found))


def learnt(places, samples, targets, scale):
    """The Misfit that the trials show: places [trials, parameters], samples [trials, seeds, targets]."""
    means = mean_of(samples)
    there = np.isfinite(means).all(axis=1)
    places, samples, means = places[there], samples[there], means[there]
    emulator = Emulator(places, means, scale)
    wanted = np.array([each.value for each in targets])
    near = np.argsort((((means - wanted) / scale) ** 2).sum(axis=1), kind="stable")[:BEST]
    found = covariance(emulator, targets, samples[near], samples.shape[1], places[near[:1]])
    return Misfit(emulator, emulator.reduced(wanted), found, np.inf)


def next_points(misfit, factors, tried):
    """Points not tried yet: the best by the emulator, and others that fill the plausible region evenly; maybe none."""
    region = misfit.plausible(within_of(misfit, len(factors)))
    best, _ = misfit.best(region)
    size = np.maximum(np.ptp(region, axis=0), 1e-9)
    taken, found = misfit.emulator.places / size, []
    choices = dict.fromkeys(point for point in points_at(factors, [best, *region]) if point not in tried)
    points = list(choices)
    if not points:
        return []
    places = places_of(factors, points) / size
    gaps = ((places[:, None] - taken[None]) ** 2).sum(axis=2).min(axis=1)
    at = 0  # the best, if it is new
    for _ in range(min(BATCH, len(points))):
        found.append(points[at])
        gaps = np.minimum(gaps, ((places - places[at]) ** 2).sum(axis=1))
        at = int(np.argmax(gaps))
    return list(dict.fromkeys(found))
