"""Put the shards of a sweep together: the same folder as if all points had been run in one go.

Nothing is run, and no code that comes with a folder is read. The outcomes are those that each shard wrote down.
"""

import json
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from trustsim.errors import BadInput
from trustsim.runs.disk import digest, digest_of
from trustsim.runs.parts import Damaged, parts_in, read_part
from trustsim.runs.plan import is_plan
from trustsim.runs.store import EVERY, Store, read_manifest
from trustsim.scenario import parse
from trustsim.scenario.study import Sweep
from trustsim.sweeps import outcomes
from trustsim.sweeps.designs import conditions_of
from trustsim.sweeps.sweep import Asked, Swept, finish

DIFFER = {"sweep": "it varies other things, or at other points", "arms": "its config differs",
          "rules": "it was run by another version of trustsim or of a package that it needs",
          "files": "its files differ"}  # fmt: skip


def merge(out, folders, tell=lambda text: None):
    """Merge the shards in `folders` into the folder `out`, and return the Swept of all points. Raises BadInput."""
    began, folders = time.monotonic(), [Path(each) for each in folders]
    manifests = {folder: manifest_of(folder) for folder in folders}
    check_same(folders, manifests)
    asked = Asked(**{**asked_in(manifests[folders[0]]), "shard": None})
    study = study_in(folders[0], asked)
    conditions = conditions_of(study.sweep)
    table = table_in(folders, study, conditions)
    check_whole(table, study, conditions, manifests)
    many = {name: len(seeds) for (name, _), seeds in table.values.items()}
    conditions = [each._replace(replicates=many[each.name]) for each in conditions]
    pairs = list(table.values)
    distinct = list({each.name: each for each in conditions}.values())
    told = {key: manifests[folders[0]][key] for key in ("config_hash", "files")}
    told["sweep"] = {**asked._asdict(), "design": study.sweep.design, "points": len(conditions)}
    store = Store(out, study, distinct, tell, pairs, told)
    store.plan = (folders[0] / "plan.json").read_text(encoding="utf-8")
    refuse_other(store)
    store.open()
    try:
        take_runs(store, folders)
        swept = Swept(study, conditions, table, asked, Path(out), time.monotonic() - began)
        swept = swept._replace(runs=len(store.results.runs), saved=len(store.on_disk), results=store.results)
        return swept._replace(troubles=tuple(finish(store, swept)))
    finally:
        store.end()


def manifest_of(folder):
    """The manifest of a finished sweep or shard. Raises BadInput."""
    plan, (manifest, sound) = folder / "plan.json", read_manifest(folder / "manifest.json")
    if not is_plan(plan):
        raise BadInput(f"{folder}: is not a folder of results (there is no plan.json of ours)")
    if "sweep" not in json.loads(plan.read_text(encoding="utf-8")):
        raise BadInput(f"{folder}: has the results of a study, not of a sweep")
    if not sound or "sweep" not in manifest:
        raise BadInput(f"{folder}: is not finished; run its command again, then merge")
    return manifest


def asked_in(manifest):
    """The fields of Asked in a manifest. Raises BadInput."""
    told = manifest["sweep"]
    return {name: told.get(name) for name in Asked._fields}


def check_same(folders, manifests):
    """Check that all folders belong to one sweep, with as many seeds at each point. Raises BadInput."""
    first, plan = folders[0], digest_of(folders[0] / "plan.json")
    for folder in folders[1:]:
        if digest_of(folder / "plan.json") != plan:
            here, there = (json.loads((each / "plan.json").read_text(encoding="utf-8")) for each in (first, folder))
            why = next((text for key, text in DIFFER.items() if here.get(key) != there.get(key)), "its plan differs")
            raise BadInput(f"{folder}: is of another sweep than {first}: {why}")
        mine, other = ({**asked_in(manifests[each]), "shard": None} for each in (first, folder))
        differs = next((key for key in mine if mine[key] != other[key]), None)
        if differs or manifests[folder]["seeds"] != manifests[first]["seeds"]:
            key = differs or "first_seed"
            values = f"{other.get(key, '')} there, {mine.get(key, '')} in {first}"
            raise BadInput(f"{folder}: has other {key.replace('_', '-')} ({values}); run it again with the same")


def study_in(folder, asked, code=False):
    """The study of a sweep or a shard, with its Sweep; without `code` none of its own code is read. Raises BadInput."""
    path = folder / "config-resolved.toml"
    try:
        text, given = (each.read_text(encoding="utf-8") for each in (path, folder / "config-as-given.toml"))
    except OSError as error:
        raise BadInput(f"{error.filename}: cannot be read ({error.strerror})") from None
    study = parse(text, path.as_posix(), folder, code=code)
    manifest, _ = read_manifest(folder / "manifest.json")
    overrides, name, source = (manifest[key] for key in ("overrides", "study", "config"))
    sweep = sweep_in(json.loads((folder / "plan.json").read_text(encoding="utf-8")))
    study = replace(study, name=name, source=source, given=given, overrides=tuple(overrides), sweep=sweep)
    return replace(study, replicates=asked.at_most or asked.seeds)


def sweep_in(plan):
    """The Sweep in a plan, with tuples again where JSON has lists. Raises BadInput."""
    try:
        found = dict(plan["sweep"])
        for key in ("points", "cube", "networks"):
            found[key] = tuple(map(tuple, found[key]))
        return Sweep(**found)
    except (KeyError, TypeError) as error:
        raise BadInput("plan.json: has no sweep that this version understands") from error


def table_in(folders, study, conditions):
    """The Table of all shards, in the order of the design."""
    tables = [outcomes.read(folder) for folder in folders]
    if any(each.about != tables[0].about for each in tables):
        raise BadInput(f"{folders[0]} and another folder have other outcomes; run them with the same experiment")
    found = {}
    for table in tables:
        found |= table.values
    pairs = [(name, arm) for name in dict.fromkeys(each.name for each in conditions) for arm in study.arms]
    return outcomes.Table(tables[0].about, {pair: found[pair] for pair in pairs if pair in found})


def check_whole(table, study, conditions, manifests):
    """Check that every point is there. Raises BadInput."""
    names = list(dict.fromkeys(each.name for each in conditions))
    absent = [name for name in names if any((name, arm) not in table.values for arm in study.arms)]
    if absent:
        shards = [manifest["sweep"].get("shard") for manifest in manifests.values()]
        many = next((shard[1] for shard in shards if shard), 0)
        there = {shard[0] for shard in shards if shard}
        left = [f"{number}/{many}" for number in range(1, many + 1) if number not in there]
        which = f"; give the folders of shard {', '.join(left)} as well" if left else ""
        raise BadInput(f"{len(absent)} of {len(names)} points are in none of these folders{which}")


def refuse_other(store):
    """Refuse to merge into a folder with other results. Raises BadInput."""
    path = store.folder / "plan.json"
    if is_plan(path) and digest_of(path) != digest(store.plan):
        raise BadInput(f"{store.folder}: has other results; choose another folder to merge into")


def take_runs(store, folders):
    """Copy the runs of all shards that are not there yet into the store. Raises BadInput."""
    fresh, plan = {}, digest(store.plan)
    for folder in folders:
        if folder.resolve() == store.folder.resolve():
            continue
        for path in parts_in(folder / "series"):
            try:
                of, runs = read_part(path)
            except Damaged as error:
                raise BadInput(f"{path}: {error}; run the command of this shard again, then merge") from None
            if of == plan:
                take(runs, fresh, store, path)
    store.begin(sorted(fresh))
    for number, key in enumerate(sorted(fresh), 1):
        store.results.runs[key], store.results.graphs[key] = fresh[key]
        if number % EVERY == 0:
            store.flush()
    store.flush()
    if store.trouble is not None:
        raise BadInput(f"{store.series}: the runs cannot be written ({store.trouble.strerror}); make room, merge again")
    absent = next((key for key in sorted(store.wanted) if key not in store.results.runs), None)
    if absent is not None:
        raise BadInput(f"the run of {absent[1]}, seed {absent[2]}, at {absent[0]} is in none of these folders")


def take(runs, fresh, store, path):
    """Take the runs of a part that are wanted. Raises BadInput if one differs from the same run elsewhere."""
    for key in store.wanted & runs.keys():
        known = (store.results.runs[key],) if key in store.results.runs else fresh.get(key)
        if known is None:
            fresh[key] = runs[key]
        elif not same(known[0], runs[key][0]):
            raise BadInput(f"{path}: the run of {key[1]}, seed {key[2]}, at {key[0]} has other numbers elsewhere")


def same(series, others):
    """Whether two runs have the same numbers; a measure that only one of them has is missing in the other."""
    names = {*series, *others}
    none = np.full(len(next(iter(series.values()))), np.nan)
    return all(np.array_equal(series.get(name, none), others.get(name, none), equal_nan=True) for name in names)
