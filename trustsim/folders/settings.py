"""In what two folders of results differ before any run is compared: config, files, rules, versions, machine."""

import json
from collections import Counter
from pathlib import PurePosixPath
from typing import NamedTuple

from trustsim.folders.opened import Folder
from trustsim.scenario.files import renamed
from trustsim.scenario.writing import as_whole

CONFIG, STUDY, FILE, RULES, VERSION, MACHINE = "config", "study", "file", "rules", "version", "machine"
EVERY_ARM = "every arm"
NOWHERE = "-"  # the value of a setting that one of the folders does not have
LONGEST = 200  # characters of a value


class Apart(NamedTuple):
    """One setting that differs."""

    kind: str  # CONFIG for a key of an arm, STUDY, FILE, RULES, VERSION or MACHINE
    where: str  # for CONFIG: an arm, or EVERY_ARM
    key: str
    a: str  # its value in the first folder, as text
    b: str  # its value in the second folder

    @property
    def named(self) -> str:
        """ "arms.open.firms.disclosure", or the key alone."""
        return f"arms.{self.where}.{self.key}" if self.where not in ("", EVERY_ARM) else self.key


def settings_apart(a: Folder, b: Folder) -> list[Apart]:
    """Every setting in which two folders differ, the config first. Raises BadInput.

    Texts for readers, such as titles, are left out. Versions and machine are known of finished studies only.
    """
    found = config_apart(a.plan["arms"], b.plan["arms"])
    found += unequal(STUDY, flat(a.plan.get("sweep", {})), flat(b.plan.get("sweep", {})))
    found += unequal(FILE, files_in(a), files_in(b))
    found += unequal(RULES, *rules_of(a, b))
    if a.finished and b.finished:
        found += unequal(STUDY, study_in(a), study_in(b))
        found += unequal(VERSION, a.manifest.get("versions", {}), b.manifest.get("versions", {}))
        found += unequal(MACHINE, *({"platform": each.manifest.get("platform", NOWHERE)} for each in (a, b)))
    return found


def config_apart(arms: dict, others: dict) -> list[Apart]:
    """The keys in which arms of the same name differ; one that differs in all alike is named once."""
    both = [arm for arm in arms if arm in others]
    apart = {arm: unequal(CONFIG, placeless(arms[arm]), placeless(others[arm])) for arm in both}
    found = [each._replace(where=arm) for arm in both for each in apart[arm]]
    alike = Counter(each._replace(where="") for each in found)
    everywhere = {each for each, times in alike.items() if times == len(both) > 1}
    kept = [each._replace(where=EVERY_ARM) for each in alike if each in everywhere]
    return kept + [each for each in found if each._replace(where="") not in everywhere]


def study_in(folder: Folder) -> dict:
    """The keys of a study that decide its runs or verdicts."""
    return {key: value for key, value in flat(as_whole(folder.study)).items() if key not in ("title", "question")}


def files_in(folder: Folder) -> dict:
    """{file: hash} of the user's code, the graph's files and the experiment, by their names alone."""
    named = {**folder.plan["files"], **folder.manifest.get("files", {})}
    return {PurePosixPath(path).name: mark for path, mark in named.items()}


def rules_of(*folders: Folder) -> list[dict]:
    """The hash of trustsim's code in each folder: without the versions of packages, where all of them have it."""
    sources = [folder.manifest.get("source_hash") for folder in folders]
    if all(sources):
        return [{"code of trustsim": mark} for mark in sources]
    return [{"code of trustsim, or of its packages": folder.plan["rules"]} for folder in folders]


def placeless(arm: dict) -> dict:
    """The keys of an arm, without where its files lie: the same config can be kept in another folder."""
    found = {key: value for key, value in flat(arm).items() if key not in ("title", "graph.folder")}
    return {key: renamed(value, lambda path: PurePosixPath(path).name) for key, value in found.items()}


def flat(table: dict, before: str = "") -> dict:
    """{"a.b": value} of {"a": {"b": value}}."""
    found = {}
    for key, value in table.items():
        found |= flat(value, f"{before}{key}.") if isinstance(value, dict) and value else {f"{before}{key}": value}
    return found


def unequal(kind: str, a: dict, b: dict) -> list[Apart]:
    """The keys whose values differ."""
    keys = [key for key in dict.fromkeys((*a, *b)) if a.get(key, NOWHERE) != b.get(key, NOWHERE)]
    return [Apart(kind, "", key, in_short(a.get(key, NOWHERE)), in_short(b.get(key, NOWHERE))) for key in keys]


def in_short(value: object) -> str:
    """A value as text."""
    text = value if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
