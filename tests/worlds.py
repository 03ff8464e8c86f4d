"""Small worlds, and what tests ask of them."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from trustsim.chance import dice
from trustsim.mechanisms import MECHANISMS
from trustsim.model import TrustModel
from trustsim.parameters import traits
from trustsim.scenario import parse
from trustsim.state import DIMENSIONS, TABLES, columns_of

HOUSE = Path(__file__).parents[1]
SMALL = {"population": {"customers": 60, "advisors": 8, "firms": 3}, "graph": {"relations": 4, "peers": 4}}
CLASSIC = (  # the mechanisms without which there is no world
    "contexts",
    "delivering",
    "forgetting",
    "leaping",
    "levelling",
    "news",
    "opening_up",
    "posting",
    "scrutiny",
    "word_of_mouth",
)
ALL = dict.fromkeys(MECHANISMS, True)
PLAIN = {  # what tests calculate with, whatever the defaults are
    "lens": "components",
    "lens_form": "ratio",
    "mechanisms": {name: name in CLASSIC for name in MECHANISMS},
    "graph": {"relations": 6},
    "advisors": {
        "competence": 0.75,
        "reliability": 0.75,
        "intimacy": 0.55,
        "other_orientation": 0.6,
        "empathy": 0.6,
        "integrity": 0.65,
    },
    "customers": {"need_rate": 0.1},
    "spread": {"quality": 0.6},
    "leaping": {"choice_noise": 0.05},
    "reciprocity": {"steepness": 0.0, "least_effort": 0.3},
}
RICH = {  # much of everything, so that every mechanism has something to do
    "population": {"customers": 60, "advisors": 8, "firms": 3},
    "graph": {"relations": 4, "peers": 4, "spare": 1},
    "contexts": {"names": ["service", "data"]},
    "firms": {"disclosure": 0.6, "digital_share": 0.3, "cost": 2.0},
    "advisors": {
        "rate": 0.5,
        "knowledge": 0.4,
        "personal": 0.4,
        "promotional": 0.1,
        "spotlight": 0.1,
        "dialogue": 0.5,
        "approach_rate": 0.4,
        "order": 4,
        "gated": 0.5,
        "betrayal": 0.5,
        "whitewash": 0.05,
        "praise": 0.2,
    },
    "customers": {"need_rate": 0.6, "sociability": 0.8, "attention": 3.0, "exaggeration": 0.9},
    "evidence": {"half_life": 26.0, "deceit": 0.5},
    "leaping": {"gain": 4.0, "reputation_floor": 0.2},
    "posting": {"sharing": 0.2},
    "scrutiny": {"looking": 0.8},
    "word_of_mouth": {"telling": 1.0, "fan_after": 1, "fan_telling": 0.5},
    "mechanisms": ALL,
    "levelling": {"distance": 0.05},
    "talk": {"mediation": 0.5, "cost": 1.0},
    "news": {"contagion": 0.3},
    "imitating": {"quarter": 2},
    "surviving": {"year": 2},
    "oscillating": {"bait": 0.4},
    "approaching": {"enough_shown": 0.1, "avoid_weeks": 4},
    "interventions": [
        {"at": 1, "for": {"advisors": 0.5}, "set": {"advisors.knowledge": 0.1, "advisors.personal": 0.8}},
        {"at": 2, "shock": {"firms": [0], "dimensions": ["integrity", "competence"], "deception": True}},
    ],
}


def merged(one, other):
    """Two configs as one; of a table in both, the keys of both."""
    return one | {
        key: {**one[key], **value} if isinstance(value, dict) and isinstance(one.get(key), dict) else value
        for key, value in other.items()
    }


def arm(config=SMALL, folder=".", **groups):
    """The only arm of a config, with some groups of it changed: `arm(RICH, advisors={"rate": 1.0}, lens="abi")`."""
    config = merged(PLAIN, config)
    for key, value in groups.items():
        below = config.get(key, {})
        config[key] = {**below, **value} if isinstance(value, dict) and isinstance(below, dict) else value
    return next(iter(parse(config, folder=folder).arms.values()))


def model(config=SMALL, seed=1, threads=1, weeks=0, folder=".", **groups):
    """A model of `arm(config, ...)` after some weeks."""
    return TrustModel(arm(config, folder, **groups), seed=seed, threads=threads).run(weeks)


def contents(world, besides=("settings", "sums")):
    """Every table of a world (or a model's) as bytes: {"firms": b"..."}; settings and sums are not what happened."""
    world = getattr(world, "tables", world)
    return {name: table.tobytes() for name, table in world._asdict().items() if name not in besides}


def happened(model):
    """What happened in a run, as bytes: every column that is not itself a parameter."""
    found = {}
    for table in set(TABLES) - {"sums"}:
        given = {p.name for p in traits(table)} | {"quality"} if table in ("firms", "advisors", "customers") else set()
        found |= {
            f"{table}.{name}": getattr(model.tables, table)[name].tobytes()
            for name in columns_of(table)
            if name not in given
        }
    return found


def digest(model):
    """A short hash of every table of a model."""
    return hashlib.sha256(b"".join(contents(model).values())).hexdigest()[:16]


def python(script, *arguments, house=HOUSE, **environment):
    """What a script prints in a Python of its own, where `import trustsim` finds the package in `house`."""
    environment = {**os.environ, "PYTHONPATH": f"{house}{os.pathsep}{HOUSE / 'tests'}", **environment}
    done = subprocess.run(
        [sys.executable, "-P", "-c", script, *map(str, arguments)], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def alone(**groups):
    """The world of one customer who knows one advisor of one firm, all of them average: rules are called on it as plain Python.

    Relation 0 is with the advisor, relation 1 with the firm. Nothing is passed on from one to the other, nor between
    contexts, unless a test says so.
    """
    few = {"population": {"customers": 1, "advisors": 1, "firms": 1}, "graph": {"relations": 1, "peers": 0, "spare": 0}}
    average = {
        "spread": {"quality": 0.0, "disclosure": 0.0, "propensity": 0.0, "status": 0.0},
        "evidence": {"communal_share": 0.0, "firm_to_advisor": 0.0, "spillover": 0.0},
    }
    return model({**few, **average}, **groups).world


def weeks(world, count, seed=1):
    """The same world in so many weeks of different luck."""
    for tick in range(count):
        world.clock.dice = dice(seed, tick)
        yield tick


def learnt(world, row=0, context=0):
    """What relation `row` has learnt: {dimension: (good, bad)}, dimensions without evidence left out."""
    known = world.evidence[row, context]
    amounts = zip(*(side.astype(float).round(6).tolist() for side in (known.good, known.bad)), strict=True)
    return {name: pair for name, pair in zip(DIMENSIONS, amounts, strict=True) if any(pair)}


def amount(world):
    """All evidence in a world, good and bad (observations, grown)."""
    return float(world.evidence.good.sum() + world.evidence.bad.sum())


def often(times, chances, probability):
    """Whether so many times out of so many chances is what a probability gives, within 4.5 standard deviations."""
    return abs(times - chances * probability) <= 4.5 * max(1.0, (chances * probability * (1.0 - probability)) ** 0.5)
