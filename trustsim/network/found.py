"""A graph as a file holds it, before a config says what its attributes mean; and what such text may hold."""

import unicodedata
from pathlib import Path
from typing import NamedTuple

from trustsim.errors import BadInput

LARGEST = 1 << 28  # bytes of a file that is read: a few gigabytes of memory
MOST = 1_000_000  # people in a file


class Edge(NamedTuple):
    """One tie as a file holds it."""

    source: str
    target: str
    directed: bool | None = True  # None: the file does not say
    layer: str = ""
    attributes: dict = {}
    place: int | str = 0  # the line of the file, or how messages call it


class Found(NamedTuple):
    """The contents of one file, or of a networkx graph; `nodes` keep their order."""

    source: str  # what messages call it
    nodes: dict  # {id: {attribute: value}}
    places: dict  # {id: line of the file, or how messages call it}
    edges: list
    notes: dict  # {sentence: None} about what was read in another way than the file has it

    def where(self, place):
        """What messages call a line or a thing of this file."""
        return f"{self.source} line {place}" if isinstance(place, int) else f"{self.source} {place}"


def empty(source):
    """A `Found` to fill."""
    return Found(source, {}, {}, [], {})


def shown(path: str | Path) -> str:
    """A path as its user would type it: relative to where they are where that is shorter, on one line."""
    import os

    absolute = os.path.abspath(path)
    try:
        relative = os.path.relpath(absolute)
    except ValueError:  # another drive
        relative = absolute
    return tidy(Path(min(relative, absolute, key=len)).as_posix())


def tidy(value):
    """Text on one line: control characters become spaces, and spaces around it go. Other values as they are."""
    if not isinstance(value, str):
        return value
    if not value.isprintable():
        value = "".join(" " if unfit(character) else character for character in value)
    return value.strip()


def unfit(character):
    """Whether a character has no place in a name: it cannot be shown, or not be written to XML."""
    return unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or ord(character) & 0xFFFE == 0xFFFE


def contents(path: Path) -> bytes:
    """The bytes of a file that somebody named."""
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
    """The text in `data`, bytes: Unicode as its first bytes say, else UTF-8, else Windows-1252, with a note."""
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
