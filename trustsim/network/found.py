"""A graph as stored in a file, before a config says what its attributes mean; and reading and tidying its text."""

import unicodedata
from pathlib import Path
from typing import NamedTuple

from trustsim.errors import BadInput

LARGEST = 1 << 28  # bytes of a file; reading that many takes a few gigabytes of memory
MOST = 1_000_000  # people in a file


class Edge(NamedTuple):
    """One tie as stored in a file."""

    source: str
    target: str
    directed: bool | None = True  # None: the file does not say
    layer: str = ""
    attributes: dict = {}
    place: int | str = 0  # the line of the file, or a name for messages


class Found(NamedTuple):
    """The contents of one file or networkx graph; `nodes` keep their order."""

    source: str  # its name in messages
    nodes: dict  # {id: {attribute: value}}
    places: dict  # {id: line of the file, or a name for messages}
    edges: list
    notes: dict  # {sentence: None} about what was read differently from what the file says

    def where(self, place):
        """The name of a line or an item of this file in messages."""
        return f"{self.source} line {place}" if isinstance(place, int) else f"{self.source} {place}"


def empty(source):
    """Return an empty `Found` to be filled."""
    return Found(source, {}, {}, [], {})


def shown(path: str | Path) -> str:
    """A path as a user would type it: absolute or relative to the current folder, whichever is shorter, on one line."""
    import os

    absolute = os.path.abspath(path)
    try:
        relative = os.path.relpath(absolute)
    except ValueError:  # another drive
        relative = absolute
    return tidy(Path(min(relative, absolute, key=len)).as_posix())


def tidy(value):
    """Put text on one line: replace control characters by spaces, and strip it. Return other values unchanged."""
    if not isinstance(value, str):
        return value
    if not value.isprintable():
        value = "".join(" " if unfit(character) else character for character in value)
    return value.strip()


def unfit(character):
    """Whether a character is not allowed in a name: it cannot be displayed or written to XML."""
    return unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or ord(character) & 0xFFFE == 0xFFFE


def contents(path: Path) -> bytes:
    """The bytes of a file named by the user; raises BadInput."""
    try:
        if not path.is_file():
            raise BadInput(
                f"{shown(path)}: no such file; put it there, or set graph.folder to the folder that holds it"
            )
        if path.stat().st_size > LARGEST:
            raise BadInput(f"{shown(path)}: has more than {LARGEST >> 20} MB; keep a part of it")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        if isinstance(error, BadInput):
            raise
        raise BadInput(f"{shown(path)}: cannot be read ({tidy(str(error))})") from None


def text_of(data: bytes, source: str, notes: dict) -> str:
    """Decode `data`: the Unicode encoding that its first bytes show, else UTF-8, else Windows-1252 with a note."""
    marks = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
    encoding = next((name for mark, name in marks if data.startswith(mark)), "")
    if not encoding and b"\0" in data[:200]:  # UTF-16 without a mark: every other byte of plain letters is 0
        encoding = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding:
            raise BadInput(f"{source}: is not {encoding} text ({error.reason}); save it as UTF-8") from None
        text = data.decode("cp1252", errors="replace")
        if "\ufffd" in text:
            raise BadInput(f"{source}: is neither UTF-8 nor Windows-1252 text; save it as UTF-8") from None
        notes[f"{source} is not UTF-8; it was read as Windows-1252: look at the names with accents"] = None
    if "\0" in text:
        raise BadInput(f"{source}: holds characters that are no text; save it as UTF-8 text")
    return text
