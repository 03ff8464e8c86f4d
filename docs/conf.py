"""How Sphinx turns the README and the pages of docs/ into a site: `make site`, or `python -m docs.site`.

The pages stay plain Markdown, which code hosts show too. What only the site needs is added here while it is built: the
navigation, from the folders, and the names of files above listings.
"""

import re
import shutil
import sys
from pathlib import Path

from pygments.lexers.special import TextLexer

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import trustsim  # noqa: E402
from docs.contents import PARTS, pages_of  # noqa: E402

LISTING = re.compile(r'^```(\w+) title="([^"]+)"[ \t]*$', re.MULTILINE)

project = "trustsim"
author = "The trustsim developers"
release = trustsim.__version__
language = "en"

root_doc = "README"
extensions = ["myst_nb"]  # Markdown and notebooks
include_patterns = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs/**.md", "docs/**.ipynb"]
exclude_patterns = [path.name for path in ROOT.iterdir() if path.is_dir() and path.name != "docs"]

myst_heading_anchors = 4  # links to headings, as code hosts make them
nb_execution_mode = "force"  # outputs are never committed, so they are never stale
nb_execution_in_temp = True
nb_execution_timeout = 120  # seconds per cell
nb_execution_show_tb = True  # a cell that fails is a warning, which is an error here
nb_output_stderr = "remove"  # bars of progress

html_theme = "furo"
html_title = f"trustsim {release}"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_js_files = ["site.js"]
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"


def navigation():
    """The tables of contents of the site: a page that is there cannot be forgotten."""
    trees = {"": ["docs/index"]} | {part: [f"docs/{name}" for name in pages_of(part)] for part in PARTS}
    trees["Project"] = ["CHANGELOG", "CONTRIBUTING"]
    return "".join(tree(caption, names) for caption, names in trees.items())


def tree(caption, names):
    """One table of contents, which is shown in the navigation only."""
    entries = "\n".join(f"/{name.removesuffix('.md').removesuffix('.ipynb')}" for name in names)
    heading = f":caption: {caption}\n" if caption else ""
    return f"\n\n```{{toctree}}\n:hidden:\n{heading}\n{entries}\n```\n"


def complete(app, name, source):
    """Add to a page what only the site shows. Notebooks are left as they are."""
    if source[0].startswith("{"):
        return
    source[0] = LISTING.sub(r"```{code-block} \1\n:caption: \2\n", source[0])
    if name == root_doc:
        source[0] += navigation()


def give_headings_a_level(app, name, template, context, doctree):
    """The titles in furo's navigation are headings, which screen readers need the level of."""
    tree = context.get("furo_navigation_tree", "")
    context["furo_navigation_tree"] = tree.replace('role="heading"', 'role="heading" aria-level="2"')


def open_the_front_door(app, error):
    """The README is the front page, also where a folder is asked for."""
    if error is None:
        shutil.copyfile(Path(app.outdir) / f"{root_doc}.html", Path(app.outdir) / "index.html")


def setup(app):
    """Called by Sphinx."""
    app.add_lexer("csv", TextLexer)
    app.connect("source-read", complete)
    app.connect("html-page-context", give_headings_a_level, priority=900)  # after the theme
    app.connect("build-finished", open_the_front_door)
