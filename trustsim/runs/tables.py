"""The tables of a summary on a terminal: outcomes, paired differences, verdicts. The numbers are there at any width."""

import math

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from trustsim.runs.words import legible, with_parts
from trustsim.scenario import differences

STYLES = {"supported": "green", "refuted": "red", "undecided": "magenta", "depends": "yellow", "assumed": "cyan"}
NARROWEST = 40  # the least width to write; a narrower terminal wraps the lines
NAME = 12  # the least width for the name of an arm beside its numbers
NOTE = (
    "d_z: the mean difference in its own standard deviations; "
    "pairing: the share of the variance of the difference that twin worlds remove"
)


def console():
    """Standard output as a console."""
    made = Console(highlight=False)
    made.width = max(made.width, NARROWEST)
    return made


def shown(text):
    """A user's text without markup or terminal controls."""
    return escape(legible(text))


def show_patterns(found, lenses, console):
    """The patterns of `trustsim verify`: what is expected, what each lens gave, and what the pattern is."""
    from trustsim.runs.patterns import ELSEWHERE

    table = Table(box=None, pad_edge=False, padding=(0, 1))
    table.add_column("pattern")
    for head in ("expected", *(lens.replace("_", " ") for lens in lenses)):
        table.add_column(head, justify="right")
    patterns, held = {each.pattern.name: each.pattern for each in found}, {}
    for name, pattern in patterns.items():
        mine = {each.lens: each for each in found if each.pattern.name == name}
        cells = [of_pattern(mine.get(lens)) for lens in lenses]
        table.add_row(name, f"{pattern.low:g}..{pattern.high:g}", *cells)
    for lens in lenses:
        asked = [each.holds for each in found if each.lens == lens]
        held[lens] = f"[bold]{sum(asked)} of {len(asked)}[/bold] "
    table.add_row("[bold]hold[/bold]", "", *held.values())
    console.print(table)
    console.print("* outside what is expected\n", style="dim")
    for pattern in patterns.values():
        console.print(f"{pattern.name}: {pattern.meaning} ({pattern.source}; {pattern.status})", markup=False)
    console.print("\nNot compared:", style="dim")
    for target, why in ELSEWHERE.items():
        console.print(f"{target}: {why}", markup=False, style="dim")


def of_pattern(found):
    """One cell of the table of patterns: a miss is marked; empty if a lens was not asked."""
    if found is None:
        return ""
    return f"{found.got:.2f} " if found.holds else f"[red]{found.got:.2f}*[/red]"


def show_every_claim(found, kinds, quick, path, console):
    """The table of `trustsim claims`: the verdict on each claim, how it fares over the assumed space, what is known."""
    table = Table(box=None, pad_edge=False, padding=(0, 1))
    for head, justify in (("#", "right"), ("verdict", "left"), ("holds", "right"), ("refuted", "right")):
        table.add_column(head, justify=justify, no_wrap=head != "verdict")
    for head in ("claim", "experiment", "literature"):
        table.add_column(head, overflow="fold")
    for claim in with_parts(found):
        style, space = STYLES[claim["verdict"]], (claim["space"] or {}).get("shares", {})
        shares = [f"{space.get(answer, 0.0):.0%}" if space else "" for answer in ("holds", "refuted")]
        whole = "experiment" in claim
        cells = [shown(claim["experiment"]), shown(claim["literature"])] if whole else ["", ""]
        table.add_row(
            str(claim["number"]), f"[{style}]{shown(claim['shown'])}[/{style}]", *shares, shown(claim["claim"]), *cells
        )
    console.print(table)
    console.print("holds, refuted: shares of the worlds of the assumed space", style="dim")
    counted = "; ".join(f"{word}: {many}" for word, many in kinds.items())
    console.print(f"\nClaims and parts of claims by verdict: {counted}", highlight=False)
    if quick:
        console.print("A quick look: four twin worlds, as configured. Without --quick it is a result.", style="bold")
    where = f"everything behind these verdicts: {path}, and a folder for each experiment beside it"
    console.print(legible(where), markup=False, highlight=False, soft_wrap=True)


def show_summary(found, console):
    """Outcomes per arm, paired differences, verdicts."""
    runs = f"(lens {shown(found['lens'])}, n = {len(found['seeds'])} twin worlds)"
    console.print(f"\n[bold]{shown(found['title'])}[/bold]  {runs}", highlight=False)
    console.print(f"{shown(found['question'])}\n", highlight=False)
    for outcome in found["outcomes"]:
        unit = f" ({outcome['unit']})" if outcome["unit"] else ""
        table = outcome_table(outcome, found["reference"], console.width)
        console.print(f"[bold]{shown(outcome['name'] + unit)}[/bold]", table, "", sep="\n", highlight=False)
    if any(len(outcome["arms"]) > 1 for outcome in found["outcomes"]):
        console.print(NOTE, style="dim", highlight=False)
    if found["claims"]:
        console.print("\n[bold]Verdicts[/bold]", claims_table(found["claims"]))
        console.print("The verdicts as a figure: figures/verdicts.png in the folder named below.", highlight=False)
    where = f"\n{found['runs']} runs in {found['seconds']:.1f} s; results, figures and manifest: {found['folder']}"
    console.print(legible(where, keep="\n"), markup=False, highlight=False, soft_wrap=True)


def outcome_table(outcome, reference, width=80):
    """One outcome: the mean of each arm with its interval, and the paired difference with the reference arm.

    If `width` columns are too few for numbers beside the names, each name has a line of its own above them.
    """
    heads = ["mean [95 %]", f"minus {legible(reference)} [95 %]", "d_z", "pairing"]
    rows = {legible(arm): cells_of(row) for arm, row in outcome["arms"].items()}
    heads = heads[: max(map(len, rows.values()))]
    needed = [max(len(cells[i]) for cells in rows.values() if i < len(cells)) for i in range(len(heads))]
    columns = [max(cells, min(len(head), 7)) for cells, head in zip(needed, heads, strict=True)]
    longest = max(map(len, rows))
    left = width - sum(columns) - 2 * len(columns)
    if left < min(NAME, longest):
        return stacked(rows, heads)
    spare = max(0, left - longest)
    for place, head in enumerate(heads):
        more = min(spare, max(0, len(head) - columns[place]))
        columns[place], spare = columns[place] + more, spare - more
    return beside(rows, heads, columns, min(left, longest))


def beside(rows, heads, columns, name):
    """The numbers of each arm beside its name, which has `name` columns."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("arm", width=name, overflow="fold")
    for head, wide in zip(heads, columns, strict=True):
        table.add_column(Text(head), justify="right", width=wide, overflow="fold")
    for arm, cells in rows.items():
        table.add_row(Text(arm), *map(Text, cells))
    return table


def stacked(rows, heads):
    """The numbers of each arm under its name, one per line, before what they are."""
    text = Text()
    for arm, cells in rows.items():
        text.append(f"{arm}\n")
        for cell, head in zip(cells, heads, strict=False):
            text.append(f"  {cell}  {head}\n")
    text.right_crop(1)
    return text


def cells_of(row):
    """The numbers of an arm as text: its mean, then its difference from the reference arm."""
    cells = [bracket(row["mean"], "")]
    if "difference" in row:
        cells += [bracket(row["difference"], "+"), number(row["d_z"], "+.1f"), number(row["variance_removed"], ".0%")]
    return cells


def claims_table(claims):
    """The verdicts, one row per claim and one per part of it: the word, the reason, and what the tests found."""
    table = Table.grid(padding=(0, 2, 1, 0))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column()
    for claim in with_parts(claims):
        style, tests = STYLES[claim["verdict"]], [] if claim["parts"] else [tested(test) for test in claim["tests"]]
        lines = [f"[bold]{shown(claim['claim'])}[/bold]", shown(claim["because"])]
        lines += [f"[dim]{shown(test)}[/dim]" for test in tests]
        word = "\n".join(map(shown, claim["shown"].split(", ", 1)))
        table.add_row(shown(str(claim["number"])), f"[{style}]{word}[/{style}]", "\n".join(lines))
    return table


def tested(test):
    """What one test found, on a line."""
    assumed = f" (assumed: {test['assumed']})" if test["assumed"] else ""
    return f"{test['answer']}: {test['sentence']}{assumed}"


def bracket(interval, sign):
    """ "0.512 [0.498, 0.526]", or the number alone where there is no interval."""
    from trustsim.runs.compare import Interval, in_figures

    return in_figures(Interval(*(math.nan if value is None else value for value in interval.values())), sign)


def number(value, form):
    """A number, or a dash where there is none."""
    return "-" if value is None else format(value, form)


def arm_table(arm, common):
    """What an arm changes from the defaults, beyond what is `common` to all arms."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head in ("parameter", "default", "here"):
        table.add_column(head, overflow="fold")
    for path, pair in differences(arm).items():
        if path != "interventions" and common.get(path) != str(pair):
            values = (", ".join(map(str, each)) if isinstance(each, list) else each for each in pair)
            table.add_row(path, *map(shown, values))
    return table
