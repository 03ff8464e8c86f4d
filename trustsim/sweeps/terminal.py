"""The output of `trustsim sweep` and `trustsim merge`."""

import re
from contextlib import nullcontext

from rich.table import Table
from rich.text import Text

from trustsim.errors import BadInput
from trustsim.runs.every_claim import SPEED, counted, in_minutes
from trustsim.runs.progress import Course, Talk
from trustsim.runs.replay import Watch
from trustsim.runs.streams import output_to_error
from trustsim.runs.tables import bracket
from trustsim.runs.terminal import show_found, unfinished
from trustsim.runs.words import legible
from trustsim.runs.workers import usual_jobs
from trustsim.scenario import read
from trustsim.sweeps.elsewhere import executor_named
from trustsim.sweeps.merge import merge
from trustsim.sweeps.summary import summary
from trustsim.sweeps.sweep import Asked, planned, run

SHARD = re.compile(r"(\d{1,9})/(\d{1,9})")
ROWS = 40  # points in the table at most
PLACE = 24  # the least width of a point in the table
RESPONSES = 4  # that are told at most
EACH = 5e-3  # seconds of a run besides its weeks
COLUMN = 22  # the width of the numbers of a response


def show_sweep(config, given, design, options):
    """Run a sweep, show what it found and return the exit status."""
    study, talk = read(config, options["overrides"], options["network"]), Talk()
    asked = Asked(
        options["seeds"], options["until"], options["at_most"], shard_in(options["shard"]), options["outcome"]
    )
    with output_to_error() if options["as_json"] else nullcontext():
        made = planned(study, given, design, options["size"], asked)
        with executor_named(options["executor"]) as (executor, at_a_time):
            jobs = options["jobs"] or at_a_time or usual_jobs(made.plan.arms.values())
            swept = with_a_bar(made, options["out"], jobs, executor, talk)
    status = unfinished(swept, talk)
    if status is not None:
        return status
    return show_found(summary(swept), show_summary, swept, options["as_json"], talk)


def with_a_bar(made, out, jobs, executor, talk):
    """Run a sweep, say how long it takes, and show how far it is."""
    from trustsim.sweeps.factors import overwritten

    course = Course(made.study, talk, lambda todo: announcement(made, todo, jobs))
    for note in overwritten(made.study):
        talk.say(note)
    try:
        return run(made, out, jobs, Watch(course.advance, course.starting, talk.say, course.more), executor)
    finally:
        course.stop()


def announcement(made, todo, jobs):
    """ "20 points, 2 arms, 20 seeds: 800 runs, 2 at a time: about 2 minutes"."""
    asked, many = made.asked, len(made.mine)
    seeds = counted(asked.seeds, "seed") if asked.until is None else f"{asked.seeds} to {asked.at_most} seeds"
    shard = f" of shard {asked.shard[0]}/{asked.shard[1]}" if asked.shard else ""
    twice = f" ({len(made.conditions)} with those that are equal)" if not shard and many < len(made.conditions) else ""
    told = f"{counted(many, 'point')}{shard}{twice}, {counted(len(made.study.arms), 'arm')}, {seeds}"
    if not todo:
        return f"{told}: all runs are done"
    seconds = sum(seconds_of(made.plan.arms[task.key[:2]]) for task in todo) / jobs
    first = "at first " if asked.until is not None else ""
    return f"{told}: {first}{counted(len(todo), 'run')} to do, {jobs} at a time: {in_minutes(seconds)}"


def seconds_of(arm):
    """Roughly how long a run takes."""
    return EACH + arm.ticks * arm.values["population.customers"] / SPEED


def shard_in(text):
    """(number, of how many) of a text such as "3/8"; None of None. Raises BadInput."""
    found = SHARD.fullmatch(text) if text is not None else None
    if text is not None and not found:
        raise BadInput(f"shard {text!r:.40} is not of the form NUMBER/HOW_MANY, such as 3/8")
    return found and (int(found[1]), int(found[2]))


def show_merge(out, folders, as_json):
    """Merge shards, show what the whole found and return the exit status."""
    talk = Talk()
    with output_to_error() if as_json else nullcontext():
        swept = merge(out, folders, talk.say)
    return show_found(summary(swept), show_summary, swept, as_json, talk)


def show_summary(found, out):
    """What one sees, the indices or the points, and where everything is."""
    sweep, responses = found["sweep"], found["responses"]
    out.print(Text(f"\n{legible(found['title'])}: sweep, {sweep['design']}, {sweep['points']} points", "bold"))
    main = [responses[at] for at in sweep["main"][:RESPONSES]]
    for response in main:
        for said in filter(None, (response["finding"], response["decides"])):
            out.print(Text(legible(said)))
    if any(response["indices"] for response in main):
        for response in main:
            out.print("", Text(legible(response["response"]), "bold"), indices_table(response), sep="\n")
    else:
        fit = max(1, (out.width - PLACE - 4) // COLUMN)
        out.print("", points_table(found, main[:fit]), sep="\n")
    if sweep["imprecise"]:
        told = f"{sweep['imprecise']} points are less precise than {sweep['until']:g} with {sweep['at_most']} seeds."
        out.print(f"\n{told} A higher --at-most adds seeds.", highlight=False)
    where = f"\n{found['runs']} runs in {found['seconds']:.1f} s; outcomes, figures and manifest: {found['folder']}"
    if sweep["shard"]:
        where += "\nThis is one shard: trustsim merge OUT FOLDER... puts all together."
    out.print(legible(where, keep="\n"), markup=False, highlight=False, soft_wrap=True)


def indices_table(response):
    """The indices of a response: one row per factor, the dummy last."""
    names = list(dict.fromkeys(each["index"] for each in response["indices"]))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("factor", overflow="fold")
    for name in names:
        table.add_column(f"{name} [95 %]", justify="right")
    order = [each["factor"] for each in response["ranking"]]
    rows = {(each["factor"], each["index"]): each for each in response["indices"]}
    dummy = next(each["factor"] for each in response["indices"] if each["factor"] not in order)
    for factor in (*order, dummy):
        cells = [rows[factor, name] for name in names]
        numbers = [bracket({"mean": c["value"], "low": c["low"], "high": c["high"], "n": 1}, "") for c in cells]
        table.add_row(Text(legible(factor)), *numbers)
    return table


def points_table(found, main):
    """The first points: place, seeds, and the mean of each response with its interval."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("point", overflow="fold", min_width=PLACE)
    table.add_column("n", justify="right")
    for response in main:
        table.add_column(Text(legible(response["response"])), justify="right", overflow="fold")
    for point in found["points"][:ROWS]:
        cells = {each["response"]: each for each in point["responses"]}
        mine = [cells[response["response"]] for response in main]
        numbers = [bracket({key: each[key] for key in ("mean", "low", "high", "n")}, "") for each in mine]
        table.add_row(Text(legible(point["condition"])), str(mine[0]["n"]), *numbers)
    left = len(found["points"]) - ROWS
    if left > 0:
        table.add_row(f"and {left} more in outcomes.parquet")
    return table
