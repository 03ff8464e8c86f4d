"""Which parameters the data pin down: the profile of the misfit along each, its interval, and what trades off.

The profile at a value is the least misfit over all other parameters. The 95 % interval has the values whose profile is
at most t^2 above the least, with the quantile of Student's t for the degrees of freedom of the covariance.
"""

from typing import NamedTuple

import numpy as np

from trustsim.calibration.misfit import Misfit

LEVEL = 0.95
STEPS = 24  # of a profile over the whole range, and again over its interval
TIGHT, WIDE = 1 / 3, 0.9  # shares of the range: at most is pinned down, at least is not
FAR = 100.0  # misfit that a start may cost per range that it is away from the value of a profile
TIED = 0.8  # the correlation from which two parameters trade off
PINNED, PARTLY, NOT = "pinned down", "partly pinned down", "not pinned down"


class Profile(NamedTuple):
    """What the data say about one parameter, in places 0..1 of its range."""

    places: np.ndarray  # float64 [n], ascending
    rises: np.ndarray  # float64 [n]: the profile above the least misfit
    low: float  # the ends of the 95 % interval
    high: float
    limit: float  # the rise up to which a place is in the interval

    @property
    def share(self) -> float:
        """The length of the interval, as a share of the range."""
        return self.high - self.low

    @property
    def word(self) -> str:
        """Whether the data pin the parameter down."""
        if self.share >= WIDE:
            return NOT
        return PINNED if self.share <= TIGHT else PARTLY


def limit_of(misfit: Misfit) -> float:
    """The rise of a profile up to which a value is in the 95 % interval."""
    from scipy.special import stdtrit

    return float(stdtrit(max(misfit.dof, 1.0), 0.5 + LEVEL / 2)) ** 2 if np.isfinite(misfit.dof) else 3.84


def profiles(misfit: Misfit, best: np.ndarray) -> list[Profile]:
    """The Profile of each parameter around the best place [parameters]."""
    limit, starts = limit_of(misfit), misfit.plausible(within_of(misfit, len(best)))
    return [profile(misfit, best, coordinate, limit, starts) for coordinate in range(len(best))]


def within_of(misfit: Misfit, across: int) -> float:
    """The rise of the misfit up to which a place may well be the true one: beyond 99 % for all parameters together."""
    from scipy.special import chdtri

    return float(chdtri(across, 0.01)) * limit_of(misfit) / 3.84


def profile(misfit, best, coordinate, limit, starts):
    """One Profile: first over the whole range, then more finely around the interval."""
    least = misfit.least(best[None])[1]
    grid = np.unique(np.append(np.linspace(0.0, 1.0, STEPS + 1), best[coordinate]))
    heights = along(misfit, best, coordinate, grid, starts)
    low, high = crossings(grid, heights - min(least, heights.min()), limit, best[coordinate])
    step = 1.0 / STEPS
    finer = np.unique(np.clip(np.linspace(low - step, high + step, STEPS + 1), 0.0, 1.0))
    grid = np.concatenate([grid, finer])
    heights = np.concatenate([heights, along(misfit, best, coordinate, finer, starts)])
    order = np.unique(grid, return_index=True)[1]
    grid, rises = grid[order], heights[order] - min(least, heights.min())
    return Profile(grid, rises, *crossings(grid, rises, limit, best[coordinate]), limit)


def along(misfit, best, coordinate, grid, starts):
    """The least misfit with one coordinate held at each value of a grid, from the best place outwards."""
    heights, misfits = np.empty(len(grid)), misfit.at(starts)
    middle = int(np.searchsorted(grid, best[coordinate]))
    for order in (range(min(middle, len(grid) - 1), len(grid)), range(min(middle, len(grid) - 1), -1, -1)):
        last = best
        for at in order:
            near = starts[np.argmin(misfits + FAR * np.abs(starts[:, coordinate] - grid[at]))]
            last, heights[at] = misfit.least(np.stack([last, near]), {coordinate: grid[at]})
    return heights


def crossings(grid, rises, limit, best):
    """The ends of the values whose rise is at most `limit`, between the values of the grid."""
    inside = np.flatnonzero(rises <= limit)
    if not len(inside):
        return best, best
    first, last = inside[0], inside[-1]
    low, high = grid[first], grid[last]
    if first > 0:
        low = between(grid, rises, first - 1, first, limit)
    if last < len(grid) - 1:
        high = between(grid, rises, last + 1, last, limit)
    return float(low), float(high)


def between(grid, rises, outside, inside, limit):
    """Where the rise is `limit`, between a value outside and one inside; its root is nearly straight there."""
    out, within, root = (np.sqrt(max(each, 0.0)) for each in (rises[outside], rises[inside], limit))
    return grid[outside] + (grid[inside] - grid[outside]) * (out - root) / max(out - within, 1e-12)


def ties(misfit: Misfit, best: np.ndarray) -> np.ndarray:
    """How the parameters trade off around the best place: correlations, float64 [parameters, parameters].

    By the curvature of the misfit, with the range of each parameter as what is known without the data.
    """
    _, slopes = misfit.emulator.with_slopes(best)
    known = slopes.T @ misfit.precision @ slopes + 12.0 * np.eye(len(best))  # 1 / 12: the variance of an even spread
    spread = np.linalg.inv(known)
    size = np.sqrt(np.diag(spread))
    return spread / np.outer(size, size)
