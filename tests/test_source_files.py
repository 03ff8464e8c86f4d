"""What decides what some code does: itself and what it imports, wherever it lies and however it is imported."""

import shutil

import pytest
from worlds import HOUSE, python

from trustsim import sources
from trustsim.fixed import fixed_in, told

KEYS = """
from trustsim.runs import deciding
from trustsim.build import settings_dtype
from trustsim.units import key_of, unit_of, unit_of_weeks
from trustsim.week import PHASES, readings
units = [*map(unit_of, (*PHASES, *readings())), unit_of_weeks()]
print("results", deciding.code(), *(word for unit in units for word in (unit.name, key_of(unit, settings_dtype()))))
"""

FORMS = {
    "import a.b": ["a.b"],
    "import a as x, b": ["a", "b"],
    "from a import b": ["a", "a.b"],
    "from . import b": ["here", "here.b"],
    "from .a import b": ["here.a", "here.a.b"],
    "from ..a import b": ["a", "a.b"],
    "def f():\n    if x:\n        import a": ["a"],
    "try:\n    import a\nexcept ImportError:\n    import b": ["a", "b"],
    "x = 1; import a": ["a"],
    "class C:\n    import a": ["a"],
    "from importlib import import_module\nimport_module('a.b')": ["a.b", "importlib", "importlib.import_module"],
    "import importlib\nimportlib.import_module(f'a.{x}')": ["a.*", "importlib"],
    "__import__('a')": ["a"],
    '"""import a"""\n# import b': [],
    "def __getattr__(name):\n    import a": [],
    "this is not Python": [],
    "\0": [],
}


@pytest.mark.parametrize(("text", "names"), FORMS.items(), ids=FORMS)
def test_every_form_of_import_is_seen(text, names):
    """At the top, in functions and branches, relative, by a function; not in comments, and not what is fetched lazily by name."""
    assert sorted(sources.imports(text.encode(), "here.me", False)) == sorted(names)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the package in which levelling takes a number from a module of its own, `amounts`."""
    house = tmp_path_factory.mktemp("house")
    shutil.copytree(HOUSE / "trustsim", house / "trustsim", ignore=shutil.ignore_patterns("__pycache__"))
    (house / "trustsim" / "amounts.py").write_text("HALF = 0.5\nOTHER = 1.0\n")
    rule = house / "trustsim" / "mechanisms" / "levelling.py"
    text = rule.read_text().replace("1.0 - world.settings.levelling", "HALF")
    rule.write_text(
        text.replace(
            "from trustsim.rule import rule", "from trustsim.amounts import HALF\nfrom trustsim.rule import rule"
        )
    )
    return house / "trustsim"


ALL = "all"
READERS = {
    "perceive", "decide", "measure", "survey", "measure_and_survey", "appraise", "steer", "face", "deliver", "count_regard", "count_bonds", "survey_back",
}  # of trust  # fmt: skip
EDITED = {  # file: (text, in place of which text, phases that are compiled again, whether results are others)
    "amounts.py": ("HALF = 0.5", "HALF = 0.25", {"perceive"}, True),
    "calendar.py": ('def quiet(world, row):\n    """', 'def quiet(world, row):\n    """Edited. ', set(), True),
    "mechanisms/forgetting.py": ("ENOUGH = 2.0**20", "ENOUGH = 2.0**21", {"forget"}, True),
    "mechanisms/word_of_mouth.py": ("customer.streak + 1", "customer.streak + 2", {"tell"}, True),
    "lenses/abi.py": (" 0.5 * (beliefs.empathy", " 0.4 * (beliefs.empathy", READERS, True),
    "column.py": ("MANY = ", "EDITED = True\nMANY = ", set(), True),
    "people.py": ('"streak", "i8"', '"streak", "i4"', ALL, True),
    "parameters.py": (
        "class Scrutiny:",
        "class Scrutiny:\n    more: float = par(0.0, '', 0.0, 1.0, '', '')\n",
        ALL,
        True,
    ),
    "machine.py": ("import operator", "import operator\nEDITED = True", None, True),
    "linking.py": ("import os", "import os\nEDITED = True", ALL, True),
    "lending.py": ("import operator", "import operator\nEDITED = True", ALL, True),
    "eights.py": ("AT_ONCE = 8", "AT_ONCE = 8\nEDITED = True", {"perceive"}, True),
    "interventions.py": ("import numpy", "EDITED = True\nimport numpy", set(), True),
    "agents.py": ("import mesa", "EDITED = True\nimport mesa", set(), True),
    "measures.py": ("import sys", "EDITED = True\nimport sys", set(), True),
    "network/makers.py": ("import numpy", "EDITED = True\nimport numpy", set(), True),
    "runs/conditions.py": ("AS_CONFIGURED =", "EDITED = True\nAS_CONFIGURED =", set(), True),
    "cli.py": ("import click", "import click\nEDITED = True", set(), False),
    "commands.py": ("import sys", "import sys\nEDITED = True", set(), False),
    "live/page.py": ("import", "EDITED = True\nimport", set(), False),
    "plots/forest.py": ("import", "EDITED = True\nimport", set(), False),
    "runs/terminal.py": ("import json", "EDITED = True\nimport json", set(), False),
}


def keys(copy):
    """{"results": the hash of the code of a run, phase: the hash of what is compiled for it}."""
    words = python(KEYS, house=copy.parent).split()
    return dict(zip(words[::2], words[1::2], strict=True))


@pytest.mark.parametrize(("file", "edit"), EDITED.items(), ids=EDITED)
def test_an_edit_changes_the_names_that_it_concerns_and_no_others(copy, file, edit):
    """A rule, or a value that it uses: the phases that reach it; a docstring none; the layout or the linker: all of them."""
    old, new, phases, results = edit
    before, text = keys(copy), (copy / file).read_text()
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1))
    after = keys(copy)
    (copy / file).write_text(text)
    changed = {name for name in before if before[name] != after[name]}
    assert ("results" in changed) == results
    if phases is not None:  # None: those that use an operation of machine.py, whichever they are
        assert changed - {"results"} == (set(before) - {"results"} if phases == ALL else phases)
    assert keys(copy) == before


def test_every_file_of_the_package_that_is_loaded_for_a_run_is_followed():
    """What Python itself has imported after a run is among the sources, so none is missed."""
    script = """
import sys
from trustsim.sources import following, sources_of
from worlds import model
model(weeks=1)
loaded = {name for name in sys.modules if name.partition(".")[0] == "trustsim"}
roots = ("trustsim.runs.execute", "trustsim.runs.conditions")
print(sorted(loaded - {source.module for root in roots for source in following(*sources_of(root))}))
"""
    assert python(script, NUMBA_DISABLE_JIT="1").strip() == "[]"


def test_files_beside_a_users_file_are_followed_and_installed_packages_are_not(tmp_path):
    """A helper, a package with a relative import, a folder without __init__; numpy and json stay out, and so does what is not imported."""
    (tmp_path / "pack").mkdir()
    (tmp_path / "loose").mkdir()
    texts = {
        "mine.py": "import json\nimport numpy\nimport helper\nfrom pack import part\n",
        "helper.py": "def f():\n    import loose.deep\n",
        "pack/__init__.py": "",
        "pack/part.py": "from .other import x\n",
        "pack/other.py": "x = 1\n",
        "loose/deep.py": "",
        "stranger.py": "",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    found = sources.following(sources.Source("mine", tmp_path / "mine.py", True), folder=tmp_path)
    assert {source.path.relative_to(tmp_path).as_posix() for source in found} == set(texts) - {"stranger.py"}


@pytest.mark.parametrize("name", ["trustsim", "sys"])
def test_nothing_beside_a_users_file_stands_in_for_this_package_or_for_python(tmp_path, name):
    """A config in a clone of the project lies beside a folder `trustsim`; it is not a second copy of the rules."""
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").write_text("")
    assert not sources.is_beside(name, tmp_path)


def test_a_folder_of_data_hides_no_package(tmp_path):
    """A folder `numpy` without code is no neighbour; one that no package is called after is."""
    (tmp_path / "numpy").mkdir()
    (tmp_path / "moods").mkdir()
    assert (sources.is_beside("numpy", tmp_path), sources.is_beside("moods", tmp_path)) == (False, True)


# --- values -----------------------------------------------------------------------------------------------------------


def test_equal_values_are_told_alike_and_different_ones_apart():
    """Numbers, texts, arrays, sets in any order; 1, 1.0 and True differ."""
    import numpy as np

    values = [
        1,
        1.0,
        True,
        "1",
        b"1",
        None,
        (1,),
        [1],
        {1: 2},
        {1: 3},
        {"a", "b"},
        {"a"},
        np.zeros(2),
        np.zeros(3),
        np.zeros(2, "f4"),
        np.ones(2),
        np.pi,
        int,
    ]
    assert len({told(value) for value in values}) == len(values)
    assert told({"a", "b", "c"}) == told({"c", "b", "a"})


def test_what_is_fixed_in_a_function_is_its_code_its_defaults_and_what_its_names_hold():
    """A factory's number, a default, a global's value and an attribute of a module count; line numbers and comments do not."""

    def made(text, **names):
        exec(text, names)
        return fixed_in(names["f"])

    plain = "def f(x):\n    return A * x"
    assert made(plain, A=1) == made(f"# a comment\n\n{plain}", A=1) != made(plain, A=2)
    assert made("def f(x, a=1):\n    return a") != made("def f(x, a=2):\n    return a")
    factory = "def make(a):\n    def f(x):\n        return a * x\n    return f\nf = make({})"
    assert made(factory.format(1)) == made(factory.format(1)) != made(factory.format(2))
    import types

    numbers = [types.ModuleType("numbers_of_mine"), types.ModuleType("numbers_of_mine")]
    numbers[0].A, numbers[1].A = 1, 2
    assert made("def f(x):\n    return M.A * x", M=numbers[0]) != made("def f(x):\n    return M.A * x", M=numbers[1])
