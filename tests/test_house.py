"""The house: what imports what, and that everything says what it is."""

import ast
from pathlib import Path

import networkx as nx
import pytest
from worlds import HOUSE, python

from trustsim import calendar, evidence
from trustsim.lenses import LENSES, lens
from trustsim.mechanisms import MECHANISMS
from trustsim.parameters import GROUPS, parameters
from trustsim.state import CLOCK, DIMENSIONS, TABLES, columns_of
from trustsim.week import PHASES

FILES = sorted((HOUSE / "trustsim").rglob("*.py"))
RULES = [
    path
    for path in FILES
    if path.parent.name in ("lenses", "mechanisms")
    or path.name in ("evidence.py", "acquaintance.py", "calendar.py", "chance.py")
]


def name_of(path):
    """A file as it is called in the house."""
    return str(Path(path).relative_to(HOUSE))


def functions(path):
    """The functions and methods in a file."""
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]


def is_rule(function):
    """Whether a function is marked as a rule."""
    return any(isinstance(mark, ast.Name) and mark.id in ("rule", "apart") for mark in function.decorator_list)


# --- what imports what ------------------------------------------------------------------------------------------------


def test_importing_trustsim_does_nothing():
    """Not even numpy or Mesa are imported: names are fetched when they are used."""
    script = "import sys, trustsim\nprint([name for name in ('numpy', 'mesa', 'numba', 'networkx', 'pydantic', 'matplotlib') if name in sys.modules])"
    assert python(script).strip() == "[]"


def test_theories_and_mechanisms_know_nothing_of_mesa_or_of_pictures():
    """Every file of `lenses/` and `mechanisms/` is imported without Mesa, Solara, Matplotlib or the compiler."""
    script = """
import sys
from importlib import import_module
from trustsim.lenses import LENSES
from trustsim.mechanisms import MECHANISMS
for name in LENSES:
    import_module(f"trustsim.lenses.{name}")
for name in MECHANISMS:
    import_module(f"trustsim.mechanisms.{name}")
print([name for name in ("mesa", "solara", "matplotlib", "numba", "networkx", "pydantic") if name in sys.modules])
"""
    assert python(script).strip() == "[]"


LAYERS = {  # whoever is in a line imports nothing from the lines below it
    "what is declared": (
        "errors",
        "rule",
        "machine",
        "declaring",
        "population",
        "parameters",
        "column",
        "sums",
        "people",
        "state",
        "chance",
        "eights",
    ),
    "what is configured": ("scenario",),
    "what is known and done": (
        "lenses",
        "leap",
        "evidence",
        "mutual",
        "acquaintance",
        "survey",
        "calendar",
        "counting",
        "counting_choices",
        "mechanisms",
        "week",
    ),
    "what code decides": ("sources", "fixed", "own"),
    "what makes it run": (
        "budget",
        "build",
        "lending",
        "linking",
        "units",
        "compiled",
        "engine",
        "network",
        "interventions",
        "ranges",
        "reading",
        "leaving",
        "measuring",
        "weekly_measures",
        "choice_measures",
        "measures",
        "by_group",
        "agents",
    ),
    "the model": ("given", "named", "preparing", "model"),
    "what uses it": (
        "runs",
        "plots",
        "words",
        "sweeps",
        "calibration",
        "reasons",
        "folders",
        "live",
        "pages",
        "commands",
        "cli",
        "api",
        "notebook",
    ),
}
ENTRANCES = ("__init__", "__main__")


def part_of(path):
    """The package, or the file at the top, that a file belongs to."""
    return path.relative_to(HOUSE / "trustsim").parts[0].removesuffix(".py")


def module_of(path):
    """The name by which a file is imported."""
    return ".".join(path.relative_to(HOUSE).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_of(path): path for path in FILES}


def imported(node):
    """The modules of the house that an import statement names."""
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and node.level == 0:
        names = [f"{node.module}.{alias.name}" for alias in node.names]
        names = [name if name in MODULES else node.module for name in names]
    else:
        names = []
    return [name for name in names if name in MODULES]


def test_every_part_has_its_place():
    """Each package and each file at the top stands in one layer."""
    assert sorted({part_of(path) for path in FILES} - set(ENTRANCES)) == sorted(sum(LAYERS.values(), ()))


def test_the_map_in_the_readme_shows_every_part():
    """A newcomer finds each package and each file at the top."""
    shown = (HOUSE / "README.md").read_text().partition("## The map")[2].partition("| to add |")[0]
    parts = {path for path in FILES if part_of(path) not in ENTRANCES}
    names = {f"{path.name if path.parent.name == 'trustsim' else part_of(path) + '/'}`" for path in parts}
    assert [name for name in sorted(names) if name not in shown] == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_dependencies_point_one_way(path):
    """Declarations know nothing of rules, rules nothing of the engine, the model nothing of runs and pages.

    What a function imports when it runs is not counted here, but in the test on circles.
    """
    order = {name: place for place, names in enumerate(LAYERS.values()) for name in names}
    mine = order.get(part_of(path), len(LAYERS))
    for node in ast.parse(path.read_text()).body:
        later = [name for name in imported(node) if order.get(part_of(MODULES[name]), 0) > mine]
        assert not later, f"{name_of(path)} imports {', '.join(later)}"


def test_no_imports_go_in_circles():
    """Not even inside functions."""
    imports = nx.DiGraph()
    for module, path in MODULES.items():
        named = [name for node in ast.walk(ast.parse(path.read_text())) for name in imported(node)]
        imports.add_edges_from((module, name) for name in named if name != module)
    assert [circle for circle in nx.strongly_connected_components(imports) if len(circle) > 1] == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_all_chance_is_keyed(path):
    """Nobody draws from numpy's or Python's own generators."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute):
            assert ast.unparse(node) not in ("np.random", "numpy.random"), f"{name_of(path)}:{node.lineno}"
        if isinstance(node, ast.Import):
            assert "random" not in [alias.name for alias in node.names], f"{name_of(path)}:{node.lineno}"


# --- what says what it is ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_says_what_it_is_and_fits_on_a_few_screens(path):
    """A docstring, and at most 400 lines."""
    text = path.read_text()
    assert ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) <= 400


@pytest.mark.parametrize("folder", ("trustsim", "experiments", "docs", "benchmarks", "examples", "tests"))
def test_no_conditional_expression_holds_another(folder):
    """`a if b else c if d else e` is written as statements."""
    for path in sorted((HOUSE / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.IfExp):
                inner = [each for each in ast.walk(node) if isinstance(each, ast.IfExp) and each is not node]
                assert not inner, f"{name_of(path)}:{node.lineno}"


@pytest.mark.parametrize("path", RULES, ids=name_of)
def test_every_rule_tells_its_story(path):
    """A docstring of one sentence or more."""
    for function in functions(path):
        if is_rule(function):
            story = ast.get_docstring(function)
            assert story, f"{name_of(path)}: {function.name}"
            assert story.endswith((".", "]")) or ". " in story or "\n" in story, f"{name_of(path)}: {function.name}"


@pytest.mark.parametrize("rule", [rule for phase in PHASES for rule in phase.rules], ids=lambda rule: rule.__name__)
def test_a_rule_of_the_week_says_what_it_reads_and_writes(rule):
    """Except those that only wipe a row clean."""
    if rule.__module__ != calendar.__name__:
        assert "reads " in rule.__doc__
        assert "writes " in rule.__doc__


@pytest.mark.parametrize("name", MECHANISMS)
def test_a_mechanism_takes_part_is_tested_and_is_described(name):
    """The week, evidence or another mechanism imports it; it has tests of its own; the description of the model has a paragraph on it."""
    users = [path for path in FILES if path.name in ("week.py", "evidence.py") or path.parent.name == "mechanisms"]
    named = {alias for path in users for node in ast.walk(ast.parse(path.read_text())) for alias in imported(node)}
    assert f"trustsim.mechanisms.{name}" in named, f"no phase in week.py calls {name}"
    assert (HOUSE / "tests" / "mechanisms" / f"test_{name}.py").is_file()
    assert f"**{name}.**" in (HOUSE / "docs" / "model.md").read_text()


@pytest.mark.parametrize("name", MECHANISMS)
def test_a_mechanism_is_a_file_with_a_story(name):
    """Found by its name, with a line on what it is."""
    assert ast.get_docstring(ast.parse((HOUSE / "trustsim" / "mechanisms" / f"{name}.py").read_text()))


@pytest.mark.parametrize("parameter", parameters().values(), ids=lambda parameter: parameter.path)
def test_every_parameter_says_what_it_is_and_who_says_so(parameter):
    """Unit, range, meaning and source; the default lies in the range and is of its kind."""
    assert parameter.unit
    assert parameter.meaning.endswith(".")
    assert parameter.source
    assert parameter.low <= parameter.default <= parameter.high
    assert type(parameter.default) is parameter.kind
    if parameter.source.startswith("assumption"):
        assert len(parameter.source) > len("assumption"), "an assumption names what probes it"


def test_names_of_numbers_are_told_apart():
    """Numbers that hold for the whole world share one record, so their names differ; every group has a line on what it is."""
    names = [
        p.name
        for p in parameters().values()
        if p.group not in ("firms", "advisors", "customers", "population", "graph", "spread")
    ]
    assert len(set(names)) == len(names)
    assert all(group.__doc__ for group in GROUPS)


@pytest.mark.parametrize("table", TABLES)
def test_every_column_has_a_unit_and_a_range(table):
    """And says in a sentence what it holds."""
    for column in columns_of(table).values():
        assert column.unit, column.name
        assert column.meaning.rstrip(".") != column.meaning, column.name
        assert column.low < column.high, column.name
    for column in TABLES[table]:  # traits start as the config says
        assert column.low <= column.start <= column.high, column.name
    assert {column.name for column in CLOCK} >= {"tick", "dice", "growth"}


def test_a_belief_for_every_dimension():
    """The seven dimensions, in one order everywhere."""
    assert evidence.Beliefs._fields == (*DIMENSIONS, "pooled")
    assert [getattr(evidence, name.upper()) for name in DIMENSIONS] == list(range(7))


@pytest.mark.parametrize("name", LENSES)
def test_a_lens_is_a_file_of_its_name(name):
    """A rule of (beliefs, settings) with its source."""
    function = lens(name)
    assert function.__name__ == name
    assert function.__code__.co_varnames[: function.__code__.co_argcount] == ("beliefs", "settings")
