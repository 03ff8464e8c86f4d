"""The output of `trustsim calibrate`."""

from contextlib import nullcontext

from rich.table import Table
from rich.text import Text

from trustsim.calibration.calibration import run
from trustsim.calibration.pinned import LEVEL
from trustsim.calibration.planning import Asked, planned
from trustsim.calibration.summary import summary
from trustsim.calibration.targets import CHECK, FIT
from trustsim.errors import FAILED
from trustsim.runs.every_claim import counted, in_minutes
from trustsim.runs.progress import Course, Talk
from trustsim.runs.replay import Watch
from trustsim.runs.streams import output_to_error
from trustsim.runs.terminal import show_found, tell_troubles, unfinished
from trustsim.runs.words import legible
from trustsim.runs.workers import usual_jobs
from trustsim.scenario import read
from trustsim.sweeps.terminal import seconds_of

LEARNING = 0.15  # seconds per trial for the choice of the next ones
ROWS = 12  # targets in the table, the worst of them


def show_calibration(config, to, fit, options):
    """Calibrate a config, show what was found and return the exit status."""
    study, talk = read(config, options["overrides"], options["network"]), Talk()
    asked = Asked(options["seeds"], options["trials"], options["hold_out"], options["arm"])
    with output_to_error() if options["as_json"] else nullcontext():
        made = planned(study, to, fit, asked)
        done = with_a_bar(made, options["out"], options["jobs"] or usual_jobs(made.plan.arms.values()), talk)
    status = unfinished(done, talk)
    if status is not None:
        return status
    if done.found is None:  # the disk is full
        tell_troubles(done, talk)
        return FAILED
    return show_found(summary(done), show_summary, done, options["as_json"], talk)


def with_a_bar(made, out, jobs, talk):
    """Calibrate, say how long it takes, and show how far it is."""
    course = Course(made.study, talk, lambda todo: announcement(made, todo, jobs), made.runs)
    try:
        return run(made, out, jobs, Watch(course.advance, course.starting, talk.say))
    finally:
        course.stop()


def announcement(made, todo, jobs):
    """ "2 parameters, 20 targets (6 held out), 96 trials, 8 seeds: 864 runs, 2 at a time: about 2 minutes"."""
    checked = sum(each.part == CHECK for each in made.targets)
    told = f"{counted(len(made.factors), 'parameter')}, {counted(len(made.targets), 'target')} ({checked} held out), "
    told += f"{counted(made.asked.trials, 'trial')}, {counted(made.asked.seeds, 'seed')}: "
    if not todo:
        return f"{told}the first runs are done"
    seconds = made.runs / len(made.study.arms) * sum(map(seconds_of, made.study.arms.values())) / jobs
    seconds += LEARNING * made.asked.trials
    return f"{told}{made.runs} runs, {jobs} at a time: {in_minutes(seconds)}"


def show_summary(found, out):
    """What the data pin down, how well the targets are met, warnings, and where everything is."""
    about = found["calibration"]
    many = f"{about['tried']} trials, {about['seeds']} seeds each"
    out.print(Text(f"\n{legible(found['title'])}: calibration, {many}", "bold"))
    out.print(Text(legible(about["finding"])), "", parameters_table(about), "", sep="\n")
    for said in about["fits"]:
        out.print(Text(legible(said)))
    out.print("", targets_table(about), "", sep="\n")
    for said in about["warnings"]:
        out.print(Text(legible(said)))
    if about["command"]:
        out.print(legible(f"\nTo run it: {about['command']}", keep="\n"), markup=False, highlight=False, soft_wrap=True)
    where = f"{found['runs']} runs in {found['seconds']:.1f} s; summary, figures and manifest: {found['folder']}"
    out.print(legible(where), markup=False, highlight=False, soft_wrap=True)


def parameters_table(about):
    """One row per parameter: best value, interval, share of the range, verdict."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("parameter", overflow="fold", min_width=20)
    for head in ("best", f"{LEVEL:.0%} interval", "range", "share"):
        table.add_column(head, justify="right")
    table.add_column("")
    for each in about["parameters"]:
        interval, span = (f"{low:.4g} to {high:.4g}" for low, high in ((each["low"], each["high"]), each["range"]))
        row = (f"{each['best']:.4g}", interval, span, f"{each['share']:.0%}", each["verdict"].removesuffix(" down"))
        table.add_row(Text(legible(each["key"])), *row)
    return table


def targets_table(about):
    """The targets that are met worst: value, error, simulated, distance in errors."""
    order = sorted(about["targets"], key=lambda each: -abs(each["z"] or 0.0))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("target" if len(order) <= ROWS else f"the {ROWS} targets met worst", overflow="fold")
    for head in ("value", "error", "simulated", "z"):
        table.add_column(head, justify="right")
    table.add_column("")
    for each in order[:ROWS]:
        numbers = ("-" if each[key] is None else f"{each[key]:.4g}" for key in ("value", "error", "simulated"))
        z = "-" if each["z"] is None else f"{each['z']:+.1f}"
        part = {FIT: "fitted", CHECK: "held out"}[each["part"]]
        table.add_row(Text(legible(each["target"])), *numbers, z, part)
    return table
