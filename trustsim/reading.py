"""Read the same evidence through another lens."""

from typing import Any, NamedTuple

import numpy as np

from trustsim.lenses import LENSES


class Reading(NamedTuple):
    """Mean trust of each customer, float64 [customers], and trust in each relation, float64 [relations], all 0..1."""

    customers: np.ndarray
    relations: np.ndarray
    regard: np.ndarray | None = None  # trust of the advisor in the customer of each relation with an advisor, if asked


def exchange(evidence: np.ndarray, context: int) -> None:
    """Swap a context and the main context, in memory."""
    if context:
        evidence[:, [0, context]] = evidence[:, [context, 0]]


def read_through(model: Any, lens: str, context: int = 0, both_ways: bool = False) -> Reading:
    """Trust in the world of a `TrustModel` under another lens, from the same evidence. The world is not changed.

    lens: a name in lenses/; any other name means the arm's own lens. context: its number, 0 for the main context, which
    the survey asks about; another context is swapped with it for the duration of the survey.
    """
    names = ("settings", "customers", "relations", "evidence")
    settings, customers, relations, evidence = (getattr(model.tables, name) for name in names)
    before, active = (customers.copy(), relations["trust"].copy()), int(settings["lens"][0])
    regarded = model.tables.regard["trust"].copy()
    exchange(evidence, context)
    settings["lens"] = customers["lens"] = LENSES.index(lens) if lens in LENSES else len(LENSES)
    try:
        model.engine.bulk("customers", ("measure", "survey"))
        regard = None
        if both_ways:
            model.engine.bulk("customers", ("survey_back",))
            regard = model.tables.regard["trust"].astype(float)
        return Reading(model.world.customers.trust.copy(), relations["trust"].copy(), regard)
    finally:
        settings["lens"] = active
        exchange(evidence, context)
        customers[:], relations["trust"] = before
        model.tables.regard["trust"] = regarded
