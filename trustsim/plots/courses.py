"""Trust and the leap rate over the weeks: one line per arm, with the interval of its mean."""

import re
from typing import NamedTuple

import numpy as np

from trustsim.by_group import GROUPED, OF
from trustsim.measures import MEASURES
from trustsim.plots.marks import events_of, labelled, mark, told
from trustsim.plots.paper import COLOURS, EDGE, FAINT, INK, LINE, QUIET, SMALL, TEXT, WIDTH, Sheet, spread, wide
from trustsim.plots.sentences import LAST, ending, line_of, setting
from trustsim.runs.compare import interval
from trustsim.runs.experiments import last_weeks
from trustsim.runs.outcomes import Outcome
from trustsim.runs.words import capital, plainly

SHOWN = ("trust", "leap_rate")
WEEKLY = ("leap_rate",)  # too noisy week by week, so smoothed
IN_COLOUR = 5  # arms in colour besides the reference; the others are grey
PANEL, LEFT, HEAD, GAP = 2.45, EDGE + 0.45, 0.4, 0.5  # inches
AT_LEAST = 3  # runs for a band: the interval of two would fill the figure


class Curve(NamedTuple):
    """A mean over runs, week by week, with its interval: float64 [ticks] each."""

    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray


def shown(results) -> list[str]:
    """The measures in the figure: trust and the leap rate, or the first measure if the study has neither."""
    return [name for name in SHOWN if name in results.measures] or list(results.measures[:1])


def file_of(results) -> str:
    """The name of the file, after what the figure shows: "trust_and_leap_rate", "revenue_of_firm_0"."""
    return "_and_".join(re.sub(r"\W+", "_", name).strip("_")[:60] for name in shown(results)) or "courses"


def figure(replayed, measures=None):
    """The sheet, or None if nothing was measured; of these `measures`, or else of trust and the leap rate."""
    results = replayed.results
    measures = measures or shown(results)
    if not measures:
        return None
    curves = {
        name: {arm: curve(smoothed(results.series(name, arm), window_of(name, results))) for arm in results.study.arms}
        for name in measures
    }
    colours = colours_of(curves[measures[0]], results.study.reference)
    limits = {name: limits_of(curves[name], colours) for name in measures}
    across = WIDTH - LEFT - EDGE - max(wide(label(arm, 0.5), SMALL, "bold") for arm in colours) - 0.45
    weeks = max(arm.ticks for arm in results.study.arms.values())
    events = labelled(events_of(results.study, colours), across / weeks, WIDTH - LEFT - EDGE)
    rows = 1 + max((event.row for event in events), default=-1)
    high = max(PANEL, LINE * (len(colours) + 1))
    tall = len(measures) * (HEAD + high + GAP) + rows * LINE + 0.1
    said = [
        *lines_and_bands(results, any(limit.cut for limit in limits.values())),
        *colours_in_words(results, measures, colours),
        *told(events),
    ]
    sheet = Sheet(tall, ending(results, measures), setting(results.study), " ".join(said))
    y = sheet.top
    for name in measures:
        heading(sheet, y, name, results)
        y += HEAD + (rows * LINE if name == measures[0] else 0)
        axes = sheet.axes(LEFT, y, across, high)
        plot(axes, curves[name], colours, limits[name], weeks)
        label_ends(axes, curves[name], ends_of(name, results), colours, (across, high))
        mark(axes, events, high, name == measures[0])
        y += high + GAP
    axes.set_xlabel("weeks", size=SMALL)
    return sheet


def window_of(measure, results):
    """The number of weeks that each point averages: 8, or 4 or 1 in a short run, for noisy measures."""
    ticks = min(arm.ticks for arm in results.study.arms.values())
    if measure not in WEEKLY or ticks < 12:
        return 1
    return 8 if ticks >= 40 else 4


def smoothed(series, window):
    """The moving mean of the last `window` weeks, from the first full window: float64 [seeds, ticks]."""
    if window == 1:
        return series
    last = np.lib.stride_tricks.sliding_window_view(series, window, axis=1)
    counted = (~np.isnan(last)).sum(axis=2)
    means = np.where(counted > 0, np.nansum(last, axis=2) / np.maximum(counted, 1), np.nan)
    return np.concatenate([np.full((len(series), window - 1), np.nan), means], axis=1)


def curve(series):
    """The mean over runs, week by week, with its 95 % interval if there are at least three runs."""
    mean, low, high = np.array([interval(values)[:3] for values in series.T]).T
    return (
        Curve(mean, low, high)
        if len(series) >= AT_LEAST
        else Curve(mean, np.full_like(mean, np.nan), np.full_like(mean, np.nan))
    )


def last_of(each):
    """The last value of a curve that is not NaN."""
    there = each.mean[~np.isnan(each.mean)]
    return float(there[-1]) if len(there) else np.nan


def ends_of(measure, results):
    """{arm: mean of the last weeks}, as in the title and in the table."""
    return {arm: interval(results.values(Outcome("end", measure, -LAST), arm)).mean for arm in results.study.arms}


def colours_of(curves, reference):
    """{arm: colour}: ink for the reference, colours for the arms that end furthest from it, grey for the rest."""
    ends = {arm: interval(each.mean[-LAST:]).mean for arm, each in curves.items()}
    others = sorted(
        (arm for arm in ends if arm != reference), key=lambda arm: -np.nan_to_num(abs(ends[arm] - ends[reference]))
    )
    chosen = [arm for arm in ends if arm in others[:IN_COLOUR]]  # in the order of the config
    return dict.fromkeys(ends, FAINT) | dict(zip(chosen, COLOURS, strict=False)) | {reference: INK}


class Limits(NamedTuple):
    """The lower and upper limit of an axis, and whether they cut a band."""

    low: float
    high: float
    cut: bool


def limits_of(curves, colours):
    """Limits that show all lines and the bands in colour, unless wide bands would leave several lines flat."""
    lines = known(each.mean for each in curves.values())
    bands = known(side for arm, each in curves.items() if colours[arm] != FAINT for side in (each.low, each.high))
    if not len(lines):
        return Limits(0.0, 1.0, False)
    low, high = lines.min(), lines.max()
    room = 0.7 * max(high - low, 1e-3) if len(curves) > 1 else np.inf
    wanted = (min(low, bands.min()), max(high, bands.max())) if len(bands) else (low, high)
    seen = max(wanted[0], low - room), min(wanted[1], high + room)
    edge = 0.05 * max(seen[1] - seen[0], 1e-3)
    return Limits(seen[0] - edge, seen[1] + edge, bool(wanted[0] < seen[0] - edge or wanted[1] > seen[1] + edge))


def known(arrays):
    """All values of some arrays that are not NaN."""
    values = np.concatenate([np.empty(0), *arrays])
    return values[np.isfinite(values)]


def heading(sheet, y, measure, results):
    """Write the name of a panel, its measure and its unit."""
    function = MEASURES.get(measure) or GROUPED.get(measure.partition(OF)[0])
    name, window = capital(plainly(measure)), window_of(measure, results)
    about = f"{function.meaning} ({function.unit})" if function else ""
    about += f", mean of the last {window} weeks" if window > 1 else ""
    sheet.write(EDGE, y, name, size=TEXT, weight="bold", va="top")
    sheet.write(EDGE + wide(name, TEXT, "bold") + 0.15, y + 0.02, about, size=SMALL + 0.5, color=QUIET, va="top")


def plot(axes, curves, colours, limits, weeks):
    """Draw bands, grey lines, lines in colour, and the reference last; each value is at the end of its week."""
    for arm, each in curves.items():
        x, grey = np.arange(1, len(each.mean) + 1), colours[arm] == FAINT
        if not grey:
            axes.fill_between(x, each.low, each.high, color=colours[arm], alpha=0.10, linewidth=0, zorder=1)
        axes.plot(
            x,
            each.mean,
            color=colours[arm],
            linewidth=1.2 if grey else 2.4,
            zorder={FAINT: 2, INK: 4}.get(colours[arm], 3),
        )
    axes.grid(axis="y")
    axes.set(xlim=(0, weeks), ylim=limits[:2])
    axes.locator_params(axis="y", nbins=5)
    if weeks > 52:
        axes.set_xticks(range(0, weeks + 1, 26 if weeks <= 260 else 52 * round(weeks / 520 + 0.5)))


def label(arm, end):
    """The label at the end of a line."""
    return f"{plainly(arm)}  {end:.2f}" if abs(end) < 10 else f"{plainly(arm)}  {end:.3g}"


def label_ends(axes, curves, ends, colours, size):
    """Write names and `ends` beside the lines, spread so that none overlap, each with a thin leader line."""
    (across, high), (low, top) = size, axes.get_ylim()
    at = {arm: (last_of(each) - low) / (top - low) for arm, each in curves.items() if not np.isnan(last_of(each))}
    if not at:
        return
    places = spread(list(at.values()), LINE / high, -0.02, 1.02)
    weeks = axes.get_xlim()[1]
    for (arm, y), place in zip(at.items(), places, strict=True):
        ended = len(curves[arm].mean) / weeks
        if ended < 1:  # a shorter run: extend its end to the edge
            how = {"color": colours[arm], "linewidth": 0.9, "linestyle": (0, (1, 3)), "alpha": 0.8}
            axes.plot([ended, 1.0], [y, y], transform=axes.transAxes, **how)
        grey, x = colours[arm] == FAINT, [1.0, 1 + 0.06 / across, 1 + 0.24 / across, 1 + 0.3 / across]
        axes.plot(x, [y, y, place, place], color=colours[arm], linewidth=1.0, transform=axes.transAxes, clip_on=False)
        how = {"color": QUIET if grey else INK, "weight": "normal" if grey else "bold", "size": SMALL}
        axes.text(
            1 + 0.36 / across, place, label(arm, ends[arm]), transform=axes.transAxes, va="center_baseline", **how
        )


def lines_and_bands(results, cut):
    """Sentences that explain lines and bands."""
    n, several, each = len(results.study.seeds), len(results.study.arms) > 1, line_of(results.study)
    if n == 1:
        return [f"One run{f' per {each}: no bands' if several else ': no band'}, because one run has no interval."]
    where = "at every point" if results.study.sweep else "in every arm"
    said = [f"Lines: the mean of n = {n} runs{f' per {each}, with the same seeds {where}' if several else ''}."]
    if n < AT_LEAST:
        return [*said, "No bands: the interval of two runs would fill the figure."]
    said.append(f"Bands: 95 % interval of that mean (Student's t){', cut off at the frame' if cut else ''}.")
    if not several:
        return said
    figure = "" if results.study.sweep else " (figure differences)"
    compared = f"{capital(each)}s are compared per pair of twin worlds, which is far more precise{figure}."
    return [*said, f"Bands show how worlds vary. {compared}"]


def colours_in_words(results, measures, colours):
    """Sentences that explain the numbers, the lengths of runs, and which arms are in colour."""
    ticks, each = {arm.ticks for arm in results.study.arms.values()}, line_of(results.study)
    said = [f"Numbers beside the lines: mean of the last {last_weeks(results.study)} weeks of each line."]
    if len(ticks) > 1:
        said = [
            f"Some {each}s run for {min(ticks)} weeks, others for {max(ticks)}; "
            f"{each}s are compared over the first {min(ticks)}.",
            *said,
        ]
    if FAINT in colours.values():
        said.append(
            f"In colour: {plainly(results.study.reference)} and the {IN_COLOUR} {each}s "
            f"that end furthest from it in {plainly(measures[0])}."
        )
    return said
