"""One call from a study to its results and verdicts: what `trustsim run` does."""

import time
from typing import NamedTuple

from trustsim import interventions
from trustsim.by_group import spread
from trustsim.errors import BadInput
from trustsim.model import KINDS
from trustsim.named import measures_of, own_kind, own_lens, phases_of
from trustsim.runs.claims import judge
from trustsim.runs.conditions import conditions
from trustsim.runs.execute import Networks, execute, tasks
from trustsim.runs.experiments import claims_of, experiment_of
from trustsim.runs.store import Store, folder_for


class Replay(NamedTuple):
    """A replayed study: its results, its verdicts, where they lie, and how the runs ended."""

    results: object
    verdicts: list
    experiment: object  # the module, or None
    folder: object
    failures: list
    interrupted: bool
    seconds: float


def replay(study, out=None, jobs=1, robust=True, report=None, starting=None):
    """Run every arm of `study` under all its conditions, keep the series, judge the claims.

    `jobs` runs go on at a time; more than one take processes, so a script that asks for them starts from
    `if __name__ == "__main__":`. `starting(store, todo, notes)` hears what is to be done, `report(task)`
    of each finished run. What an earlier interrupted call finished is not run again. Raises BadInput.
    """
    began = time.monotonic()
    experiment = experiment_of(study)
    under = conditions(study, robust and experiment is not None)
    arms = arms_under(study, under)
    store = Store(folder_for(study, under, out), study, under)
    todo, networks = [task for task in tasks(study, under) if task.key not in store.results.runs], Networks()
    # what is wrong is told before anything is written; what has all been run is known to be right
    notes = check_on_graph(study, networks) if todo else []
    store.begin()
    try:
        if starting:
            starting(store, todo, notes)
        try:
            ended = execute(todo, arms, store.keep, jobs, report, networks)
        finally:
            write_down(store)
        whole = not ended.failures and not ended.interrupted
        verdicts = [judge(claim, store.results) for claim in claims_of(experiment)] if whole else []
        replayed = Replay(store.results, verdicts, experiment, store.folder, ended.failures, ended.interrupted, time.monotonic() - began)
        if whole:
            finish(store, replayed)
    finally:
        store.end()
    return replayed


def arms_under(study, under):
    """Every arm under every condition, {(condition name, arm name): arm}, all code that they name being there; raises BadInput."""
    arms = {(c.name, name): c.applied(arm) for c in under for name, arm in study.arms.items()}
    measured = {name: names_in(study.source, arm) for (_, name), arm in arms.items()}
    other = next((name for name, measures in measured.items() if measures != measured[study.reference]), None)
    if other is not None:
        raise BadInput(f"{study.source}: arms.{other} measures other things than arms.{study.reference}; give all arms the same measures")
    return arms


def check_on_graph(study, networks):
    """Whether the graph of every arm can be made, and everybody is there whom its measures and interventions name; raises BadInput.

    What the graphs hold and the model has no place for, a line each.
    """
    notes = {}
    for name, arm in study.arms.items():
        try:
            assembled, _ = networks.assembled(arm, study.first_seed)
            spread(measures_of(arm), assembled.network)
            interventions.check(arm, assembled.network)
        except BadInput as error:
            if not str(error).startswith(("graph.", "measures ", "measures:", "for ")):  # it names a file of the graph's
                raise
            raise BadInput(f"{study.source}: arm {name}: {error}") from error
        notes |= dict.fromkeys(assembled.notes())
    return list(notes)


def names_in(source, arm):
    """The names of an arm's measures, once its own lens, mechanisms, agents and measures are known to be there."""
    try:
        own_lens(arm), phases_of(arm), [own_kind(kind, arm.folder, KINDS[f"{role}s"]) for role, kind in arm.agents.items()]
        return set(measures_of(arm))
    except BadInput as error:
        raise BadInput(f"{source}: {error}") from error


def write_down(store):
    """Put what is finished on disk, whatever comes: not even another Ctrl-C costs a finished run."""
    try:
        store.flush()
    except KeyboardInterrupt:
        store.flush()


def finish(store, replayed):
    """Figures, the summary, and the manifest last."""
    import json

    from trustsim.plots import draw
    from trustsim.runs.summary import summary

    figures = draw(replayed, store.folder / "figures")
    lasting = {key: value for key, value in summary(replayed).items() if key not in ("seconds", "folder")}
    store.finish(replayed.seconds, json.dumps(lasting, indent=1), figures)
