"""Targets and runs of a calibration: series over the weeks, or moments by their distance in errors."""

import math

import numpy as np

from trustsim.calibration.targets import CHECK, WEEK
from trustsim.measures import MEASURES
from trustsim.plots.paper import BLUE, EDGE, FAINT, GRID, INK, ORANGE, QUIET, SMALL, TEXT, WIDTH, Sheet, wide

PANELS, ROWS = 4, 24  # at most
PANEL, LEFT, HEAD, GAP, FOOT, ROW = 2.3, EDGE + 0.55, 0.35, 0.5, 0.55, 0.34  # inches
SHADE = "#f1f3f6"


def figure(told):
    """The sheet."""
    about = told["calibration"]
    return series(told, about) if all(each["statistic"] == WEEK for each in about["targets"]) else moments(told, about)


def setting(told, about):
    """Study, trials, seeds."""
    return f"{told['title']} · {about['tried']} trials, n = {about['check_seeds']} runs at the best place, other seeds"


def headline(about):
    """How near the runs come, in one sentence."""
    fit, check = about["fit"]["typical"], about["check"]
    text = f"The calibrated model is {number(fit)} errors from the fitted targets"
    return text + (f" and {number(check['typical'])} from those held out" if check else "; nothing was held out")


def number(value):
    """A number in a sentence."""
    return "-" if value is None else f"{value:.2g}"


# --- series -----------------------------------------------------------------------------------------------------------


def series(told, about):
    """One panel per measure and arm: targets with errors, the mean of the runs with their spread, as configured."""
    kinds = list(dict.fromkeys((each["measure"], each["arm"]) for each in about["targets"]))
    shown = kinds[:PANELS]
    note = (
        "Dots: targets, hollow if held out (shaded weeks), with their standard errors if the file has them. Line and "
        "band: mean of the runs at the best values and the range mean ± 2 standard deviations, which holds about 95 % "
        "of single runs. Dashed: mean of the runs as configured, with the same seeds."
    )
    note += f" {len(kinds) - PANELS} more are in summary.json." if len(kinds) > PANELS else ""
    sheet = Sheet(len(shown) * (HEAD + PANEL + GAP) + 0.1, headline(about), setting(told, about), note)
    y, across = sheet.top, WIDTH - LEFT - EDGE
    for measure, arm in shown:
        mine = [each for each in about["targets"] if (each["measure"], each["arm"]) == (measure, arm)]
        unit = getattr(MEASURES.get(measure), "unit", "")
        text = f"{measure}, {arm}" if len({arm for _, arm in kinds}) > 1 else measure
        sheet.write(LEFT, y, text, size=TEXT, weight="bold", va="top")
        sheet.write(LEFT + wide(text, TEXT, "bold") + 0.15, y + 0.03, unit, size=SMALL, color=QUIET, va="top")
        axes = sheet.axes(LEFT, y + HEAD, across, PANEL)
        panel(axes, sorted(mine, key=lambda each: each["first"]))
        y += HEAD + PANEL + GAP
    axes.set_xlabel("weeks", size=SMALL)
    return sheet


def panel(axes, mine):
    """Draw one measure in one arm."""
    weeks = np.array([each["first"] for each in mine])
    value, simulated, spread, configured = (column(mine, key) for key in ("value", "simulated", "spread", "configured"))
    error = np.array([0.0 if each["error_is_spread"] else each["error"] for each in mine])
    held = np.array([each["part"] == CHECK for each in mine])
    if held.any():
        axes.axvspan(weeks[held].min() - 0.5, weeks[held].max() + 0.5, color=SHADE, linewidth=0, zorder=0)
    axes.fill_between(weeks, simulated - 2 * spread, simulated + 2 * spread, color=BLUE, alpha=0.15, linewidth=0)
    axes.plot(weeks, simulated, color=BLUE, linewidth=2, zorder=3)
    axes.plot(weeks, configured, color=FAINT, linewidth=1.5, linestyle=(0, (4, 3)), zorder=2)
    for part, fill in ((~held, ORANGE), (held, "white")):
        axes.errorbar(weeks[part], value[part], error[part] if error.any() else None, fmt="o", markersize=4,
                      markerfacecolor=fill, color=ORANGE, elinewidth=1, zorder=4)  # fmt: skip
    axes.grid(axis="y", color=GRID, linewidth=0.8)
    axes.set_xlim(weeks.min() - 0.5, weeks.max() + 0.5)
    axes.locator_params(axis="y", nbins=5)


def column(mine, key):
    """The numbers of some told targets; NaN where there is none."""
    return np.array([math.nan if each[key] is None else each[key] for each in mine])


# --- moments ----------------------------------------------------------------------------------------------------------


def moments(told, about):
    """One row per target: how many errors the runs are away, at the best values and as configured."""
    order = sorted(about["targets"], key=lambda each: (each["part"] == CHECK, -abs(each["z"] or 0.0)))[:ROWS]
    labels = [each["target"] + (" (held out)" if each["part"] == CHECK else "") for each in order]
    left = EDGE + max(wide(text, SMALL) for text in labels) + 0.2
    note = (
        "Distance of the runs from each target, in errors (z): dots at the best values, hollow if held out; crosses as "
        "configured. The band is ±2, where about 95 % of targets lie if the model and the errors are right."
    )
    more = len(about["targets"]) - len(order)
    note += f" {more} more are in summary.json." if more else ""
    high = ROW * len(order)
    sheet = Sheet(high + FOOT + 0.1, headline(about), setting(told, about), note)
    axes = sheet.axes(left, sheet.top, WIDTH - left - EDGE, high)
    axes.axvspan(-2, 2, color=SHADE, linewidth=0, zorder=0)
    axes.axvline(0, color=FAINT, linewidth=1)
    for at, each in enumerate(order):
        sheet.write(left - 0.12, sheet.top + ROW * (at + 0.5), labels[at], size=SMALL, ha="right", va="center_baseline")
        z, before = (math.nan if each[key] is None else each[key] for key in ("z", "z_configured"))
        axes.plot(before, at, "x", color=QUIET, zorder=2)
        axes.plot(z, at, "o", color=BLUE, markerfacecolor="white" if each["part"] == CHECK else BLUE, zorder=3)
    axes.set(ylim=(len(order) - 0.5, -0.5))
    axes.set_yticks([])
    axes.margins(x=0.05)
    axes.grid(axis="x", color=GRID, linewidth=0.8)
    axes.set_xlabel("simulated minus target, in errors (z)", size=SMALL, color=INK)
    return sheet
