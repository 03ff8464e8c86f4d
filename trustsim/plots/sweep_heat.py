"""An outcome over two numbers that a grid varies: a heat map per arm."""

import numpy as np

from trustsim.plots.paper import EDGE, INK, SMALL, TEXT, WIDTH, Sheet, wrapped
from trustsim.plots.sweep_bars import setting
from trustsim.plots.sweep_lines import axis_of, scale_of, values_in
from trustsim.runs.words import plainly
from trustsim.sweeps.designs import GRID, places
from trustsim.sweeps.outcomes import Response
from trustsim.sweeps.summary import is_number

ENOUGH = 4  # values of both factors
PANELS, HIGH, HEAD, FOOT, LEFT, GAP, KEY = 3, 3.4, 0.35, 0.8, EDGE + 0.65, 0.75, 0.85  # inches, but for PANELS
WRITTEN = 8  # cells in a row, if each has its number


def fits(swept):
    """Whether the sweep is a grid of two numbers with many values."""
    sweep = swept.study.sweep
    columns = [sorted({place[key] for place in places(sweep)}) for key in sweep.over]
    return sweep.design == GRID and len(columns) == 2 and all(is_number(c) and len(c) >= ENOUGH for c in columns)


def figure(swept, told):
    """The sheet: the reference arm's mean, and beside it the differences of other arms from it."""
    shown = [told["responses"][at] for at in told["sweep"]["main"]]
    shown = [*[each for each in shown if each["arm"] == told["reference"]], *[each for each in shown if each["minus"]]]
    shown, frame = shown[:PANELS], places(swept.study.sweep)
    x, y = swept.study.sweep.over
    across = (WIDTH - LEFT - EDGE - len(shown) * KEY - (len(shown) - 1) * GAP) / len(shown)
    heads = [wrapped(each["response"], across + KEY, TEXT - 1, "bold") for each in shown]
    head = HEAD * max(map(len, heads))
    sheet = Sheet(head + HIGH + FOOT, shown[0]["headline"], setting(swept, told), note(shown))
    grid = values_in(frame, x), values_in(frame, y)
    for column, (each, lines) in enumerate(zip(shown, heads, strict=True)):
        left = LEFT + column * (across + KEY + GAP)
        for at, line in enumerate(lines):
            sheet.write(left, sheet.top + at * 0.26, line, size=TEXT - 1, weight="bold", va="top")
        axes = sheet.axes(left, sheet.top + head, across, HIGH)
        colours = sheet.axes(left + across + 0.12, sheet.top + head, 0.16, HIGH)
        panel(sheet, axes, colours, (each, cells_of(swept, each, grid), grid))
        axes.set_xlabel(axis_of(x), size=SMALL)
        axes.set_ylabel(axis_of(y) if column == 0 else "", size=SMALL)
    return sheet


def cells_of(swept, response, grid):
    """float64 [y, x]: the mean at each point, NaN where there is none."""
    at = next(i for i, about in enumerate(swept.table.about) if about.name == response["outcome"])
    looked_at = Response(at, swept.table.about[at], response["arm"], response["minus"] or "")
    means = [each.mean for each in looked_at.intervals(swept.table, swept.conditions)]
    cells, (x, y) = np.full((len(grid[1]), len(grid[0])), np.nan), swept.study.sweep.over
    for place, mean in zip(places(swept.study.sweep), means, strict=True):
        cells[grid[1].index(place[y]), grid[0].index(place[x])] = mean
    return cells


def panel(sheet, axes, colours, drawn):
    """Draw one heat map with its key; differences are blue and orange around zero."""
    response, cells, (along, up) = drawn
    how = {"cmap": "viridis"}
    if response["minus"]:
        most = float(np.nanmax(np.abs(cells))) or 1.0
        how = {"cmap": "PuOr_r", "vmin": -most, "vmax": most}
    image = axes.imshow(cells, origin="lower", aspect="auto", **how)
    axes.set_xticks(range(len(along)), [f"{value:g}" for value in along])
    axes.set_yticks(range(len(up)), [f"{value:g}" for value in up])
    if max(cells.shape) <= WRITTEN:
        write_cells(axes, image, cells)
    bar = sheet.figure.colorbar(image, cax=colours)
    bar.ax.tick_params(labelsize=SMALL - 1)
    bar.outline.set_visible(False)
    bar.set_label(scale_of(response), size=SMALL)


def write_cells(axes, image, cells):
    """Write the number into each cell, in a colour that can be read."""
    for (row, column), value in np.ndenumerate(cells):
        if not np.isnan(value):
            red, green, blue, _ = image.cmap(image.norm(value))
            dark = 0.299 * red + 0.587 * green + 0.114 * blue < 0.5
            how = {"ha": "center", "va": "center", "size": SMALL - 2, "color": "white" if dark else INK}
            axes.text(column, row, f"{round(value, 3) + 0.0:.3f}".replace("-", "−"), **how)


def note(shown):
    """What the cells are."""
    others = [plainly(each["arm"]) for each in shown if each["minus"]]
    text = "Cells: the mean over the runs at each point; all points and arms share the same seeds."
    return text + (f" For {', '.join(others)}: the paired difference, white at zero." if others else "")
