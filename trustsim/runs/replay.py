"""Replay a study, from its config to results and verdicts: what `trustsim run` does."""

import json
import time
from contextlib import contextmanager
from dataclasses import replace
from typing import NamedTuple

from trustsim import interventions
from trustsim.budget import check_arm
from trustsim.by_group import spread
from trustsim.errors import BadInput
from trustsim.named import measures_of, own_kind, own_lens, phases_of
from trustsim.runs import deciding
from trustsim.runs.conditions import conditions, needed
from trustsim.runs.execute import execute, tasks
from trustsim.runs.experiments import across, claims_of, experiment_of, with_measures
from trustsim.runs.one_run import Networks
from trustsim.runs.plan import folder_for
from trustsim.runs.store import Store
from trustsim.runs.verdicts import judge
from trustsim.runs.words import reason
from trustsim.runs.workers import refuse_import


class Replay(NamedTuple):
    """A replayed study: its results, verdicts and folder, and how the runs ended."""

    results: object
    verdicts: list
    experiment: object  # the module, or None
    folder: object
    failures: list
    interrupted: bool
    seconds: float
    troubles: tuple = ()  # one line for each output that could not be made after the runs
    saved: int = 0  # runs on disk


def replay(study, out=None, jobs=1, robust=True, report=None, starting=None, tell=lambda text: None, plan=None):
    """Run every arm of `study` under all its conditions, save the series, and give the verdicts.

    `jobs` runs go on at a time. More than one use processes, so a script must then start from `if __name__ ==
    "__main__":`. Called on the way: `starting(store, todo, notes)` before the runs, `report(task)` after each run, and
    `tell(text)` for messages. Runs that an earlier, interrupted call finished are not repeated. Problems after the runs
    are listed in `troubles` of the returned Replay. `plan`: what `planned` returned for them, if it is there already.
    Raises BadInput.
    """
    began = time.monotonic()
    refuse_import()
    plan = plan or planned(study, robust)
    wanted = [task for task in tasks(plan.study, plan.under) if task.key[:2] in plan.arms]
    watch = Watch(report, starting, tell)
    with collected(plan, folder_for(plan.study, out), lambda results: wanted, watch, jobs) as (store, ended):
        return concluded(store, plan.experiment, ended, began)


class Watch(NamedTuple):
    """What is called while runs go on."""

    report: object = None  # report(task), after each run
    starting: object = None  # starting(store, todo, notes), before the first
    tell: object = lambda text: None  # for messages
    more: object = lambda todo: None  # more(todo), before runs that were not known at the start


@contextmanager
def collected(plan, folder, wanted, watch, jobs=1, executor=None):
    """A context with the (Store, Ended) of all runs that `wanted(results)` lists, as tasks, until it lists no new ones.

    The folder is locked meanwhile. Finished runs are on disk, also after an error. Raises BadInput.
    """
    study, arms = plan.study, plan.arms
    with deciding.held(study):  # a file that is edited meanwhile counts only from the next study
        networks = Networks()
        store = Store(folder, study, plan.under, watch.tell, arms, plan.told, plan.grows)
        # errors are reported before anything is written; a study whose runs are all done has been checked
        notes = None if store.folder.exists() else check_on_graph(study, networks)
        store.open()
        try:
            todo = missing(wanted, store.results)
            if notes is None:
                notes = check_on_graph(study, networks) if todo else []
            store.begin(todo)
            if watch.starting:
                watch.starting(store, todo, notes)
            yield store, run_all(todo, wanted, store, (arms, jobs, watch, networks, executor))
        finally:
            store.end()


def missing(wanted, results):
    """The tasks that are wanted and have no result yet."""
    return [task for task in wanted(results) if task.key not in results.runs]


def run_all(todo, wanted, store, how):
    """Run `todo`, and then what `wanted` lists in addition, round by round; how the last round ended."""
    arms, jobs, watch, networks, executor = how
    done = 0
    while True:
        try:
            ended = execute(todo, arms, store.keep, jobs, watch.report, networks, watch.tell, executor)
        finally:
            write_down(store)
        done += ended.done
        ended = ended._replace(done=done)
        if ended.failures or ended.interrupted:
            return ended
        todo = missing(wanted, store.results)
        if not todo:
            return ended
        watch.more(todo)


def concluded(store, experiment, ended, began):
    """The Replay of the runs, with verdicts, figures and manifest if all runs are done."""
    whole = not ended.failures and not ended.interrupted
    troubles, verdicts = [], []
    for claim in claims_of(experiment) if whole else ():
        try:
            verdicts.append(judge(claim, store.results))
        except Exception as error:  # a user's own test may fail
            troubles.append(f"claim {claim.number}: no verdict: {reason(error)}")
    replayed = Replay(
        store.results, verdicts, experiment, store.folder, ended.failures, ended.interrupted, time.monotonic() - began
    )
    if store.trouble is not None:
        left = f"{len(store.on_disk)} of {len(store.results.runs)} finished runs are saved"
        troubles += [f"{reason(store.trouble)}; {left}. Make room and run the same command again"]
    elif whole:
        troubles += finish(store, replayed)
    return replayed._replace(troubles=tuple(troubles), saved=len(store.on_disk))


class Plan(NamedTuple):
    """The plan of runs: the study with all measures, its experiment, conditions and arms."""

    study: object
    experiment: object  # the module, or None
    under: list  # of conditions
    arms: dict  # (condition name, arm name) -> resolved arm
    told: dict = {}  # what the manifest says besides
    grows: bool = False  # whether conditions and arms are added while runs go on


def planned(study, robust=True):
    """The Plan of a study: with `robust` all conditions under which its claims are read, else as configured.

    Raises BadInput.
    """
    experiment = experiment_of(study)
    claims = claims_of(experiment)
    if experiment:
        study = with_measures(study, experiment)
    tried = conditions(study, robust and experiment is not None, claims, across(experiment))
    pairs = needed(study, tried, claims)
    under = [condition for condition in tried if any(name == condition.name for name, _ in pairs)]
    return Plan(study, experiment, under, arms_under(study, under, pairs))


def arms_under(study, under, pairs):
    """Each of these (condition name, arm name) pairs with its arm, all code that they name checked; raises BadInput."""
    by_name = {condition.name: condition for condition in under}
    arms = {(name, arm): by_name[name].applied(study.arms[arm]) for name, arm in pairs}
    measured = {name: names_in(study.source, arm) for (_, name), arm in arms.items()}
    other = next((name for name, measures in measured.items() if measures != measured[study.reference]), None)
    if other is not None:
        raise BadInput(
            f"{study.source}: arms.{other} measures other things than arms.{study.reference}; "
            "give all arms the same measures"
        )
    for (_, name), arm in arms.items():
        try:
            check_arm(arm)
        except BadInput as error:
            raise BadInput(f"{study.source}: arm {name}: {error}") from None
    return arms


def check_on_graph(study, networks):
    """Check that the graph of every arm can be made and has everybody whom measures and interventions name.

    Returns notes, one line each, on what the graphs hold and the model does not use. Raises BadInput.
    """
    notes = {}
    for name, arm in {**study.arms, **on_other_networks(study)}.items():
        try:
            assembled, _ = networks.assembled(arm, study.first_seed)
            spread(measures_of(arm), assembled.network)
            interventions.check(arm, assembled.network)
        except BadInput as error:
            if not str(error).startswith(
                ("graph.", "measures ", "measures:", "for ")
            ):  # it names a file of the graph's
                raise
            raise BadInput(f"{study.source}: arm {name}: {error}") from error
        notes |= dict.fromkeys(assembled.notes())
    return list(notes)


def on_other_networks(study):
    """{name for messages: the reference arm on each network of the sweep, or of the assumed space}."""
    arm, varied = study.arms[study.reference], study.sweep or study.space
    return {
        f"{study.reference} on {name}": replace(arm, graph=graph, values={**arm.values, **numbers})
        for name, graph, numbers in (varied.networks if varied else ())
    }


def names_in(source, arm):
    """The names of an arm's measures, once its own lens, mechanisms, agents and measures are known to be there."""
    try:
        own_lens(arm), phases_of(arm), check_kinds(arm)
        return set(measures_of(arm))
    except BadInput as error:
        raise BadInput(f"{source}: {error}") from error


def check_kinds(arm):
    """Check that the user's own classes of agents are there. Raises BadInput."""
    if arm.agents:  # Mesa takes a second to import, and most studies need no agents
        from trustsim.model import KINDS

        for role, name in arm.agents.items():
            own_kind(name, arm.folder, KINDS[f"{role}s"])


def write_down(store):
    """Write finished runs to disk in any case; not even another Ctrl-C loses a finished run."""
    try:
        store.flush()
    except KeyboardInterrupt:
        store.flush()


def finish(store, replayed):
    """Figures, the summary, and the manifest last; returns a line for each thing that cannot be made."""
    from trustsim.plots import draw
    from trustsim.runs.summary import summary

    figures, failed, folder = [], [], store.folder / "figures"
    try:
        figures = draw(replayed, folder, failed.append)
    except Exception as error:  # whatever the error, the runs are done and kept
        failed.append(f"{folder}: no figures: {reason(error)}")
    lasting = {key: value for key, value in summary(replayed).items() if key not in ("seconds", "folder")}
    try:
        store.finish(replayed.seconds, json.dumps(lasting, indent=1), figures)
    except OSError as error:  # as good as always what the figures met with as well
        return [reason(error)]
    return failed
