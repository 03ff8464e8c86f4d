"""The files that decide the numbers of a study: the code behind a run, the user's own files, the files of its graph.

Results from different files are never mixed. Nothing here lists files by hand: code is followed import by import from
the modules that make a run (see `trustsim.sources`).
"""

import hashlib
import os
from pathlib import Path

from trustsim import own, sources, week
from trustsim.scenario import files


def code() -> str:
    """A hash of all code of this package that decides a number, and of the versions of the packages that it imports."""
    return sources.behind(*modules())


def source() -> str:
    """Like `code`, without the versions of packages."""
    return sources.texts_behind(*modules())


def modules() -> list[str]:
    """The modules that make a run; what they import decides as well."""
    rules = {rule.__module__ for phase in (*week.PHASES, *week.readings()) for rule in phase.rules}
    return ["trustsim.runs.one_run", "trustsim.runs.conditions", *sorted(rules)]


def own_files(study) -> list[Path]:
    """The existing user's files that the arms of a study name, in order."""
    found = set()
    for arm in study.arms.values():
        names = [arm.lens, *study.lenses, *arm.mechanisms.values(), *arm.agents.values(), *arm.measures]
        found |= {own.path_of(name, arm.folder) for name in names if own.is_own(name)}
    return sorted(path for path in found if path.is_file())


def followed(study) -> dict:
    """{path: its bytes} of the user's files that a study names and of everything they import."""
    families = [own.following(path.absolute()) for path in own_files(study)]
    return {source.path: text for family in families for source, text in family.items()}


def held(study):
    """A context that holds the user's own files as they are now, so that all runs of a study share one plan."""
    return sources.holding(followed(study))


def bytes_of(path: Path) -> bytes:
    """The bytes of a file: as held, or else as they are now."""
    return sources.HELD[path] if path in sources.HELD else path.read_bytes()


def files_of(study) -> list[Path]:
    """The files beside the config that decide the numbers: the user's code with what it imports, and the graph's."""
    found = set(followed(study))
    graphs = [(arm.folder, arm.graph) for arm in study.arms.values()]
    if study.sweep is not None:
        graphs += [(study.arms[study.reference].folder, graph) for _, graph, _ in study.sweep.networks]
    for folder, graph in graphs:
        found |= {Path(folder, graph.get("folder", ""), text) for _, text in files.texts(graph)}
    return sorted({path.absolute() for path in found if path.is_file()})


def told(study) -> dict:
    """{file as seen from the config: hash of its bytes}, and for each own file a hash of the values that it holds."""
    folder = Path(study.arms[study.reference].folder).absolute()
    found = {seen_from(folder, path): digest(bytes_of(path)) for path in files_of(study)}
    return found | {f"{seen_from(folder, path)}: values": own.held(path) for path in own_files(study)}


def seen_from(folder, path):
    """The path of a file as seen from a folder; as it is where no way leads there (another drive)."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:
        return Path(path).as_posix()


def digest(data: bytes) -> str:
    """A short hash."""
    return hashlib.blake2b(data, digest_size=8).hexdigest()
