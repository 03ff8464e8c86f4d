"""Plan a calibration: its parameters, targets, arms and first condition, all checked before anything is run."""

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from trustsim.calibration.search import start_of
from trustsim.calibration.targets import targets_in
from trustsim.errors import BadInput, advice
from trustsim.runs.conditions import AS_CONFIGURED, Condition
from trustsim.runs.disk import digest
from trustsim.runs.experiments import measuring
from trustsim.runs.replay import Plan, arms_under
from trustsim.scenario.study import Sweep
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
