"""Calibrate a study: trials as its conditions, stored, resumed and run in parallel like any study."""

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from trustsim.calibration.misfit import Misfit
from trustsim.calibration.pinned import Profile, profiles, ties
from trustsim.calibration.search import (
    covariance,
    first_points,
    learnt,
    mean_of,
    next_points,
    places_of,
    points_at,
    scale_of,
    start_of,
)
from trustsim.calibration.targets import FIT, Target, features, targets_in
from trustsim.errors import BadInput, advice
from trustsim.runs.conditions import AS_CONFIGURED, Condition
from trustsim.runs.disk import digest
from trustsim.runs.execute import tasks
from trustsim.runs.experiments import measuring
from trustsim.runs.plan import folder_for
from trustsim.runs.replay import Plan, Watch, arms_under, collected
from trustsim.runs.results import Results
from trustsim.runs.words import reason
from trustsim.runs.workers import refuse_import
from trustsim.scenario.study import Sweep
from trustsim.sweeps.designs import condition
from trustsim.sweeps.factors import TICKS, factors_in

DESIGN = "calibrate"  # of the Sweep that stands in the plan
SEEDS, LEAST_SEEDS, MOST_SEEDS = 8, 2, 1000
CHECKS = 32  # other seeds at the best place, on which the fit is judged
TIMES = 3  # trials, in those of the start, if nothing else is asked
MOST_TRIALS, MOST_PARAMETERS = 5000, 12


class Asked(NamedTuple):
    """What is asked of a calibration besides its parameters and targets."""

    seeds: int = SEEDS  # runs of each arm at each trial
    trials: int | None = None  # None: three times those of the start
    hold_out: float | None = None  # share of the weeks of a series that is only checked; None: a third
    arm: str | None = None  # of targets that name none; None: the reference arm


class Planned(NamedTuple):
    """A calibration before it is run."""

    plan: Plan
    asked: Asked
    factors: tuple
    targets: tuple  # of Target
    path: Path  # of the targets

    @property
    def study(self):
        """The study, with the arms that the targets are about."""
        return self.plan.study

    @property
    def runs(self) -> int:
        """The number of runs, at most."""
        return len(self.study.arms) * ((self.asked.trials + 2) * self.asked.seeds + 2 * CHECKS)


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


class Calibrated(NamedTuple):
    """A calibration after its runs."""

    made: Planned
    found: Found | None  # None unless all runs are done
    folder: Path
    seconds: float
    results: Results
    failures: list = []
    interrupted: bool = False
    saved: int = 0
    troubles: tuple = ()


def planned(study, to, fit, asked=Asked()):  # noqa: B008
    """The Planned of a calibration of the parameters `fit` (as for `factors_in`) to the file `to`. Raises BadInput."""
    asked = asked._replace(arm=asked.arm or study.reference)
    if asked.arm not in study.arms:
        raise BadInput(f"arm {asked.arm!r:.60} is unknown; {advice(asked.arm, list(study.arms))}")
    factors = ranges_in(fit, study)
    asked, to = checked(asked, factors), Path(to)
    study = replace(study, experiment=None, space=None)
    targets = targets_in(to, study, asked.arm, asked.hold_out)
    arms = dict.fromkeys(each.arm for each in targets)
    over = {factor.key: factor.over for factor in factors}
    study = replace(
        study,
        arms={name: arm for name, arm in study.arms.items() if name in arms},
        reference=next(iter(arms)),
        replicates=max(asked.seeds, CHECKS),
        sweep=Sweep(DESIGN, over, ()),
    )
    check_arms(factors, study)
    study = measuring(study, [each.measure for each in targets], f"{to}: reads")
    told = {"targets": digest(to.read_bytes()), "calibration": asked._asdict()}
    base = Condition(AS_CONFIGURED, "base", {}, replicates=asked.seeds)
    under = [base]
    arms = arms_under(study, under, [(base.name, name) for name in study.arms])
    return Planned(Plan(study, None, under, arms, told, grows=True), asked, factors, targets, to)


def ranges_in(fit, study):
    """The Factors to fit, each over a range. Raises BadInput."""
    if not fit:
        raise BadInput("a calibration needs something to fit: write --fit KEY=LOW:HIGH, such as advisors.rate=0.1:0.5")
    try:
        factors = factors_in(fit, study)
    except BadInput as error:
        raise BadInput(str(error).replace("vary ", "fit ")) from None
    for factor in factors:
        if factor.span is None or factor.key == TICKS or factor.values:
            raise BadInput(f"fit {factor.key}: give a parameter a range, KEY=LOW:HIGH, such as advisors.rate=0.1:0.5")
    if len(factors) > MOST_PARAMETERS:
        raise BadInput(
            f"fit: {len(factors)} parameters are more than {MOST_PARAMETERS}; trustsim sweep finds which matter"
        )
    return factors


def check_arms(factors, study):
    """Check that a parameter of one arm belongs to an arm with targets. Raises BadInput."""
    for factor in factors:
        arm = factor.key.removeprefix("arms.").partition(".")[0]
        if factor.key.startswith("arms.") and arm not in study.arms:
            raise BadInput(f"fit {factor.key}: no target is about arm {arm}; targets are about {', '.join(study.arms)}")


def checked(asked, factors):
    """The Asked with its defaults and in its ranges. Raises BadInput."""
    start = start_of(factors)
    trials = TIMES * start if asked.trials is None else asked.trials
    if type(trials) is not int or not start <= trials <= MOST_TRIALS:
        many = f"{len(factors)} parameter" + ("s" if len(factors) > 1 else "")
        raise BadInput(f"trials = {trials!r:.40} must be a whole number, {start}..{MOST_TRIALS} for {many}")
    if type(asked.seeds) is not int or not LEAST_SEEDS <= asked.seeds <= MOST_SEEDS:
        raise BadInput(f"seeds = {asked.seeds!r:.40} must be a whole number, {LEAST_SEEDS}..{MOST_SEEDS}")
    share = asked.hold_out
    if share is not None and not (type(share) in (int, float) and 0.0 <= share < 1.0):
        raise BadInput(f"hold-out = {share!r:.40} must be a share of the weeks, 0 to below 1")
    return asked._replace(trials=trials)


class Trials:
    """The trials so far, and the runs that are wanted next. They follow from the results alone."""

    def __init__(self, made):
        self.made, self.points = made, first_points(made.factors)
        self.fitted = tuple(each for each in made.targets if each.part == FIT)
        self.conditions, self.scale, self.misfit, self.best = {}, None, None, None

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
        samples = np.array([self.sample(self.at(point), results, self.fitted) for point in self.points])
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
        means = mean_of(np.array([self.sample(self.at(point), results, self.fitted) for point in self.points]))
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


def check_values(targets: tuple[Target, ...], means: np.ndarray, path: Path) -> None:
    """Check that most trials have a value for each target: means float64 [trials, targets]. Raises BadInput."""
    absent = ~np.isfinite(means)
    for target, lost in zip(targets, absent.mean(axis=0), strict=True):
        if lost > 0.5:
            raise BadInput(f"{path} line {target.line}: {target.title}: most runs have no value for it; leave it out")
    if absent.any(axis=1).mean() > 0.5:
        raise BadInput(
            f"{path}: most trials have no value for some target; leave out weeks in which a measure is empty"
        )


def run(made, out=None, jobs=1, watch=Watch()):  # noqa: B008
    """Run what is left of a Planned calibration and return it as Calibrated. Raises BadInput."""
    began = time.monotonic()
    refuse_import()
    trials = Trials(made)
    with collected(made.plan, folder_for(made.study, out), trials.wanted, watch, jobs) as (store, ended):
        done = Calibrated(
            made, None, store.folder, time.monotonic() - began, store.results, ended.failures, ended.interrupted,
            len(store.on_disk),
        )  # fmt: skip
        if store.trouble is not None:
            return done._replace(troubles=(f"{reason(store.trouble)}; make room and run the same command again",))
        if ended.failures or ended.interrupted:
            return done
        done = done._replace(found=trials.found(store.results), seconds=time.monotonic() - began)
        return done._replace(troubles=tuple(finish(store, done)))


def finish(store, done):
    """The summary, the figures, and the manifest last; a line for each that cannot be made."""
    from trustsim.calibration.summary import summary
    from trustsim.plots import draw_calibration
    from trustsim.sweeps.summary import lasting

    failed = []
    try:
        told = summary(done)
        paths = draw_calibration(told, store.folder / "figures", failed.append)
        store.finish(done.seconds, json.dumps(lasting(told), indent=1), paths)
    except OSError as error:
        return [reason(error)]
    return failed
