"""Results on disk: Parquet parts while it runs, a manifest last. What has no manifest is unfinished, and can go on.

A file is written beside its name and moved into place, so a killed run leaves whole files and at most some `.tmp`,
which the next one removes. A part records the plan that its runs belong to, and its name holds its digest: runs that
are damaged or belong to another plan are never loaded.
"""

import errno
import json
import platform
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from trustsim import __version__
from trustsim.errors import BadInput
from trustsim.runs import deciding
from trustsim.runs.disk import digest, digest_of, sync_folder, tidy, write_whole
from trustsim.runs.experiments import file_of
from trustsim.runs.parts import Damaged, is_sound, number_of, parts_in, read_part, write_part
from trustsim.runs.plan import is_plan, plan_of
from trustsim.runs.results import Results
from trustsim.scenario import resolved

EVERY = 64  # runs in a part, at most
SECONDS = 10.0  # so much work a kill may cost, and the runs that it hits on the way
TOLD = ("manifest.json", "summary.json", "config-as-given.toml", "config-resolved.toml")  # what a finished study leaves
PACKAGES = ("mesa", "numpy", "networkx", "scipy", "numba", "pyarrow", "pydantic")
WITHOUT_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP)  # what some network drives answer


class Store:
    """The folder of one study's results, of which it takes up the runs of these (condition name, arm name) `pairs`.

    Nothing is touched before `open`, which locks and reads the folder.
    """

    def __init__(self, folder, study, conditions, tell=lambda text: None, pairs=None):
        pairs = [(c.name, arm) for c in conditions for arm in study.arms] if pairs is None else pairs
        self.wanted = {(*pair, seed) for pair in pairs for seed in study.seeds}
        self.folder, self.study, self.conditions, self.tell = Path(folder), study, conditions, tell
        self.results, self.on_disk, self.flushed = Results(study, conditions), set(), time.monotonic()
        self.lock = FileLock(self.folder / ".lock", timeout=0)  # the system's own: a killed run leaves it free
        self.plan = plan_of(study)
        self.gone = []  # parts that are damaged or of another plan
        self.replaces = False  # whether there are runs of another plan
        self.trouble = None  # why the last attempt to write runs failed

    @property
    def series(self):
        """The folder of the parts."""
        return self.folder / "series"

    def open(self):
        """Lock the folder, then load the runs of earlier calls. Raises BadInput."""
        self.refuse_foreign()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.lock.acquire()
        except Timeout:
            raise BadInput(
                f"{self.folder}: another run is writing there; wait for it, or choose another folder with --out"
            ) from None
        except (OSError, NotImplementedError) as error:
            if isinstance(error, OSError) and error.errno not in WITHOUT_LOCKS:
                raise self.unwritable(error) from error
            self.tell(f"{self.folder} is on a drive without locks: start no second command with this folder meanwhile")
        try:
            self.resume()
        except BaseException:
            self.end()
            raise

    def unwritable(self, error):
        """The BadInput for a folder that nothing can be written to."""
        return BadInput(
            f"{self.folder}: results cannot be written there ({error.strerror}); choose another folder with --out"
        )

    def refuse_foreign(self):
        """Never overwrite other people's files that have the names of ours. Raises BadInput."""
        parts, plan = parts_in(self.series), self.folder / "plan.json"
        if is_plan(plan) or any(map(is_sound, parts)):
            return
        there = [path.name for path in (plan, *(self.folder / name for name in TOLD)) if path.exists()]
        if there or parts:
            raise BadInput(
                f"{self.folder}: has a {there[0] if there else 'series/'} that was not made by trustsim "
                "(there is no plan.json of ours); choose another folder with --out"
            )

    def resume(self):
        """Load the runs of the same plan that this call needs; tell what is damaged."""
        plan, seen, mine = self.folder / "plan.json", set(), digest(self.plan)
        other = is_plan(plan) and digest_of(plan) != mine
        for path in parts_in(self.series):
            try:
                of, runs = read_part(path)
                if not seen.isdisjoint(runs):
                    raise Damaged("has runs that another part has as well")
            except Damaged as error:
                of, runs = "", {}
                if not other:
                    self.tell(f"{path}: {error}; its runs are done again")
            if of != mine:
                self.gone.append(path)
                self.replaces |= other if of == "" else True
                continue
            seen.update(runs)
            for key in self.wanted & runs.keys():
                self.results.runs[key], self.results.graphs[key] = runs[key]
        if seen and digest_of(plan) != mine:
            self.tell(f"{plan}: is damaged; it is written again")
        self.on_disk.update(self.results.runs)

    def begin(self, todo):
        """Make the folder ready for the runs `todo`: what is damaged, of another plan or of a smaller study goes."""
        manifest, sound = read_manifest(self.folder / "manifest.json")
        if not self.replaces:
            self.tell_damage(manifest, sound)
        stands = not todo and not self.gone and self.asked() == {name: manifest.get(name) for name in self.asked()}
        try:
            self.series.mkdir(exist_ok=True)
            tidy(self.folder, self.series, self.folder / "figures")
            for path in [*(() if stands else self.told(manifest)), *self.gone]:
                path.unlink(missing_ok=True)
            if digest_of(self.folder / "plan.json") != digest(self.plan):
                write_whole(self.folder / "plan.json", self.plan)
            sync_folder(self.folder)
        except OSError as error:
            raise self.unwritable(error) from error

    def tell_damage(self, manifest, sound):
        """Tell which files of a finished study are not as they were written: all of them are made again."""
        if not sound:
            self.tell(f"{self.folder / 'manifest.json'}: is damaged; it is written again")
        for name, mark in manifest.get("outputs", {}).items():
            path = self.folder / name
            if path.suffix != ".parquet" and name != "plan.json" and path.exists() and digest_of(path) != mark:
                self.tell(f"{path}: is not as it was written; it is made again")

    def end(self):
        """Let others write to the folder."""
        self.lock.release()

    def told(self, manifest):
        """The manifest of an earlier call and, by its list of outputs, all but the runs: no file of the user's own."""
        kept = {"plan.json", *(f"series/{part.name}" for part in parts_in(self.series))}
        names = [name for name in manifest.get("outputs", ()) if name not in kept]
        inside = [name for name in names if ".." not in Path(name).parts and not Path(name).is_absolute()]
        told = [self.folder / name for name in ("manifest.json", *inside)]
        return [each for each in told if each.resolve() != Path(self.study.source).resolve()]

    def keep(self, task, series, graph):
        """Take one finished run; from time to time they go to disk."""
        self.results.graphs[task.key], self.results.runs[task.key] = graph, series
        if len(self.results.runs) - len(self.on_disk) >= EVERY or time.monotonic() - self.flushed > SECONDS:
            self.flush()

    def flush(self):
        """Write what is not on disk yet as one part; where that fails, tell so once and keep it for the next time."""
        runs, graphs = self.results.runs, self.results.graphs
        fresh = {key: (runs[key], graphs[key]) for key in runs if key not in self.on_disk}
        self.flushed = time.monotonic()
        if not fresh:
            return
        try:
            write_part(self.series, 1 + max(map(number_of, parts_in(self.series)), default=0), digest(self.plan), fresh)
        except OSError as error:
            if self.trouble is None:
                self.tell(f"{self.series}: {error.strerror}; finished runs wait in memory until there is room")
            self.trouble = error
            return
        self.trouble = None
        self.on_disk.update(fresh)

    def finish(self, seconds, summary, figures):
        """Config as given and as resolved, then the manifest: last, so that its presence says all is whole."""
        told = {
            "config-as-given.toml": self.study.given,
            "config-resolved.toml": resolved_for(self.study, self.folder),
            "summary.json": summary,
        }
        for name, text in told.items():
            write_whole(self.folder / name, text)
        outputs = [self.folder / "plan.json", *parts_in(self.series), *(self.folder / name for name in told), *figures]
        write_manifest(self.folder / "manifest.json", self.manifest(seconds, outputs))

    def manifest(self, seconds, outputs):
        """Where the results come from: config, seeds, graphs, versions, and a hash of every output."""
        return {
            "study": self.study.name,
            "title": self.study.title,
            "config": self.study.source,
            "overrides": list(self.study.overrides),
            "rules_hash": deciding.code(),
            "seeds": list(self.study.seeds),
            "arms": list(self.study.arms),
            **self.asked(),
            "runs": len(self.results.runs),
            "graph_hashes": {str(seed): self.graphs_of(seed) for seed in self.study.seeds},
            "series_hash": series_hash(self.results.runs),
            "outputs": {path.relative_to(self.folder).as_posix(): digest_of(path) for path in sorted(outputs)},
            "versions": {"trustsim": __version__}
            | {name: installed(name) for name in PACKAGES}
            | {"python": sys.version.split()[0]},
            "platform": platform.platform(),
            "finished": datetime.now(UTC).isoformat(timespec="seconds"),
            "seconds": round(seconds, 1),
        }

    def asked(self):
        """What decides the outputs beside the plan: while it is the same, an earlier manifest still stands."""
        files = [*deciding.files_of(self.study), *filter(None, [file_of(self.study)])]
        return {
            "config_hash": digest(resolved(self.study)),
            "conditions": [c.name for c in self.conditions],
            "files": {path.name: digest(deciding.bytes_of(path)) for path in files},
        }

    def graphs_of(self, seed):
        """The hashes of the graphs of a seed's runs."""
        return sorted({graph for key, graph in self.results.graphs.items() if key[2] == seed})


def write_manifest(path, table):
    """Write a manifest, with a digest of itself."""
    write_whole(path, json.dumps({"digest": digest(json.dumps(table)), **table}, indent=1))


def read_manifest(path):
    """A manifest as (table, whether it is sound); one that is not there is sound and empty, a damaged one empty."""
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        if table.pop("digest", None) in (None, digest(json.dumps(table))):  # earlier versions gave none
            return table, True
    except FileNotFoundError:
        return {}, True
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        pass
    return {}, False


def resolved_for(study, folder):
    """The resolved config with the paths of its own files as seen from `folder`, so that it runs from there."""
    from trustsim.scenario.files import rebased
    from trustsim.scenario.reading import dumped, toml

    return dumped(rebased(toml(resolved(study), study.source), study.arms[study.reference].folder, folder))


def series_hash(runs):
    """One hash of all series, whatever the order in which the runs finished."""
    series = (np.ascontiguousarray(runs[key][name]).tobytes() for key in sorted(runs) for name in sorted(runs[key]))
    return digest(b"".join(series))


def installed(name):
    """The version of an installed package."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"
