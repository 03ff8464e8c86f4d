"""Check that an optimisation changes no number: hash every column after a year, in worlds that use every branch.

python -m benchmarks.fingerprints before.json      before the change: writes the hashes
python -m benchmarks.fingerprints before.json      after it: lists every column that has changed
"""

import hashlib
import json
import sys
from pathlib import Path

import numpy as np

from trustsim.model import TrustModel
from trustsim.scenario import parse, vary

SHOCK = """
[[interventions]]
at = 20
shock = { dimensions = ["integrity", "competence"], weight = 5.0, deception = true, firms = [0] }
"""
WORLDS = {
    "usual": ("", {}, {}),
    "three contexts": ("", {"contexts.elsewhere": 0.6}, {"contexts": ["work", "money", "data"]}),
    "disconfirmation": ("", {"evidence.disconfirmation": True, "evidence.deceit": 0.5}, {}),
    "a scandal": (SHOCK, {"evidence.half_life": 4.0}, {"lens": "reputation"}),
    "much talk": (
        "",
        {"posting.sharing": 0.5, "word_of_mouth.telling": 1.0, "graph.spare": 1, "advisors.rate": 0.7},
        {"lens": "abi"},
    ),
    "much to see": (
        "",
        {"firms.disclosure": 0.9, "scrutiny.looking": 1.0, "firms.digital_share": 0.5},
        {"lens": "pillars"},
    ),
    "log equation": (
        "",
        {"customers.need_rate": 0.6, "leaping.novel_share": 0.9},
        {"lens": "trust_equation", "lens_form": "log"},
    ),
    "little happens": ("", {}, {"mechanisms": {"scrutiny": False, "posting": False, "contexts": False}}),
}


def columns_after(config, values, settings, weeks=52):
    """Every column of a world after `weeks` weeks: {"customers.trust": array}."""
    arm = next(iter(parse(config, source="fingerprints").arms.values()))
    arm = vary(
        arm, {"population.customers": 300, "population.advisors": 30, "population.firms": 5} | values, **settings
    )
    model = TrustModel(arm, seed=7).run(weeks)
    model.survey()
    columns = {
        f"{table}.{name}": getattr(model.tables, table)[name]
        for table in model.tables._fields[:5]
        for name in getattr(model.tables, table).dtype.names
    }
    columns["evidence"] = np.stack([model.tables.evidence["good"], model.tables.evidence["bad"]], axis=-1)
    columns |= {name: np.array(values) for name, values in model.datacollector.model_vars.items()}
    model.close()
    return columns


def fingerprints():
    """The hashes of all columns of all worlds: {world: {column: hash}}."""
    prints = {}
    for name, world in WORLDS.items():
        columns = {key: a.astype("f8" if a.dtype.kind == "f" else "i8") for key, a in columns_after(*world).items()}
        prints[name] = {key: hashlib.blake2b(a.tobytes(), digest_size=8).hexdigest() for key, a in columns.items()}
    return prints


def main(path):
    """Write the file, or print what has changed since it was written. Returns the exit status."""
    now = fingerprints()
    if not path.exists():
        path.write_text(json.dumps(now, indent=1))
        print(f"{path}: written")
        return 0
    before = json.loads(path.read_text())
    changed = {
        world: [key for key in now[world] if before[world].get(key) not in (None, now[world][key])] for world in now
    }
    for world, keys in changed.items():
        print(f"{world}: {'no number changed' if not keys else 'changed: ' + ', '.join(keys)}")
    return 1 if any(changed.values()) else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
