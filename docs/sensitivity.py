"""Write docs/reference/sensitivity.md, where each parameter is moved down and up: `python -m docs.sensitivity [SEEDS]`.

It also writes how strong each parameter is, by which the live page orders its sliders.
This takes a few minutes on two cores. Each moved parameter is compared with its twin worlds at the defaults.
"""

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from trustsim.lenses import LENSES
from trustsim.pages.markdown import number, table
from trustsim.parameters import OPTIONAL, parameters
from trustsim.runs.compare import interval
from trustsim.runs.one_run import Networks, run_one
from trustsim.runs.outcomes import Outcome
from trustsim.scenario import read, vary

PAGE = Path(__file__).parent / "reference" / "sensitivity.md"
STRENGTHS = Path(__file__).parents[1] / "trustsim" / "live" / "strengths.json"  # the page shows what matters first
SEEDS = 10
SMALL = {"population.customers": 200, "population.advisors": 16}
COURSE = {"ticks": 104, "measures": ["trust", "leap_rate"], "contexts": ["service", "data"]}
OUTCOMES = (Outcome("trust", "trust"), Outcome("leap rate", "leap_rate"))
READS = {  # what a parameter needs in order to have an effect, where the defaults do not have it
    "graph.attachment": {"graph": {"maker": "scale_free"}},
    "graph.mixing": {"graph": {"maker": "stochastic_block"}},
    "graph.branching": {"graph": {"maker": "firm_hierarchy"}},
} | {p.path: {"mechanisms": {p.group: True}} for p in parameters().values() if p.group in OPTIONAL}


def moved(parameter):
    """The values to which a parameter is moved: half and double its default, at most half way to a limit of its range.

    A switch is flipped, and negativity is moved to both limits.
    """
    low, high, here = parameter.low, parameter.high, parameter.default
    if parameter.kind is bool:
        return [not here]
    if parameter.path == "customers.negativity":  # its source requires the whole range, 1..4
        return [low, high]
    down = max(here / 2, (here + low) / 2) if here > 0 else max(low, -2.0)
    up = min(here * 2, (here + high) / 2) if here > 0 else high
    values = [round(v) if parameter.kind is int else v for v in (down, up)]
    return [v for v in values if v != here]


class Worlds:
    """Runs of small worlds, one per arm and seed."""

    def __init__(self, seeds):
        self.base = vary(next(iter(read("baseline").arms.values())), SMALL, **COURSE)
        self.seeds, self.networks = range(1, seeds + 1), Networks(keep=4 * seeds)

    def values(self, changes, settings):
        """{outcome: one number per seed} of the base arm with these changes and settings."""
        arm = vary(self.base, changes, **settings)
        runs = [run_one(arm, seed, self.networks.of(arm, seed)[0]) for seed in self.seeds]
        return {
            outcome.name: [float(outcome.read(run[outcome.measure][None, :])[0]) for run in runs]
            for outcome in OUTCOMES
        }


def sweep(seeds):
    """Run all moves under every lens.

    Returns [(parameter, value, {lens: {outcome: Interval of the change}})] and {lens: {outcome: Interval}} unmoved.
    """
    worlds, pool = Worlds(seeds), ThreadPoolExecutor(os.cpu_count() or 1)
    settings = {path: READS.get(path, {}) for path in parameters()}
    different = list({str(each): each for each in settings.values()}.values())
    unmoved = {
        (str(each), lens): pool.submit(worlds.values, {}, {**each, "lens": lens})
        for each in different
        for lens in LENSES
    }
    moves = [
        (
            p,
            value,
            {lens: pool.submit(worlds.values, {path: value}, {**settings[path], "lens": lens}) for lens in LENSES},
        )
        for path, p in parameters().items()
        for value in moved(p)
    ]
    found = []
    for parameter, value, futures in moves:
        changes = {}
        for lens, future in futures.items():
            before, after = unmoved[str(settings[parameter.path]), lens].result(), future.result()
            pairs = {o.name: zip(before[o.name], after[o.name], strict=True) for o in OUTCOMES}
            changes[lens] = {name: interval([b - a for a, b in each]) for name, each in pairs.items()}
        found.append((parameter, value, changes))
    base = {lens: unmoved["{}", lens].result() for lens in LENSES}
    return found, {lens: {o.name: interval(each[o.name]) for o in OUTCOMES} for lens, each in base.items()}


def strengths(found):
    """{path: the largest change of trust under any lens} of the parameters that were moved."""
    most = {}
    for parameter, _, changes in found:
        largest = max(abs(each["trust"].mean) for each in changes.values())
        most[parameter.path] = max(most.get(parameter.path, 0.0), round(largest, 3))
    return most


def page(found, base, seeds):
    """The page: a table for each outcome, starting with the strongest parameters."""
    most = strengths(found)
    found = sorted(found, key=lambda each: (-most[each[0].path], each[0].path))
    names = [lens.replace("_", " ") for lens in LENSES]
    levels = [(o.name, *(level(base[lens][o.name]) for lens in LENSES)) for o in OUTCOMES]
    return f"""<!-- generated by python -m docs.sensitivity: do not edit by hand -->

# Sensitivity

This page shows what depends on each parameter, under every lens. Each parameter is moved, one at a time, to half and
to double its default (at most half way to a limit of its range). Negativity is moved over its whole range, and a switch
is turned. The result is compared with the same worlds at the defaults.

The worlds are those of the baseline with {SMALL["population.customers"]} customers,
{SMALL["population.advisors"]} advisors, {COURSE["ticks"]} weeks and two contexts; n = {seeds} twin seeds (1..{seeds}).
Outcomes are means of the last half year. At the defaults they are, with 95 % confidence intervals:

{table(("outcome", *names), levels)}

**Bold**: the 95 % interval of the paired difference excludes 0. With so many intervals, some exclude it by chance.
Moving one at a time says nothing about interactions. Parameters with no effect here matter elsewhere: in other arms or
networks. Parameters of a mechanism that is off by default are moved with it switched on.

{outcome_sections(found, names)}
"""


def outcome_sections(found, names):
    """A section with a table for each outcome."""
    heads = ("parameter", "default", "moved to", *names)
    parts = []
    for o in OUTCOMES:
        rows = [
            (named(p), number(p.default), number(value), *(change(changes[lens][o.name]) for lens in LENSES))
            for p, value, changes in found
        ]
        parts.append(f"## Change of {o.name}\n\n{table(heads, rows)}")
    return "\n\n".join(parts)


def named(parameter):
    """A parameter, with what it needs in order to have an effect."""
    needs = ", ".join(map(where, READS.get(parameter.path, {}).items()))
    return f"`{parameter.path}`" + (f" ({needs})" if needs else "")


def where(setting):
    """What a parameter needs: "maker scale_free"."""
    key, value = setting
    return f"maker {value['maker']}" if key == "graph" else "switched on"


def change(found):
    """A paired change, bold where its interval excludes 0."""
    return f"**{found.mean:+.3f}**" if found.low > 0 or found.high < 0 else f"{found.mean:+.3f}"


def level(found):
    """A mean with its interval."""
    return f"{found.mean:.3f} [{found.low:.3f}, {found.high:.3f}]"


def main(arguments):
    """Sweep and write the page."""
    seeds = int(arguments[0]) if arguments else SEEDS
    found, base = sweep(seeds)
    PAGE.write_text(page(found, base, seeds), encoding="utf-8")
    STRENGTHS.write_text(json.dumps(strengths(found), indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
