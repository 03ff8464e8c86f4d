"""Compile what arms need before their first week, and say how far that is."""

from collections.abc import Callable, Iterable

import numpy as np

from trustsim.build import settings_dtype
from trustsim.compiled import is_compiled
from trustsim.engine import Engine
from trustsim.linking import compiler_off
from trustsim.named import own_lens, phases_of
from trustsim.scenario import Scenario
from trustsim.state import TABLES, World, table
from trustsim.week import readings


def engines(arms: Iterable[Scenario]) -> list[Engine]:
    """One Engine for all arms that share their rules, over tables without rows. Raises BadInput like `Engine`."""
    kinds = dict.fromkeys((phases_of(arm), own_lens(arm), arm.own) for arm in arms)
    return [Engine(without_rows(own), (*phases, *readings()), own_lens=lens) for phases, lens, own in kinds]


def without_rows(own: tuple = ()) -> World:
    """Tables with every column and no rows, which is all that a compiler asks for."""
    tables = {name: table(name, (0, 2) if name in ("evidence", "employment") else 0) for name in TABLES}
    return World(**tables, settings=np.zeros(1, settings_dtype(own)))


def is_prepared(*arms: Scenario) -> bool:
    """Whether the compiled rules of these arms are stored on this machine."""
    return compiler_off() or all(is_compiled(each.every_unit, each.tables.settings.dtype) for each in engines(arms))


def prepare(arms: Iterable[Scenario], tell: Callable[[int, int], None] = lambda done, all_of: None) -> None:
    """Compile every unit of these arms that is not on disk; `tell(done, all)` is called before each and at the end.

    Raises BadInput for an error in one of the user's rules.
    """
    if compiler_off():
        return
    wanted = [(engine, unit) for engine in engines(arms) for unit in engine.every_unit]
    missing = [(engine, unit) for engine, unit in wanted if not is_compiled([unit], engine.tables.settings.dtype)]
    for done, (engine, unit) in enumerate(missing):
        tell(done, len(missing))
        engine.loop(unit)
    if missing:
        tell(len(missing), len(missing))
