"""Small studies that run in a moment, and results made up by hand."""

from types import SimpleNamespace

import numpy as np

from trustsim.runs.conditions import AS_CONFIGURED, Condition
from trustsim.runs.parts import parts_in, read_part
from trustsim.runs.results import Results
from trustsim.scenario import parse, read

TINY = """
title = "Tiny"
question = "Does showing more make people trust more?"
ticks = 6
replicates = 3
measures = ["trust", "leap_rate"]

[population]
firms = 2
advisors = 4
customers = 20

[customers]
need_rate = 0.8

[arms.closed]
title = "Firms show nothing"
firms.disclosure = 0.0

[arms.open]
title = "Firms show all"
firms.disclosure = 1.0
"""
EXPERIMENT = '''
"""Does showing more make people trust more?"""

from trustsim.runs.claims import Claim, Outcome, higher

TRUST = Outcome("trust in the last weeks", "trust", -3)
OUTCOMES = (TRUST,)
CLAIMS = (Claim(1, "Showing more builds trust.", (higher(TRUST, "open", than="closed"),), hangs_on="scrutiny"),)
'''
FRAGILE = '''
def fragile(model):
    """One, unless it is week 3 of the world with seed 2."""
    if model.seed == 2 and model.steps == 4:
        raise ZeroDivisionError("nobody left")
    return 1.0
'''


def study(text=TINY, **changed):
    """The study of a text, with some top-level keys changed."""
    return parse(
        "".join(f"{key} = {value!r}\n" for key, value in changed.items()) + without(text, changed), "tiny.toml"
    )


def without(text, keys):
    """A text without the lines that set these top-level keys."""
    return "\n".join(line for line in text.splitlines() if line.partition(" =")[0] not in keys)


def written(folder, text=TINY, name="tiny.toml", **files):
    """The path of a config in a folder, with files of the user's own beside it: `my_experiment=EXPERIMENT`."""
    folder.mkdir(parents=True, exist_ok=True)
    for stem, content in files.items():
        (folder / f"{stem}.py").write_text(content)
    path = folder / name
    path.write_text(text)
    return path


def experimental(folder, text=TINY, **changed):
    """A study of `text` in a folder that has the experiment beside it."""
    changed = {"experiment": "my_experiment.py", "lenses": ["abi"], "ablations": ["scrutiny"]} | changed
    top = "".join(f"{key} = {value!r}\n" for key, value in changed.items())
    return read(str(written(folder, top + without(text, changed), my_experiment=EXPERIMENT)))


BASE, LENS, WITHOUT, AT_ONE, AT_FOUR = (
    AS_CONFIGURED,
    "lens abi",
    "without posting",
    "customers.negativity = 1",
    "customers.negativity = 4",
)
CONDITIONS = {
    BASE: Condition(BASE, "base", {}, "components"),
    LENS: Condition(LENS, "lens", {"lens": "abi"}, "abi"),
    WITHOUT: Condition(WITHOUT, "ablation", {"mechanisms": {"posting": False}}, "posting"),
    AT_ONE: Condition(AT_ONE, "variation", {"values": {"customers.negativity": 1.0}}, "customers.negativity", 1.0),
    AT_FOUR: Condition(AT_FOUR, "variation", {"values": {"customers.negativity": 4.0}}, "customers.negativity", 4.0),
}

WORLDS = [f"world {number}" for number in range(1, 21)]
CONDITIONS |= {name: Condition(name, "space", {}, place={"a": float(at)}) for at, name in enumerate(WORLDS)}


def results(differences, seeds=5, ticks=4):
    """Results of the arms low and high; `differences` {condition: how much trust in high exceeds that in low}, give or take a little."""
    wobble = np.linspace(-0.01, 0.01, seeds) if seeds > 1 else np.zeros(1)
    made = Results(
        SimpleNamespace(seeds=range(1, seeds + 1), arms={"low": None, "high": None}, reference="low"),
        [CONDITIONS[name] for name in differences],
    )
    for condition, by in differences.items():
        for seed, off in zip(made.study.seeds, wobble, strict=True):
            made.runs[condition, "low", seed] = {"trust": np.full(ticks, 0.4 + seed / 100)}
            made.runs[condition, "high", seed] = {"trust": np.full(ticks, 0.4 + seed / 100 + by + off)}
    return made


def rows(out):
    """{key: (series as bytes, graph)} of all runs in a folder."""
    found = {}
    for path in parts_in(out / "series"):
        for key, (series, graph) in read_part(path)[1].items():
            found[key] = tuple((name, series[name].tobytes()) for name in sorted(series)), graph
    return found
