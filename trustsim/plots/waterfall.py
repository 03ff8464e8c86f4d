"""Why trust moved: trust at the start, one bar for each part of the change, trust at the end."""

import io
from pathlib import Path

from trustsim.errors import BadInput, advice
from trustsim.plots.paper import BLUE, DPI, EDGE, GRID, INK, ORANGE, QUIET, SMALL, WIDTH, Sheet, plain_style, wide
from trustsim.plots.sentences import listed
from trustsim.runs.disk import write_whole

ROW, FOOT = 0.36, 0.75  # inches
MOST = 9  # parts that have a bar of their own
KINDS = ("png", "svg", "pdf")


def figure(reasons):
    """The sheet: one panel for trust of the customer, and one for trust of the advisor if there is any."""
    panels = [(f"Trust of {reasons.customer} in {reasons.advisor}", chosen(reasons, reasons.trust))]
    if reasons.regard is not None:
        panels.append((f"Trust of {reasons.advisor} in {reasons.customer}", chosen(reasons, reasons.regard)))
    rows = [bars(ledger) for _, ledger in panels]
    left = EDGE + max(wide(name, SMALL + 1) for row in rows for name, _, _ in row) + 0.25
    sheet = Sheet(
        sum(ROW * len(row) + FOOT + 0.35 for row in rows), finding(*panels[0]), setting(reasons), note(reasons)
    )
    y, low, high = sheet.top, *limits(rows)
    for (title, _), row in zip(panels, rows, strict=True):
        sheet.write(EDGE, y, title, size=SMALL + 2, weight="bold", va="top")
        axes = sheet.axes(left, y + 0.35, WIDTH - left - EDGE - 0.2, ROW * len(row))
        plot(axes, row)
        axes.set_xlim(low, high)
        y += ROW * len(row) + FOOT + 0.35
    return sheet


def chosen(reasons, ledger):
    """The ledger of the week that was asked for, or of the whole run."""
    return ledger if reasons.week is None else ledger.within(reasons.week, reasons.week)


def bars(ledger):
    """[(name, from, to)]: the start, the parts from the largest on, what is left of them, the end."""
    parts = list(ledger.by_source().items())
    if len(parts) > MOST:
        parts = [*parts[:MOST], (f"{len(parts) - MOST} smaller parts", sum(change for _, change in parts[MOST:]))]
    found, at = [("start", None, ledger.start)], ledger.start
    for name, change in parts:
        found.append((name, at, at + change))
        at += change
    return [*found, ("end", None, ledger.end)]


def limits(rows):
    """The range of the axis that all panels share, with room for the numbers."""
    values = [value for row in rows for _, one, two in row for value in (one, two) if value is not None]
    room = max(0.18 * (max(values) - min(values)), 0.01)
    return min(values) - room, max(values) + room


def plot(axes, row):
    """Draw one bar per part, up in blue and down in orange, and levels as dots."""
    digits = 3 if max(abs(two - one) for _, one, two in row if one is not None) >= 0.002 else 5
    for place, (_, one, two) in enumerate(row):
        if one is None:
            axes.plot(two, place, "o", color=INK, markersize=8, zorder=3)
            text = f"{two:.{digits}f}"
        else:
            axes.barh(place, two - one, left=one, height=0.62, color=BLUE if two >= one else ORANGE, zorder=2)
            text = f"{two - one:+.{digits}f}".replace("-", "−")
        if place + 1 < len(row):
            axes.plot([two, two], [place, place + 1], color=QUIET, linewidth=0.8, zorder=1)
        right = max(two, two if one is None else one)
        axes.annotate(text, (right, place), (8, 0), textcoords="offset points", va="center_baseline", size=SMALL)
    axes.set_yticks(range(len(row)), [name for name, _, _ in row])
    axes.set_ylim(len(row) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0, labelcolor=INK, labelsize=SMALL + 1)
    axes.grid(axis="x", color=GRID)
    axes.set_xlabel("trust, 0..1", size=SMALL)


def finding(title, ledger):
    """What one sees, in a sentence."""
    parts = [name for name, change in ledger.by_source().items() if change * ledger.change > 0][:2]
    if not ledger.events or not parts:
        return f"{title} stays at {ledger.end:.3f}"
    way = "rises" if ledger.change > 0 else "falls"
    return f"{title} {way} from {ledger.start:.3f} to {ledger.end:.3f}, most through {listed(parts)}"


def setting(reasons):
    """The run in one line."""
    when = f"weeks 0 to {reasons.weeks - 1}" if reasons.week is None else f"week {reasons.week}"
    return f"{reasons.study} · arm {reasons.arm.name} · seed {reasons.seed} · {when} · n = 1 run"


def note(reasons):
    """How to read it."""
    return (
        f"Dots: trust under the lens {reasons.arm.lens}, in the main context and for nothing new. Bars: what each rule"
        " (file.rule) added to it, blue, or took from it, orange, over all these weeks. They add up to the change. One"
        " run, so there is no interval."
    )


def kind_of(path):
    """The format that the ending of a file says. Raises BadInput for another one."""
    kind = Path(path).suffix.removeprefix(".").lower()
    if kind not in KINDS:
        raise BadInput(f"--figure {path}: the name must end in .{', .'.join(KINDS)}; {advice(kind, KINDS)}")
    return kind


def write(reasons, path):
    """Draw the waterfall into a file, whose ending says the format. Raises BadInput and OSError."""
    held, kind = io.BytesIO(), kind_of(path)
    with plain_style():
        figure(reasons).figure.savefig(held, format=kind, dpi=DPI)
    write_whole(Path(path), held.getvalue())
