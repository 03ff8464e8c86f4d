"""Follow a page of docs/ word for word: write the files it shows, run the commands it gives, compare what they print."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^```(\w+)(?: title=\"([^\"]+)\")?[ \t]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
ELSEWHERE = (
    "make",
    "pip",
    "py",
    "git",
    "cd",
    ".venv/bin/pip",
    "python3",
    ".venv\\Scripts\\activate",
    ".",
)  # installs: the make targets' own business
ANSWERS = ("diff", "check")  # commands whose exit status 1 is an answer: what was compared differs


class Block(NamedTuple):
    """A fenced block: its language, the file it is (or none), its text."""

    language: str
    title: str
    text: str


def blocks(page):
    """The fenced blocks of a page, in order."""
    return [Block(*found.groups()) for found in FENCE.finditer((ROOT / page).read_text(encoding="utf-8"))]


def commands(block):
    """(command, what the page says it prints) of a console block."""
    parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]
    return [(part.partition("\n")[0].strip(), part.partition("\n")[2]) for part in parts]


def words(text):
    """A text on one line, each run of white space as one space."""
    return " ".join(text.split())


def agrees(said, printed):
    """Whether what was printed is what the page says; `…` on the page stands for anything."""
    pattern = ".*?".join(re.escape(words(part)) for part in re.split("…", words(said)))
    return (
        re.fullmatch(pattern.replace(r"\ .*?", ".*?").replace(r".*?\ ", ".*?"), words(printed), re.DOTALL) is not None
    )


def follow(page, folder, extra=()):
    """Write the files and run the commands of a page in `folder`; `extra` arguments go to every `trustsim run`."""
    for block in blocks(page):
        if block.title:
            path = folder / block.title
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        elif block.language == "console":
            for command, said in commands(block):
                if shlex.split(command, posix=False)[0] not in ELSEWHERE:
                    obey(page, command, said, folder, extra)


def obey(page, command, said, folder, extra):
    """Run one command of a page and compare: standard output, or the one line of complaint when it is refused."""
    words_of = shlex.split(command)
    program = {"trustsim": [sys.executable, "-m", "trustsim"], "python": [sys.executable]}[words_of[0]]
    more = list(extra) if words_of[:2] == ["trustsim", "run"] else []
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    environment = os.environ | {"COLUMNS": "100", "PYTHONPATH": paths, "PYTHONUTF8": "1"}
    ran = subprocess.run(
        [*program, *words_of[1:], *more],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    refused = words(said).startswith("trustsim: ")
    fine = (0, 1) if words_of[1] in ANSWERS else (0,)
    assert ran.returncode in ((2,) if refused else fine), f"{page}: {command}\n{ran.stdout}{ran.stderr}"
    printed = ran.stderr if refused else ran.stdout
    assert not said.strip() or agrees(said, printed), f"{page}: {command}\nthe page says:\n{said}\nprinted:\n{printed}"
