"""The trials of a calibration, batch by batch, and what is found when all are done."""

from typing import NamedTuple

import numpy as np

from trustsim.calibration.misfit import Misfit
from trustsim.calibration.pinned import Profile, profiles, ties
from trustsim.calibration.planning import CHECKS
from trustsim.calibration.search import (
    covariance,
    first_points,
    learnt,
    mean_of,
    next_points,
    places_of,
    points_at,
    scale_of,
)
from trustsim.calibration.targets import FIT, check_values, features
from trustsim.runs.execute import tasks
from trustsim.runs.replay import arms_under
from trustsim.sweeps.designs import condition


class Found(NamedTuple):
    """What the runs of a finished calibration say."""

    points: list  # the values of each trial
    misfit: Misfit
    misfits: np.ndarray  # float64 [trials]: of the runs themselves; NaN without a value for some target
    best: tuple  # the values of the best place
    profiles: list[Profile]
    ties: np.ndarray
    at_best: np.ndarray  # float64 [CHECKS, all targets]: runs at the best place with other seeds
    configured: np.ndarray  # the same as configured
    same_seeds: np.ndarray  # float64 [seeds, all targets]: at the best place with the seeds of the trials


class Trials:
    """The trials so far, and the runs that are wanted next. They follow from the results alone."""

    def __init__(self, made):
        self.made, self.points = made, first_points(made.factors)
        self.fitted = tuple(each for each in made.targets if each.part == FIT)
        self.conditions, self.samples = {}, {}
        self.scale, self.misfit, self.best = None, None, None

    def wanted(self, results):
        """The tasks of all runs that are known to be needed."""
        asked, base = self.made.asked, self.made.plan.under[0]
        while self.best is None and all(self.done(self.at(point), results) for point in self.points):
            self.go_on(results)
        needed = [base, *map(self.at, self.points)]
        if self.best is not None:
            other = {"replicates": CHECKS, "skipped": asked.seeds}
            needed += [self.at(self.best), self.at(self.best)._replace(**other), base._replace(**other)]
        found = {task.key: task for task in tasks(self.made.study, needed)}
        return list(found.values())

    def go_on(self, results):
        """Add the next batch of points, or settle on the best place."""
        made = self.made
        samples = self.samples_of(results)
        if self.scale is None:
            check_values(self.fitted, mean_of(samples), made.path)
            self.scale = scale_of(self.fitted, samples)
        places = places_of(made.factors, self.points)
        self.misfit = learnt(places, samples, self.fitted, self.scale)
        left = made.asked.trials - len(self.points)
        more = next_points(self.misfit, made.factors, set(self.points))[:left] if left else []
        if more:
            self.points += more
            return
        best, _ = self.misfit.best(self.misfit.plausible(0.0))
        self.best = points_at(made.factors, [best])[0]

    def at(self, point):
        """The Condition at a point, known to the plan."""
        if point not in self.conditions:
            plan = self.made.plan
            place = dict(zip((factor.key for factor in self.made.factors), point, strict=True))
            new = condition(place, plan.study.sweep)._replace(replicates=self.made.asked.seeds)
            plan.arms.update(arms_under(plan.study, [new], [(new.name, arm) for arm in plan.study.arms]))
            plan.under.append(new)
            self.conditions[point] = new
        return self.conditions[point]

    def done(self, under, results):
        """Whether all runs of a condition are there."""
        return all(task.key in results.runs for task in tasks(self.made.study, [under]))

    def samples_of(self, results):
        """float64 [trials, seeds, fitted targets]: what the runs of all trials have; each is read once."""
        for point in self.points:
            if point not in self.samples:
                self.samples[point] = self.sample(self.at(point), results, self.fitted)
        return np.array([self.samples[point] for point in self.points])

    def sample(self, under, results, targets):
        """float64 [seeds, targets]: what the runs of a condition have."""
        seeds = under.seeds(self.made.study)
        runs = {arm: [results.runs[under.name, arm, seed] for seed in seeds] for arm in self.made.study.arms}
        return features(targets, runs)

    def found(self, results):
        """The Found of all runs: intervals with the covariance at the best place, over all its seeds."""
        made, best = self.made, self.at(self.best)
        other = {"replicates": CHECKS, "skipped": made.asked.seeds}
        at_best = self.sample(best._replace(**other), results, made.targets)
        same = self.sample(best, results, made.targets)
        fits = [each.part == FIT for each in made.targets]
        together = np.concatenate([same, at_best])[:, fits]
        place = places_of(made.factors, [self.best])
        emulator = self.misfit.emulator
        spread = covariance(emulator, self.fitted, together[None], made.asked.seeds, place)
        misfit = Misfit(emulator, self.misfit.target, spread, len(together) - 1.0)
        means = mean_of(self.samples_of(results))
        apart = misfit.target - emulator.reduced(means)
        return Found(
            self.points,
            misfit,
            np.einsum("ni,ij,nj->n", apart, misfit.precision, apart),
            self.best,
            profiles(misfit, place[0]),
            ties(misfit, place[0]),
            at_best,
            self.sample(made.plan.under[0]._replace(**other), results, made.targets),
            same,
        )
