"""The misfit along each parameter of a calibration: trials, profile, 95 % interval, best value."""

import math

import numpy as np

from trustsim.calibration.pinned import NOT, PINNED
from trustsim.plots.calibration_fit import SHADE, setting
from trustsim.plots.paper import BLUE, EDGE, FAINT, GRID, INK, ORANGE, QUIET, SMALL, TEXT, WIDTH, Sheet

ACROSS = 3  # panels in a row
PANEL, HEAD, GAP, LEFT, FOOT = 2.3, 0.62, 0.75, 0.5, 0.5  # inches
TIMES = 4.0  # the height of a panel, in limits
COLOURS = {PINNED: BLUE, NOT: ORANGE}


def figure(told):
    """The sheet."""
    about = told["calibration"]
    parameters = about["parameters"]
    rows = math.ceil(len(parameters) / ACROSS)
    columns = min(ACROSS, len(parameters))
    across = min(5.5, (WIDTH - 2 * EDGE - LEFT - (columns - 1) * GAP) / columns)
    sheet = Sheet(rows * (HEAD + PANEL + FOOT) + 0.1, about["finding"], setting(told, about), note(about))
    trials = [each for each in about["trials"] if each["misfit"] is not None]
    for at, each in enumerate(parameters):
        row, turn = divmod(at, ACROSS)
        x, y = EDGE + LEFT + turn * (across + GAP), sheet.top + row * (HEAD + PANEL + FOOT)
        colour = COLOURS.get(each["verdict"], INK)
        sheet.write(x, y, each["key"], size=TEXT - 1, weight="bold", va="top")
        said = f"{each['verdict']}: {each['low']:.3g} to {each['high']:.3g} ({each['share']:.0%} of its range)"
        sheet.write(x, y + 0.26, said, size=SMALL, color=colour, va="top")
        axes = sheet.axes(x, y + HEAD, across, PANEL)
        panel(axes, each, trials)
        if turn == 0:
            axes.set_ylabel("misfit above the least", size=SMALL)
    return sheet


def panel(axes, each, trials):
    """Draw one parameter over its range."""
    values, rises = np.array(each["profile"], float).T
    top = TIMES * each["limit"]
    axes.axvspan(each["low"], each["high"], color=SHADE, linewidth=0, zorder=0)
    axes.axhline(each["limit"], color=FAINT, linewidth=1, linestyle=(0, (1, 2)))
    least = min(trial["misfit"] for trial in trials)
    heights = np.array([trial["misfit"] - least for trial in trials])
    places = np.array([trial[each["key"]] for trial in trials])
    axes.plot(places[heights <= top], heights[heights <= top], "o", color=QUIET, markersize=3, alpha=0.6, zorder=2)
    axes.plot(values, rises, color=BLUE, linewidth=2, zorder=3)
    axes.axvline(each["best"], color=ORANGE, linewidth=1.3, zorder=1)
    low, high = each["range"]
    margin = 0.02 * (high - low)
    axes.set(xlim=(low - margin, high + margin), ylim=(-0.03 * top, top))
    axes.grid(axis="y", color=GRID, linewidth=0.8)
    axes.locator_params(axis="both", nbins=5)
    axes.set_xlabel(each["unit"], size=SMALL)


def note(about):
    """What the lines and dots mean."""
    text = (
        "Curve: the least misfit over all other parameters, as learnt from the trials (dots, from their own runs; "
        "those that fit worse are above the panel). The misfit is -2 log likelihood. Shaded: the values whose "
        "curve is below the dotted line, the 95 % interval. Vertical line: the best value. The axis is the "
        "range that was searched."
    )
    ties = ", ".join(" and ".join(each["keys"]) for each in about["trade_offs"])
    return text + (f" These trade off: {ties}." if ties else "")
