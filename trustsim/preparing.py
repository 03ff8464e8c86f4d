"""Compile what arms need before their first week, and say how far that is."""

from collections.abc import Callable, Iterable

import numpy as np

from trustsim.build import settings_dtype
from trustsim.compiled import is_compiled
from trustsim.engine import Engine
from trustsim.linking import compiler_off
from trustsim.measuring import phases_read
from trustsim.named import measures_of, own_lens, phases_of
from trustsim.scenario import Scenario
from trustsim.state import TABLES, World, table
from trustsim.week import BOTH, COUNTS, readings


def engines(arms: Iterable[Scenario], all_readings: bool = True) -> list[Engine]:
    """One Engine for all arms that share their rules, over tables without rows. Raises BadInput like `Engine`.

    It can measure everything, or without `all_readings` what the arms measure.
    """
    kinds = dict.fromkeys((phases_run(arm, all_readings), own_lens(arm), arm.own) for arm in arms)
    return [Engine(without_rows(own), phases, own_lens=lens) for phases, lens, own in kinds]


def phases_run(arm: Scenario, all_readings: bool) -> tuple:
    """The phases that the runs of an arm may call: those of its week, and beside it all readings or those it needs."""
    phases, measures = phases_of(arm), measures_of(arm)
    if all_readings or not can_run(arm, measures):
        return (*phases, *readings())
    return tuple(with_readings(phases, measures))


def can_run(arm, measures):
    """Whether an arm runs in spans: no agents of the user's own, and only measures over the sums of a week."""
    return not arm.agents and all(hasattr(measure, "of") for measure in measures.values())


def with_readings(phases, measures):
    """The phases of a week and those beside it that the measures need; everybody is asked while they take stock."""
    needs = {phase for measure in measures.values() for phase in phases_read(measure.of)}
    counts = [phase for phase in COUNTS if phase.name in needs]
    if "count_answers" in needs:
        phases = [BOTH._replace(waits=phase.waits) if phase.name == "measure" else phase for phase in phases]
    return [*phases, *counts]


def without_rows(own: tuple = ()) -> World:
    """Tables with every column and no rows, which is all that a compiler asks for."""
    tables = {name: table(name, (0, 2) if name in ("evidence", "employment") else 0) for name in TABLES}
    return World(**tables, settings=np.zeros(1, settings_dtype(own)))


def is_prepared(*arms: Scenario) -> bool:
    """Whether the compiled rules of these arms are stored on this machine."""
    return compiler_off() or all(is_compiled(each.every_unit, each.tables.settings.dtype) for each in engines(arms))


def prepare(
    arms: Iterable[Scenario],
    tell: Callable[[int, int], None] = lambda done, all_of: None,
    all_readings: bool = True,
) -> None:
    """Compile every unit of these arms that is not on disk; `tell(done, all)` is called before each and at the end.

    Without `all_readings` only what adds up the measures of the arms: enough for a study, which measures nothing else.
    Raises BadInput for an error in one of the user's rules.
    """
    if compiler_off():
        return
    wanted = [(engine, unit) for engine in engines(arms, all_readings) for unit in engine.every_unit]
    missing = [(engine, unit) for engine, unit in wanted if not is_compiled([unit], engine.tables.settings.dtype)]
    for done, (engine, unit) in enumerate(missing):
        tell(done, len(missing))
        engine.loop(unit)
    if missing:
        tell(len(missing), len(missing))
