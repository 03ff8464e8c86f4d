"""What an archive of a folder holds: the outputs that its manifest lists, and the user's own files beside the config.

An output is taken only if it lies in the folder and has the digest of the manifest. An own file lies elsewhere, so it
is taken only if its digest is one that the folder recorded when the study ran: a name alone takes nothing.
"""

import os
from pathlib import Path
from typing import NamedTuple

from trustsim.errors import BadInput
from trustsim.folders.opened import CONFIG, LARGEST, MANIFEST, PLAN, SUMMARY, Folder, is_inside
from trustsim.runs import deciding
from trustsim.runs.disk import digest
from trustsim.runs.experiments import file_of
from trustsim.runs.experiments import folder as experiments
from trustsim.scenario import files
from trustsim.scenario.forms import is_own

OWN = "own"  # the folder of the user's own files in an archive
EXPERIMENT = "experiment"  # that of a shipped experiment, which trustsim has as well
OURS = ("ro-crate-metadata.json", "ro-crate-preview.html", "appendix.md", "model.md", "sources.md", "repeat.toml")


class Piece(NamedTuple):
    """A file to archive: its name in the archive, where it is, and its digest when the study ran."""

    name: str
    path: Path
    mark: str


def bytes_of(piece: Piece) -> bytes:
    """The bytes of a file, which are those of the run. Raises BadInput."""
    data = piece.path.read_bytes() if piece.path.is_file() else None
    if data is None or digest(data) != piece.mark:
        what = "is not there" if data is None else "is not as it was written"
        raise BadInput(f"{piece.path}: {what}, so it is not archived; run the study again to renew it")
    return data


def outputs(folder: Folder) -> list[Piece]:
    """Every output that the manifest lists, then the manifest. Raises BadInput for a name that leads out."""
    if not folder.finished:
        raise BadInput(f"{folder.path}: is not finished (no {MANIFEST}); run the study again to resume")
    if not folder.manifest_is_sound:
        raise BadInput(f"{folder.path / MANIFEST}: is damaged; run the study again to renew it")
    listed = folder.manifest.get("outputs", {})
    lacking = next((name for name in (PLAN, CONFIG, SUMMARY) if name not in listed), None)
    if lacking:
        raise BadInput(f"{folder.path / MANIFEST}: does not list {lacking}; run the study again to renew it")
    pieces = [Piece(name, inside(folder.path, name), str(mark)) for name, mark in sorted(listed.items())]
    manifest = inside(folder.path, MANIFEST)
    return [*pieces, Piece(MANIFEST, manifest, digest(manifest.read_bytes()))]


def inside(folder: Path, name: str) -> Path:
    """The path of an output in a folder. Raises BadInput for a name or a link that leads out of it."""
    path = folder / name
    steps = [path, *path.parents][: len(Path(name).parts)]
    if not is_inside(name) or any(each.is_symlink() for each in steps):
        raise BadInput(f"{folder / MANIFEST}: the output {name!r:.80} leads out of the folder, so nothing is archived")
    if name in OURS or Path(name).parts[0] in (OWN, EXPERIMENT):
        raise BadInput(f"{folder / MANIFEST}: the output {name!r:.80} has a name that the archive itself needs")
    return path


def own_files(folder: Folder) -> tuple[list[Piece], list[str]]:
    """(the own files that are as they were when the study ran, the names of those that are not)."""
    recorded = {str(name): str(mark) for name, mark in folder.manifest.get("files", {}).items()}
    planned = folder.plan.get("files") if isinstance(folder.plan.get("files"), dict) else {}
    marks = {*recorded.values(), *(str(mark) for mark in planned.values())}
    found = {path: digest(path.read_bytes()) for path in there(folder)}
    same = {normal(path): mark for path, mark in found.items() if mark in marks}
    shipped = {path: mark for path, mark in same.items() if path.parent == experiments()}
    mine = {path: mark for path, mark in same.items() if path not in shipped}
    root = common(folder, list(mine))
    pieces = [Piece(f"{OWN}/{path.relative_to(root).as_posix()}", path, mark) for path, mark in sorted(mine.items())]
    pieces += [Piece(f"{EXPERIMENT}/{path.name}", path, mark) for path, mark in shipped.items()]
    lacking = {name for name, mark in recorded.items() if mark not in same.values()}
    named = {normal(folder.path / text.rpartition(":")[0]) for text in folder.code if is_own(text)}
    return pieces, sorted(lacking | {path.name for path in named - same.keys()})


def normal(path: Path) -> Path:
    """A path as an absolute one without "..", links as they are."""
    return Path(os.path.normpath(path.absolute()))


def there(folder: Folder) -> list[Path]:
    """The files that decide the numbers of a study besides trustsim, as far as they are there, with its experiment."""
    study = folder.study
    paths = [*deciding.files_of(study), *filter(None, [file_of(study)])]
    return [path.absolute() for path in dict.fromkeys(paths) if path.is_file() and path.stat().st_size <= LARGEST]


def common(folder: Folder, paths: list[Path]) -> Path:
    """The folder that all these files share, with the folders of their graphs; from it their names begin."""
    if not paths:
        return folder.path.absolute()
    tables = [folder.config, *files.arms_in(folder.config).values()]
    graphs = {normal(folder.path / table["graph"]["folder"]) for table in tables if "folder" in table.get("graph", {})}
    homes = {path.parent for path in paths} | {home for home in graphs if any(home in path.parents for path in paths)}
    return Path(os.path.commonpath(homes))


def repeatable(config: dict, folder: Folder, pieces: list[Piece]) -> dict:
    """The resolved config with the paths of the user's own files as they are in the archive."""
    names = {piece.path: piece.name for piece in pieces if piece.name.startswith(f"{OWN}/")}
    root = common(folder, list(names))

    def moved(text: str) -> str:
        path = normal(folder.path / text)
        return names.get(path) or f"{OWN}/{Path(os.path.relpath(path, root)).as_posix()}"

    return placed(config, moved)


def placed(config: dict, moved: object) -> dict:
    """A config or an arm with every path of the user's own files replaced by what `moved` gives for it."""
    config = {key: files.renamed(value, moved) if key in files.CODE else value for key, value in config.items()}
    if "folder" in config.get("graph", {}):
        config["graph"] = {**config["graph"], "folder": moved(config["graph"]["folder"])}
    if "arms" in config:
        config["arms"] = {name: placed(arm, moved) for name, arm in config["arms"].items()}
    return config
