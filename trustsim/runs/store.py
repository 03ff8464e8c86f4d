"""Results on disk: Parquet parts while it runs, a manifest last. What has no manifest is unfinished, and can go on.

A part is written beside its name and moved into place, so a killed run leaves whole parts and at most one `.tmp` file,
which nobody reads. `plan.json` says of what the parts are the runs: those of another plan are never taken up.
"""

import hashlib
import json
import os
import platform
import re
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from trustsim import __version__
from trustsim.by_group import TAKEN
from trustsim.errors import BadInput
from trustsim.runs import deciding
from trustsim.runs.experiments import file_of
from trustsim.runs.results import Results
from trustsim.scenario import resolved

EVERY = 64  # runs a part, at most
SECONDS = 10.0  # so much work a kill may cost, and the runs that it hits on the way
OURS = ("plan.json", "manifest.json", "summary.json", "config-as-given.toml", "config-resolved.toml")  # what a finished study leaves
PACKAGES = ("mesa", "numpy", "networkx", "scipy", "numba", "pyarrow", "pydantic")


def digest(data):
    """A short hash of text or bytes."""
    return hashlib.blake2b(data.encode() if isinstance(data, str) else data, digest_size=8).hexdigest()


def write_whole(path, data):
    """Write text or bytes so that the file is there in full or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        part.write_bytes(data.encode() if isinstance(data, str) else data)
        part.replace(path)
    except OSError as error:  # a full disk names no file
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        part.unlink(missing_ok=True)


def folder_for(study, conditions, out=None):
    """The folder of a study's results: named after it and a hash of all that decides them, so that changes get a new one."""
    key = digest(json.dumps([resolved(study), plan_of(study), [c.name for c in conditions]], default=str))
    return Path(out) if out else Path("results") / f"{study.name}-{key}"


def plan_of(study):
    """What decides the numbers of a run beside its condition and its seed, as text: the arms, our rules, the files they read."""
    from trustsim.scenario.study import as_config

    arms = {name: as_config(arm) | {"title": ""} for name, arm in study.arms.items()}
    return json.dumps({"arms": arms, "rules": deciding.code(), "files": deciding.told(study)}, indent=1, sort_keys=True, default=str)


def resolved_for(study, folder):
    """The resolved config with the paths of its own files as seen from `folder`, so that it runs from there."""
    from trustsim.scenario.files import rebased
    from trustsim.scenario.reading import dumped, toml

    return dumped(rebased(toml(resolved(study), study.source), study.arms[study.reference].folder, folder))


class Store:
    """The folder of one study's results, open for adding runs. Nothing is written before `begin`."""

    def __init__(self, folder, study, conditions):
        self.folder, self.study, self.conditions = Path(folder), study, conditions
        self.results, self.on_disk, self.flushed = Results(study, conditions), set(), time.monotonic()
        self.lock = FileLock(self.folder / ".lock", timeout=0)  # the system's own: a killed run leaves it free
        self.plan, there = plan_of(study), self.folder / "plan.json"
        self.ours = is_plan(there)
        self.replaces = self.ours and there.read_text(encoding="utf-8") != self.plan
        if self.ours and not self.replaces:
            self.resume()

    @property
    def parts(self):
        """The Parquet parts, in the order in which they were written."""
        return sorted(path for path in (self.folder / "series").glob("part-*.parquet") if re.fullmatch(r"part-\d+", path.stem))

    def resume(self):
        """Take up the runs of an earlier call with the same plan, as far as this one wants them."""
        wanted = {(c.name, arm, seed) for c in self.conditions for arm in self.study.arms for seed in self.study.seeds}
        for path in self.parts:
            for key, (series, graph) in read_part(path).items():
                if key in wanted:
                    self.results.runs[key], self.results.graphs[key] = series, graph
        self.on_disk.update(self.results.runs)

    def begin(self):
        """Make the folder ready for more runs: runs of another plan go, and so does what tells of a finished study."""
        foreign = [] if self.ours else [name for name in OURS if (self.folder / name).exists()]
        if foreign or (self.parts and not self.ours):
            what = foreign[0] if foreign else "series/"
            raise BadInput(f"{self.folder}: has a {what} that is not of trustsim's making (there is no plan.json of ours); choose another folder with --out")
        try:
            (self.folder / "series").mkdir(parents=True, exist_ok=True)
            self.lock.acquire()
            for path in [*(self.parts if self.replaces else ()), *(self.told() if self.ours else ())]:
                path.unlink(missing_ok=True)
            write_whole(self.folder / "plan.json", self.plan)
        except Timeout:
            raise BadInput(f"{self.folder}: another run is writing there; wait for it, or choose another folder with --out") from None
        except OSError as error:
            raise BadInput(f"{self.folder}: results cannot be written there ({error.strerror}); choose another folder with --out") from error

    def end(self):
        """Let others write to the folder."""
        self.lock.release()

    def told(self):
        """The manifest of an earlier call and, by its list of outputs, all but the runs: the user's own files are not on it."""
        path = self.folder / "manifest.json"
        try:
            names = json.loads(path.read_text(encoding="utf-8"))["outputs"]
        except (OSError, ValueError, LookupError, TypeError):
            names = ()
        kept = {"plan.json", *(f"series/{part.name}" for part in self.parts)}
        told = [path, *(self.folder / name for name in names if name not in kept and ".." not in Path(name).parts and not Path(name).is_absolute())]
        return [each for each in told if each.resolve() != Path(self.study.source).resolve()]

    def keep(self, task, series, graph):
        """Take one finished run; from time to time they go to disk."""
        self.results.graphs[task.key], self.results.runs[task.key] = graph, series
        if len(self.results.runs) - len(self.on_disk) >= EVERY or time.monotonic() - self.flushed > SECONDS:
            self.flush()

    def flush(self):
        """Write what is not on disk yet as one part."""
        fresh = {key: (series, self.results.graphs[key]) for key, series in self.results.runs.items() if key not in self.on_disk}
        if fresh:
            number = 1 + max((int(path.stem.split("-")[1]) for path in self.parts), default=0)
            write_part(self.folder / "series" / f"part-{number:05d}.parquet", fresh)
        self.on_disk.update(fresh)
        self.flushed = time.monotonic()

    def finish(self, seconds, summary, figures):
        """Config as given and as resolved, then the manifest: last, so that its presence says all is whole."""
        told = {"config-as-given.toml": self.study.given, "config-resolved.toml": resolved_for(self.study, self.folder), "summary.json": summary}
        for name, text in told.items():
            write_whole(self.folder / name, text)
        outputs = [self.folder / "plan.json", *self.parts, *(self.folder / name for name in told), *figures]
        write_whole(self.folder / "manifest.json", json.dumps(self.manifest(seconds, outputs), indent=1))

    def manifest(self, seconds, outputs):
        """Where the results come from: config, seeds, graphs, versions, and a hash of every output."""
        return {
            "study": self.study.name,
            "title": self.study.title,
            "config": self.study.source,
            "overrides": list(self.study.overrides),
            "config_hash": digest(resolved(self.study)),
            "rules_hash": deciding.code(),
            "seeds": list(self.study.seeds),
            "arms": list(self.study.arms),
            "conditions": [c.name for c in self.conditions],
            "runs": len(self.results.runs),
            "graph_hashes": {str(seed): sorted({graph for key, graph in self.results.graphs.items() if key[2] == seed}) for seed in self.study.seeds},
            "series_hash": series_hash(self.results.runs),
            "files": {path.name: digest(path.read_bytes()) for path in [*deciding.files_of(self.study), *filter(None, [file_of(self.study)])]},
            "outputs": {path.relative_to(self.folder).as_posix(): digest(path.read_bytes()) for path in sorted(outputs)},
            "versions": {"trustsim": __version__} | {name: installed(name) for name in PACKAGES} | {"python": sys.version.split()[0]},
            "platform": platform.platform(),
            "finished": datetime.now(UTC).isoformat(timespec="seconds"),
            "seconds": round(seconds, 1),
        }


def is_plan(path):
    """Whether a file is a plan that we wrote."""
    try:
        return {"arms", "rules", "files"} <= set(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return False


def series_hash(runs):
    """One hash of all series, whatever the order in which the runs finished."""
    return digest(b"".join(np.ascontiguousarray(runs[key][name]).tobytes() for key in sorted(runs) for name in sorted(runs[key])))


def installed(name):
    """The version of an installed package."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"


def write_part(path, runs):
    """Some runs as one Parquet table: condition, arm, seed, graph, tick, and a column a measure."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {name: [] for name in TAKEN}
    for (condition, arm, seed), (series, graph) in runs.items():
        ticks = len(next(iter(series.values())))
        columns["condition"] += [condition] * ticks
        columns["arm"] += [arm] * ticks
        columns["seed"] += [seed] * ticks
        columns["graph"] += [graph] * ticks
        columns["tick"] += range(ticks)
    for measure in dict.fromkeys(name for series, _ in runs.values() for name in series):
        columns[measure] = np.concatenate([series.get(measure, np.full(len(next(iter(series.values()))), np.nan)) for series, _ in runs.values()])
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), sink, compression="zstd")
    write_whole(path, sink.getvalue().to_pybytes())


def read_part(path):
    """The runs in one Parquet part: {(condition, arm, seed): ({measure: float64 [ticks]}, graph's hash)}."""
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
        keys = list(zip(*(table[name].to_pylist() for name in ("condition", "arm", "seed")), strict=True))
        graphs = table["graph"].to_pylist()
    except (OSError, ValueError, KeyError) as error:
        raise BadInput(f"{path}: is no part of results ({error}); remove it, its runs are then run again") from error
    measures = {name: table[name].to_numpy() for name in table.column_names[len(TAKEN) :]}
    edges = [i for i, key in enumerate(keys) if i == 0 or key != keys[i - 1]] + [len(keys)]
    return {keys[a]: ({name: column[a:b] for name, column in measures.items()}, graphs[a]) for a, b in pairwise(edges)}
