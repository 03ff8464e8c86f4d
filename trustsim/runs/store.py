"""Results on disk: Parquet parts during the runs, and a manifest last. Without a manifest, a study can be resumed.

A file is written under a temporary name and moved into place. So a killed run leaves complete files and at most some
`.tmp` files, which the next run removes. A part records the plan of its runs, and its name holds its digest. Damaged
runs and runs of another plan are never loaded.
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
from trustsim.runs.disk import digest, digest_of, digest_of_all, sync_folder, tidy, write_whole
from trustsim.runs.experiments import file_of
from trustsim.runs.parts import Damaged, is_sound, number_of, parts_in, read_part, write_part
from trustsim.runs.plan import is_plan, plan_of
from trustsim.runs.results import Results
from trustsim.scenario import resolved

EVERY = 64  # runs in a part at most
SECONDS = 10.0  # the work that a kill may lose, besides runs in progress
TOLD = (
    "manifest.json",
    "summary.json",
    "config-as-given.toml",
    "config-resolved.toml",
)  # the files of a finished study
PACKAGES = ("mesa", "numpy", "networkx", "scipy", "numba", "pyarrow", "pydantic")
WITHOUT_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP)  # errors of some network drives


class Store:
    """The folder of a study's results, for the runs of these (condition name, arm name) `pairs`.

    `told` is what the manifest says besides, of whatever else decides the outputs. `grows`: runs of conditions that
    are not known yet are loaded as well.
    Nothing is read or written before `open`, which locks and reads the folder.
    """

    def __init__(self, folder, study, conditions, tell=lambda text: None, pairs=None, told=None, grows=False):
        pairs = [(c.name, arm) for c in conditions for arm in study.arms] if pairs is None else pairs
        seeds = {condition.name: condition.seeds(study) for condition in conditions}
        self.wanted = {(*pair, seed) for pair in pairs for seed in seeds[pair[0]]}
        self.folder, self.study, self.conditions, self.tell = Path(folder), study, conditions, tell
        self.results, self.on_disk, self.flushed = Results(study, conditions), set(), time.monotonic()
        self.lock = FileLock(
            self.folder / ".lock", timeout=0
        )  # a lock of the system, which is released when a run is killed
        self.plan, self.beside, self.grows = plan_of(study), told or {}, grows
        self.gone = []  # parts that are damaged or belong to another plan
        self.replaces = False  # whether there are runs of another plan
        self.trouble = None  # the error of the last attempt to write runs

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
        """The BadInput for a folder that cannot be written."""
        return BadInput(
            f"{self.folder}: results cannot be written there ({error.strerror}); choose another folder with --out"
        )

    def refuse_foreign(self):
        """Refuse to overwrite files of other origin that have our file names. Raises BadInput."""
        parts, plan = parts_in(self.series), self.folder / "plan.json"
        if is_plan(plan):
            self.refuse_other_sweep(json.loads(plan.read_text(encoding="utf-8")))
        if is_plan(plan) or any(map(is_sound, parts)):
            return
        there = [path.name for path in (plan, *(self.folder / name for name in TOLD)) if path.exists()]
        if there or parts:
            raise BadInput(
                f"{self.folder}: has a {there[0] if there else 'series/'} that was not made by trustsim "
                "(there is no plan.json of ours); choose another folder with --out"
            )

    def refuse_other_sweep(self, there):
        """Refuse to replace the runs of a sweep, or other runs by those of a sweep. Raises BadInput."""
        here = json.loads(self.plan)
        if ("sweep" in there or "sweep" in here) and any(there.get(key) != here.get(key) for key in ("sweep", "arms")):
            what = "another sweep" if "sweep" in there else "a study that is not this sweep"
            raise BadInput(f"{self.folder}: has the results of {what}; choose another folder with --out")

    def resume(self):
        """Load the runs of the same plan that this call needs, and report damaged ones."""
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
            for key in runs if self.grows else self.wanted & runs.keys():
                self.results.runs[key], self.results.graphs[key] = runs[key]
        if seen and digest_of(plan) != mine:
            self.tell(f"{plan}: is damaged; it is written again")
        self.on_disk.update(self.results.runs)

    def begin(self, todo):
        """Prepare the folder for the runs `todo`: remove what is damaged, of another plan or of a smaller study."""
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
        """Report files of a finished study that have changed. All of them are made again."""
        if not sound:
            self.tell(f"{self.folder / 'manifest.json'}: is damaged; it is written again")
        for name, mark in manifest.get("outputs", {}).items():
            path = self.folder / name
            if path.suffix != ".parquet" and name != "plan.json" and path.exists() and digest_of(path) != mark:
                self.tell(f"{path}: is not as it was written; it is made again")

    def end(self):
        """Release the lock on the folder."""
        self.lock.release()

    def told(self, manifest):
        """Remove the earlier manifest and the outputs it lists, except the runs; never a user's own file."""
        kept = {"plan.json", *(f"series/{part.name}" for part in parts_in(self.series))}
        names = [name for name in manifest.get("outputs", ()) if name not in kept]
        inside = [name for name in names if ".." not in Path(name).parts and not Path(name).is_absolute()]
        told = [self.folder / name for name in ("manifest.json", *inside)]
        return [each for each in told if each.resolve() != Path(self.study.source).resolve()]

    def keep(self, task, series, graph):
        """Take one finished run. Runs are written to disk from time to time."""
        self.results.graphs[task.key], self.results.runs[task.key] = graph, series
        if len(self.results.runs) - len(self.on_disk) >= EVERY or time.monotonic() - self.flushed > SECONDS:
            self.flush()

    def flush(self):
        """Write the runs that are not on disk yet as one part. Report a failure once and keep them for later."""
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
        """Write the config as given and as resolved, then the manifest, whose presence means that all is complete."""
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
        """The origin of the results: config, seeds, graphs, versions, and a hash of every output."""
        return {
            "study": self.study.name,
            "title": self.study.title,
            "config": self.study.source,
            "overrides": list(self.study.overrides),
            "rules_hash": deciding.code(),
            "source_hash": deciding.source(),
            "seeds": list(self.study.seeds),
            "arms": list(self.study.arms),
            **self.asked(),
            "runs": len(self.results.runs),
            "graph_hashes": self.graph_hashes(),
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
        """What decides the outputs besides the plan. While it is the same, an earlier manifest remains valid."""
        files = [*deciding.files_of(self.study), *filter(None, [file_of(self.study)])]
        return {
            "config_hash": digest(resolved(self.study)),
            "conditions": [c.name for c in self.conditions],
            "files": {path.name: digest(deciding.bytes_of(path)) for path in files if path.is_file()},
            **self.beside,
        }

    def graph_hashes(self):
        """{seed: the hashes of the graphs of its runs}."""
        found = {}
        for (*_, seed), graph in self.results.graphs.items():
            found.setdefault(seed, set()).add(graph)
        return {str(seed): sorted(found[seed]) for seed in sorted(found)}


def write_manifest(path, table):
    """Write a manifest, with a digest of itself."""
    write_whole(path, json.dumps({"digest": digest(json.dumps(table)), **table}, indent=1))


def read_manifest(path):
    """A manifest as (table, whether it is intact). A missing one is intact and empty; a damaged one is empty."""
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        if table.pop("digest", None) in (None, digest(json.dumps(table))):  # earlier versions wrote none
            return table, True
    except FileNotFoundError:
        return {}, True
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        pass
    return {}, False


def resolved_for(study, folder):
    """The resolved config with paths relative to `folder`, so that it runs from there."""
    from trustsim.scenario.files import rebased
    from trustsim.scenario.reading import dumped, toml

    return dumped(rebased(toml(resolved(study), study.source), study.arms[study.reference].folder, folder))


def series_hash(runs):
    """One hash of all series, independent of the order in which runs finished."""
    return digest_of_all(np.ascontiguousarray(runs[key][name]) for key in sorted(runs) for name in sorted(runs[key]))


def installed(name):
    """The version of an installed package."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"
