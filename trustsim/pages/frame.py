"""One self-contained HTML page from a template: style and script within it, no request to anywhere."""

import re
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from trustsim import __version__
from trustsim.pages.language import Language
from trustsim.runs.disk import write_whole

TEMPLATES = Path(__file__).parent / "templates"


def in_code(text: str) -> Markup:
    """A text as HTML, escaped, with names between backquotes as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))


@cache
def environment() -> jinja2.Environment:
    """The templates, with every text escaped; a name that a template lacks is an error."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["in_code"] = in_code
    return made


def page(template: str, language: Language, **told: object) -> str:
    """The HTML of a page. `told` is what the template needs beside the language, its phrases and the version."""
    told |= {"language": language, "say": language.say, "version": __version__}
    return environment().get_template(template).render(**told)


def named(stem: str, lang: str) -> str:
    """The name of the file of a page: report.html, report-nl.html."""
    return f"{stem}.html" if lang == "en" else f"{stem}-{lang}.html"


def write(text: str, path: Path) -> Path:
    """Write a page in full or not at all, in a folder that is made if need be, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text)
    return path
