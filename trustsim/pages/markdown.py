"""Small pieces of Markdown."""

import inspect


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


def number(value):
    """A number, written as briefly as possible."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:.6g}" if isinstance(value, float) else f"{value:,}"
