"""Paired differences of each arm from the reference arm, outcome by outcome, with their intervals."""

import math

from trustsim.plots.paper import BLUE, EDGE, GRID, INK, QUIET, SMALL, TEXT, WIDTH, Sheet, wide, wrapped
from trustsim.plots.sentences import clear, differences, setting, standing_out
from trustsim.runs.experiments import outcomes_of, unit_of
from trustsim.runs.words import plainly

ACROSS = 3  # panels in a row
ROW, LINE, FOOT, NUMBER, GAP = 0.30, 0.24, 0.62, 0.80, 0.25  # inches


def figure(replayed):
    """The sheet, or None if there is nothing to compare."""
    results, study = replayed.results, replayed.results.study
    outcomes = outcomes_of(replayed.experiment, results)
    arms = [arm for arm in study.arms if arm != study.reference]
    if not arms or not outcomes:
        return None
    found = {outcome: differences(results, outcome) for outcome in outcomes}
    columns = min(ACROSS, len(outcomes))
    left = EDGE + max(wide(plainly(arm), SMALL + 1) for arm in arms) + 0.2
    across = (WIDTH - left - EDGE - (columns - 1) * GAP) / columns
    high = ROW * len(arms) + 0.1
    names = {outcome: wrapped(outcome.name, across, TEXT - 0.5, "bold") for outcome in outcomes}
    rows = [outcomes[first : first + columns] for first in range(0, len(outcomes), columns)]
    heads = [LINE * max(len(names[outcome]) for outcome in row) + 0.34 for row in rows]
    sheet = Sheet(
        sum(heads) + len(rows) * (high + FOOT) - 0.2,
        standing_out(found, study.reference),
        setting(study),
        note(study, found),
    )
    y = sheet.top
    for row, head in zip(rows, heads, strict=True):
        for column, outcome in enumerate(row):
            x = left + column * (across + GAP)
            heading(sheet, x, y, names[outcome], unit_of(outcome, study))
            axes = sheet.axes(x, y + head, across - NUMBER, high)
            plot(axes, found[outcome], across - NUMBER)
            if outcome.smallest:
                small(axes, outcome.smallest)
        for at, arm in enumerate(arms):
            sheet.write(
                left - 0.15,
                y + head + 0.05 + ROW * (at + 0.5),
                plainly(arm),
                size=SMALL + 1,
                ha="right",
                va="center_baseline",
            )
        y += head + high + FOOT
    return sheet


def heading(sheet, x, y, lines, unit):
    """Write the outcome and its unit."""
    for line in lines:
        sheet.write(x, y, line, size=TEXT - 0.5, weight="bold", va="top")
        y += LINE
    sheet.write(x, y, unit, size=SMALL, color=QUIET, va="top")


def plot(axes, found, width):
    """Draw one row per arm: mean difference, interval and number; hollow if the interval contains zero."""
    axes.axvline(0, color=INK, linewidth=1.2, zorder=1)
    axes.hlines(range(len(found)), 0, 1, color=GRID, linewidth=0.8, transform=axes.get_yaxis_transform(), zorder=0)
    for row, each in enumerate(found.values()):
        sure, colour = clear(each), BLUE if clear(each) else QUIET
        if not math.isnan(each.low):
            axes.plot(
                [each.low, each.high],
                [row, row],
                color=colour,
                linewidth=2.6 if sure else 1.6,
                solid_capstyle="butt",
                zorder=2,
            )
        axes.plot(
            each.mean,
            row,
            "o",
            markersize=8,
            markerfacecolor=colour if sure else "white",
            markeredgecolor=colour,
            markeredgewidth=1.6,
            zorder=3,
        )
        how = {"weight": "bold", "color": INK} if sure else {"color": QUIET}
        at = {"transform": axes.get_yaxis_transform(), "ha": "right", "va": "center_baseline", "size": SMALL}
        axes.text(1 + 0.70 / width, row, in_figures(each.mean, decimals(found, each if sure else None)), **at, **how)
    axes.set_ylim(len(found) - 0.5 + 0.05 / ROW, -0.5 - 0.05 / ROW)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")
    axes.margins(x=0.08)
    axes.locator_params(axis="x", nbins=max(1, min(4, int(width / 0.55))))


def small(axes, matters):
    """Draw differences below the smallest effect of interest as a grey band, without changing the axis."""
    low, high = axes.get_xlim()
    axes.axvspan(max(low, -matters), min(high, matters), color=GRID, alpha=0.75, linewidth=0, zorder=-1)
    axes.set_xlim(low, high)


def in_figures(value, digits):
    """A difference with its sign; no sign for zero after rounding, and a dash for NaN."""
    if math.isnan(value):
        return "–"
    return f"{value:+.{digits}f}".replace("-", "−") if round(value, digits) else f"{0:.{digits}f}"


def decimals(found, sure=None):
    """The number of decimals that distinguishes the differences and shows that a `sure` one is not zero."""
    largest = max((abs(each.mean) for each in found.values() if not math.isnan(each.mean)), default=0)
    digits = 3 - (largest >= 1) - (largest >= 10)
    return max(digits, min(6, -math.floor(math.log10(abs(sure.mean))))) if sure and sure.mean else digits


def note(study, found):
    """Sentences that explain dots and bars, and give the full titles of arms."""
    n = min(each.n for at in found.values() for each in at.values())
    reference = plainly(study.reference)
    said = f"Dots: mean of arm minus {reference} over n = {n} pairs of twin worlds. Bars: 95 % interval (Student's t)."
    said += " Filled: the interval excludes zero; hollow: it does not."
    if any(outcome.smallest for outcome in found):
        said += " Grey band: differences below the smallest effect of interest of each outcome."
    if n < 2:
        said = f"Dots: arm minus {reference} in one pair of twin worlds. "
        said += "One pair has no interval, so no difference is clear."
    titles = [
        f"{plainly(name)}: {arm.title}" for name, arm in study.arms.items() if arm.title not in (name, plainly(name))
    ]
    return said + (" Arms: " + "; ".join(titles) + "." if titles else "")
