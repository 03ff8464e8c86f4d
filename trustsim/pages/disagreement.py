"""Why lenses disagree: how much each theory of trust makes of each belief, and how far the arms move the beliefs."""

from dataclasses import replace

import numpy as np

from trustsim.lenses import LENSES, lens
from trustsim.runs.one_run import Networks, run_one
from trustsim.runs.slopes import settings_of, slope
from trustsim.scenario import Scenario, Study
from trustsim.state import DIMENSIONS

WORLDS = 3  # runs per arm for the beliefs
STEP = 0.01  # of a belief, for the slope of a lens
RECENT = 26  # weeks, at the end
TYPICAL = 0.6  # where the slopes are taken if the beliefs are not known


def slopes(arm: Scenario, held: dict[str, float]) -> dict[str, dict[str, float]]:
    """{lens: {dimension: how much trust rises per unit of that belief}}, by the lenses themselves, around `held`."""
    settings = settings_of(arm)
    return {
        name: {dimension: slope(lens(name), settings, held, dimension, STEP) for dimension in DIMENSIONS}
        for name in LENSES
    }


def beliefs(study: Study) -> dict[str, dict[str, float]]:
    """{arm: {dimension: mean belief in advisors in a half year}} over WORLDS seeds; {} where own code is needed.

    It is the last half year that all arms have, so that they are compared at the same age. A folder of results may come
    from somebody else, so code that lies in it is not run.
    """
    if any(runs_code(arm) for arm in study.arms.values()):
        return {}
    names, networks = [f"belief_{dimension}" for dimension in DIMENSIONS], Networks()
    weeks, found = min(arm.ticks for arm in study.arms.values()), {}
    for name, arm in study.arms.items():
        asked = replace(arm, measures=tuple(names), ticks=weeks)
        runs = [run_one(asked, seed, networks.of(asked, seed)[0]) for seed in list(study.seeds)[:WORLDS]]
        found[name] = {
            dimension: float(np.nanmean([run[f"belief_{dimension}"][-RECENT:] for run in runs]))
            for dimension in DIMENSIONS
        }
    return found


def runs_code(arm: Scenario) -> bool:
    """Whether an arm needs a file of the user's own."""
    return bool(arm.own or arm.agents) or ":" in arm.lens or not {True, False} >= set(arm.mechanisms.values())


def table(study: Study) -> dict:
    """Per dimension its slope under each lens and, where known, how far each arm moves the belief; and what follows."""
    held = beliefs(study)
    base = held.get(study.reference) or dict.fromkeys(DIMENSIONS, TYPICAL)
    steep = slopes(study.arms[study.reference], base)
    others = [arm for arm in held if arm != study.reference]
    moves = {arm: [held[arm][dimension] - base[dimension] for dimension in DIMENSIONS] for arm in others}
    return {
        "slopes": {dimension: [steep[name][dimension] for name in LENSES] for dimension in DIMENSIONS},
        "moves": moves,
        "expected": {
            arm: [float(np.dot(list(steep[name].values()), by)) for name in LENSES] for arm, by in moves.items()
        },
    }


def follows(slope: dict[str, float], moves: list[float]) -> float:
    """The change in trust when the beliefs move, to first order."""
    return float(np.dot(list(slope.values()), moves))
