"""A run in spans of weeks: compiled code runs from one intervention to the next, measures included, without Mesa."""

from itertools import pairwise

import numpy as np

from trustsim.build import build, give_up
from trustsim.chance import all_dice
from trustsim.engine import Engine
from trustsim.interventions import eventful, intervene
from trustsim.measuring import Totals
from trustsim.named import own_lens, own_names, phases_of
from trustsim.preparing import with_readings
from trustsim.ranges import check_tables
from trustsim.week import readings, strides

AT_A_TIME = 500_000  # customer-weeks in a span at most: about a quarter of a second, after which a stop is heeded


def run_in_spans(arm, seed, network, measures, stop=None, threads=1):
    """One run: {measure: float64 [ticks]}; None if told to stop. The numbers are those of a `TrustModel`."""
    tables, phases = build(network, arm, seed), phases_of(arm)
    engine = Engine(tables, (*phases, *readings()), threads, own_lens(arm))
    program, own = engine.program(strides(with_readings(phases, measures))), own_names(arm)
    sums, first = np.zeros(arm.ticks, tables.sums.dtype), 0
    try:
        for first, last in pairwise(edges(arm, len(tables.customers), every_week=bool(own))):
            if stop is not None and stop.is_set():
                return None
            intervene(tables, network, arm, seed, first)
            engine.weeks(program, first, all_dice(seed, first, last - first), sums[first:last])
            if own:
                check_tables(tables, ", ".join(own), first)
    except Exception as error:
        error.add_note(f"week {first}")
        raise
    finally:
        engine.close()
    give_up(tables)
    return {name: np.array(measure.of(Totals(sums)), np.float64) for name, measure in measures.items()}


def edges(arm, customers, every_week):
    """The weeks in which spans begin, and the end."""
    most = 1 if every_week else max(1, AT_A_TIME // customers)
    return sorted({*range(0, arm.ticks, most), *(week for week in eventful(arm) if week < arm.ticks), arm.ticks})
