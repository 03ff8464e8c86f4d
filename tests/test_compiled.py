"""Compiled loops on disk: found again, never taken from a folder that is not whole, tidied; and what they ask of Numba."""

import ast
import json
import os
import re
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from worlds import HOUSE, model, python

from trustsim import compiled
from trustsim.lending import places
from trustsim.linking import compiler_off
from trustsim.mechanisms.levelling import level
from trustsim.units import unit_of
from trustsim.week import Phase

SCRIPT = """
from trustsim import compiled, week
from trustsim.calendar import begin
from trustsim.mechanisms.levelling import level
from worlds import model
week.PHASES = (week.Phase("perceive", "customers", (level,)),)  # compiles in a blink
week.SURVEY = week.Phase("survey", "customers", (begin,))
world = model()
world.tables.relations["seen"], world.tables.relations["gap"], world.tables.customers["saw"] = 2, 0.5, 1
world.engine.bulk("customers", ("perceive",))
stats = compiled.loop_of(world.engine.units["perceive"], world.tables).function.stats
print(world.tables.relations["gap"][0].item(), sum(stats.cache_hits.values()), sum(stats.cache_misses.values()))
"""
FOUND, COMPILED = (0.45, 1, 0), (0.45, 0, 1)
UNIT = unit_of(Phase("perceive", "customers", (level,)))
pytestmark = pytest.mark.skipif(compiler_off(), reason="nothing is compiled")


def run(cache, **environment):
    """In a process of its own: the gap of .5 after levelling, what was found on disk, what was compiled."""
    gap, *counts = python(SCRIPT, TRUSTSIM_CACHE=str(cache), **environment).split()
    return float(gap), *map(int, counts)


def load(folder):
    """The same in this process: loops loaded from a folder, or compiled into it."""
    world = model()
    world.tables.relations["seen"], world.tables.relations["gap"], world.tables.customers["saw"] = 2, 0.5, 1
    loop = compiled.made_in(folder, UNIT, world.tables).function
    loop(places(world.tables), 0, 1)
    stats = loop.stats
    return world.tables.relations["gap"][0].item(), sum(stats.cache_hits.values()), sum(stats.cache_misses.values())


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A folder of loops, compiled."""
    folder = tmp_path_factory.mktemp("cache") / "loops-here"
    assert load(folder) == COMPILED
    assert load(folder) == FOUND
    return folder


def cut(path):
    """A file that a full disk left half written."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path):
    """One bit of a file, deep in it, turned."""
    data = bytearray(path.read_bytes())
    data[2 * len(data) // 3] ^= 4
    path.write_bytes(data)


def garble(path):
    """A file of something else."""
    path.write_bytes(b"\x80\x05nothing of the kind")


HARM = {
    "the index is cut off": ("*.nbi", cut),
    "a bit of the index": ("*.nbi", flip),
    "the code is cut off": ("*.nbc", cut),
    "a bit of the code": ("*.nbc", flip),
    "other code": ("*.nbc", garble),
    "the code is gone": ("*.nbc", lambda path: path.unlink()),
    "the seal is empty": ("seal.json", lambda path: path.write_bytes(b"")),
    "the seal is no list": ("seal.json", lambda path: path.write_bytes(b"[1]")),
    "the seal is gone": ("seal.json", lambda path: path.unlink()),
    "other loops": ("loops.py", lambda path: path.write_text("raise ValueError")),
}


@pytest.mark.parametrize(("pattern", "harm"), HARM.values(), ids=HARM)
def test_what_is_not_whole_is_compiled_again(whole, pattern, harm):
    """A file that is cut off, changed by a bit, gone, or something else: never a wrong number nor a traceback; then all is found again."""
    harm(next(whole.rglob(pattern)))
    assert load(whole) == COMPILED
    assert load(whole) == FOUND


def test_two_processes_at_once_compile_once(tmp_path):
    """The second waits for the first and finds what that has compiled."""
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(run, [tmp_path, tmp_path])) == [COMPILED, FOUND]


def test_a_place_that_is_taken_is_done_without(tmp_path):
    """Where a file lies in place of the folder of the loops they are compiled elsewhere, for this process."""
    (tmp_path / "loops-here").write_text("a file")
    with pytest.warns(UserWarning, match="cannot be written, so every run compiles again"):
        loop = compiled.made(tmp_path / "loops-here", UNIT, model().tables)
    assert tmp_path not in Path(loop.function.__code__.co_filename).parents


def test_the_compilers_own_folder_setting_changes_nothing(tmp_path, monkeypatch):
    """With NUMBA_CACHE_DIR the loops still lie where they are checked."""
    from numba import config

    monkeypatch.setattr(config, "CACHE_DIR", str(tmp_path / "theirs"))
    assert load(tmp_path / "loops-here") == COMPILED
    assert list((tmp_path / "loops-here").glob("__pycache__/*.nbc"))
    assert load(tmp_path / "loops-here") == FOUND


def test_old_folders_are_removed_and_those_in_use_are_kept(tmp_path, monkeypatch):
    """Unused for a month, or the oldest of too many: gone; what was used lately stays, and so does what is not of this kind."""
    monkeypatch.setattr(compiled, "MOST", 3)
    names = ["loops-now", "loops-new", "loops-older", "loops-oldest", "loops-unused", "loops-unsealed", "other"]
    ages = dict(zip(names, (0, 1, 2, 3, 31, 31, 90), strict=True))
    for name, days in ages.items():
        (tmp_path / name).mkdir()
        then = time.time() - days * 86400
        if name != "loops-unsealed":
            (tmp_path / name / "seal.json").write_text("{}")
            os.utime(tmp_path / name / "seal.json", (then, then))
        os.utime(tmp_path / name, (then, then))
    compiled.tidy(tmp_path / "loops-now")
    assert sorted(os.listdir(tmp_path)) == sorted(["loops-now", "loops-new", "loops-older", "loops-oldest", "other"])
    monkeypatch.setattr(compiled, "MOST", 2)
    compiled.tidy(tmp_path / "loops-now")
    assert sorted(os.listdir(tmp_path)) == sorted(["loops-now", "loops-new", "loops-older", "other"])


def test_a_folder_that_is_used_counts_as_new(whole):
    """Each process that loads the loops marks their folder."""
    seal = whole / "seal.json"
    os.utime(seal, (0, 0))
    assert load(whole) == FOUND
    assert time.time() - seal.stat().st_mtime < 600


# --- what is asked of Numba -------------------------------------------------------------------------------------------

PUBLIC = {"numba", "numba.extending"}
PRIVATE = {  # what is not documented: with the version that is tested, and a bound on the next
    "numba.core.cgutils.do_boundscheck",
    "numba.core.typing.templates.AttributeTemplate",
    "_nrt",
    "no_cfunc_wrapper",
    "no_cpython_wrapper",
    "get_call_template",
    "overloads",
    "get_pointer_to_function",
    "llvm_func_name",
    "get_function_type",
    "call_function",
    "return_status_propagate",
}


def test_what_is_asked_of_numba_beyond_its_documentation_is_known():
    """Every import of Numba in the package is public or listed above; so are the options, and the one method, that are not documented."""
    found = set()
    for path in (HOUSE / "trustsim").rglob("*.py"):
        tree = ast.parse(path.read_text())
        imports = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in ("numba", "llvmlite")
        ]
        found |= {
            f"{node.module}.{each.name}"
            for node in imports
            for each in node.names
            if node.module not in (*PUBLIC, "llvmlite")
        }
        plain = [node for node in ast.walk(tree) if isinstance(node, ast.Import)]
        assert not [each.name for node in plain for each in node.names if each.name.startswith("numba.")], path
    text = (HOUSE / "trustsim" / "linking.py").read_text()
    found |= {name for name in PRIVATE if re.search(rf"\b{name}\b", text)}
    assert found == PRIVATE


def test_the_numba_that_is_tested_is_the_newest_that_is_allowed():
    """pyproject.toml allows no later minor version than the one that is installed here."""
    import numba

    asked = tomllib.loads((HOUSE / "pyproject.toml").read_text())["project"]["dependencies"]
    (bound,) = [re.search(r"<(\d+)\.(\d+)", each) for each in asked if each.startswith("numba")]
    major, minor = map(int, numba.__version__.split(".")[:2])
    assert (int(bound[1]), int(bound[2])) == (major, minor + 1)


def test_the_undocumented_method_is_still_there():
    """Without it rules are compiled once for each width of whole numbers, which takes 40 % longer."""
    from numba import njit

    assert callable(njit(lambda x: x).get_call_template)


def test_a_seal_lists_every_file_of_a_folder(whole):
    """The loops' text, and the index and the code of each loop."""
    listed = json.loads((whole / "seal.json").read_text())
    assert {name.rpartition(".")[2] for name in listed} == {"py", "nbi", "nbc"}
    assert set(listed) == {path.name for path in whole.rglob("*.*") if path.name not in ("seal.json", ".lock")} - {
        "__pycache__"
    }
