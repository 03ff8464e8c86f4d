"""The bibliography holds every source that is used, and no other; generated pages are as the declarations say."""

import re
import subprocess
import sys
from collections import Counter

from following import ROOT

KEY = re.compile(r"\b[A-Z][A-Za-z]+(?:19|20)\d\d\b")
PLACES = (
    "trustsim/**/*.py",
    "experiments/*.py",
    "configs/**/*.toml",
    "docs/model.md",
    "docs/design.md",
    "docs/how-to/*.md",
    "README.md",
)
NETWORKS = {"Lazega2001", "CrossParker2004"}  # the real networks name theirs in full, not by key


def entries():
    """The keys of docs/sources.md, as often as they are entered."""
    return Counter(
        re.findall(r"^\| (\w+) \|", (ROOT / "docs" / "sources.md").read_text(encoding="utf-8"), re.MULTILINE)[1:]
    )


def used():
    """Every key that code, configs and pages cite."""
    texts = [path.read_text(encoding="utf-8") for place in PLACES for path in sorted(ROOT.glob(place))]
    return {key for text in texts for key in KEY.findall(text)}


def test_every_source_has_an_entry():
    """A key in a docstring or parameter is found in docs/sources.md."""
    assert used() - set(entries()) == set()


def test_no_entry_is_unused_or_doubled():
    """What nobody cites goes."""
    assert set(entries()) - used() - NETWORKS == set()
    assert max(entries().values()) == 1


def test_every_entry_says_how_far_it_was_checked():
    """The last column is one of the marks that the page explains."""
    rows = [
        line.split(" | ")[-1]
        for line in (ROOT / "docs" / "sources.md").read_text(encoding="utf-8").splitlines()
        if KEY.match(line[2:])
    ]
    assert len(rows) == len(entries()) and all(
        row.startswith(("checked", "unverified", "method", "computed", "source article")) for row in rows
    )


def test_generated_pages_are_up_to_date():
    """`make docs` would change nothing."""
    ran = subprocess.run([sys.executable, "-m", "docs.generate", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
