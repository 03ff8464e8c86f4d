"""Functions that write small pieces of Markdown."""

import re

from trustsim.pages.markdown import story


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
