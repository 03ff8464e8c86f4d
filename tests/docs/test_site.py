"""The documentation site: every page is in it, notebooks run, nothing is loaded from elsewhere, everybody can read it."""

import ast
import os
import re

import nbformat
import pytest
from filelock import FileLock
from following import ROOT

import trustsim
from docs.api import api_page
from docs.contents import PARTS, index_page, pages_of
from docs.site import build

PAGES = sorted(
    path.relative_to(ROOT) for end in ("md", "ipynb") for path in (ROOT / "docs").rglob(f"*.{end}") if path.is_file()
)
NOTEBOOKS = [path for path in PAGES if path.suffix == ".ipynb"]
MAIN = (
    "index",
    "search",
    "docs/index",
    "docs/tutorial/first-notebook",
    "docs/tutorial/research-notebook",
    "docs/how-to/network",
    "docs/reference/lenses",
    "docs/reference/python",
    "docs/reference/parameters",
)
LONG = ("docs/claims", "docs/model")  # axe takes 20 s for each, so in one light only; their parts are those of others


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site, built once for all processes of a test run; a warning fails it, and so does a cell of a notebook."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent  # that of the whole run; without workers it would be that of all runs ever
    with FileLock(shared / "site.lock"):
        if not (shared / "site.built").exists():
            (shared / "site.built").write_text(str(build(shared / "site")))
    assert (shared / "site.built").read_text() == "0", "the site does not build without warnings: make site"
    return shared / "site"


def code_of(notebook):
    """The cells with code, each as its text; a file that a cell writes counts without its first line."""
    cells = nbformat.read(ROOT / notebook, 4).cells
    return [re.sub(r"\A%%writefile .*\.py\n", "", cell.source) for cell in cells if cell.cell_type == "code"]


def wrong_names(code):
    """The names that code takes from trustsim, or asks of a study or a result, and that are not there."""
    from trustsim.scenario import Study

    kinds = {"load": Study, "vary": Study, "run": trustsim.Result, "open": trustsim.Result}
    variables, wrong = {"trustsim": trustsim}, []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            called = getattr(node.value.func, "attr", None)
            variables |= {each.id: kinds[called] for each in node.targets if called in kinds}
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in variables:
            owner = variables[node.value.id]
            there = (
                {*dir(owner), *getattr(owner, "__dataclass_fields__", ())} if owner is not trustsim else trustsim.HOMES
            )
            wrong += [ast.unparse(node)] if node.attr not in there else []
    return wrong


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=str)
def test_a_notebook_uses_only_names_that_the_public_interface_has(notebook):
    """`trustsim.x` is exported, and a study or result has the method; magic and configs are left out."""
    code = "\n".join(each for each in code_of(notebook) if not each.startswith("%%"))
    assert "trustsim." in code and wrong_names(code) == []


def test_a_name_that_is_not_public_is_noticed():
    """Of the package, of a study and of a result."""
    code = "s = trustsim.load('x')\nr = trustsim.run(s.vary({}))\nr.serie()\ntrustsim.runn(s)\ns.varied\nr.folder"
    assert sorted(wrong_names(code)) == ["r.serie", "s.varied", "trustsim.runn"]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=str)
def test_a_notebook_is_kept_without_outputs(notebook):
    """They are made when the site is built, so they are never out of date."""
    cells = [cell for cell in nbformat.read(ROOT / notebook, 4).cells if cell.cell_type == "code"]
    assert cells and not any(cell.outputs or cell.execution_count for cell in cells)


def test_every_page_is_in_one_part_of_the_contents():
    """A new file in docs/ is found by its folder, and each page is listed once."""
    listed = [f"docs/{name}" for part in PARTS for name in pages_of(part)]
    assert sorted([*listed, "docs/index.md"]) == [path.as_posix() for path in PAGES]
    assert all(f"]({name.removeprefix('docs/')})" in index_page({}) for name in listed)


def test_the_reference_has_every_public_name():
    """What `trustsim` exports, and what a study and a result can be asked."""
    text = api_page()
    for name in trustsim.HOMES:
        assert f"## `trustsim.{name}`" in text
    assert all(f"### `{name}`" in text for name in ("vary", "series", "outcomes", "verdicts", "plot"))


@pytest.mark.slow
def test_the_site_has_every_page_and_the_readme_in_front(site):
    """And each of them is reached from the front page's navigation."""
    front = (site / "index.html").read_text(encoding="utf-8")
    for path in PAGES:
        where = path.with_suffix(".html").as_posix()
        assert (site / where).is_file() and f'href="{where}"' in front


@pytest.mark.slow
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=str)
def test_a_notebook_runs_and_shows_its_figures(site, notebook):
    """From a clean folder, without an error; each figure has a text in its place."""
    shown = (site / notebook.with_suffix(".html")).read_text(encoding="utf-8")
    images = re.findall(r'<img[^>]*alt="([^"]*)"[^>]*src="[^"]*_images', shown)
    assert len(images) >= 2 and not any(alt.startswith("../") for alt in images)
    assert "Traceback" not in shown


@pytest.mark.slow
@pytest.mark.parametrize(("width", "light", "pages"), [(390, "light", (*MAIN, *LONG)), (1280, "dark", MAIN)])
def test_the_site_reads_well_and_loads_nothing_from_elsewhere(site, page, requests, serious, width, light, pages):
    """No page is wider than its window, axe finds nothing serious, and every request is for a file of the site."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=light)
    found = {}
    for name in pages:
        page.goto((site / f"{name}.html").as_uri())
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found[name] = "wider than its window"
        if faults := serious(page):
            found[name] = faults
    assert found == {}
    assert requests and all(each.startswith((site.as_uri(), "data:")) for each in requests)
