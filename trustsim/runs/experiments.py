"""Find and check the experiment of a study: the file with its claims, found by name."""

from dataclasses import replace
from pathlib import Path

from trustsim import own
from trustsim.by_group import BY, OF, is_grouped, measure_behind
from trustsim.errors import BadInput, advice
from trustsim.measures import MEASURES, USUAL
from trustsim.mechanisms import MECHANISMS
from trustsim.named import measures_of
from trustsim.runs.claims import Claim, Test
from trustsim.runs.outcomes import HALF_A_YEAR, Outcome

PLAIN = {"trust": "trust", "leap_rate": "leap rate"}


def folder():
    """The folder of experiments: inside the installed package, or beside it in the repository."""
    inside = Path(__file__).parents[1] / "experiments"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "experiments"


def shipped():
    """The names of the experiments that ship with trustsim."""
    return sorted(path.stem for path in folder().glob("[!_]*.py"))


def file_of(study):
    """The file of a study's experiment, or None: NAME is in experiments/, `my_experiment.py` is beside the config."""
    if study.experiment is None:
        return None
    if study.experiment.endswith(".py"):
        return study.arms[study.reference].folder / study.experiment
    return folder() / f"{study.experiment}.py"


def experiment_of(study):
    """The experiment's module, with CLAIMS and OUTCOMES; None for a study without one. Raises BadInput."""
    path = file_of(study)
    if path is None:
        return None
    mine = study.experiment.endswith(".py")
    if not (path.is_file() if mine else study.experiment in shipped()):
        there = f"there is no file {path}" if mine else advice(study.experiment, shipped())
        raise BadInput(f"{study.source}: experiment = {study.experiment!r} is not there; {there}")
    module = own.module_of(path)
    check(study, module, path)
    return module


def check(study, module, path):
    """Check that every arm and week that the experiment names exists, and that every claim says something."""
    check_form(module, path)
    for claim in claims_of(module):
        for part in claim.judged:
            check_mechanism(study, part, path)
        for name in (read.arm for read in claim.reads):
            if name not in study.arms:
                raise BadInput(
                    f"{study.source}: claim {claim.number} of {path.name} compares the arm {name}; "
                    f"{advice(name, list(study.arms))}"
                )
    check_weeks(study, module, path)


def check_mechanism(study, claim, path):
    """Check that the mechanism that a claim hangs on can be switched off."""
    name, own_ones = claim.hangs_on, {name for arm in study.arms.values() for name in arm.mechanisms}
    if name and name not in MECHANISMS and name not in own_ones:
        known = advice(name, sorted(MECHANISMS))
        raise BadInput(f"{study.source}: claim {claim.number} of {path.name} hangs on {name}; {known}")


def check_form(module, path):
    """Check that CLAIMS, OUTCOMES and the tests of a claim are tuples of the right kind (a comma is easily missed)."""
    lists = [("CLAIMS", getattr(module, "CLAIMS", ()), Claim), ("OUTCOMES", getattr(module, "OUTCOMES", ()), Outcome)]
    for name, given, kind in lists:
        if type(given) not in (tuple, list) or not all(isinstance(each, kind) for each in given):
            word = kind.__name__
            raise BadInput(
                f"{path}: {name} is not a tuple of {word}; is a comma missing, as in {name} = ({word}(...),)?"
            )
    numbers = [each.number for claim in claims_of(module) for each in (claim, *claim.parts)]
    twice = next((number for number in numbers if numbers.count(number) > 1), None)
    if twice is not None:
        raise BadInput(f"{path}: claim {twice} is there twice; give each its own number")
    for claim in claims_of(module):
        for part in claim.judged:
            check_claim(part, path)
    for outcome in read_by(module):
        check_outcome(outcome, path)


def check_claim(claim, path):
    """Check that a claim has a number, a text, and tests or a reason for having none."""
    if not isinstance(claim.text, str) or not isinstance(claim.number, int | str):
        raise BadInput(f"{path}: Claim({claim.number!r}, {claim.text!r}, ...) is not a number and a text")
    for name, tests in (("tests", claim.tests), ("given", claim.given)):
        if type(tests) not in (tuple, list) or not all(isinstance(each, Test) for each in tests):
            raise BadInput(
                f"{path}: the {name} of claim {claim.number} are not a tuple of tests; "
                "is a comma missing, as in (higher(...),)?"
            )
    if not claim.tests and not claim.definition and not claim.beyond:
        raise BadInput(f"{path}: claim {claim.number} has neither tests nor a definition, so nothing can be said of it")


def check_outcome(outcome, path):
    """Check that an outcome has a name, measures and weeks, and a reason for its smallest effect of interest."""
    right = isinstance(outcome, Outcome) and all(isinstance(name, str) for name in outcome.measures)
    if not right or not isinstance(outcome.first, int) or not isinstance(outcome.last, int | None):
        raise BadInput(
            f'{path}: {outcome!r} is not an outcome; write Outcome("what it is", "measure", first week, last week)'
        )
    if outcome.matters is not None and not (outcome.matters > 0.0 and outcome.because):
        raise BadInput(
            f"{path}: {outcome.name}: matters = {outcome.matters:g} must be above 0 and have a reason: "
            'write Outcome(..., matters=0.5, because="half a need a week is ...")'
        )


def check_weeks(study, module, path):
    """Check that every outcome reads weeks that all its runs have."""
    pairs = [(outcome, name) for outcome in getattr(module, "OUTCOMES", ()) for name in study.arms]
    pairs += [(read.outcome, read.arm) for claim in claims_of(module) for read in claim.reads]
    for outcome, name in pairs:
        ticks = study.arms[name].ticks
        if study.space and study.space.horizon:
            ticks = min(ticks, study.space.horizon[0])
        if outcome.first >= ticks or len(range(ticks)[outcome.first : outcome.last]) == 0:
            last = "the end" if outcome.last is None else outcome.last
            raise BadInput(
                f"{study.source}: {path.name} reads {outcome.name} from week {outcome.first} to {last}, "
                f"but arm {name} has {ticks} ticks{shortest(study, name)}"
            )


def shortest(study, name):
    """Where a short run comes from, if not from the arm itself."""
    horizon = study.space and study.space.horizon
    return " in space.horizon" if horizon and horizon[0] < study.arms[name].ticks else ""


def claims_of(module):
    """The claims of an experiment; empty without an experiment."""
    return tuple(getattr(module, "CLAIMS", ()))


def across(module):
    """The (lens, parameter) pairs that an experiment reads together."""
    return tuple(getattr(module, "ACROSS", ()))


def tested(module):
    """Every outcome that a test of an experiment reads, each once."""
    return tuple(dict.fromkeys(read.outcome for claim in claims_of(module) for read in claim.reads))


def read_by(module):
    """Every outcome that an experiment reports or tests, each once."""
    return tuple(dict.fromkeys((*getattr(module, "OUTCOMES", ()), *tested(module))))


def with_measures(study, module):
    """The study with all measures that the experiment reads, in every arm. Raises BadInput."""
    wanted = list(dict.fromkeys(name for outcome in read_by(module) for name in outcome.measures))
    return measuring(study, wanted, f"{study.source}: {file_of(study).name} reads")


def measuring(study, wanted, who):
    """The study with these measures in every arm. `who` begins the message on an unknown one; raises BadInput."""
    arms = {}
    for name, arm in study.arms.items():
        there = measures_of(arm)
        missing = [measure for measure in wanted if measure_behind(measure, there) is None]
        extra = dict.fromkeys(as_named(measure) for measure in missing)
        unknown = next((each for each in extra if not is_grouped(each) and each not in MEASURES), None)
        if unknown:
            raise BadInput(f"{who} the measure {unknown}; {advice(unknown, sorted({*MEASURES, *there}))}")
        arms[name] = replace(arm, measures=(*(arm.measures or USUAL), *extra)) if extra else arm
    return replace(study, arms=arms)


def as_named(measure):
    """The measure in a config that gives this series: `revenue of firm 0` comes from `revenue by firm`."""
    base, of, group = measure.partition(OF)
    return f"{base}{BY}{group.partition(' ')[0]}" if of else measure


def last_weeks(study):
    """The number of weeks that count as the end of a run: half a year, or all of a shorter run."""
    return min(HALF_A_YEAR, min(arm.ticks for arm in study.arms.values()))


def outcomes_of(module, results):
    """The outcomes that are reported for every arm.

    These are the outcomes that the experiment names, or else those that its tests read. Without an experiment they are
    the measures that the config names, or else trust and leaps.
    """
    if hasattr(module, "OUTCOMES") or claims_of(module):
        return tuple(getattr(module, "OUTCOMES", tested(module)))
    study, weeks = results.study, last_weeks(results.study)
    chosen = results.measures if study.arms[study.reference].measures else PLAIN
    when = {1: "in the last week", HALF_A_YEAR: "in the last half year"}.get(weeks, f"in the last {weeks} weeks")
    return tuple(
        Outcome(f"{PLAIN.get(name, name)} {when}", name, -weeks) for name in chosen if name in results.measures
    )


def unit_of(outcome, study):
    """The unit of an outcome: its own, or else that of its measure."""
    measured = measures_of(study.arms[study.reference])
    return outcome.unit or getattr(measure_behind(outcome.measures[0], measured), "unit", "")
