"""The misfit at any place: the squared distance of the emulated components from the targets, in their covariance.

misfit(x) = (t - m(x))' C^-1 (t - m(x)), which is -2 log of the synthetic likelihood, but for a constant [Wood2010].
C is the covariance of t - m: of the targets, of the mean over the seeds of a trial, and of the emulator.
"""

import numpy as np

from trustsim.calibration.emulator import Emulator

POLISHED = 4  # candidates from which the best place is sought
CANDIDATES = 1024  # places in a round of `plausible`
ROUNDS = 6
WIDER = 0.1  # of a box on each side, so that the next round finds its edge
FEWEST = 8  # plausible places that shape a box, at least


class Misfit:
    """The misfit as a function of the place, each coordinate 0..1."""

    def __init__(self, emulator: Emulator, target: np.ndarray, covariance: np.ndarray, dof: float):
        """target: float64 [components]; covariance: [components, components], estimated with `dof` degrees of freedom.

        The inverse of an estimated covariance is too large on average, and is shrunk for that [Hartlap2007].
        """
        self.emulator, self.target, many = emulator, target, len(target)
        shrunk = max(dof - many - 1.0, 1.0) / dof if np.isfinite(dof) else 1.0
        self.precision = shrunk * np.linalg.pinv(covariance, hermitian=True)
        self.dof = dof - many

    def at(self, places: np.ndarray) -> np.ndarray:
        """The misfit at places [n, parameters]: float64 [n]."""
        apart = self.target - self.emulator.at(places)
        return np.einsum("ni,ij,nj->n", apart, self.precision, apart)

    def with_slope(self, place: np.ndarray) -> tuple[float, np.ndarray]:
        """The misfit at one place, and its slope [parameters]."""
        mean, slopes = self.emulator.with_slopes(place)
        apart = self.target - mean
        pulled = self.precision @ apart
        return float(apart @ pulled), -2.0 * slopes.T @ pulled

    def least(self, starts: np.ndarray, fixed: dict[int, float] | None = None) -> tuple[np.ndarray, float]:
        """The place with the least misfit that descents from `starts` [n, parameters] reach, and its misfit.

        fixed: {coordinate: value} that is held.
        """
        from scipy.optimize import minimize

        bounds = [(0.0, 1.0)] * starts.shape[1]
        for coordinate, value in (fixed or {}).items():
            bounds[coordinate] = (value, value)
            starts = starts.copy()
            starts[:, coordinate] = value
        ends = [minimize(self.with_slope, start, jac=True, method="L-BFGS-B", bounds=bounds) for start in starts]
        best = min(ends, key=lambda end: end.fun)
        return np.clip(best.x, 0.0, 1.0), float(best.fun)

    def best(self, candidates: np.ndarray) -> tuple[np.ndarray, float]:
        """The place with the least misfit, sought from the best of some candidates [n, parameters]."""
        order = np.argsort(self.at(candidates), kind="stable")
        return self.least(candidates[order[:POLISHED]])

    def plausible(self, within: float) -> np.ndarray:
        """Places whose misfit is at most `within` above the least: float64 [n, parameters].

        Evenly drawn in a box that shrinks around them round by round, the trials among them.
        """
        known = self.emulator.places
        low, high = np.zeros(known.shape[1]), np.ones(known.shape[1])
        for _ in range(ROUNDS):
            places = np.concatenate([low + evenly(CANDIDATES, len(low)) * (high - low), known])
            best, least = self.best(places)
            misfits = self.at(places)
            order = np.argsort(misfits, kind="stable")
            many = max(FEWEST, int((misfits <= least + within).sum()))
            kept = np.concatenate([places[order[:many]], best[None]])
            edges = kept.min(axis=0), kept.max(axis=0)
            margin = WIDER * (edges[1] - edges[0])
            box = np.maximum(edges[0] - margin, low), np.minimum(edges[1] + margin, high)
            if np.prod(box[1] - box[0]) > 0.7 * np.prod(high - low):
                break
            low, high = box
        return kept


def evenly(many: int, across: int, seed: int = 1) -> np.ndarray:
    """Evenly spread places 0..1, the same for the same arguments: float64 [many, across]; `many` is a power of 2."""
    from scipy.stats.qmc import Sobol

    return Sobol(across, seed=seed).random(many)
