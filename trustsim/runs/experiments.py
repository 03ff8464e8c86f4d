"""Finding an experiment: the file that reads the verdicts of a study, found by its name."""

from pathlib import Path

from trustsim import own
from trustsim.by_group import measure_behind
from trustsim.errors import BadInput, advice
from trustsim.mechanisms import MECHANISMS
from trustsim.named import measures_of
from trustsim.runs.claims import Claim, Outcome, Test

PLAIN = {"trust": "trust", "leap_rate": "leap rate"}
HALF_A_YEAR = 26  # weeks


def folder():
    """Where the experiments lie: in the package as installed, beside it in the repository."""
    inside = Path(__file__).parents[1] / "experiments"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "experiments"


def file_of(study):
    """The file of a study's experiment, or None: a name is a file in experiments/; `my_experiment.py` is one beside the config."""
    if study.experiment is None:
        return None
    if study.experiment.endswith(".py"):
        return study.arms[study.reference].folder / study.experiment
    return folder() / f"{study.experiment}.py"


def experiment_of(study):
    """The experiment's module, with CLAIMS and OUTCOMES; None for a study that has none. Raises BadInput in one line."""
    path = file_of(study)
    if path is None:
        return None
    if not path.is_file():
        there = f"there is no file {path}" if study.experiment.endswith(".py") else advice(study.experiment, sorted(p.stem for p in folder().glob("[!_]*.py")))
        raise BadInput(f"{study.source}: experiment = {study.experiment!r} is not there; {there}")
    module = own.module_of(path)
    check(study, module, path)
    return module


def check(study, module, path):
    """Every arm and measure that the experiment names is there to be read."""
    check_form(module, path)
    for claim in claims_of(module):
        if claim.hangs_on and claim.hangs_on not in MECHANISMS and not any(claim.hangs_on in arm.mechanisms for arm in study.arms.values()):
            raise BadInput(f"{study.source}: claim {claim.number} of {path.name} hangs on {claim.hangs_on}; {advice(claim.hangs_on, sorted(MECHANISMS))}")
        for name in (arm for test in claim.tests for arm in test.weights):
            if name not in study.arms:
                raise BadInput(f"{study.source}: claim {claim.number} of {path.name} compares the arm {name}; {advice(name, list(study.arms))}")
    outcomes = read_by(module)
    check_weeks(study, outcomes, path)
    for arm in study.arms.values():
        missing = next((o.measure for o in outcomes if measure_behind(o.measure, measures_of(arm)) is None), None)
        if missing:
            raise BadInput(f"{study.source}: {path.name} reads the measure {missing}; add it to measures")


def check_form(module, path):
    """CLAIMS, OUTCOMES and the tests of a claim are tuples of what they should be: one without its comma is none."""
    lists = [("CLAIMS", getattr(module, "CLAIMS", ()), Claim), ("OUTCOMES", getattr(module, "OUTCOMES", ()), Outcome)]
    for name, given, kind in lists:
        if type(given) not in (tuple, list) or not all(isinstance(each, kind) for each in given):
            raise BadInput(f"{path}: {name} is no tuple of {kind.__name__}; is a comma missing, as in {name} = ({kind.__name__}(...),)?")
    twice = next((claim.number for i, claim in enumerate(claims_of(module)) if claim.number in [c.number for c in claims_of(module)[:i]]), None)
    if twice is not None:
        raise BadInput(f"{path}: claim {twice} is there twice; give each its own number")
    for claim in claims_of(module):
        if not isinstance(claim.text, str) or not isinstance(claim.number, int):
            raise BadInput(f"{path}: Claim({claim.number!r}, {claim.text!r}, ...) is not a number and a text")
        if type(claim.tests) not in (tuple, list) or not all(isinstance(each, Test) for each in claim.tests):
            raise BadInput(f"{path}: the tests of claim {claim.number} are no tuple of tests; is a comma missing, as in (higher(...),)?")
        if not claim.tests and not claim.definition:
            raise BadInput(f"{path}: claim {claim.number} has neither tests nor a definition, so nothing can be said of it")
    for outcome in read_by(module):
        weeks = (outcome.first, 0 if outcome.last is None else outcome.last) if isinstance(outcome, Outcome) else ("",)
        if not all(isinstance(week, int) for week in weeks) or not isinstance(outcome.measure, str):
            raise BadInput(f"{path}: {outcome!r} is no outcome; write Outcome(\"what it is\", \"measure\", first week, last week)")


def check_weeks(study, outcomes, path):
    """Every outcome reads a week that every run has."""
    for name, arm in study.arms.items():
        late = next((o for o in outcomes if o.first >= arm.ticks or len(range(arm.ticks)[o.first : o.last]) == 0), None)
        if late:
            last = "the end" if late.last is None else late.last
            raise BadInput(f"{study.source}: {path.name} reads {late.name} from week {late.first} to {last}, but arm {name} has {arm.ticks} ticks")


def claims_of(module):
    """The claims of an experiment; none without one."""
    return tuple(getattr(module, "CLAIMS", ()))


def read_by(module):
    """Every outcome that an experiment reports or tests."""
    return (*getattr(module, "OUTCOMES", ()), *(test.outcome for claim in claims_of(module) for test in claim.tests))


def last_weeks(study):
    """How many weeks at the end of a run count as its end: half a year, or all of a shorter run."""
    return min(HALF_A_YEAR, min(arm.ticks for arm in study.arms.values()))


def outcomes_of(module, results):
    """The outcomes that are reported for every arm: the experiment's, else what the config names to be measured, else trust and leaps."""
    if hasattr(module, "OUTCOMES"):
        return tuple(module.OUTCOMES)
    study, weeks = results.study, last_weeks(results.study)
    chosen = results.measures if study.arms[study.reference].measures else PLAIN
    when = "in the last half year" if weeks == HALF_A_YEAR else f"in the last {weeks} weeks" if weeks > 1 else "in the last week"
    return tuple(Outcome(f"{PLAIN.get(name, name)} {when}", name, -weeks) for name in chosen if name in results.measures)


def unit_of(outcome, study):
    """The unit of an outcome, where its measure says one."""
    return getattr(measure_behind(outcome.measure, measures_of(study.arms[study.reference])), "unit", "")
