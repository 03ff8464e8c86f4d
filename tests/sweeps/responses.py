"""Sweeps whose runs are not a model but a formula of the place, so that what is found can be compared with what is true."""

import numpy as np
from studies import TINY, study

from trustsim.runs import store, workers
from trustsim.sweeps.sweep import Asked, planned, run

UNIT = ("advisors.rate", "firms.disclosure", "firms.digital_share", "advisors.dialogue")  # parameters over 0..1
ALONE = TINY.partition("[arms.closed]")[0].replace("ticks = 6", "ticks = 1")


def by_formula(monkeypatch, formula):
    """Let every run give trust = formula(values of UNIT, seed)."""

    def instead(arm, seed, network, stop=None, threads=1):
        trust = np.full(arm.ticks, float(formula(np.array([arm.values[key] for key in UNIT]), seed)))
        return {"trust": trust, "leap_rate": np.zeros(arm.ticks)}

    monkeypatch.setattr(workers, "run_one", instead)
    monkeypatch.setattr(store, "SECONDS", 3600.0)
    monkeypatch.setattr("trustsim.plots.draw_sweep", lambda *_: [])


def swept(out, design, size, seeds=1, factors=UNIT):
    """The sweep of the formula over its factors, through the store, one run at a time."""
    made = planned(study(ALONE), dict.fromkeys(factors, (0.0, 1.0)), design, size, Asked(seeds))
    return run(made, out)
