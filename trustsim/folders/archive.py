"""A folder of results as one file to deposit: a RO-Crate with everything that a stranger needs to repeat the study.

The crate holds the outputs as they were written, the user's own files, a config that runs from there, the description
of the model and a filled STRESS and ODD appendix. Equal folders give equal bytes.
"""

import json
import os
import re
import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from trustsim.errors import BadInput
from trustsim.folders import appendix, crate, holding
from trustsim.folders.facts import Facts, document, model_page
from trustsim.folders.opened import Folder, opened
from trustsim.runs.disk import sync, sync_folder
from trustsim.runs.every_claim import FILE
from trustsim.scenario.reading import dumped

METADATA = "ro-crate-metadata.json"
AUTHOR = re.compile(r"\s*([^<>]+?)\s*(?:<\s*([^<>\s]+)\s*>)?\s*")
ORCID = re.compile(r"(?:https://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])")
LICENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]{1,63}")


def archive(
    folder: str | Path,
    out: str | Path | None = None,
    authors: Iterable[str] = (),
    licence: str | None = None,
    tell: Callable = print,
) -> list[Path]:
    """Write a finished folder of results as one RO-Crate in a zip file, and return its path in a list.

    out: the file; None means FOLDER.zip beside the folder. authors: "Name", "Name <ORCID>" or "Name <mail>". licence:
    an SPDX identifier, such as CC-BY-4.0. `tell` gets a line for each thing that the archive lacks. Raises BadInput for
    an unfinished folder, and for one whose files are not as they were written.
    """
    if (Path(folder) / FILE).is_file():
        raise BadInput(f"{folder}: holds the studies of trustsim claims; archive each of the folders in it by itself")
    held = opened(folder, tell)
    crate.library()
    people = [author_of(text) for text in authors]
    if licence is not None and not LICENCE.fullmatch(licence):
        raise BadInput(f"--licence {licence!r:.60}: is no SPDX identifier, such as CC-BY-4.0 or CC0-1.0")
    target = target_of(held, out)
    pieces = holding.outputs(held)
    try:
        own, lacking = holding.own_files(held)
        facts = Facts(held, people, licence, tuple(piece.name for piece in own), tuple(lacking))
        texts = {"appendix.md": appendix.page(facts), "model.md": model_page(), "sources.md": document("sources.md")}
        if not lacking:
            texts["repeat.toml"] = dumped(holding.repeatable(held.config, held, own))
        for line in facts.cautions:
            tell(line)
        write(target, [*pieces, *own], texts, facts)
    except BadInput:
        raise
    except (KeyError, TypeError, AttributeError, ValueError, IndexError) as error:
        raise BadInput(
            f"{held.path}: is not as trustsim writes it ({type(error).__name__}: {error!s:.80}); run the study again"
        ) from error
    return [target]


def target_of(folder: Folder, out: str | Path | None) -> Path:
    """The path of the archive. Raises BadInput."""
    home = folder.path.resolve()
    target = Path(out) if out else folder.path.parent / f"{home.name}.zip"
    if not out and folder.path.name in ("", ".", ".."):
        target = home.parent / f"{home.name}.zip"
    if target.suffix.lower() != ".zip":
        raise BadInput(f"--out {target}: an archive must end in .zip")
    if home in target.resolve().parents:
        raise BadInput(f"--out {target}: lies in the folder that is archived; choose a path outside it")
    return target


def author_of(text: str) -> dict:
    """An author: {"name": …} with "orcid" or "email". Raises BadInput."""
    found = AUTHOR.fullmatch(text)
    if not found:
        raise BadInput(f'--author {text!r:.80}: write "Name", "Name <ORCID>" or "Name <mail address>"')
    name, contact = found.groups()
    if contact is None:
        return {"name": name}
    orcid = ORCID.fullmatch(contact)
    if orcid and check_digit(orcid[1]) == orcid[1][-1]:
        return {"name": name, "orcid": orcid[1]}
    if "@" not in contact:
        raise BadInput(f"--author {text!r:.80}: {contact} is neither an ORCID nor a mail address")
    return {"name": name, "email": contact}


def check_digit(orcid: str) -> str:
    """The last character that an ORCID must have [ISO 7064, MOD 11-2]."""
    total = 0
    for digit in orcid.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return "X" if rest == 10 else str(rest)


def write(target: Path, pieces: list[holding.Piece], texts: dict[str, str], facts: Facts) -> None:
    """Write the zip file in full or not at all; every file is checked once more as it is packed. Raises BadInput."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part, stamp, measured = target.with_name(f".{target.name}.{os.getpid()}.tmp"), stamp_of(facts.finished), {}
    try:
        with open(part, "wb") as file:
            with zipfile.ZipFile(file, "w") as packed:
                for piece in pieces:
                    put(packed, piece.name, holding.bytes_of(piece), stamp, measured)
                for name, text in texts.items():
                    put(packed, name, text.encode("utf-8", "backslashreplace"), stamp, measured)
                told = json.dumps(crate.metadata(facts, measured), indent=1, ensure_ascii=False, sort_keys=True)
                put(packed, METADATA, told.encode("utf-8", "backslashreplace"), stamp, {})
            file.flush()
            sync(file.fileno())
        os.replace(part, target)
        sync_folder(target.parent)
    finally:
        part.unlink(missing_ok=True)


def put(packed: zipfile.ZipFile, name: str, data: bytes, stamp: tuple, measured: dict) -> None:
    """Put one file into the zip file, with the time of the runs, and note its size and SHA-256."""
    about = zipfile.ZipInfo(name, stamp)
    about.compress_type, about.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    packed.writestr(about, data)
    measured[name] = crate.measured(data)


def stamp_of(finished: datetime) -> tuple:
    """The time at which the runs were finished (UTC), as zip files keep it; they know no years before 1980."""
    there = finished.astimezone(UTC)
    return (min(max(there.year, 1980), 2107), *there.timetuple()[1:6])
