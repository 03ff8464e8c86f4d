"""How fast is it, as ratios to what a user would pick instead, all measured in one run.

Run `make bench` or `python -m benchmarks.speed [--json FILE] [--quick]`. Prints medians beside their targets.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from typing import NamedTuple

import numpy as np

WARM = 5  # weeks before timing starts, so that customers know equally much in every version


class Row(NamedTuple):
    """A measurement with its unit, its target in words ("" if there is none), and whether it was met."""

    name: str
    value: float
    unit: str
    target: str = ""
    met: bool = True


def world(customers, advisors, relations):
    """An arm and its network. Each customer knows `relations` advisors; the measures are trust and the leap rate."""
    from benchmarks.mesa_idiomatic import SUBSET
    from trustsim.network import make_network
    from trustsim.scenario import parse

    numbers = {
        "population": {"customers": customers, "advisors": advisors, "firms": 8},
        "graph": {"relations": relations},
    }
    arm = parse({**SUBSET, **numbers, "measures": ["trust", "leap_rate"]}).arms["as configured"]
    return arm, make_network(arm.graph, arm.values, 1)


def seconds_a_week(*models, turns=25, weeks=8):
    """Median seconds per week of each model, after WARM weeks. Models take turns, so other load affects all of them."""
    for model in models:
        live(model, WARM)
    took = [[timed(lambda model=model: live(model, weeks)) / weeks for model in models] for _ in range(turns)]
    return [statistics.median(column) for column in zip(*took, strict=True)]


def live(model, weeks):
    """Run a model for `weeks` steps."""
    for _ in range(weeks):
        model.step()


def timed(call):
    """The time that a call takes, in seconds."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def against_mesa(customers, relations):
    """Both versions in the same world: customer-weeks per second, ratios, time relative to a plain copy, memory."""
    from benchmarks.mesa_idiomatic import MesaTrust
    from trustsim.model import TrustModel
    from trustsim.state import WITH_ADVISORS

    arm, network = world(customers, max(customers // 50, relations), relations)
    alone, pair = (TrustModel(arm, 1, threads=threads, network=network) for threads in (1, 2))
    alone.run(1)  # compiles
    one, two = seconds_a_week(alone, pair)
    (theirs,) = seconds_a_week(MesaTrust(network, arm, 1), turns=5, weeks=1)
    bound = copying(touched_in_a_week(alone.tables) // 2)  # a copy touches every byte twice: read and write
    tables = alone.tables
    per_relation = (tables.relations.nbytes + tables.evidence.nbytes) / len(tables.relations)
    per_relation += sum(getattr(tables, name).itemsize for name in WITH_ADVISORS)
    per_customer = sum(table.nbytes for table in tables) / customers
    alone.close()
    pair.close()
    size = f"{customers:,} customers x {relations} relations"
    return [
        Row(f"idiomatic Mesa, {size}", customers / theirs / 1e6, "million customer-weeks/s"),
        Row("trustsim, one thread", customers / one / 1e6, "million customer-weeks/s"),
        Row(
            "trustsim on one thread against idiomatic Mesa",
            theirs / one,
            "times",
            "at least 40, aim 100",
            theirs / one >= 40,
        ),
        Row("two threads against one", one / two, "times", "at least 1.7", one / two >= 1.7),
        Row("one thread against touching as many bytes by a plain copy", one / bound, "times the time"),
        Row("memory of a relation, both ways", per_relation, "bytes", "at most 200", per_relation <= 200),
        Row("memory of a customer, its relations and peers included", per_customer, "bytes"),
    ]


def every_mechanism(customers, relations):
    """A week in which firms and advisors learn as well, with every mechanism on, against one in which they do not."""
    from trustsim.mechanisms import MECHANISMS
    from trustsim.model import TrustModel
    from trustsim.scenario import vary

    arm, network = world(customers, max(customers // 50, relations), relations)
    all_on = vary(arm, mechanisms=dict.fromkeys(MECHANISMS, True))
    few, every = (TrustModel(each, 1, network=network) for each in (arm, all_on))
    one, other = seconds_a_week(few, every)
    few.close()
    every.close()
    size = f"{customers:,} customers x {relations} relations, one thread"
    return [
        Row(f"a week with every mechanism on, {size}", other * 1e3, "ms"),
        Row("against one in which only customers learn", other / one, "times", "at most 1.6", other / one <= 1.6),
    ]


def touched_in_a_week(tables):
    """Bytes that a week has to touch: the used rows of each table.

    Customers and relations are touched twice: by the rules of the week, and to compute trust. Peers are touched once.
    Spare relations are skipped. Repeated accesses are not counted, because they hit the cache. So do the few rows of
    advisors and firms.
    """
    used = int((tables.relations["firm"] >= 0).sum())
    relation = tables.relations.itemsize + tables.evidence[0].nbytes
    return 2 * (tables.customers.nbytes + used * relation) + tables.peers.nbytes


def copying(size):
    """Median seconds to copy `size` bytes."""
    source, target = np.ones(size, np.uint8), np.zeros(size, np.uint8)
    return statistics.median(timed(lambda: np.copyto(target, source)) for _ in range(9))


def small_worlds(customers):
    """The default world with the default measures, in bulk and agent by agent. An experiment runs hundreds of these."""
    from trustsim.model import TrustModel
    from trustsim.scenario import parse

    arm = parse({"population": {"customers": customers}}).arms["as configured"]
    model = TrustModel(arm, 1)
    (bulk,) = seconds_a_week(model, weeks=25)
    single = statistics.median(timed(model.step_by_agents) for _ in range(5))
    model.close()
    return [
        Row(f"a week of {customers} customers x 4 relations, 14 measures", bulk * 1e3, "ms"),
        Row("the same, agent by agent", single * 1e3, "ms"),
    ]


MILLION = """
import json, resource, time
from benchmarks.speed import world
from trustsim.model import TrustModel
began = time.perf_counter()
arm, network = world({customers}, {customers} // 50, 10)
made = time.perf_counter()
model = TrustModel(arm, 1, network=network, threads=2)
built = time.perf_counter()
model.run(10)
ran = time.perf_counter()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
print(json.dumps([made - began, built - made, ran - built, peak]))
"""


def a_million(customers):
    """A million customers with ten relations each: make, build and run the world for ten weeks, in a new process."""
    network, build, run, peak = json.loads(fresh(["-c", MILLION.format(customers=customers)])[1])
    size = f"{customers:,} customers x 10 relations"
    return [
        Row(f"{size}: network made", network, "s"),
        Row("world built", build, "s"),
        Row("ten weeks on two threads", run, "s"),
        Row("peak memory", peak, "GiB", "below 6 GB", peak * 2**30 < 6e9),
    ]


def fresh(arguments, **environment):
    """Run Python in a new process: (seconds, standard output)."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=True, env={**os.environ, **environment}
    )
    return time.perf_counter() - began, done.stdout


def waiting():
    """Times that users wait: for help, for the first run, which compiles, and for two experiments with cached code."""
    help_ = statistics.median(fresh(["-m", "trustsim", "--help"])[0] for _ in range(5))
    with tempfile.TemporaryDirectory() as folder:
        first = ["-m", "trustsim", "run", "baseline", "--replicates", "1", "--out", f"{folder}/first"]
        cold, _ = fresh(first, TRUSTSIM_CACHE=f"{folder}/cache")
        rows = [
            Row("trustsim --help", help_, "s", "below 0.3", help_ < 0.3),
            Row("first run of all, compiling", cold, "s", "below 30", cold < 30),
        ]
        for name in ("transparency_vs_trust", "knowledge_vs_personal"):
            took, _ = fresh(["-m", "trustsim", "run", name, "--out", f"{folder}/{name}"])
            rows.append(Row(f"trustsim run {name}", took, "s", "below 30", took < 30))
    return rows


def main():
    """Measure, print and optionally write JSON. The exit status is 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", metavar="FILE", help="write the numbers there as well")
    parser.add_argument("--quick", action="store_true", help="a tenth of the size: for trying out, not for quoting")
    options = parser.parse_args()
    small = 10 if options.quick else 1
    rows = (
        against_mesa(20_000 // small, 10)
        + every_mechanism(20_000 // small, 10)
        + small_worlds(400)
        + a_million(1_000_000 // small)
        + waiting()
    )
    show(rows)
    if options.json:
        machine = {
            "machine": platform.processor() or platform.machine(),
            "cores": os.cpu_count(),
            "python": platform.python_version(),
        }
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(machine | {"rows": [row._asdict() for row in rows]}, file, indent=1)
    sys.exit(not all(row.met for row in rows))


def show(rows):
    """Print the table."""
    from rich.console import Console
    from rich.table import Table

    table = Table("what", "measured", "target", "met")
    for row in rows:
        number = f"{row.value:,.3g}" if row.value < 1000 else f"{row.value:,.0f}"
        met = "yes" if row.met else "NO"
        table.add_row(row.name, f"{number} {row.unit}", row.target, met if row.target else "")
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
