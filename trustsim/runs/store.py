"""Results on disk: Parquet parts while it runs, a manifest last. What has no manifest is unfinished, and can go on.

A part is written beside its name and moved into place, so a killed run leaves whole parts and at most one `.tmp` file,
which nobody reads.
"""

import hashlib
import json
import os
import platform
import sys
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from trustsim.runs.results import Results
from trustsim.scenario import resolved

EVERY = 64  # runs a part
PACKAGES = ("trustsim", "mesa", "numpy", "networkx", "scipy", "numba", "pyarrow", "pydantic")


def digest(data):
    """A short hash of text or bytes."""
    return hashlib.blake2b(data.encode() if isinstance(data, str) else data, digest_size=8).hexdigest()


def write_whole(path, data):
    """Write text or bytes so that the file is there in full or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    part.write_bytes(data.encode() if isinstance(data, str) else data)
    part.replace(path)


def folder_for(study, conditions, out=None):
    """The folder of a study's results: named after it and a hash of all that decides them, so that changes get a new one."""
    own = [p.read_bytes().hex() for arm in study.arms.values() for p in own_files(arm)]
    key = digest(json.dumps([resolved(study), own, [c.name for c in conditions], sources()]))
    return Path(out) if out else Path("results") / f"{study.name}-{key}"


def own_files(arm):
    """The user's files that an arm names."""
    from trustsim import own

    names = [arm.lens, *arm.mechanisms.values(), *arm.agents.values(), *arm.measures]
    return sorted({own.path_of(name, arm.folder) for name in names if own.is_own(name)})


def sources():
    """A hash of the rules themselves: results of other rules are not mixed with these."""
    from trustsim.engine import digest_of_sources

    return digest_of_sources()


class Store:
    """The folder of one study's results, open for adding runs."""

    def __init__(self, folder, study, conditions):
        self.folder, self.study, self.conditions = Path(folder), study, conditions
        self.results, self.fresh = Results(study, conditions), []
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "series").mkdir(exist_ok=True)
        self.plan = json.dumps({"resolved": resolved(study), "rules": sources()})
        self.resume()

    @property
    def complete(self):
        """Whether every run is there and the manifest says so."""
        return (self.folder / "manifest.json").exists()

    def resume(self):
        """Take up the runs of an earlier, interrupted call with the same study; others are put aside as strangers."""
        plan = self.folder / "plan.json"
        if plan.exists() and plan.read_text(encoding="utf-8") != self.plan:
            for path in [*(self.folder / "series").glob("*.parquet"), self.folder / "manifest.json"]:
                path.unlink(missing_ok=True)
        write_whole(plan, self.plan)
        wanted = {(c.name, arm, seed) for c in self.conditions for arm in self.study.arms for seed in self.study.seeds}
        for path in sorted((self.folder / "series").glob("part-*.parquet")):
            for key, (series, graph) in read_part(path).items():
                if key in wanted:
                    self.results.runs[key], self.results.graphs[key] = series, graph

    def keep(self, task, series, graph):
        """Take one finished run; every EVERY-th time they go to disk."""
        self.results.runs[task.key], self.results.graphs[task.key] = series, graph
        self.fresh.append(task.key)
        if len(self.fresh) >= EVERY:
            self.flush()

    def flush(self):
        """Write what is not on disk yet as one part."""
        if self.fresh:
            number = 1 + max((int(p.stem.split("-")[1]) for p in (self.folder / "series").glob("part-*.parquet")), default=0)
            write_part(self.folder / "series" / f"part-{number:05d}.parquet", {key: (self.results.runs[key], self.results.graphs[key]) for key in self.fresh})
            self.fresh = []

    def finish(self, seconds, extra):
        """Config as given and as resolved, then the manifest: last, so that its presence says all is whole."""
        write_whole(self.folder / "config-as-given.toml", self.study.given)
        write_whole(self.folder / "config-resolved.toml", resolved(self.study))
        for name, data in extra.items():
            write_whole(self.folder / name, data)
        write_whole(self.folder / "manifest.json", json.dumps(self.manifest(seconds), indent=1))

    def manifest(self, seconds):
        """Where the results come from: config, seeds, graphs, versions, and a hash of every output."""
        outputs = {str(p.relative_to(self.folder)): digest(p.read_bytes()) for p in sorted(self.folder.rglob("*")) if p.is_file() and not p.name.startswith(".")}
        return {
            "study": self.study.name,
            "title": self.study.title,
            "config": self.study.source,
            "overrides": list(self.study.overrides),
            "config_hash": digest(resolved(self.study)),
            "rules_hash": sources(),
            "seeds": list(self.study.seeds),
            "arms": list(self.study.arms),
            "conditions": [c.name for c in self.conditions],
            "runs": len(self.results.runs),
            "graph_hashes": {str(seed): sorted({graph for key, graph in self.results.graphs.items() if key[2] == seed}) for seed in self.study.seeds},
            "series_hash": series_hash(self.results.runs),
            "outputs": outputs,
            "versions": {name: installed(name) for name in PACKAGES} | {"python": sys.version.split()[0]},
            "platform": platform.platform(),
            "finished": datetime.now(UTC).isoformat(timespec="seconds"),
            "seconds": round(seconds, 1),
        }


def series_hash(runs):
    """One hash of all series, whatever the order in which the runs finished."""
    return digest(b"".join(np.ascontiguousarray(runs[key][name]).tobytes() for key in sorted(runs) for name in sorted(runs[key])))


def installed(name):
    """The version of an installed package."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "from source"


def write_part(path, runs):
    """Some runs as one Parquet table: condition, arm, seed, graph, tick, and a column a measure."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {"condition": [], "arm": [], "seed": [], "graph": [], "tick": []}
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

    table = pq.read_table(path)
    keys = list(zip(*(table[name].to_pylist() for name in ("condition", "arm", "seed")), strict=True))
    measures = {name: table[name].to_numpy() for name in table.column_names[5:]}
    graphs = table["graph"].to_pylist()
    edges = [i for i, key in enumerate(keys) if i == 0 or key != keys[i - 1]] + [len(keys)]
    return {keys[a]: ({name: column[a:b] for name, column in measures.items()}, graphs[a]) for a, b in zip(edges[:-1], edges[1:], strict=True)}
