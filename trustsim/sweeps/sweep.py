"""Run a sweep: the points of a design as conditions of a study, stored, resumed and run in parallel like any study."""

import json
import math
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

from trustsim.by_group import is_grouped
from trustsim.errors import BadInput, advice
from trustsim.named import measures_of
from trustsim.runs.compare import interval
from trustsim.runs.execute import tasks
from trustsim.runs.experiments import check_weeks, experiment_of, file_of, outcomes_of, read_by, with_measures
from trustsim.runs.plan import folder_for
from trustsim.runs.replay import Plan, Watch, arms_under, collected
from trustsim.runs.results import Results
from trustsim.runs.space import LENS
from trustsim.runs.words import reason
from trustsim.runs.workers import refuse_import
from trustsim.scenario import vary
from trustsim.sweeps import outcomes
from trustsim.sweeps.designs import GRID, conditions_of, drawn
from trustsim.sweeps.factors import TICKS, factors_in
from trustsim.sweeps.points_file import factors_of

MORE = 1.5  # times as many seeds where the mean is not precise enough yet
TIMES = 10  # the seeds that `until` may take, if `at_most` is not given, in those it begins with


class Asked(NamedTuple):
    """What is asked of a sweep besides its points."""

    seeds: int | None = None  # at each point; None: as in the config
    until: float | None = None  # half-width of the 95 % interval of the mean, in the unit of the outcome
    at_most: int | None = None  # seeds at each point
    shard: tuple | None = None  # (number from 1, of how many)
    outcome: str | None = None  # the one that `until` and the figure are about; None: the first


class Planned(NamedTuple):
    """A sweep before it is run."""

    plan: Plan
    asked: Asked
    conditions: list  # the Condition at each point of the design
    mine: list  # those that this call runs, each once

    @property
    def study(self):
        """The study, with its Sweep."""
        return self.plan.study


class Swept(NamedTuple):
    """A sweep after its runs."""

    study: object
    conditions: list  # the Condition at each point, with the number of seeds it got
    table: outcomes.Table | None  # None unless all runs are done
    asked: Asked
    folder: Path
    seconds: float
    runs: int = 0
    failures: list = []
    interrupted: bool = False
    saved: int = 0
    troubles: tuple = ()
    results: Results | None = None  # None after a merge


def planned(study, given, design=GRID, size=None, asked=Asked()):  # noqa: B008
    """The Planned of a sweep over `given` (see `factors_in`) by a design (see `drawn`). Raises BadInput."""
    asked = checked(asked, study)
    file = str(design).endswith(".csv")
    factors = factors_in(given, study) if given or not file else factors_of(Path(design), study)
    sweep = drawn(study, factors, design, size)
    lenses = next((factor.values for factor in factors if factor.key == LENS), ())
    study = replace(
        study,
        sweep=sweep,
        replicates=asked.at_most or asked.seeds,
        lenses=tuple(dict.fromkeys((*study.lenses, *lenses))),  # their files decide the numbers too
    )
    return at_points(study, asked)


def at_points(study, asked):
    """The Planned of a study that has its Sweep and as many replicates as `asked` may take. Raises BadInput."""
    experiment = experiment_of(replace(study, space=None))
    study = with_measures(study, experiment) if experiment else study
    check_shortest(study, experiment)
    asked = named(asked, study, experiment)
    conditions = conditions_of(study.sweep)
    mine = shard_of(list({each.name: each for each in conditions}.values()), asked.shard)
    arms = arms_under(study, mine, [(each.name, arm) for each in mine for arm in study.arms])
    told = {"sweep": {**asked._asdict(), "design": study.sweep.design, "points": len(conditions)}}
    return Planned(Plan(study, experiment, mine, arms, told), asked, conditions, mine)


def checked(asked, study):
    """The Asked with its defaults. Raises BadInput."""
    seeds = study.replicates if asked.seeds is None else asked.seeds
    for name, value in (("seeds", seeds), ("at-most", asked.at_most)):
        if value is not None and (type(value) is not int or not 1 <= value <= 100_000):
            raise BadInput(f"{name} = {value!r:.40} must be a whole number, 1 to 100000")
    if asked.until is None:
        if asked.at_most is not None:
            raise BadInput("at-most belongs to until: the seeds that a point gets at most until its mean is precise")
        return asked._replace(seeds=seeds)
    if not (isinstance(asked.until, int | float) and 0 < asked.until < math.inf):
        raise BadInput(f"until = {asked.until!r:.40} must be a half-width above 0, in the unit of the outcome")
    most = TIMES * seeds if asked.at_most is None else asked.at_most
    if most < seeds:
        raise BadInput(f"at-most = {most} is below seeds = {seeds}, with which every point begins")
    return asked._replace(seeds=seeds, at_most=most, until=float(asked.until))


def shard_of(conditions, shard):
    """Every n-th condition, from the number of the shard. Raises BadInput."""
    if shard is None:
        return conditions
    number, many = shard
    if not 1 <= number <= many:
        raise BadInput(f"shard {number}/{many}: the number of a shard is 1 to {many}")
    if many > len(conditions):
        raise BadInput(
            f"shard {number}/{many}: there are {len(conditions)} points, so {len(conditions)} shards at most"
        )
    return conditions[number - 1 :: many]


def check_shortest(study, experiment):
    """Check that the shortest runs have the weeks that outcomes are read from. Raises BadInput."""
    if experiment and TICKS in study.sweep.over:
        weeks = min(study.sweep.over[TICKS])
        arms = {name: vary(arm, ticks=weeks) for name, arm in study.arms.items()}
        check_weeks(replace(study, arms=arms, space=None), experiment, file_of(study))


def folder_of(study, out, shard):
    """The folder of a sweep: `out`, or one named after it, and after the shard."""
    mark = f"-shard-{shard[0]}-of-{shard[1]}" if shard and not out else ""
    return Path(f"{folder_for(study, out)}{mark}")


def run(made, out=None, jobs=1, watch=Watch(), executor=None):  # noqa: B008
    """Run what is left of a Planned sweep and return it as Swept. Raises BadInput."""
    began = time.monotonic()
    refuse_import()
    folder, rounds = folder_of(made.study, out, made.asked.shard), Rounds(made)
    with collected(made.plan, folder, rounds.wanted, watch, jobs, executor) as (store, ended):
        swept = Swept(made.study, made.conditions, None, made.asked, folder, time.monotonic() - began)
        swept = swept._replace(
            failures=ended.failures,
            interrupted=ended.interrupted,
            saved=len(store.on_disk),
            results=store.results,
            runs=len(store.results.runs),
        )
        if store.trouble is not None:
            return swept._replace(troubles=(f"{reason(store.trouble)}; make room and run the same command again",))
        if ended.failures or ended.interrupted:
            return swept
        conditions = [rounds.sized(each) for each in made.mine]
        table = outcomes.table_of(store.results, made.plan.experiment, conditions)
        sized = {each.name: each for each in conditions}
        swept = swept._replace(
            table=table,
            conditions=[sized[each.name] for each in made.conditions if each.name in sized],
            seconds=time.monotonic() - began,
        )
        return swept._replace(troubles=tuple(finish(store, swept)))


def finish(store, swept):
    """The table of outcomes, the summary, the figure, and the manifest last; a line for each that cannot be made."""
    from trustsim.plots import draw_sweep
    from trustsim.sweeps.summary import lasting, summary

    failed = []
    try:
        paths = [outcomes.write(swept.table, store.folder, swept.conditions)]
        told = summary(swept)
        if not swept.asked.shard:
            paths += draw_sweep(swept, told, store.folder / "figures", failed.append)
        store.finish(swept.seconds, json.dumps(lasting(told), indent=1), paths)
    except OSError as error:
        return [reason(error)]
    return failed


class Rounds:
    """How many seeds each point gets: as many as asked, or until the mean of an outcome is precise enough.

    The number follows from the outcomes alone. So it is the same after a restart, and for any number of workers.
    """

    def __init__(self, made):
        self.made, self.found, self.outcome = made, {}, None

    def wanted(self, results):
        """The tasks of all seeds that are known to be needed."""
        return tasks(self.made.study, [self.sized(each, results) for each in self.made.mine])

    def sized(self, condition, results=None):
        """The condition with its number of seeds."""
        return condition._replace(replicates=self.many(condition, results))

    def many(self, condition, results):
        """The seeds that a condition needs, as far as its runs tell."""
        asked = self.made.asked
        if asked.until is None:
            return asked.seeds
        if condition.name not in self.found:
            many, known = self.reached(condition, results)
            if not known:
                return many
            self.found[condition.name] = many
        return self.found[condition.name]

    def reached(self, condition, results):
        """(seeds, whether these are enough or the most): the first number in the row whose runs do not say "more"."""
        asked, many = self.made.asked, self.made.asked.seeds
        while True:
            seeds = condition._replace(replicates=many).seeds(self.made.study)
            keys = [(condition.name, arm, seed) for arm in self.made.study.arms for seed in seeds]
            if not all(key in results.runs for key in keys):
                return many, False
            if many >= asked.at_most or self.is_precise(condition, seeds, results):
                return many, True
            many = min(asked.at_most, math.ceil(MORE * many))

    def is_precise(self, condition, seeds, results):
        """Whether the mean of the outcome has an interval narrow enough, in every arm."""
        if self.outcome is None:
            self.outcome = chosen(outcomes_of(self.made.plan.experiment, results), self.made.asked.outcome)
        for arm in self.made.study.arms:
            mean = interval(results.values(self.outcome, arm, condition.name, seeds))
            if not mean.high - mean.mean <= self.made.asked.until:
                return False
        return True


def chosen(known, name):
    """The outcome of that name or of that measure, or the first. Raises BadInput."""
    if name is None:
        return known[0]
    found = next((each for each in known if name in (each.name, each.measure)), None)
    if found is None:
        raise BadInput(f"outcome {name!r:.60}: {advice(name, [each.name for each in known])}")
    return found


def named(asked, study, experiment):
    """The Asked with the full name of its outcome, as far as outcomes are known before any run. Raises BadInput."""
    measured = tuple(measures_of(study.arms[study.reference]))
    known = outcomes_of(experiment, SimpleNamespace(study=study, measures=measured))
    if asked.outcome is None or (not read_by(experiment) and any(map(is_grouped, measured))):
        return asked
    return asked._replace(outcome=chosen(known, asked.outcome).name)
