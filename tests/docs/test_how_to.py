"""Each page of docs/how-to and docs/tutorial, and the README, is followed word for word."""

import pytest
from following import ROOT, blocks, commands, follow

pytestmark = pytest.mark.slow

HOW_TO = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs" / "how-to").glob("*.md"))
FEW = ("--replicates", "2", "--as-configured")  # the README's commands, on a small scale


@pytest.mark.parametrize("page", HOW_TO)
def test_a_how_to_page_works_as_it_is_written(page, tmp_path):
    """Its files and its commands, in order, give what it says."""
    follow(page, tmp_path)


def test_the_tutorial_works_as_it_is_written(tmp_path):
    """Ten minutes with the command line give what the tutorial says."""
    follow("docs/tutorial/first-experiment.md", tmp_path)


def test_the_commands_of_the_readme_run(tmp_path):
    """Everything in the README that calls trustsim runs (here with two seeds and no other lenses)."""
    follow("README.md", tmp_path, FEW)


def test_the_readme_names_only_make_targets_that_there_are():
    """`make x` on a page is a target of the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    given = [command for block in blocks("README.md") if block.language == "console" for command, _ in commands(block)]
    named = [command.split()[1] for command in given if command.startswith("make ")]
    assert named and all(f"\n{target}:" in makefile for target in named)
