"""What the command line shows: progress, tables, verdicts. Numbers come from `summary`, so that text and JSON agree."""

import json
import math
import os
import re
import sys
import time
from contextlib import nullcontext, redirect_stdout, suppress
from dataclasses import replace

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from trustsim.errors import FAILED, INTERRUPTED, BadInput
from trustsim.runs.words import event_in_words
from trustsim.scenario import config_folder, differences, names, read

STYLES = {"supported": "green", "not supported": "red", "depends": "yellow", "assumed": "cyan"}
TOLD = 10  # failures, at most


def show_run(config, overrides, network, out, jobs, robust, as_json):
    """Replay a config and show what came of it; returns the exit status."""
    from trustsim.runs.one_run import cores
    from trustsim.runs.replay import replay
    from trustsim.runs.summary import summary

    study, talk = read(config, overrides, network), Console(stderr=True)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    bar = Progress(*columns, console=talk, transient=True, disable=not talk.is_terminal)
    row = bar.add_task(study.name, total=None)

    def starting(store, todo, notes):
        there = len(store.results.runs)
        for note in notes:
            say(talk, note)
        if store.replaces:
            say(talk, f"{store.folder} held results of other rules or another config: they are replaced")
        if there and todo:
            say(talk, f"going on with {store.folder}: {there} of {there + len(todo)} runs are there already")
        if todo:
            say_that_it_compiles(study, talk)
        bar.update(row, total=there + len(todo), completed=there)
        bar.start()

    try:
        with redirect_stdout(sys.stderr) if as_json else nullcontext():  # whatever a user's own code prints
            replayed = replay(study, out, jobs or cores(), robust, lambda task: bar.advance(row), starting)
    except BadInput as error:
        raise where_to_get_it(error, network) from error
    finally:
        bar.stop()
    if replayed.interrupted or replayed.failures:
        return tell_interrupted(replayed, talk) if replayed.interrupted else tell_failures(replayed, talk)
    found = summary(replayed)
    if as_json:
        print(json.dumps(found, indent=1))
    else:
        show_summary(found, Console())
    return 0


def say(talk, text):
    """A line for whoever waits."""
    talk.print(text, markup=False, highlight=False, soft_wrap=True)


def say_that_it_compiles(study, talk):
    """The first run compiles; say so, for it takes a while and happens once."""
    from trustsim.compiled import is_compiled
    from trustsim.model import TrustModel
    from trustsim.named import own_lens, phases_of
    from trustsim.scenario import parse

    arm = study.arms[study.reference]
    if is_compiled(phases_of(arm), own_lens(arm)):
        return
    began = time.monotonic()
    with talk.status("compiling the rules, once: this takes up to a minute"), suppress(Exception):  # a fault shows in the runs, which say where
        tiny = parse({"population": {"firms": 1, "advisors": 2, "customers": 4}}).arms["as configured"]
        few = arm.values | {path: value for path, value in tiny.values.items() if path.startswith("population.")}
        TrustModel(replace(arm, graph=tiny.graph, values=few, interventions=(), agents={}, measures=("trust",))).run(1).close()
        say(talk, f"compiled the rules in {time.monotonic() - began:.0f} s; the next run starts at once")


def where_to_get_it(error, network):
    """The error, in other words where the data of a network that ships are not there: where they are to be had."""
    path = config_folder() / "networks" / f"{network}.toml"
    found = re.search(r"Get it: ([^\s,]+)", path.read_text(encoding="utf-8")) if network in names("networks") else None
    missing, absent, _ = str(error).partition(": no such file")
    missing = missing.rpartition(": ")[2]
    if not (found and absent):
        return error
    folder, file = os.path.split(os.path.relpath(missing))
    cure = f"get the data from {found[1]}, and name the folder that holds them: --set graph.folder=FOLDER"
    return BadInput(f"network {network}: there is no {file} in {folder or 'this folder'}; {cure}")


def tell_interrupted(replayed, talk):
    """What Ctrl-C left."""
    say(talk, f"interrupted: {len(replayed.results.runs)} runs are kept in {replayed.folder}; the same command goes on from there")
    return INTERRUPTED


def tell_failures(replayed, talk):
    """Which runs failed and why, a line each; what finished is kept."""
    bad = next((error for _, error, _ in replayed.failures if isinstance(error, BadInput)), None)
    if bad:
        raise bad
    for task, error, where in replayed.failures[:TOLD]:
        say(talk, f"failed: {task.arm}, seed {task.seed}, {task.condition.name}: {type(error).__name__}: {' '.join(str(error).split())} ({where})")
    rest = f" ({len(replayed.failures) - TOLD} more like these)" if len(replayed.failures) > TOLD else ""
    kept = f"{len(replayed.results.runs)} are kept in {replayed.folder}"
    say(talk, f"{len(replayed.failures)} runs failed{rest}, {kept}; the same command tries the others again")
    return FAILED


def show_summary(found, console):
    """Outcomes per arm, paired differences, verdicts."""
    console.print(f"\n[bold]{escape(found['title'])}[/bold]  (lens {found['lens']}, n = {len(found['seeds'])} twin worlds)", highlight=False)
    console.print(f"{escape(found['question'])}\n", highlight=False)
    for outcome in found["outcomes"]:
        unit = f" ({outcome['unit']})" if outcome["unit"] else ""
        console.print(f"[bold]{escape(outcome['name'] + unit)}[/bold]", outcome_table(outcome, found["reference"]), "", sep="\n", highlight=False)
    if any(len(outcome["arms"]) > 1 for outcome in found["outcomes"]):
        note = "d_z: the mean difference in its own standard deviations; pairing: the share of the variance of the difference that twin worlds remove"
        console.print(note, style="dim", highlight=False)
    if found["claims"]:
        console.print("\n[bold]Verdicts[/bold]", claims_table(found["claims"]))
    say(console, f"\n{found['runs']} runs in {found['seconds']:.1f} s; results, figures and manifest: {found['folder']}")


def outcome_table(outcome, reference):
    """One outcome: the mean of each arm with its interval, and the paired difference with the reference arm."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    heads = ("arm", "mean \\[95 %]", f"minus {escape(reference)} \\[95 %]", "d_z", "pairing") if len(outcome["arms"]) > 1 else ("arm", "mean \\[95 %]")
    for head in heads:
        table.add_column(head, justify="left" if head == "arm" else "right", no_wrap=head != "arm")
    for arm, row in outcome["arms"].items():
        cells = [escape(arm), bracket(row["mean"], "")]
        if "difference" in row:
            cells += [bracket(row["difference"], "+"), number(row["d_z"], "+.1f"), number(row["variance_removed"], ".0%")]
        table.add_row(*cells)
    return table


def claims_table(claims):
    """The verdicts, one row a claim, with what its tests found."""
    table = Table.grid(padding=(0, 2, 1, 0))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column()
    for claim in claims:
        style, tests = STYLES[claim["verdict"]], [tested(test) for test in claim["tests"]]
        text = f"[bold]{escape(claim['claim'])}[/bold]\n{escape(claim['because'])}" + "".join(f"\n[dim]{escape(test)}[/dim]" for test in tests)
        table.add_row(str(claim["number"]), f"[{style}]{claim['verdict']}[/{style}]", text)
    return table


def tested(test):
    """What one test found, on a line."""
    assumed = f" (assumed: {test['assumed']})" if test["assumed"] else ""
    return f"{test['answer']}: {test['sentence']}{assumed}"


def bracket(interval, sign):
    """"0.512 [0.498, 0.526]", or the number alone where there is no interval."""
    from trustsim.runs.compare import Interval, in_figures

    return escape(in_figures(Interval(*(math.nan if value is None else value for value in interval.values())), sign))


def number(value, form):
    """A number, or a dash where there is none."""
    return "-" if value is None else format(value, form)


def show_list():
    """What comes with trustsim, a line each."""
    table = Table("name", "title", "claims", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in names():
        study = read(name)
        table.add_row(name, escape(study.title), ", ".join(str(claim.number) for claim in claims_in(study)) or "-")
    Console().print(table)


def claims_in(study):
    """The claims that a study replays."""
    from trustsim.runs.experiments import claims_of, experiment_of

    return claims_of(experiment_of(study))


def show_study(config, overrides, network):
    """A config in words."""
    study, console = read(config, overrides, network), Console(highlight=False)
    arm = study.arms[study.reference]
    console.print(f"[bold]{escape(study.title)}[/bold]\n{escape(' '.join(study.question.split()))}\n")
    course = f"{len(study.arms)} arms x {study.replicates} seeds (from {study.first_seed}), {arm.ticks} weeks, lens {arm.lens}"
    console.print(escape(f"{course}; reference arm: {study.reference}"))
    for claim in claims_in(study):
        console.print(escape(f"  claim {claim.number}: {claim.text}" + (f" ({claim.note})" if claim.note else "")))
    common = set.intersection(*({(path, str(pair)) for path, pair in differences(each).items()} for each in study.arms.values()))
    for name, each in study.arms.items():
        console.print(f"\n[bold]{escape(f'{name}: {each.title}')}[/bold]", arm_table(each, {} if name == study.reference else dict(common)), sep="\n")
        for event in each.interventions:
            console.print(escape(f"week {event.at}: {event_in_words(event)}"))
    variations = [f"{path} = {', '.join(f'{value:g}' for value in values)}" for path, values in study.variations.items()]
    if study.experiment is None:
        console.print("\nas configured only: other lenses, values and ablations are tried for the claims of an experiment, and it has none")
        return
    for title, values in (("\nalso without", study.ablations), ("also under", study.lenses), ("also at", variations)):
        console.print(escape(f"{title}: {'; '.join(map(str, values)) or 'nothing else'}"))


def arm_table(arm, common):
    """What an arm changes from the defaults, beyond what is `common` to all arms."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head in ("parameter", "default", "here"):
        table.add_column(head, no_wrap=head == "parameter")
    for path, (default, value) in differences(arm).items():
        if path != "interventions" and common.get(path) != str((default, value)):
            table.add_row(path, *(escape(", ".join(map(str, each)) if isinstance(each, list) else str(each)) for each in (default, value)))
    return table


def check(config, overrides, network):
    """Everything that can be wrong with a config before a run, which raises BadInput; what is worth a note, a line each."""
    from trustsim.runs.conditions import conditions
    from trustsim.runs.one_run import Networks
    from trustsim.runs.experiments import experiment_of
    from trustsim.runs.replay import arms_under, check_on_graph

    study = read(config, overrides, network)
    arms_under(study, conditions(study, experiment_of(study) is not None))
    try:
        return check_on_graph(study, Networks())
    except BadInput as error:
        raise where_to_get_it(error, network) from error
