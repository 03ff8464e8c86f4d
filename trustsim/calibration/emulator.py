"""A fast stand-in for the model: what the targets would be at any place, learnt from the trials [Higdon2008].

The targets of all trials, in units of their errors, are reduced to their principal components. A Gaussian process
predicts each component from the place.
"""

import warnings

import numpy as np

SHARE = 1e-4  # of the variance: components below it are left out
AT_LEAST = 0.2  # the spread over the trials of a component, in errors: those below it are left out, but for one
LENGTHS = (0.05, 20.0)  # of the processes, in ranges of a parameter
NOISE = (1e-6, 1.0)  # share of the variance that does not depend on the place


class Emulator:
    """Principal components of the targets as functions of the place, each coordinate 0..1 over its range."""

    def __init__(self, places, values, scale):
        """Learn from places float64 [trials, parameters] and values [trials, targets], with scale [targets]."""
        self.scale, self.centre = scale, values.mean(axis=0)
        scaled = (values - self.centre) / scale
        _, sizes, axes = np.linalg.svd(scaled, full_matrices=False)
        spread = sizes / np.sqrt(len(values))
        kept = (sizes**2 > SHARE * (sizes**2).sum()) & (spread > AT_LEAST)
        many = min(max(1, int(kept.sum())), 2 * places.shape[1] + 2)
        self.basis = axes[:many].T  # [targets, components]
        self.places = places
        self.processes = [Process(places, column) for column in (scaled @ self.basis).T]

    def reduced(self, values):
        """[..., components] of values [..., targets]."""
        return (values - self.centre) / self.scale @ self.basis

    def at(self, places):
        """The components at places [n, parameters]: float64 [n, components]."""
        return np.stack([each.mean(places) for each in self.processes], axis=1)

    def with_slopes(self, place):
        """The components at one place, [components], and their slopes, [components, parameters]."""
        found = [each.with_slope(place) for each in self.processes]
        return np.array([mean for mean, _ in found]), np.array([slope for _, slope in found])

    def variance(self, places):
        """How uncertain the components are at places [n, parameters]: float64 [n, components]."""
        return np.stack([each.variance(places) for each in self.processes], axis=1)


class Process:
    """A Gaussian process with one length per coordinate, and noise [Rasmussen2006]."""

    def __init__(self, places, values):
        from sklearn.gaussian_process import GaussianProcessRegressor
        from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel

        self.centre, self.size = values.mean(), values.std() or 1.0
        lengths = np.full(places.shape[1], 0.5)
        kernel = ConstantKernel(1.0, (1e-2, 1e3)) * RBF(lengths, LENGTHS) + WhiteKernel(1e-2, NOISE)
        with warnings.catch_warnings():  # a length at the end of its range is an answer
            warnings.simplefilter("ignore")
            fitted = GaussianProcessRegressor(kernel, alpha=1e-8).fit(places, (values - self.centre) / self.size)
        found = fitted.kernel_
        self.height, self.lengths = found.k1.k1.constant_value, np.atleast_1d(found.k1.k2.length_scale)
        self.noise = found.k2.noise_level
        self.places, self.weights, self.root = places / self.lengths, fitted.alpha_, fitted.L_

    def covariance(self, places):
        """Between places [n, parameters] and those learnt from: float64 [n, trials]."""
        from scipy.spatial.distance import cdist

        return self.height * np.exp(-0.5 * cdist(places / self.lengths, self.places, "sqeuclidean"))

    def mean(self, places):
        """The mean at places [n, parameters]: float64 [n]."""
        return self.centre + self.size * (self.covariance(places) @ self.weights)

    def with_slope(self, place):
        """The mean at one place, and its slope [parameters]."""
        apart = place / self.lengths - self.places
        part = self.height * np.exp(-0.5 * (apart**2).sum(axis=1)) * self.weights
        return self.centre + self.size * part.sum(), -self.size * (part @ apart) / self.lengths

    def variance(self, places):
        """The variance of the mean, without the noise, at places [n, parameters]: float64 [n]."""
        from scipy.linalg import solve_triangular

        solved = solve_triangular(self.root, self.covariance(places).T, lower=True)
        return self.size**2 * np.maximum(self.height - (solved**2).sum(axis=0), 0.0)
