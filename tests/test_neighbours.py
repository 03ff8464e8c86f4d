"""A user's file imports what lies beside it; an edit there takes effect at once, in a new process and in the same one."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from worlds import RICH, model, python

from trustsim import own, week
from trustsim.calendar import begin
from trustsim.errors import BadInput
from trustsim.evidence import trust_in
from trustsim.mechanisms.levelling import level
from trustsim.rule import rule

WIDEN = """
from trustsim.rule import rule
PHASE = "perceive"
{imports}

@rule
def widen(world, row):
    customer = world.customers[row]
    for i in range(customer.first, customer.first + customer.known):
        world.relations[i].gap = {amount}
"""
RULE = "from trustsim.rule import rule\n\n@rule\ndef amount(row):\n    return {}\n"
NUMBER = "AMOUNT = {}\n"
WAYS = {  # what mine.py imports, what it computes, and the neighbour that is edited
    "a rule in a helper": ("from helper import amount", "amount(row)", {"helper.py": RULE}),
    "a constant of a helper": ("from helper import AMOUNT", "AMOUNT", {"helper.py": NUMBER}),
    "a constant by the helper's name": ("import helper", "helper.AMOUNT", {"helper.py": NUMBER}),
    "a helper of a helper": (
        "from far import amount",
        "amount(row)",
        {"helper.py": RULE, "far.py": "from helper import amount\n"},
    ),
    "a package": (
        "from pack.part import AMOUNT",
        "AMOUNT",
        {"pack/deep.py": NUMBER, "pack/__init__.py": "", "pack/part.py": "from .deep import AMOUNT\n"},
    ),
    "an import in a function": (
        "from far import find\nAMOUNT = find()",
        "AMOUNT",
        {
            "helper.py": NUMBER,
            "far.py": "def find():\n    if True:\n        import helper as h\n        return h.AMOUNT\n",
        },
    ),
    "a function compiled by hand": (
        "from helper import amount",
        "amount(row)",
        {
            "helper.py": "from numba import njit\n\n@njit(_nrt=False, error_model='numpy')\ndef amount(row):\n    return {}\n"
        },
    ),
    "a rule from a factory": (
        "from helper import amount",
        "amount(row)",
        {
            "helper.py": "from trustsim.rule import rule\n\ndef made(number):\n    @rule\n    def amount(row):\n"
            "        return number\n    return amount\n\namount = made({})\n"
        },
    ),
}
DAYS = (
    *(week.Phase(name, "customers", (begin,)) for name in ("begin", "perceive")),
    week.Phase("measure", "customers", (level,)),
)
NOTHING = week.Phase("survey", "customers", (begin,))
SCRIPT = """
import sys
from trustsim import week
from trustsim.calendar import begin
from worlds import model
week.PHASES = tuple(week.Phase(name, "customers", (begin,)) for name in ("begin", "perceive"))  # compiles in a blink
week.SURVEY = week.Phase("survey", "customers", (begin,))
print(model(folder=sys.argv[1], mechanisms={"mine": "mine.py:widen"}, weeks=1).tables.relations["gap"].max())
"""


def write(folder, way, number):
    """The files of a way, with a number in the neighbour that is edited: the first."""
    imports, amount, neighbours = WAYS[way]
    for i, (name, text) in enumerate({"mine.py": WIDEN.format(imports=imports, amount=amount), **neighbours}.items()):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text.format(number) if i == 1 else text)


@pytest.fixture
def days(monkeypatch):
    """A week in which nothing happens but what is one's own."""
    monkeypatch.setattr(week, "PHASES", DAYS)
    monkeypatch.setattr(week, "SURVEY", NOTHING)


@pytest.mark.parametrize("way", WAYS)
def test_an_edited_neighbour_takes_effect_at_once(tmp_path, days, way):
    """In the same process: the next model runs it as it is now, twice within one second, and as it was when it is put back."""
    found = []
    for number in (0.25, 0.75, 0.25):
        write(tmp_path, way, number)
        found.append(
            float(model(folder=tmp_path, mechanisms={"mine": "mine.py:widen"}, weeks=1).tables.relations["gap"].max())
        )
    assert found == [0.25, 0.75, 0.25]


@pytest.mark.parametrize("off", ["0", "1"])
@pytest.mark.parametrize("way", ["a rule in a helper", "a constant of a helper", "a package"])
def test_an_edited_neighbour_takes_effect_in_the_next_process(tmp_path, way, off):
    """With the same cache, compiled and not."""
    found = []
    for number in (0.25, 0.75):
        write(tmp_path, way, number)
        found.append(float(python(SCRIPT, tmp_path, TRUSTSIM_CACHE=str(tmp_path / "cache"), NUMBA_DISABLE_JIT=off)))
    assert found == [0.25, 0.75]


SOURCES = {
    "a data file": "import json, pathlib\nAMOUNT = json.loads((pathlib.Path(__file__).parent / 'amount.json').read_text())\n",
    "the environment": "import os\nAMOUNT = float(os.environ['AMOUNT'])\n",
}


@pytest.mark.parametrize("source", SOURCES)
def test_a_constant_that_comes_from_elsewhere_is_not_remembered(tmp_path, source):
    """Its value counts, wherever the file has it from: no text has changed, and the loops are compiled again."""
    found = []
    for number in ("0.25", "0.75"):
        write(tmp_path, "a constant of a helper", 0)
        (tmp_path / "helper.py").write_text(SOURCES[source])
        (tmp_path / "amount.json").write_text(number)
        found.append(float(python(SCRIPT, tmp_path, TRUSTSIM_CACHE=str(tmp_path / "cache"), AMOUNT=number)))
    assert found == [0.25, 0.75]


@rule
def ask(world, row):
    """Relation `row` as a survey would find it."""
    world.relations[row].trust = trust_in(world, row, 0, 0.0)


def test_lenses_of_one_name_and_their_helpers_of_one_name_live_side_by_side(tmp_path, monkeypatch):
    """Two lenses `trust`, each with a `helper.py` beside it, in turn and in threads at once: each is itself, compiled and called."""
    monkeypatch.setattr(week, "PHASES", (week.Phase("ask", "relations", (ask,)),))
    monkeypatch.setattr(week, "SURVEY", NOTHING)
    for name, number in (("one", 0.25), ("two", 0.75)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "helper.py").write_text(RULE.format(number))
        (tmp_path / name / "mine.py").write_text(
            "from helper import amount\n\ndef trust(beliefs, settings):\n    return amount(0)\n"
        )

    def trusts(name):
        world = model(RICH, lens="mine.py:trust", folder=tmp_path / name, weeks=1)
        customer = world.crew["customers"][0]
        return {float(world.tables.relations["trust"].max()), customer.trust_in(customer.advisors[0])}

    names = ["one", "two", "one", "two"]
    expected = [{0.25}, {0.75}, {0.25}, {0.75}]
    assert [trusts(name) for name in names] == expected
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(trusts, names)) == expected


def test_a_model_made_before_an_edit_keeps_what_it_was_made_of(tmp_path, days):
    """Both go on side by side; an import that its file makes later finds the old text too."""
    write(tmp_path, "a rule in a helper", 0.25)
    before = model(folder=tmp_path, mechanisms={"mine": "mine.py:widen"})
    (tmp_path / "late.py").write_text("def number():\n    from helper import amount\n    return amount(0)\n")
    number = own.load("late.py:number", tmp_path)
    write(tmp_path, "a rule in a helper", 0.75)
    after = model(folder=tmp_path, mechanisms={"mine": "mine.py:widen"})
    assert [float(world.run(1).tables.relations["gap"].max()) for world in (after, before, after)] == [0.75, 0.25, 0.75]
    assert (number(), own.load("late.py:number", tmp_path)()) == (0.25, 0.75)


def test_rules_of_one_name_in_one_file_are_two_rules(tmp_path, days):
    """Each runs with its own number; a file may be called as one likes."""
    made = "\n".join(
        f"def make_{c}(n):\n    def same(world, row):\n        world.customers[row].{c} = n\n    return same\n"
        for c in ("needs", "leaps")
    )
    (tmp_path / "my-rules 1.0.py").write_text(
        f"PHASE = 'begin'\n{made}\nfirst, second = make_needs(3), make_leaps(4)\n"
    )
    world = model(
        folder=tmp_path,
        mechanisms={"a": "my-rules 1.0.py:first", "b": "my-rules 1.0.py:second"},
        measures=["leap_rate"],
        weeks=1,
    )
    assert (set(world.tables.customers["needs"].tolist()), set(world.tables.customers["leaps"].tolist())) == ({3}, {4})


# --- what Python does elsewhere, it does here -------------------------------------------------------------------------


def test_neighbours_are_imported_as_a_script_imports_them(tmp_path):
    """Dotted, by another name, with a star, one another, twice; sys.modules keeps no name of theirs, and numpy is numpy."""
    (tmp_path / "pack" / "inner").mkdir(parents=True)
    texts = {
        "mine.py": "import pack.inner.deep, numpy as np\nimport pack.part as p\nfrom helper import *\nfrom pack import part, inner\nfrom pack.inner.deep import X\n"
        "found = [pack.inner.deep.X, p.Y, Z, part is p, inner.deep.X, X, np.__name__]\n",
        "helper.py": "import other\nZ = 3\n",
        "other.py": "import helper\n",
        "pack/__init__.py": "",
        "pack/part.py": "from pack.inner import deep\nfrom . import inner\nY = deep.X + 1\n",
        "pack/inner/__init__.py": "",
        "pack/inner/deep.py": "X = 1\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    assert own.load("mine.py:found", tmp_path) == [1, 2, 3, True, 1, 1, "numpy"]
    assert not {"pack", "helper", "other"} & set(sys.modules)


def test_a_file_may_be_found_from_another_working_directory(tmp_path, monkeypatch):
    """A relative folder is that of the day it was read: a later import finds the neighbour still."""
    (tmp_path / "mine.py").write_text("def late():\n    import helper\n    return helper.AMOUNT\n")
    (tmp_path / "helper.py").write_text(NUMBER.format(7))
    monkeypatch.chdir(tmp_path)
    late = own.load("mine.py:late", ".")
    monkeypatch.chdir("/")
    assert late() == 7


def test_a_fault_in_a_neighbour_is_told_with_its_name_and_mended_at_once(tmp_path):
    """One line that names the neighbour; nothing of it is remembered."""
    (tmp_path / "mine.py").write_text("import helper\nfound = helper.x\n")
    (tmp_path / "helper.py").write_text("x = undefined\n")
    with pytest.raises(BadInput, match=r"^[^\n]*helper\.py: NameError: name 'undefined' is not defined$"):
        own.load("mine.py:found", tmp_path)
    (tmp_path / "helper.py").write_text("x = 7\n")
    assert own.load("mine.py:found", tmp_path) == 7


def test_a_clone_of_the_project_beside_ones_file_is_no_second_copy_of_the_rules(tmp_path):
    """`from trustsim import Customer` is the class that models know, also where a folder `trustsim` lies beside."""
    (tmp_path / "trustsim").mkdir()
    (tmp_path / "trustsim" / "__init__.py").write_text("Customer = None\n")
    (tmp_path / "mine.py").write_text("from trustsim import Customer\n")
    from trustsim import Customer

    assert own.load("mine.py:Customer", tmp_path) is Customer


def test_values_that_hold_themselves_do_no_harm(tmp_path):
    """A list that holds itself, and a table of objects."""
    (tmp_path / "mine.py").write_text(
        "import numpy as np\nloop = []\nloop.append(loop)\nodd = np.array([{}, None], dtype=object)\nx = 1\n"
    )
    assert own.load("mine.py:x", tmp_path) == 1


# --- results ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def study(tmp_path):
    """A config with a measure of one's own that takes its number from a helper, and a file that nobody imports."""
    (tmp_path / "mine.toml").write_text(
        'ticks = 2\nreplicates = 1\nmeasures = ["mine.py:amount"]\npopulation = { customers = 6, advisors = 2, firms = 1 }\ngraph = { relations = 1 }\n'
    )
    (tmp_path / "mine.py").write_text("from helper import AMOUNT\n\ndef amount(model):\n    return AMOUNT\n")
    (tmp_path / "helper.py").write_text(NUMBER.format(1.0))
    (tmp_path / "stranger.py").write_text("")
    return tmp_path / "mine.toml"


def test_results_of_an_edited_neighbour_are_others(study):
    """Another folder, and in a folder of one's choice nothing is taken up; a file that nobody imports changes neither."""
    from trustsim.runs.plan import folder_for, plan_of
    from trustsim.scenario import read

    def names():
        made = read(str(study))
        return folder_for(made), json.loads(plan_of(made))

    first = names()
    (study.parent / "stranger.py").write_text("x = 1\n")
    assert names() == first
    (study.parent / "helper.py").write_text(NUMBER.format(2.0))
    assert names()[0] != first[0]
    (study.parent / "helper.py").write_text(NUMBER.format(1.0))
    assert names() == first
    assert {"mine.py", "helper.py"} <= set(first[1]["files"])


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_edit_while_a_study_runs_counts_from_the_next_one_on(study, monkeypatch, jobs):
    """All its runs are of one plan; then the new text counts, and nothing is taken up."""
    from trustsim.runs.replay import replay
    from trustsim.scenario import read

    monkeypatch.setattr("trustsim.plots.draw", lambda replayed, folder: [])
    text = study.read_text().replace("replicates = 1", "replicates = 4")
    study.write_text(text)

    def edit(*anything):
        (study.parent / "helper.py").write_text(NUMBER.format(2.0))

    def values(**how):
        done = replay(read(str(study)), study.parent / "out", jobs, False, **how)
        return sorted({float(value) for run in done.results.runs.values() for value in run["amount"]})

    assert values(starting=edit) == [1.0]
    assert values() == [2.0]
