"""An outcome over the points of a grid: lines with bands over a number, dots with intervals over names or points."""

from itertools import islice, product

import numpy as np

from trustsim.plots.flipmap import unit_of
from trustsim.plots.paper import COLOURS, EDGE, GRID, SMALL, TEXT, WIDTH, Sheet, wide
from trustsim.plots.sweep_bars import seeds_of, setting
from trustsim.runs.words import plainly
from trustsim.sweeps.designs import FILE, places
from trustsim.sweeps.factors import ARMS, TICKS
from trustsim.sweeps.outcomes import Response
from trustsim.sweeps.summary import is_number

ACROSS, PANELS, LINES, DOTS = 3, 12, 6, 60  # panels in a row, panels, lines, and points of a file, at most
HIGH, HEAD, FOOT, GAP, LEFT = 2.6, 0.35, 0.8, 0.4, EDGE + 0.7  # inches
SLANT = 25
POINT = "point"
ARM = "arm"
HORIZON_UNIT = "weeks"


def figure(swept, told):
    """The sheet: one line per arm, or per value of a second factor; one panel per value of the others."""
    main, frame = level_of(told), rows_of(swept, told)
    x, line, others = axes_of(swept, frame)
    panels = list(islice(product(*(values_in(frame, key) for key in others)), PANELS))
    names = values_in(frame, line)[:LINES]
    columns = min(ACROSS, len(panels))
    rows = -(-len(panels) // columns)
    wide_label = max(wide(text_of(line, name), SMALL, "bold") for name in names) + 0.35
    across = (WIDTH - LEFT - EDGE - wide_label - (columns - 1) * GAP) / columns
    sheet = Sheet(
        rows * (HEAD + HIGH + FOOT), main["headline"], setting(swept, told), note(swept, frame, (x, line, others))
    )
    limits = limits_of(frame)
    for at, panel in enumerate(panels):
        left = LEFT + (at % columns) * (across + GAP)
        top = sheet.top + (at // columns) * (HEAD + HIGH + FOOT)
        heading = ", ".join(f"{plainly(key)} = {shown(value)}" for key, value in zip(others, panel, strict=True))
        sheet.write(left, top, heading, size=TEXT - 1, weight="bold", va="top")
        axes = sheet.axes(left, top + HEAD, across, HIGH)
        here = [row for row in frame if all(row[key] == value for key, value in zip(others, panel, strict=True))]
        draw_panel(axes, here, (x, line, names), values_in(frame, x))
        axes.set_ylim(*limits)
        axes.tick_params(labelleft=at % columns == 0)
        if at % columns == 0:
            axes.set_ylabel(scale_of(main).replace(" [", "\n["), size=SMALL)
    for at, name in enumerate(names):
        y = sheet.top + HEAD + 0.15 + at * 0.26
        sheet.write(WIDTH - EDGE - wide_label + 0.25, y, text_of(line, name), size=SMALL, weight="bold",
                    color=COLOURS[at % len(COLOURS)], va="center")  # fmt: skip
    return sheet


def level_of(told):
    """The response that the title is about: the outcome in the reference arm."""
    main = [told["responses"][at] for at in told["sweep"]["main"]]
    return next(each for each in main if each["arm"] == told["reference"])


def rows_of(swept, told):
    """One dict per arm and point: the coordinates, the arm, and the mean with its interval."""
    main = [told["responses"][at] for at in told["sweep"]["main"]]
    at = next(i for i, about in enumerate(swept.table.about) if about.name == main[0]["outcome"])
    frame = []
    for arm in swept.study.arms:
        intervals = Response(at, swept.table.about[at], arm).intervals(swept.table, swept.conditions)
        for number, (place, found) in enumerate(zip(places(swept.study.sweep), intervals, strict=True), 1):
            frame.append({**place, POINT: number, ARM: arm, "found": found})
    return frame


def axes_of(swept, frame):
    """(x, line, panels): the number with most values is x; the lines are arms, or the next factor."""
    keys, arms = list(swept.study.sweep.over), len(swept.study.arms) > 1
    if swept.study.sweep.design == FILE and not (len(keys) == 1 and is_number(values_in(frame, keys[0]))):
        return POINT, ARM, []
    order = sorted(keys, key=lambda key: (not is_number(values_in(frame, key)), -len(values_in(frame, key))))
    x, left = order[0], order[1:]
    left.sort(key=lambda key: -len(values_in(frame, key)) if len(values_in(frame, key)) <= LINES else 1)
    return (x, ARM, left) if arms or not left else (x, left[0], left[1:])


def values_in(frame, key):
    """The values of a coordinate, in the order in which they come."""
    found = list(dict.fromkeys(row[key] for row in frame))
    return sorted(found) if is_number(found) else found


def draw_panel(axes, rows, names, along):
    """Draw one line with a band, or dots with intervals, for each value of `line`."""
    x, line, values = names
    number = is_number(along) and x != POINT
    where = {value: value if number else at for at, value in enumerate(along[:DOTS])}
    for turn, value in enumerate(values):
        mine = sorted((row for row in rows if row[line] == value and row[x] in where), key=lambda row: where[row[x]])
        spots = np.array([where[row[x]] for row in mine], float)
        mean, low, high = (
            np.array([getattr(row["found"], key) for row in mine], float) for key in ("mean", "low", "high")
        )
        colour = COLOURS[turn % len(COLOURS)]
        if number:
            axes.fill_between(spots, low, high, color=colour, alpha=max(0.06, 0.18 - 0.02 * len(values)), linewidth=0)
            axes.plot(spots, mean, color=colour, linewidth=2.2, marker="o", markersize=4.5)
        else:
            spots = spots + (turn - (len(values) - 1) / 2) * 0.6 / max(len(values), 1)
            axes.vlines(spots, low, high, color=colour, linewidth=1.8)
            axes.plot(spots, mean, color=colour, linestyle="none", marker="o", markersize=5)
    axes.grid(axis="y", color=GRID, linewidth=0.8)
    ticks(axes, x, along, number)


def ticks(axes, x, along, number):
    """Label the x axis."""
    if number:
        axes.locator_params(axis="x", nbins=6)
    elif x != POINT:
        axes.set_xticks(range(len(along)), [plainly(shown(value)) for value in along])
        axes.set_xlim(-0.6, len(along) - 0.4)
        if max(len(shown(value)) for value in along) * len(along) > 30:
            for label in axes.get_xticklabels():
                label.set(rotation=SLANT, ha="right", rotation_mode="anchor")
    else:
        axes.set_xlim(-0.6, min(len(along), DOTS) - 0.4)
        axes.set_xticks(range(0, min(len(along), DOTS), max(1, min(len(along), DOTS) // 10)))
        axes.set_xticklabels([str(along[int(at)]) for at in axes.get_xticks()])
    axes.set_xlabel(axis_of(x), size=SMALL)


def axis_of(key):
    """What the axis of a key has: its name and its unit."""
    unit = unit_of(key.partition(".")[2].partition(".")[2] if key.startswith(ARMS) else key)
    unit = HORIZON_UNIT if key == TICKS else unit
    return f"{key} [{unit}]" if unit else key


def limits_of(frame):
    """Limits of the y axis that show every mean, and every interval that is not many times wider than all means."""
    means = np.array([row["found"].mean for row in frame], float)
    ends = np.array([[row["found"].low, row["found"].high] for row in frame], float)
    low, high = (np.nanmin(means), np.nanmax(means)) if not np.isnan(means).all() else (0.0, 1.0)
    room = max(3 * (high - low), 0.02 * max(abs(low), abs(high)), 1e-9)
    ends = ends[~np.isnan(ends)]
    if len(ends):
        low, high = max(low - room, min(low, ends.min())), min(high + room, max(high, ends.max()))
    edge = 0.06 * (high - low) or 0.01
    return low - edge, high + edge


def scale_of(response):
    """What the axis of a response has."""
    return f"{response['outcome']} [{response['unit']}]" if response["unit"] else response["outcome"]


def text_of(line, name):
    """A line's name beside the panels."""
    return plainly(shown(name)) if line == ARM else f"{plainly(line)} = {shown(name)}"


def shown(value):
    """A value as text."""
    return f"{value:g}" if type(value) is float else str(value)


def note(swept, frame, names):
    """What lines and bands are, and what is left out."""
    x, line, others = names
    number = is_number(values_in(frame, x)) and x != POINT
    band = "Line: mean" if number else "Dot: mean"
    text = f"{band} over the runs ({seeds_of(swept)} at each point); {'band' if number else 'bar'}: its 95 % interval."
    text += " All points and arms share the same seeds."
    panels = int(np.prod([len(values_in(frame, key)) for key in others])) if others else 1
    left = [f"the first {PANELS} of {panels} panels"] if panels > PANELS else []
    left += [f"the first {LINES} lines"] if len(values_in(frame, line)) > LINES else []
    left += [f"the first {DOTS} points"] if x == POINT and len(values_in(frame, x)) > DOTS else []
    return text + (f" Shown: {' and '.join(left)}; all are in outcomes.parquet." if left else "")
