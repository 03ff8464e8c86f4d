"""The contents of the documentation: its four parts, and the pages in each, found by folder."""

import json
import re
from pathlib import Path

HOUSE = Path(__file__).parent
PARTS = {  # a part of the documentation: the folder of its pages, and what they are for
    "Tutorials": ("tutorial", "Learn by doing, one step after another."),
    "How-to guides": ("how-to", "One task per page."),
    "Reference": ("reference", "Look something up. Most of these pages are generated from the code."),
    "Explanation": ("", "How the model works, what its runs say, and why it is built this way."),
}
INDEX = "index.md"
TITLE = re.compile(r"^# +(.+)$", re.MULTILINE)


def pages_of(part, more=()):
    """The pages of a part, as paths relative to docs/, in the order of their names; `more` need not exist yet."""
    folder = HOUSE / PARTS[part][0]
    there = {path for end in ("*.md", "*.ipynb") for path in folder.glob(end)}
    there |= {HOUSE / name for name in more if (HOUSE / name).parent == folder}
    return sorted(path.relative_to(HOUSE).as_posix() for path in there if path != HOUSE / INDEX)


def title_of(text):
    """The first heading of a page; of a notebook, that of its first cell."""
    if text.startswith("{"):
        text = "".join(json.loads(text)["cells"][0]["source"])
    return TITLE.search(text)[1].strip()


def index_page(texts):
    """The page that lists all pages. `texts` holds those that are being generated, {path: text}."""
    lines = ["# All pages", "", "[trustsim](../README.md) says what trustsim is, and how to install it."]
    for part, (_, purpose) in PARTS.items():
        lines += ["", f"## {part}", "", purpose, ""]
        for name in pages_of(part, texts):
            text = texts.get(name) or (HOUSE / name).read_text(encoding="utf-8")
            lines.append(f"- [{title_of(text)}]({name})")
    return "\n".join([*lines, ""])
