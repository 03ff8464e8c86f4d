"""The engine: rules in bulk over row ranges, an edited rule at once, and a cache that may be missing."""

import os
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import HOUSE, RICH, contents, digest, model, python

from trustsim import engine, units
from trustsim.evidence import trust_in
from trustsim.mechanisms import MECHANISMS
from trustsim.model import between
from trustsim.week import PHASES

LEVEL = """
import sys
from trustsim import week
from trustsim.calendar import begin
from trustsim.given import arm_of
from trustsim.mechanisms.levelling import level
from trustsim.model import TrustModel
from trustsim.named import phases_of
from trustsim.scenario import parse
week.PHASES = (week.Phase("perceive", "customers", (level,)),)  # compiles in a blink
week.SURVEY = week.Phase("survey", "customers", (begin,))

def gap(**config):
    world = TrustModel(next(iter(parse(config, folder=sys.argv[1]).arms.values())), seed=1)
    world.tables.relations["seen"], world.tables.relations["gap"], world.tables.customers["saw"] = 2, 0.5, 1
    world.run(1)
    return world.tables.relations["gap"][0].item()
"""


# --- an edited rule ---------------------------------------------------------------------------------------------------


def test_an_edited_rule_takes_effect_at_once(tmp_path):
    """In a copy of the package half a gap of .5 is taken away, then a quarter, then half again; what was compiled once is found again."""
    shutil.copytree(HOUSE / "trustsim", tmp_path / "trustsim", ignore=shutil.ignore_patterns("__pycache__", "live"))
    shutil.copytree(HOUSE / "configs", tmp_path / "configs")
    rule = tmp_path / "trustsim" / "mechanisms" / "levelling.py"
    shipped, found = rule.read_text(), []
    assert "1.0 - world.settings.levelling" in shipped
    script = (
        LEVEL
        + """
from trustsim.build import settings_dtype
from trustsim.compiled import is_compiled
from trustsim.units import unit_of
unit = unit_of(phases_of(arm_of())[0])
print(is_compiled([unit], settings_dtype()), gap(), is_compiled([unit], settings_dtype()))
"""
    )
    for factor in ("0.5", "0.75", "0.5"):
        rule.write_text(shipped.replace("1.0 - world.settings.levelling", factor))
        found.append(python(script, tmp_path, house=tmp_path, TRUSTSIM_CACHE=str(tmp_path / "cache")).strip())
    assert found == ["False 0.25 True", "False 0.375 True", "True 0.25 True"]


@pytest.mark.parametrize("off", ["0", "1"])
@pytest.mark.parametrize("edited", ["shyness.py", "amounts.py"])
def test_an_edited_rule_or_constant_of_a_new_module_takes_effect_at_once(tmp_path, edited, off):
    """A mechanism calls a rule of a module that was added, which takes a number from another: each is edited, compiled and not."""
    shutil.copytree(HOUSE / "trustsim", tmp_path / "trustsim", ignore=shutil.ignore_patterns("__pycache__", "live"))
    shutil.copytree(HOUSE / "configs", tmp_path / "configs")
    shipped = (HOUSE / "trustsim" / "mechanisms" / "levelling.py").read_text()
    shy = "from trustsim.amounts import HALF\nfrom trustsim.rule import rule\n\n@rule\ndef shy(row):\n    return {} * HALF\n"
    texts = {
        "mechanisms/levelling.py": "from trustsim.shyness import shy\n"
        + shipped.replace("1.0 - world.settings.levelling", "shy(row)"),
        "shyness.py": shy.format("1.0"),
        "amounts.py": "HALF = 0.5\n",
    }
    edits = {"shyness.py": shy.format("0.5"), "amounts.py": "HALF = 0.25\n"}
    found = []
    for more in ({}, {edited: edits[edited]}):
        for name, text in {**texts, **more}.items():
            (tmp_path / "trustsim" / name).write_text(text)
        environment = {
            "TRUSTSIM_CACHE": str(tmp_path / "cache"),
            "NUMBA_DISABLE_JIT": off,
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        found.append(python(LEVEL + "print(gap())", tmp_path, house=tmp_path, **environment).strip())
    assert found == ["0.25", "0.125"]


def test_an_edited_file_of_ones_own_takes_effect_at_once(tmp_path):
    """From one process to the next, with the same cache."""
    text, found = (
        "from trustsim.rule import rule\nPHASE = 'perceive'\n@rule\ndef widen(world, row):\n    world.relations[row].gap += {}\n",
        [],
    )
    script = LEVEL + "print(gap(mechanisms={'mine': 'mine.py:widen'}, levelling={'levelling': 0.0}))"
    for more in ("0.25", "0.125"):
        (tmp_path / "mine.py").write_text(text.format(more))
        found.append(float(python(script, tmp_path, TRUSTSIM_CACHE=str(tmp_path / "cache"))))
    assert found == [0.75, 0.625]


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path):
    """It runs, compiles for itself, says so with the cure, and leaves nothing behind."""
    (tmp_path / "file").write_text("")
    script = (
        LEVEL
        + """
import warnings
with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    print(gap())
print(len(said), said[0].message)
from trustsim.compiled import cache_folder
print(cache_folder())
"""
    )
    number, said, folder = python(
        script, tmp_path, TRUSTSIM_CACHE=str(tmp_path / "file" / "cache"), TMPDIR=str(tmp_path)
    ).splitlines()
    assert float(number) == 0.45
    assert (
        said
        == f"1 {tmp_path / 'file' / 'cache'} cannot be written, so every run compiles again; set TRUSTSIM_CACHE to a folder that can be written"
    )
    assert folder.startswith(str(tmp_path / "trustsim-"))
    assert os.listdir(tmp_path) == ["file"]


# --- bounds -----------------------------------------------------------------------------------------------------------


def test_no_rule_reads_or_writes_beyond_its_tables(tmp_path):
    """With the compiler's bounds checks on a world full of events runs to its end with the same numbers, and a rule that strays is caught."""
    (tmp_path / "mine.py").write_text(
        "from trustsim.rule import rule\nPHASE = 'perceive'\n@rule\ndef stray(world, row):\n    world.relations[len(world.relations) + row].gap = 0.0\n"
    )
    script = (
        """
from worlds import RICH, digest, model
print(digest(model(RICH, weeks=30)))
"""
        + LEVEL
        + """
try:
    gap(mechanisms={'mine': 'mine.py:stray'})
except IndexError:
    print("caught")
"""
    )
    assert python(script, tmp_path, NUMBA_BOUNDSCHECK="1").split() == [digest(model(RICH, weeks=30)), "caught"]


# --- ranges, phases, threads ------------------------------------------------------------------------------------------


@given(st.integers(0, 200), st.integers(1, 200), st.integers(1, 9))
def test_shares_cover_every_row_once(first, count, parts):
    """Whatever is split among threads is done, and nothing twice."""
    shares = engine.split(first, first + count, parts)
    assert [row for start, end in shares for row in range(start, end)] == list(range(first, first + count))
    assert len(shares) in (1, parts)


@given(st.sets(st.integers(0, 30)), st.integers(31, 60))
def test_ranges_leave_out_exactly_the_rows_of_overriding_agents(rows, count):
    """Every other row is in one range, and none of these."""
    ranges = between(sorted(rows), count)
    assert [row for start, end in ranges for row in range(start, end)] == [
        row for row in range(count) if row not in rows
    ]


def test_where_all_agents_override_nothing_is_left_for_the_bulk():
    """An empty range is a range too."""
    assert between([0, 1, 2], 3) == [(0, 0)]


@pytest.mark.parametrize("threads", [1, 2, 3, 7])
def test_one_phase_over_some_rows(threads):
    """`bulk` with ranges touches these rows and no others."""
    world = model(RICH, threads=threads, weeks=1)
    world.tables.customers["outcome"] = 3
    world.engine.bulk("customers", ("begin",), [(0, 10), (20, 21)])
    changed = [row for row, outcome in enumerate(world.tables.customers["outcome"]) if outcome == 0]
    assert changed == [*range(10), 20]
    world.close()


def test_one_row_through_one_phase():
    """`one` is the same loop over a single row."""
    world = model(RICH, weeks=1)
    world.tables.customers["outcome"] = 3
    world.engine.one("customers", "begin", 7)
    assert [row for row, outcome in enumerate(world.tables.customers["outcome"]) if outcome == 0] == [7]


def test_a_rule_called_by_hand_is_the_rule_of_the_run():
    """`call` gives in plain Python what the loops computed."""
    world = model(RICH, weeks=5)
    for row in range(0, len(world.tables.relations), 17):
        if world.tables.relations["advisor"][row] >= 0:
            assert world.engine.call(trust_in, row, 0, 0.0) == world.tables.relations["trust"][row]


def test_a_record_tells_which_columns_there_are(small):
    """A misspelt setting is told, not made up."""
    with pytest.raises(AttributeError, match="spillovr is none of prior_weight, half_life"):
        small.world.settings.spillovr  # noqa: B018 - reading it is the test


def test_every_rule_of_a_mechanism_has_its_switch():
    """Rules of `mechanisms/` are governed by the name of their file; what always happens has no switch."""
    switches = {units.mechanism_of(rule) for phase in PHASES for rule in phase.rules}
    assert switches - {None} <= set(MECHANISMS)
    assert {rule.__module__ for phase in PHASES for rule in phase.rules if units.mechanism_of(rule) is None} == {
        "trustsim.calendar",
        "trustsim.survey",
    }


def test_each_mechanism_takes_part_in_the_week():
    """Each file in `mechanisms/` has a rule in PHASES, or is asked by one."""
    taking_part = {units.mechanism_of(rule) for phase in PHASES for rule in phase.rules}
    asked = {"attention", "contexts", "displacement", "exaggerating", "latitude", "oscillating", "source_discounting"}
    assert set(MECHANISMS) - taking_part == asked | {"steadiness"}


def test_phases_have_names_of_their_own():
    """So that an agent's method, an own mechanism and the bulk mean the same."""
    names = [phase.name for phase in PHASES]
    assert len(set(names)) == len(names)
    assert len({(rule.__module__, rule.__name__) for phase in PHASES for rule in phase.rules}) == sum(
        len(phase.rules) for phase in PHASES
    )


def test_runs_side_by_side_do_not_meddle():
    """Eight models in eight threads at once are the eight models one after the other."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda seed: contents(model(RICH, seed=seed, weeks=6)), range(8)))
    assert together == [contents(model(RICH, seed=seed, weeks=6)) for seed in range(8)]
