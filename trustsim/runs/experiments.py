"""Finding an experiment: the file that reads the verdicts of a study, found by its name."""

from functools import cache
from pathlib import Path

from trustsim import own
from trustsim.errors import BadInput
from trustsim.measures import MEASURES
from trustsim.runs.claims import Outcome

PLAIN = (Outcome("trust in the last half year", "trust"), Outcome("leap rate in the last half year", "leap_rate"))


def folder():
    """Where the experiments lie: in the package as installed, beside it in the repository."""
    inside = Path(__file__).parents[1] / "experiments"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "experiments"


@cache
def experiment_file(path):
    """The module of an experiment's file."""
    return own.module_of(Path(path))


def experiment_of(study):
    """The experiment's module, with CLAIMS and OUTCOMES; None for a study that has none.

    A name is a file in experiments/; `my_experiment.py` is a file beside the config. Raises BadInput in one line.
    """
    if study.experiment is None:
        return None
    path = folder() / f"{study.experiment}.py"
    if study.experiment.endswith(".py"):
        path = next(iter(study.arms.values())).folder / study.experiment
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in folder().glob("[!_]*.py")))
        raise BadInput(f"{study.source}: experiment = {study.experiment!r} is no file {path.name} of experiments/; there are {known}")
    module = experiment_file(str(path))
    check(study, module, path)
    return module


def check(study, module, path):
    """Every arm, measure and mechanism that the experiment names is there to be read."""
    outcomes = (*outcomes_of(module), *(test.outcome for claim in claims_of(module) for test in claim.tests))
    for arm in study.arms.values():
        measured = [name.rpartition(":")[2] for name in arm.measures]
        missing = next((o.measure for o in outcomes if measured and o.measure not in measured), None)
        if missing:
            raise BadInput(f"{study.source}: {path.name} reads the measure {missing}; add it to measures")
    for claim in claims_of(module):
        for name in (arm for test in claim.tests for arm in test.weights):
            if name not in study.arms:
                raise BadInput(f"{study.source}: claim {claim.number} of {path.name} compares the arm {name}; there are {', '.join(study.arms)}")


def claims_of(module):
    """The claims of an experiment; none without one."""
    return tuple(getattr(module, "CLAIMS", ()))


def outcomes_of(module):
    """The outcomes that are reported for every arm."""
    return tuple(getattr(module, "OUTCOMES", PLAIN))


def unit_of(outcome):
    """The unit of an outcome, where its measure is a shipped one."""
    return MEASURES[outcome.measure].unit if outcome.measure in MEASURES else ""
