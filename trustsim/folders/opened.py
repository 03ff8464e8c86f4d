"""A folder of results, read as data from a stranger: its manifest, its summary, its runs, its study."""

import json
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from trustsim.errors import BadInput
from trustsim.runs.conditions import AS_CONFIGURED, Condition
from trustsim.runs.disk import digest, digest_of
from trustsim.runs.parts import Damaged, parts_in, read_part
from trustsim.runs.plan import is_plan
from trustsim.runs.results import Results
from trustsim.runs.words import legible
from trustsim.scenario import Study, parse
from trustsim.scenario.files import escapes, own_code
from trustsim.scenario.toml import loads

LARGEST = 256 * 2**20  # bytes of a JSON file; the largest of ours are far below
PLAN, MANIFEST, SUMMARY, CONFIG = "plan.json", "manifest.json", "summary.json", "config-resolved.toml"
RUN = (str, str, int)  # the types of the key of a run: condition, arm, seed


class Gathered(NamedTuple):
    """All runs of a folder, in memory."""

    runs: dict  # (condition, arm, seed) -> {measure: float64 [ticks]}, as in `Results`
    graphs: dict  # the same keys -> hash of the run's graph
    parts: dict  # the same keys -> name of the file that has the run


@dataclass(frozen=True)
class Folder:
    """A folder of results, finished or not. Whatever is read from it is checked when it is read."""

    path: Path
    tell: object = warnings.warn  # called with a line for each part that is left out

    @property
    def finished(self) -> bool:
        """Whether all runs of the study were done; the manifest is written last."""
        return (self.path / MANIFEST).is_file()

    @cached_property
    def plan(self) -> dict:
        """What decides the numbers: arms, rules and files."""
        path = self.path / PLAN
        table = table_in(path)
        expect(path, table, arms=dict, rules=str, files=dict, sweep=dict)
        expect(path, table["arms"], **dict.fromkeys(table["arms"], dict))
        return table

    @cached_property
    def manifest(self) -> dict:
        """The origin of the results; {} for an unfinished study. Without its own digest, see `manifest_is_sound`."""
        table = table_in(self.path / MANIFEST) if self.finished else {}
        expect(self.path / MANIFEST, table, outputs=dict, versions=dict, files=dict, seeds=list, conditions=list)
        return {key: value for key, value in table.items() if key != "digest"}

    @property
    def manifest_is_sound(self) -> bool:
        """Whether the manifest is as it was written, by its own digest."""
        mark = table_in(self.path / MANIFEST).get("digest") if self.finished else None
        return mark in (None, digest(json.dumps(self.manifest)))

    @cached_property
    def changed(self) -> dict[str, str]:
        """{file: what happened to it} of the files that are not as the manifest says; {} for an unfinished study."""
        found = {} if self.manifest_is_sound else {MANIFEST: "was changed after it was written"}
        for name, mark in self.manifest.get("outputs", {}).items():
            if not is_inside(name):
                found[legible(name)[:80]] = "is not in this folder"
            elif not (self.path / name).is_file():
                found[name] = "is missing"
            elif digest_of(self.path / name) != mark:
                found[name] = "was changed after it was written"
        listed = self.manifest.get("outputs", {})
        added = [f"series/{part.name}" for part in self.parts if self.finished and f"series/{part.name}" not in listed]
        return found | dict.fromkeys(added, "is not in the manifest")

    @cached_property
    def summary(self) -> dict:
        """Outcomes and verdicts; {} for an unfinished study."""
        path = self.path / SUMMARY
        table = table_in(path) if path.is_file() else {}
        expect(path, table, outcomes=list, claims=list, study=str)
        return table

    @cached_property
    def config(self) -> dict:
        """The resolved config as a table; for an unfinished study, the arms of its plan."""
        path = self.path / CONFIG
        return loads(text_in(path), path.as_posix()) if path.is_file() else {"arms": self.plan.get("arms")}

    @cached_property
    def study(self) -> Study:
        """The study, with the seeds that were run. None of its own code is read."""
        study = parse(self.config, self.source, self.path, code=False)
        seeds = self.manifest.get("seeds") or sorted({seed for _, _, seed in self.keys})
        name = self.summary.get("study", self.path.resolve().name)
        return with_seeds(replace(study, name=name), seeds)

    @property
    def source(self) -> str:
        """The name of the file that describes the study."""
        return (self.path / (CONFIG if (self.path / CONFIG).is_file() else PLAN)).as_posix()

    @cached_property
    def code(self) -> list[str]:
        """The user's own code that the study names, such as my_lens.py:gut; running the study would execute it."""
        return sorted({text for _, text in own_code(self.config)})

    @property
    def parts(self) -> list[Path]:
        """The Parquet parts, in the order in which they were written."""
        return parts_in(self.path / "series")

    def runs(self) -> Iterator[tuple[Path, dict]]:
        """Each sound part with its runs, {(condition, arm, seed): ({measure: float64 [ticks]}, graph)}, one at a time.

        A damaged part is told and left out, as are runs that an earlier part has as well. Raises BadInput.
        """
        seen = set()
        for path in self.parts:
            try:
                _, runs = read_part(path)
            except Damaged as error:
                self.tell(f"{path}: {error}; its runs are left out")
                continue
            check_runs(path, runs)
            yield path, {key: run for key, run in runs.items() if key not in seen}
            seen |= runs.keys()

    @cached_property
    def keys(self) -> list[tuple]:
        """The keys of all runs: (condition, arm, seed)."""
        return [key for _, runs in self.runs() for key in runs]

    @cached_property
    def gathered(self) -> Gathered:
        """The runs of all sound parts. Raises BadInput."""
        runs, graphs, parts = {}, {}, {}
        for path, found in self.runs():
            runs |= {key: series for key, (series, _) in found.items()}
            graphs |= {key: graph for key, (_, graph) in found.items()}
            parts |= dict.fromkeys(found, path.name)
        return Gathered(runs, graphs, parts)

    def results(self) -> Results:
        """All runs as Results, as of a study that has just been run. Raises BadInput."""
        runs, graphs, _ = self.gathered
        unknown = next((arm for _, arm, _ in runs if arm not in self.study.arms), None)
        if unknown is not None:
            raise BadInput(f"{self.path}: has runs of the arm {unknown!r:.60}, which its config does not have")
        names = dict.fromkeys([AS_CONFIGURED, *(name for name, *_ in runs)])
        return Results(self.study, [Condition(name, "", {}) for name in names], runs, graphs)


def opened(path: str | Path, tell=warnings.warn) -> Folder:
    """The folder of results at a path. Raises BadInput for anything else."""
    folder = Path(path)
    if not is_plan(folder / PLAN):
        what = "is not a folder of results (there is no plan.json of ours)"
        raise BadInput(f"{folder}: {what if folder.is_dir() else 'there is no such folder'}")
    return Folder(folder, tell)


def is_inside(name: str) -> bool:
    """Whether a name in a manifest is that of a file within its folder, on any operating system."""
    return bool(name) and "\\" not in name and not escapes(name)


def with_seeds(study: Study, seeds: list) -> Study:
    """The study with the seeds that were run."""
    if not seeds or not all(type(seed) is int for seed in seeds):
        return study
    return replace(study, first_seed=min(seeds), replicates=max(seeds) - min(seeds) + 1)


def check_runs(path: Path, runs: dict) -> None:
    """Refuse a part with keys or columns of other types than ours. Raises BadInput."""
    for key, (series, graph) in runs.items():
        odd = not all(isinstance(each, kind) for each, kind in zip(key, RUN, strict=True)) or not isinstance(graph, str)
        if odd or any(column.dtype != "float64" for column in series.values()):
            raise BadInput(f"{path}: is no part of results: the run {key!r:.80} has columns of other types")


def text_in(path: Path) -> str:
    """The text of a file. Raises BadInput."""
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(f"{path}: has more than {LARGEST // 2**20} MiB, so it is not ours")
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read as text: {' '.join(str(error).split())[:120]}") from None


def table_in(path: Path) -> dict:
    """The table in a JSON file. Raises BadInput for anything else, however odd."""
    text = text_in(path)
    try:
        table = json.loads(text)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is a ValueError
        raise BadInput(f"{path}: is damaged: it is no JSON ({' '.join(str(error).split())[:100]})") from None
    if not isinstance(table, dict):
        raise BadInput(f"{path}: is damaged: it holds no table")
    return table


def expect(path: Path, table: dict, /, **kinds: type) -> None:
    """Refuse a table whose keys have values of other types than trustsim writes. Raises BadInput."""
    for key, kind in kinds.items():
        if key in table and not isinstance(table[key], kind):
            raise BadInput(f"{path}: {key} = {table[key]!r:.40} is not as trustsim writes it (a {kind.__name__})")
