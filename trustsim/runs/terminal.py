"""The output of the commands. Numbers come from `summary`, so that text and JSON agree."""

import json
import os
import re
import sys
from contextlib import nullcontext
from pathlib import Path

from rich.table import Table

from trustsim.errors import FAILED, BadInput
from trustsim.runs.progress import Course, Talk, tell_failures, tell_interrupted
from trustsim.runs.streams import give_up_output, output_to_error
from trustsim.runs.tables import arm_table, console, show_every_claim, show_patterns, show_summary, shown
from trustsim.runs.words import event_in_words, reason
from trustsim.scenario import config_folder, differences, names, read


def show_run(config, overrides, network, out, jobs, robust, as_json):
    """Replay a config, show the results and return the exit status."""
    from trustsim.runs.workers import usual_jobs

    study, talk = read(config, overrides, network), Talk()
    jobs = jobs or usual_jobs(study.arms.values())
    try:
        with output_to_error() if as_json else nullcontext():
            replayed = replayed_with_a_bar(study, out, jobs, robust, talk)
    except BadInput as error:
        raise where_to_get_it(error, network) from error
    status = unfinished(replayed, talk)
    return show_replayed(replayed, talk, as_json) if status is None else status


def replayed_with_a_bar(study, out, jobs, robust, talk, plan=None):
    """Replay a study and show how far it is."""
    from trustsim.runs.replay import replay

    course = Course(study, talk)
    try:
        return replay(study, out, jobs, robust, course.advance, course.starting, talk.say, plan)
    finally:
        course.stop()


def unfinished(replayed, talk):
    """Say why a study has not finished, and return the exit status; None if it has."""
    if replayed.interrupted:
        return tell_interrupted(replayed, talk)
    return tell_failures(replayed, talk) if replayed.failures else None


def show_replayed(replayed, talk, as_json):
    """Show the summary of a complete study and any problems, and return the exit status."""
    from trustsim.runs.summary import summary

    return show_found(summary(replayed), show_summary, replayed, as_json, talk)


def show_found(found, show, ended, as_json, talk):
    """Print a summary, by `show(found, console)` or as JSON, and any problems of what has ended; the exit status."""
    text = json.dumps(found, indent=1) if as_json else None
    status = put_out(text, lambda: show(found, console()), ended.folder, talk)
    tell_troubles(ended, talk)
    return status if (ended.folder / "manifest.json").is_file() else FAILED


def put_out(text, show, where, talk):
    """Print a text, or if it is None `show` the results, and return the exit status. Nobody need be there to read.

    where: the folder or file that has the results as well, or None.
    """
    try:
        if text is None:
            show()
        else:
            print(text)
        sys.stdout.flush()
    except (OSError, ValueError) as error:  # closed, full
        give_up_output()
        there = f"; they are in {where}" if where else ""
        talk.say(f"trustsim: the results cannot be shown ({reason(error)}){there}")
        return FAILED
    return 0


def tell_troubles(replayed, talk):
    """Say which outputs could not be made, a line each."""
    for trouble in replayed.troubles:
        talk.say(f"trustsim: {trouble}")


def show_claims(only, quick, jobs, out, as_json):
    """Replay every experiment that has one of the claims, show one table, and return the exit status."""
    from trustsim.runs import every_claim
    from trustsim.runs.disk import write_whole
    from trustsim.runs.replay import planned
    from trustsim.runs.workers import usual_jobs

    talk, wanted = Talk(), every_claim.numbers_in(only) if only is not None else None
    out = Path(out or f"results/claims{'-quick' if quick else ''}")
    chosen, replays = every_claim.studies(wanted, quick), []
    jobs = jobs or usual_jobs([arm for study in chosen for arm in study.arms.values()])
    plans = [planned(study, not quick) for study in chosen]
    talk.say(every_claim.announcement(plans, jobs, quick))
    with output_to_error() if as_json else nullcontext():
        for place, (study, plan) in enumerate(zip(chosen, plans, strict=True), 1):
            talk.say(f"{place} of {len(chosen)}: {study.name}")
            replayed = replayed_with_a_bar(study, every_claim.folder_in(out, study), jobs, not quick, talk, plan)
            status = unfinished(replayed, talk)
            if status is not None:
                return status
            tell_troubles(replayed, talk)
            replays.append(replayed)
    found, path = every_claim.rows(replays, wanted), out / every_claim.FILE
    document = every_claim.document(found, quick)
    write_whole(path, document)
    kinds = every_claim.kinds(found)
    return put_out(
        document if as_json else None, lambda: show_every_claim(found, kinds, quick, path, console()), out, talk
    )


def where_to_get_it(error, network):
    """The error. If the data of a shipped network is missing, it says where to get the data."""
    path = config_folder() / "networks" / f"{network}.toml"
    found = re.search(r"Get it: ([^\s,]+)", path.read_text(encoding="utf-8")) if network in names("networks") else None
    missing, absent, _ = str(error).partition(": no such file")
    missing = missing.rpartition(": ")[2]
    if not (found and absent):
        return error
    folder, file = os.path.split(os.path.relpath(missing))
    cure = f"get the data from {found[1]} and name its folder: --set graph.folder=FOLDER"
    return BadInput(f"network {network}: there is no {file} in {folder or 'this folder'}; {cure}")


def show_verify(config, overrides, network, lenses, seeds, as_json):
    """Compare the world of a config with the patterns and return the exit status: 0, whatever is missed."""
    from trustsim.lenses import LENSES
    from trustsim.runs.patterns import WEEKS, YEARS, verify

    study, talk = read(config, overrides, network), Talk()
    arm, lenses = study.arms[study.reference], lenses or LENSES
    course = Course(study, talk)
    course.counting(len(lenses) * seeds)
    try:
        with output_to_error() if as_json else nullcontext():
            found = verify(arm, lenses, range(study.seeds[0], study.seeds[0] + seeds), course.advance)
    finally:
        course.stop()
    if as_json:
        print(json.dumps([each.as_json() for each in found], indent=1))
    else:
        about = f"arm {shown(arm.name)}, " if len(study.arms) > 1 else ""
        about += f"{YEARS} years of {WEEKS} weeks, " + (f"mean over {seeds} seeds" if seeds > 1 else "one seed")
        out = console()
        out.print(f"\n[bold]{shown(study.title or study.name)}[/bold]  ({about})\n", highlight=False)
        show_patterns(found, lenses, out)
    return 0


def show_list():
    """List the shipped configs, one line each."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head in ("name", "title", "claims"):
        table.add_column(head, no_wrap=head == "name")
    for name in names():
        study = read(name)
        table.add_row(name, shown(study.title), ", ".join(str(claim.number) for claim in claims_in(study)) or "-")
    console().print(table)


def claims_in(study):
    """The claims that a study replays."""
    from trustsim.runs.experiments import claims_of, experiment_of

    return claims_of(experiment_of(study))


def show_study(config, overrides, network):
    """Describe a config in words."""
    from trustsim.runs.conditions import hung_on

    study, out = read(config, overrides, network), console()
    arm = study.arms[study.reference]
    out.print(f"[bold]{shown(study.title)}[/bold]\n{shown(' '.join(study.question.split()))}\n")
    runs = f"{len(study.arms)} arms x {study.replicates} seeds (from {study.first_seed}), {arm.ticks} weeks"
    out.print(shown(f"{runs}, lens {arm.lens}; reference arm: {study.reference}"))
    for claim in (each for whole in claims_in(study) for each in (whole, *whole.parts)):
        out.print(shown(f"  claim {claim.number}: {claim.text}" + (f" ({claim.note})" if claim.note else "")))
    changed = [{(path, str(pair)) for path, pair in differences(each).items()} for each in study.arms.values()]
    common = dict(set.intersection(*changed))
    for name, each in study.arms.items():
        table = arm_table(each, {} if name == study.reference else common)
        out.print(f"\n[bold]{shown(f'{name}: {each.title}')}[/bold]", table, sep="\n")
        for event in each.interventions:
            out.print(shown(f"week {event.at}: {event_in_words(event)}"))
    variations = [f"{path} = {', '.join(map('{:g}'.format, values))}" for path, values in study.variations.items()]
    if study.experiment is None:
        out.print(
            "\nas configured only: other lenses, values and ablations are tried for claims, and there is no experiment"
        )
        return
    out.print()
    without = dict.fromkeys([*study.ablations, *hung_on(claims_in(study))])
    tried = {"also without": without, "also under": study.lenses, "also at": variations}
    tried |= {"also over": space_in_words(study)} if study.space else {}
    for title, values in tried.items():
        out.print(shown(f"{title}: {'; '.join(map(str, values)) or 'nothing else'}"))


def space_in_words(study):
    """The assumed space of a study that has one, as texts: its worlds, and each range."""
    space = study.space
    ranges = [f"{path} = {low:g} to {high:g}" for path, (low, high) in space.over.items()]
    ranges += [f"{space.horizon[0]} to {space.horizon[1]} weeks"] if space.horizon else []
    ranges += [f"networks {', '.join(name for name, *_ in space.networks)}"] if space.networks else []
    return [f"{space.worlds} worlds of an assumed space", f"lenses {', '.join(space.lenses)}", *ranges]


def check(config, overrides, network):
    """Check a config without running it; returns notes, one per line. Raises BadInput."""
    from trustsim.runs.one_run import Networks
    from trustsim.runs.replay import check_on_graph, planned

    study = planned(read(config, overrides, network)).study
    try:
        return check_on_graph(study, Networks())
    except BadInput as error:
        raise where_to_get_it(error, network) from error
