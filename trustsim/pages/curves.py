"""The course of a measure over the weeks, one line per arm with the band of its mean, as points of an SVG."""

import numpy as np

from trustsim.pages.drawings import ticks
from trustsim.pages.language import Language
from trustsim.pages.scales import Scale, around
from trustsim.plots.courses import Curve, curve, smoothed, window_of
from trustsim.runs.conditions import AS_CONFIGURED
from trustsim.runs.results import Results

WIDE, HIGH = 200.0, 80.0  # of the drawing
MOST = 104  # points of a line: more cannot be seen
DASHES = "", "6 3", "2 2", "8 2 2 2", "4 4", "1 3"  # so that lines are told apart without colour


def course(results: Results, measure: str, language: Language) -> dict:
    """One line per arm as configured, with the ticks of both axes."""
    curves = {arm: curve(smooth(results, measure, results.series(measure, arm))) for arm in results.study.arms}
    return drawn(curves, measure, results, language) | {"apart": False}


def apart(results: Results, measure: str, language: Language) -> dict:
    """One line per arm other than the reference: its difference from that, per pair of twin worlds."""
    reference, curves = results.study.reference, {}
    for arm in results.study.arms:
        seeds = results.seeds((AS_CONFIGURED, arm), (AS_CONFIGURED, reference))
        here, there = (results.series(measure, name, seeds=seeds) for name in (arm, reference))
        weeks = min(here.shape[1], there.shape[1])
        if arm != reference and seeds:
            curves[arm] = curve(smooth(results, measure, here[:, :weeks] - there[:, :weeks]))
    return drawn(curves, measure, results, language) | {"apart": True}


def smooth(results: Results, measure: str, series: np.ndarray) -> np.ndarray:
    """The series, float64 [seeds, ticks], as the figures of the command smooth it."""
    return smoothed(series, window_of(measure, results))


def drawn(curves: dict[str, Curve], measure: str, results: Results, language: Language) -> dict:
    """The lines and bands of some arms, fitted to one drawing."""
    weeks = max(len(each.mean) for each in curves.values())
    across = Scale(0.0, float(max(weeks - 1, 1)))
    up = around(*(value for each in curves.values() for part in each for value in part))
    turns = list(results.study.arms)
    return {
        "name": language.measure(measure),
        "meaning": language.words["measures"].get(measure, {}).get("meaning", ""),
        "lines": [line(arm, each, (across, up), turns.index(arm)) for arm, each in curves.items()],
        "zero": HIGH - up.at(0.0) * HIGH / 100 if up.low < 0.0 < up.high else None,
        "x": ticks(across, language),
        "y": ticks(up, language),
    }


def line(arm: str, values: Curve, scales: tuple[Scale, Scale], turn: int) -> dict:
    """The points of a line and of its band, and how it is dashed."""
    steps = np.unique(np.linspace(0, len(values.mean) - 1, MOST).astype(int))
    there = [step for step in steps if not np.isnan(values.mean[step])]
    mean, low, high = ([place(step, part[step], scales) for step in there] for part in values)
    band = [] if np.isnan([values.low[there], values.high[there]]).any() else [*low, *reversed(high)]
    look = {"dash": DASHES[turn % len(DASHES)], "turn": turn}
    return {"arm": arm, "mean": " ".join(mean), "band": " ".join(band)} | look


def place(step: int, value: float, scales: tuple[Scale, Scale]) -> str:
    """One point as SVG writes it; "" where there is no value."""
    across, up = scales
    return "" if np.isnan(value) else f"{across.at(step) * WIDE / 100:.2f},{HIGH - up.at(value) * HIGH / 100:.2f}"
