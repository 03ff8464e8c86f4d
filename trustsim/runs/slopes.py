"""How steeply a lens reads each belief: the slope of trust, from the lens itself."""

import numpy as np

from trustsim.build import settings_dtype, write_settings
from trustsim.scenario import Scenario
from trustsim.state import DIMENSIONS, Beliefs


def settings_of(arm: Scenario) -> np.record:
    """The settings of an arm as a lens reads them."""
    settings = np.zeros(1, settings_dtype(arm.own))
    write_settings(settings, arm, own_lens=":" in arm.lens)
    return settings.view(np.recarray)[0]


def slope(read: object, settings: np.record, held: dict[str, float], dimension: str, step: float) -> float:
    """By how much trust rises per unit of one belief, around the beliefs `held` (0..1), by a difference of 2 `step`.

    What is pooled moves with a seventh of the belief.
    """
    up, down = (read(moved(held, dimension, by), settings) for by in (step, -step))
    return (up - down) / (2.0 * step)


def moved(held: dict[str, float], dimension: str, by: float) -> Beliefs:
    """The beliefs with one of them moved."""
    values = {name: held[name] + (by if name == dimension else 0.0) for name in DIMENSIONS}
    return Beliefs(**values, pooled=float(np.mean(list(values.values()))))
