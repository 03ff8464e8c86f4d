"""What the command line shows: progress, tables, verdicts. Numbers come from `summary`, so that text and JSON agree."""

import json
import time

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from trustsim.errors import BadInput
from trustsim.scenario import differences, names, read

STYLES = {"supported": "green", "not supported": "red", "depends": "yellow", "assumed": "cyan"}
FAILED, INTERRUPTED = 1, 130


def show_run(config, overrides, network, out, jobs, robust, as_json):
    """Replay a config and show what came of it; returns the exit status."""
    from trustsim.runs.replay import replay
    from trustsim.runs.summary import summary

    study = read(config, overrides, network)
    talk = Console(stderr=True)
    say_that_it_compiles(study, talk)
    bar = Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=talk, transient=True)
    with bar:
        row = bar.add_task(study.name, total=None)

        def starting(store, todo):
            total = len(store.results.runs) + len(todo)
            if store.results.runs and todo:
                talk.print(f"going on with {store.folder}: {len(store.results.runs)} of {total} runs are there already")
            bar.update(row, total=total, completed=len(store.results.runs))

        replayed = replay(study, out, jobs, robust, lambda task: bar.advance(row), starting)
    if replayed.interrupted:
        talk.print(f"interrupted: {len(replayed.results.runs)} runs are kept in {replayed.folder}; the same command goes on from there")
        return INTERRUPTED
    if replayed.failures:
        return tell_failures(replayed, talk)
    found = summary(replayed)
    if as_json:
        print(json.dumps(found, indent=1))
    else:
        show_summary(found, Console())
    return 0


def say_that_it_compiles(study, talk):
    """The first run compiles; say so, for it takes a while and happens once."""
    from trustsim.engine import is_compiled
    from trustsim.model import TrustModel, own_lens, own_sources, phases_of

    arm = study.arms[study.reference]
    if is_compiled(phases_of(arm), own_lens(arm), own_sources(arm)):
        return
    began = time.monotonic()
    with talk.status("compiling the rules, once: this takes up to a minute"):
        from trustsim.scenario import parse

        tiny = next(iter(parse({"population": {"firms": 1, "advisors": 2, "customers": 4}}).arms.values()))
        from dataclasses import replace

        TrustModel(replace(arm, graph=tiny.graph, values=arm.values | {p: v for p, v in tiny.values.items() if p.startswith("population.")}, interventions=(), agents={})).run(1).close()
    talk.print(f"compiled the rules in {time.monotonic() - began:.0f} s; the next run starts at once")


def tell_failures(replayed, talk):
    """Which runs failed and why, a line each; what finished is kept."""
    for task, error in replayed.failures[:10]:
        talk.print(f"failed: {task.arm}, seed {task.seed}, {task.condition.name}: {type(error).__name__}: {error}", markup=False, highlight=False)
    talk.print(f"{len(replayed.failures)} runs failed, {len(replayed.results.runs)} are kept in {replayed.folder}; the same command tries the others again")
    bad = next((error for _, error in replayed.failures if isinstance(error, BadInput)), None)
    if bad:
        raise bad
    return FAILED


def show_summary(found, console):
    """Outcomes per arm, paired differences, verdicts."""
    console.print(f"\n[bold]{found['title']}[/bold]  (lens {found['lens']}, n = {len(found['seeds'])} twin worlds)\n{found['question']}\n")
    for outcome in found["outcomes"]:
        console.print(outcome_table(outcome, found["reference"]))
    if found["claims"]:
        console.print(claims_table(found["claims"]))
    console.print(f"{found['runs']} runs in {found['seconds']:.1f} s; results, figures and manifest: {found['folder']}", highlight=False, soft_wrap=True)


def outcome_table(outcome, reference):
    """One outcome: the mean of each arm with its interval, and the paired difference with the reference arm."""
    table = Table(title=f"{outcome['name']} [{outcome['unit']}]".replace("[]", "").strip().replace("[", "("). replace("]", ")"), title_justify="left")
    for column in ("arm", "mean (95 %)", f"minus {reference} (95 %, paired)", "d_z", "variance removed by pairing"):
        table.add_column(column, justify="left" if column == "arm" else "right")
    for arm, row in outcome["arms"].items():
        cells = [arm, bracket(row["mean"], "")]
        if "difference" in row:
            cells += [bracket(row["difference"], "+"), number(row["d_z"], "+.1f"), number(row["variance_removed"], ".0%")]
        table.add_row(*cells)
    return table


def claims_table(claims):
    """The verdicts, one row a claim, with what its tests found."""
    table = Table(title="Verdicts", title_justify="left", show_lines=True)
    for column in ("claim", "verdict", "because"):
        table.add_column(column)
    for claim in claims:
        tests = "\n".join(f"{'+' if test['holds'] else '-'} {test['sentence']}" + (f" (assumed: {test['assumed']})" if test["assumed"] else "") for test in claim["tests"])
        style = STYLES[claim["verdict"]]
        table.add_row(f"{claim['number']}. {claim['claim']}", f"[{style}]{claim['verdict']}[/{style}]", f"{claim['because']}\n[dim]{escaped(tests)}[/dim]".strip())
    return table


def escaped(text):
    """Text in which rich sees no markup."""
    return text.replace("[", "\\[")


def bracket(interval, sign):
    """"0.512 [0.498, 0.526]"."""
    return escaped(f"{number(interval['mean'], sign + '.3f')} [{number(interval['low'], sign + '.3f')}, {number(interval['high'], sign + '.3f')}]")


def number(value, form):
    """A number, or a dash where there is none."""
    return "-" if value is None else format(value, form)


def show_list():
    """What comes with trustsim, a line each."""
    table = Table("name", "title", "claims", box=None)
    for name in names():
        study = read(name)
        table.add_row(name, study.title, ", ".join(str(claim.number) for claim in claims_in(study)) or "-")
    Console().print(table)


def claims_in(study):
    """The claims that a study replays."""
    from trustsim.runs.experiments import claims_of, experiment_of

    return claims_of(experiment_of(study))


def show_study(config, overrides, network):
    """A config in words."""
    study, console = read(config, overrides, network), Console()
    console.print(f"[bold]{study.title}[/bold]\n{' '.join(study.question.split())}\n")
    arm = study.arms[study.reference]
    console.print(f"{len(study.arms)} arms x {study.replicates} seeds (from {study.first_seed}), {arm.ticks} weeks, lens {arm.lens}; reference arm: {study.reference}", highlight=False)
    for claim in claims_in(study):
        console.print(f"  claim {claim.number}: {claim.text}" + (f" ({claim.note})" if claim.note else ""), highlight=False)
    common = set.intersection(*({(k, str(v)) for k, v in differences(a).items()} for a in study.arms.values()))
    for name, each in study.arms.items():
        table = Table("parameter", "default", "here", title=f"{name}: {each.title}", title_justify="left", box=None, padding=(0, 2))
        for path, (default, value) in differences(each).items():
            if name == study.reference or (path, str((default, value))) not in common:
                table.add_row(path, str(default), str(value))
        console.print(table)
        for event in each.interventions:
            console.print(f"  week {event.at}: {event.set or event.shock}", highlight=False)
    for title, values in (("also without", study.ablations), ("also under", study.lenses), ("also at", [f"{k} = {v}" for k, v in study.variations.items()])):
        console.print(f"{title}: {', '.join(map(str, values)) or 'nothing else'}", highlight=False)


def check(config, overrides, network):
    """Everything that can be wrong with a config before a run: raises BadInput."""
    from trustsim.model import measures_of, own_lens, phases_of
    from trustsim.network import make_network
    from trustsim.runs.experiments import experiment_of

    study = read(config, overrides, network)
    experiment_of(study)
    for arm in study.arms.values():
        own_lens(arm), phases_of(arm), measures_of(arm)
        make_network(arm.graph, arm.values, study.first_seed, arm.folder)
