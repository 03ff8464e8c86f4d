"""The output of `trustsim diff` and `trustsim check`."""

import json
from contextlib import nullcontext
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from trustsim.errors import FAILED
from trustsim.folders.compared import RunApart
from trustsim.folders.diff import EVERY_CLAIM, Diff, as_json, claims_apart, diff
from trustsim.runs.compare import Interval, in_figures
from trustsim.runs.progress import Course, Talk
from trustsim.runs.replay import Watch
from trustsim.runs.streams import output_to_error
from trustsim.runs.tables import console, shown
from trustsim.runs.terminal import put_out, unfinished
from trustsim.runs.words import legible

MOST = 12  # rows of a table
WIDEST = 48  # characters of a value


def show_diff(a: str, b: str, as_text: bool) -> int:
    """Compare two folders, print what differs, and return the exit status: 0 if nothing does, 1 otherwise."""
    talk, folders = Talk(), (Path(a), Path(b))
    if all((each / EVERY_CLAIM).is_file() for each in folders):
        told = claims_apart(*folders)
        text = json.dumps(told, indent=1) if as_text else None
        return put_out(text, lambda: show_claims(told, console()), None, talk) or (0 if told["same"] else FAILED)
    return put(diff(a, b, talk.say), as_text, talk)


def show_check(folder: str, as_text: bool, trust_code: bool, how: tuple) -> int:
    """Run a folder again, print what differs, and return the exit status: 0 if nothing does, 1 otherwise.

    how: (folder of the new runs or None, runs at a time or None, number of seeds or None).
    """
    from trustsim.folders.check import compared, folder_of, ready, run_again

    (out, jobs, seeds), talk = how, Talk()
    found = ready(folder, trust_code, talk.say)
    out, course = folder_of(found, out), Course(found.study, talk)
    try:
        with output_to_error() if as_text else nullcontext():
            again = run_again(found, out, jobs, seeds, Watch(course.advance, course.starting, talk.say))
    finally:
        course.stop()
    status = unfinished(again, talk)
    return put(compared(found, out, seeds, talk.say), as_text, talk) if status is None else status


def put(found: Diff, as_text: bool, talk: Talk) -> int:
    """Print a Diff, in words or as JSON, and return the exit status."""
    text = json.dumps(as_json(found), indent=1) if as_text else None
    status = put_out(text, lambda: show(found, console()), None, talk)
    return status or (0 if found.same else FAILED)


def show(found: Diff, out: Console) -> None:
    """The cause first, then what lies behind it."""
    out.print(Text(f"A: {legible(found.a.path)}\nB: {legible(found.b.path)}"), soft_wrap=True)
    out.print(Text(found.cause, "bold"), soft_wrap=True)
    for path, what in found.changed.items():
        out.print(shown(f"{path}: {what}"), soft_wrap=True)
    out.print(shown(in_words(found)), soft_wrap=True)
    if found.settings:
        table(out, "Settings that differ", ("", "A", "B"), [(each.named, each.a, each.b) for each in found.settings])
    if found.runs.apart:
        table(out, "Runs that differ", ("condition", "arm", "runs", "first difference", "A", "B"), by_arm(found))
        parts = [f"{part}: {differ} of {many}" for part, (many, differ) in found.runs.parts.items() if differ]
        out.print(shown(f"In these files of A: {'; '.join(parts[:MOST])}{beyond(parts)}"), soft_wrap=True)
    if found.outcomes:
        rows = [(row["name"], row["arm"], f"{row['a']:.3f}", f"{row['b']:.3f}", apart(row)) for row in found.outcomes]
        table(out, "Outcomes that differ, over the seeds in both", ("", "arm", "A", "B", "B minus A [95 %]"), rows)
    if found.verdicts:
        verdicts_table(out, found.verdicts)


def show_claims(told: dict, out: Console) -> None:
    """In how many claims, and parts of claims, two folders of `trustsim claims` agree, and in which they do not."""
    both, apart = told["claims_in_both"], told["verdicts"]
    out.print(Text(f"A: {legible(told['a'])}\nB: {legible(told['b'])}"), soft_wrap=True)
    out.print(Text(f"{both - len(apart)} of {both} claims, with their parts, have the same verdict.", "bold"))
    for name, numbers in told["claims_only_in"].items():
        if numbers:
            out.print(shown(f"Only {name.upper()} has {', '.join(map(str, numbers))}."), soft_wrap=True)
    if apart:
        verdicts_table(out, apart)
        out.print("\nTo see why, compare the folders of an experiment in both.")


def verdicts_table(out: Console, apart: list[dict]) -> None:
    """The verdicts that differ."""
    rows = [(f"{row['number']} {row['claim']}", row["a"], row["b"]) for row in apart]
    table(out, "Verdicts that differ", ("claim", "A", "B"), rows)


def in_words(found: Diff) -> str:
    """How many runs are in both and equal, and what is only in one of them."""
    runs = found.runs
    said = [f"{runs.both} runs are in both: {runs.both - len(runs.apart)} are equal to the last bit"]
    said += [f"{len(keys)} runs are only in {name}" for name, keys in (("A", runs.only_a), ("B", runs.only_b)) if keys]
    for name, measures in zip("AB", runs.measures, strict=True):
        said += [f"only {name} measured {', '.join(measures[:MOST])}{beyond(measures)}"] if measures else []
    return "; ".join(said) + "."


def by_arm(found: Diff) -> list[tuple]:
    """One row per condition and arm: how many runs differ, and the earliest difference among them."""
    groups = {}
    for each in found.runs.apart:
        groups.setdefault(each.key[:2], []).append(each)
    return [(*pair, str(len(each)), *first(min(each, key=lambda run: run.week))) for pair, each in groups.items()]


def first(run: RunApart) -> tuple[str, str, str]:
    """The first difference of a run: where, and the values of both."""
    if run.measure:
        return f"{run.measure}, week {run.week}, seed {run.key[2]}", f"{run.a:.15g}", f"{run.b:.15g}"
    if run.lengths[0] != run.lengths[1]:
        return f"length, seed {run.key[2]}", *(f"{weeks} weeks" for weeks in run.lengths)
    return f"graph, seed {run.key[2]}", "", ""


def apart(row: dict) -> str:
    """The paired difference of an outcome."""
    return in_figures(Interval(row["difference"], row["low"], row["high"], row["n"]), "+")


def beyond(rows: list | tuple) -> str:
    """How many rows are not shown."""
    return f" and {len(rows) - MOST} more" if len(rows) > MOST else ""


def table(out: Console, title: str, head: tuple, rows: list[tuple]) -> None:
    """A table with a title, of the first rows."""
    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in head:
        made.add_column(name, overflow="fold")
    for row in rows[:MOST]:
        made.add_row(*(shown(cell if len(cell) <= WIDEST else f"{cell[: WIDEST - 1]}…") for cell in row))
    out.print("", Text(title, "bold"), made, sep="\n")
    if beyond(rows):
        out.print(f"{beyond(rows).strip()}; --json has all", style="dim")
