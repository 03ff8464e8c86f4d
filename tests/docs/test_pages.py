"""Pages hang together: links lead somewhere, what is committed is what a reader sees."""

import re
from pathlib import Path

import pytest
from following import ROOT

PAGES = [
    "README.md",
    "CHANGELOG.md",
    *(path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "docs").rglob("*.md"))),
]
LINK = re.compile(r"\]\(([^)\s]+)\)")


@pytest.mark.parametrize("page", PAGES)
def test_links_inside_the_repository_lead_to_a_file(page):
    """A relative link or image names a file that is there."""
    targets = [target for target in LINK.findall((ROOT / page).read_text(encoding="utf-8")) if "://" not in target]
    missing = [target for target in targets if not ((ROOT / page).parent / target.partition("#")[0]).exists()]
    assert missing == []


def headings(page):
    """The anchors of a page's headings, as forges make them."""
    titles = re.findall(r"^#+ (.*)$", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES)
def test_links_to_headings_lead_to_one(page):
    """`claims.md#what-the-runs-say` names a heading of that page."""
    for target in LINK.findall((ROOT / page).read_text(encoding="utf-8")):
        path, _, anchor = target.partition("#")
        if anchor and "://" not in target:
            there = ((ROOT / page).parent / (path or Path(page).name)).resolve().relative_to(ROOT).as_posix()
            assert anchor in headings(there), target


def test_every_page_of_docs_can_be_reached_from_the_readme():
    """No page lies about unlinked."""
    seen, todo = set(), ["README.md"]
    while todo:
        page = todo.pop()
        seen.add(page)
        for target in LINK.findall((ROOT / page).read_text(encoding="utf-8")):
            if "://" not in target and target.partition("#")[0].endswith(".md"):
                there = ((ROOT / page).parent / target.partition("#")[0]).resolve().relative_to(ROOT).as_posix()
                if there not in seen:
                    todo.append(there)
    assert set(PAGES) - seen == set()
