"""How fast is a study: against a vectorised NumPy version, against the bare kernel, and against an earlier checkout.

Run `python -m benchmarks.studies [--against PATH]`, where PATH is a checkout of an earlier version. Both versions then
replay the same arms, conditions, seeds and measures, on all cores, in turns. Times are those of the processor for the
kernel and NumPy, and those of the clock for studies. What a run takes within a study is the difference between a larger
and a smaller study, so that starting, loading and judging count once, in the whole command.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.speed import Row, show

MORE = 4  # times as many replicates in the larger study
FIRST = """
lens.name = "components"
graph.relations = 6
spread.quality = 0.6
leaping.choice_noise = 0.05
customers.need_rate = 0.1
advisors.competence = 0.75
advisors.reliability = 0.75
advisors.intimacy = 0.55
advisors.other_orientation = 0.6
advisors.empathy = 0.6
advisors.integrity = 0.65
"""  # numbers of the first version, where the defaults are others now
CONFIGS = {  # the arms of both flagships as their first version had them, so that earlier checkouts read them too
    "transparency_vs_trust": """
ticks = 130
replicates = {replicates}
reference = "closed"
measures = ["trust", "trust_in_firms", "leap_rate", "success", "effort", "use_of_transparency", "looking_and_trust",
    "belief_integrity", "belief_openness", "revenue"]
ablations = ["scrutiny", "posting"]
experiment = "claims.py"
population = {{ customers = 200, advisors = 16 }}
{first}
[variations]
customers.negativity = [1.0, 4.0]
customers.propensity = [0.25, 0.75]
[arms]
closed.firms.disclosure = 0.05
half.firms.disclosure = 0.5
open.firms.disclosure = 0.95
candid = {{ firms.disclosure = 0.05, advisors = {{ openness = 0.9, personal = 0.3 }} }}
""",
    "knowledge_vs_personal": """
ticks = 104
replicates = {replicates}
reference = "silent"
measures = ["trust", "leap_rate", "revenue", "time_to_first_leap", "belief_competence", "belief_intimacy"]
ablations = ["posting", "opening_up"]
experiment = "claims.py"
population = {{ customers = 150, advisors = 12 }}
{first}
advisors.rate = 0.4
advisors.knowledge = 0.0
advisors.personal = 0.0
advisors.promotional = 0.0
advisors.spotlight = 0.0
advisors.dialogue = 0.0
[variations]
customers.negativity = [1.0, 4.0]
posting.reach = [0.2, 1.0]
[arms]
silent.advisors.rate = 0.0
knowledge.advisors.knowledge = 1.0
personal.advisors.personal = 1.0
mixed.advisors = {{ knowledge = 0.5, personal = 0.5 }}
promotional.advisors.promotional = 1.0
dialogue.advisors = {{ knowledge = 1.0, dialogue = 0.8 }}
""",
}
CLAIMS = """
from trustsim.runs.claims import Claim, Outcome, higher

TRUST = Outcome("trust in the last half year", "trust", -26)
CLAIMS = tuple(
    Claim(number, f"{{arm}} is trusted more", (higher(TRUST, arm, than={reference!r}),))
    for number, arm in enumerate({arms!r}, 1)
)
"""


def against_numpy(customers, relations, weeks, target):
    """The week of a run, building and the usual measures included, against the vectorised NumPy version."""
    from benchmarks.numpy_vectorised import SUBSET, NumpyTrust
    from trustsim.network import make_network
    from trustsim.runs.one_run import run_one
    from trustsim.scenario import parse

    size = {
        "population": {"customers": customers, "advisors": max(16, customers // 20)},
        "graph": {"relations": relations},
    }
    arm = parse({**SUBSET, **size, "ticks": weeks}).arms["as configured"]
    network = make_network(arm.graph, arm.values, 1)

    def numpy():
        model = NumpyTrust(arm, 1, network)
        for _ in range(weeks):
            model.step()

    ours, theirs = in_turns(lambda: run_one(arm, 1, network), numpy)
    name, times = f"{customers:,} customers x {relations}", theirs / ours
    return [
        Row(f"a week of {name}, one thread", ours / weeks * 1e3, "ms"),
        Row(f"vectorised NumPy against it, {name}", times, "times the time", f"at least {target}", times >= target),
    ]


def in_turns(*calls, turns=5):
    """The least processor time of each call, in seconds, after a first call of each."""
    for call in calls:
        call()
    took = [[processor_time(call) for call in calls] for _ in range(turns)]
    return [min(column) for column in zip(*took, strict=True)]


def processor_time(call):
    """The time of this thread that a call takes, in seconds."""
    began = time.thread_time()
    call()
    return time.thread_time() - began


def many_runs(runs):
    """A study of many small runs against its bare kernel, and how much memory of the coordinator it takes."""
    import psutil

    from trustsim.build import build
    from trustsim.chance import all_dice
    from trustsim.engine import Engine
    from trustsim.named import measures_of, phases_of
    from trustsim.network import make_network
    from trustsim.preparing import with_readings
    from trustsim.runs.one_run import cores
    from trustsim.runs.replay import replay
    from trustsim.scenario import parse
    from trustsim.week import readings, strides

    study = parse({"ticks": 104, "replicates": runs, "population": {"customers": 500}})
    arm = study.arms["as configured"]
    network, dice = make_network(arm.graph, arm.values, 1), all_dice(1, 0, 104)

    def kernel():
        """The weeks of a run alone, in a new world."""
        tables = build(network, arm, 1)
        engine = Engine(tables, (*phases_of(arm), *readings()))
        program = engine.program(strides(with_readings(phases_of(arm), measures_of(arm))))
        sums = np.zeros(104, tables.sums.dtype)
        engine.loops(program.names)
        return processor_time(lambda: engine.weeks(program, 0, dice, sums))

    kernel()
    bare = [kernel() for _ in range(20)]
    with tempfile.TemporaryDirectory() as folder:
        replay(parse({"ticks": 2, "population": {"customers": 500}}), f"{folder}/first")
        process = psutil.Process()
        before, began = process.memory_info().rss, sum(process.cpu_times()[:2])
        replay(study, f"{folder}/all", jobs=cores())
        took, grown = sum(process.cpu_times()[:2]) - began, process.memory_info().rss - before
    bare += [kernel() for _ in range(20)]  # before and after, since the machine may be faster at one time
    over = took / (runs * statistics.median(bare)) - 1.0
    size = f"{runs:,} runs of 500 customers x 104 weeks"
    return [
        Row(f"{size}: processor time over the bare kernel's", 100 * over, "%", "below 30", over < 0.3),
        Row("memory that it adds, results included", grown / 2**20, "MiB", "below 50", grown < 50 * 2**20),
    ]


def against_earlier(path, replicates, turns=3):
    """Both flagships in this checkout and in an earlier one: runs per second in the study, and the whole command."""
    rows = []
    for name, text in CONFIGS.items():
        arms = [line.split(".")[0].split(" ")[0] for line in text.partition("[arms]")[2].split("\n") if line]
        newer = "[mechanisms]\n" + "".join(f"{each} = false\n" for each in sorted(since(path)))
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "claims.py").write_text(CLAIMS.format(reference=arms[0], arms=arms[1:]))
            found = []
            for house, more in [(Path.cwd(), newer), (path, "")] * (turns + 1):
                config = Path(folder, f"{name}.toml")
                config.write_text(text.format(replicates=MORE * replicates, first=FIRST) + more)
                many = replayed(house, config)
                config.write_text(text.format(replicates=replicates, first=FIRST) + more)
                few = replayed(house, config)
                each = (many.seconds - few.seconds) / (many.runs - few.runs)
                found.append((each, few.whole))
        ours, theirs = found[2::2], found[3::2]  # the first turn compiles
        (ours, ours_whole), (theirs, theirs_whole) = (map(min, zip(*side, strict=True)) for side in (ours, theirs))
        more, less = theirs / ours, theirs_whole / ours_whole
        rows += [
            Row(f"{name}: a run within the study", ours * 1e3, "ms"),
            Row(f"{name}: runs per second against the earlier version", more, "times", "at least 5", more >= 5),
            Row(f"{name}: the whole command with figures", ours_whole, "s"),
            Row(f"{name}: the whole command against the earlier", less, "times", "at least 4", less >= 4),
        ]
    return rows


def since(path):
    """The mechanisms that this checkout has and the earlier one has not."""
    ours, theirs = (
        {file.stem for file in (house / "trustsim" / "mechanisms").glob("[!_]*.py")} for house in (Path.cwd(), path)
    )
    return ours - theirs


class Replayed(NamedTuple):
    """How long a study took."""

    seconds: float  # by its own account
    runs: int
    whole: float  # seconds of the whole command


def replayed(house, config):
    """A study in a checkout."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "trustsim", "run", config, "--json", "--out", f"{folder}/out"]
        environment = {**os.environ, "PYTHONPATH": str(house)}
        began = time.perf_counter()
        done = subprocess.run(command, cwd=house, env=environment, capture_output=True, text=True, check=True)
        whole = time.perf_counter() - began
    told = json.loads(done.stdout)
    return Replayed(told["seconds"], told["runs"], whole)


def main():
    """Measure and print. The exit status is 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--against", metavar="PATH", help="a checkout of an earlier version")
    parser.add_argument("--replicates", type=int, default=10, help="runs per arm of the flagships")
    options = parser.parse_args()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    rows = against_numpy(200, 6, 104, 5) + against_numpy(1000, 10, 52, 3) + against_numpy(20_000, 10, 16, 3)
    rows += many_runs(1000)
    if options.against:
        rows += against_earlier(Path(options.against).absolute(), options.replicates)
    show(rows)
    sys.exit(not all(row.met for row in rows))


if __name__ == "__main__":
    main()
