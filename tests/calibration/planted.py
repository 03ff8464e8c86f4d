"""Worlds with planted parameters, and targets made from them with seeds that no calibration uses."""

import numpy as np

from trustsim.runs.one_run import Networks, run_one
from trustsim.scenario import parse

SMALL = """
title = "Small"
ticks = 12
replicates = 2
measures = ["trust", "leap_rate"]

[population]
firms = 2
advisors = 4
customers = 60

[customers]
need_rate = 0.8
"""
OTHER = 9000  # the first seed of planted worlds
FIT = {"customers.propensity": (0.05, 0.95)}


def small(text=SMALL):
    """The small study."""
    return parse(text, "small.toml")


def worlds(planted, many, study=None):
    """The series of `many` runs at planted values: {measure: float64 [runs, ticks]}."""
    arm = (study or small()).vary(planted).arms[small().reference]
    runs = [run_one(arm, seed, Networks().of(arm, seed)[0]) for seed in range(OTHER, OTHER + many)]
    return {name: np.array([run[name] for run in runs]) for name in runs[0]}


def series_file(path, planted, study=None, later=0.0):
    """A file with the weekly series of one planted world; `later` is added to the last third of it."""
    found = worlds(planted, 1, study)
    weeks = len(found["trust"][0])
    lines = [
        f"{week},{found['trust'][0][week] + later * (week >= 2 * weeks // 3)},{found['leap_rate'][0][week]}"
        for week in range(weeks)
    ]
    path.write_text("tick,trust,leap_rate\n" + "\n".join(lines) + "\n")
    return path


def moments_file(path, planted, many=40):
    """A file with means over some weeks of `many` planted worlds, and their standard errors."""
    lines = ["measure,statistic,value,error,from,to,part"]
    for name, series in worlds(planted, many).items():
        for first, last, part in ((0, 3, "fit"), (4, 7, "fit"), (8, 11, "check")):
            means = series[:, first : last + 1].mean(axis=1)
            lines.append(f"{name},mean,{means.mean()},{means.std(ddof=1) / many**0.5},{first},{last},{part}")
    path.write_text("\n".join(lines) + "\n")
    return path
