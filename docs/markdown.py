"""Small pieces of Markdown."""

import inspect
import re


def table(heads, rows):
    """A Markdown table; bars in cells are escaped."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell(each) for each in line) + " |" for line in lines)


def cell(value):
    """A value on one line."""
    return " ".join(str(value).split()).replace("|", "\\|")


def story(thing):
    """The docstring of a module or function as paragraphs; indented lines (reads, writes) stay lines."""
    return inspect.cleandoc(thing.__doc__ or "")


def quoted(thing):
    """A docstring as Markdown, with what a rule reads and writes on one line."""
    text = story(thing)
    text = re.sub(
        r"^reads +(.*?) {2,}writes +(.*?)(?: {2,}(\[.*\]))?$", r"*Reads* \1. *Writes* \2. \3", text, flags=re.MULTILINE
    )
    return text.strip()


def region(page, name, content):
    """The page with the text between `<!-- generated: name -->` and `<!-- end -->` replaced."""
    mark = re.compile(rf"(<!-- generated: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
    if not mark.search(page):
        raise SystemExit(f"there is no region {name} to write")
    return mark.sub(lambda found: f"{found[1]}\n{content.strip()}\n\n{found[2]}", page)


def number(value):
    """A number, written as briefly as possible."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:.6g}" if isinstance(value, float) else f"{value:,}"
