"""Functions that write small pieces of Markdown."""

import inspect
import re


def table(heads, rows):
    """A Markdown table with one row per entry of `rows`."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell(each) for each in line) + " |" for line in lines)


def cell(value):
    """A value as the text of a table cell: on one line, with bars escaped."""
    return " ".join(str(value).split()).replace("|", "\\|")


def story(thing):
    """The docstring of a module or function, without its indentation."""
    return inspect.cleandoc(thing.__doc__ or "")


def quoted(thing):
    """A docstring as Markdown; the line with what a rule reads and writes becomes a sentence for each."""
    text = story(thing)
    text = re.sub(
        r"^reads +(.*?) {2,}writes +(.*?)(?: {2,}(\[.*\]))?$", r"*Reads* \1. *Writes* \2. \3", text, flags=re.MULTILINE
    )
    return text.strip()


def region(page, name, content):
    """Replace the text between `<!-- generated: name -->` and `<!-- end -->` of a page by `content`."""
    mark = re.compile(rf"(<!-- generated: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
    if not mark.search(page):
        raise SystemExit(f"there is no region {name} to write")
    return mark.sub(lambda found: f"{found[1]}\n{content.strip()}\n\n{found[2]}", page)


def number(value):
    """A number, written as briefly as possible."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:.6g}" if isinstance(value, float) else f"{value:,}"
