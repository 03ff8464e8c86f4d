"""Mutated configs and overrides: each gives a study whose worlds stay in range, or one line that says what is wrong."""

import re
import tomllib

import pytest
from fuzzing import INPUTS, altered, check_message, check_world, copied, drawn, in_time, mutated

from trustsim.errors import BadInput
from trustsim.model import TrustModel
from trustsim.parameters import parameters
from trustsim.scenario import config_folder, names, parse, starter

TEXTS = [
    *((config_folder() / f"{name}.toml").read_text(encoding="utf-8") for name in names()),
    starter("a study"),
    re.sub(r"^# (?=\w+ = |\[)", "", starter("a study"), flags=re.MULTILINE),  # every key that it offers
    """
title = "Much of everything"
ticks = 6
lens = { name = "pillars", compensation = 1 }
measures = ["trust", "leap_rate by firm"]
lenses = ["abi"]
ablations = ["levelling"]
[contexts]
names = ["service", "data"]
[graph]
maker = "watts_strogatz_graph"
arguments = { k = 4, p = 0.1 }
[mechanisms]
posting = false
[variations]
customers.negativity = [1, 4]
[[interventions]]
at = 2
set = { "firms.disclosure" = 0.9, firms = { empowerment = 0.1 } }
for = { firms = [0] }
[[interventions]]
at = 3
shock = { firms = [1], dimensions = ["integrity"], weight = 3, deception = true }
[arms.a]
[arms.b]
advisors.rate = 0.5
""",
]
FEW = {"population": {"firms": 2, "advisors": 4, "customers": 12}, "ticks": 4, "replicates": 1}
BLOCK = 50  # inputs to a test


@pytest.fixture(scope="module", autouse=True)
def compiled():
    """The rules are compiled before any input is timed."""
    TrustModel(next(iter(parse(FEW).arms.values())), seed=1).run(1).close()


def lived(study):
    """The first arm of a study lives three weeks as a small world; what is too large or never ends is not run."""
    arm = study.arms[study.reference]
    if (
        any(arm.values[f"population.{name}"] > 1000 for name in ("firms", "advisors", "customers"))
        or arm.values["graph.relations"] > 100
    ):
        return
    model = TrustModel(arm, seed=study.first_seed)
    try:
        for _ in range(min(3, arm.ticks)):
            model.step()
        check_world(model.tables)
    finally:
        model.close()


def tried(given, overrides=()):
    """A config is read and its first arm lives, or it is refused in a line."""
    with in_time():
        try:
            lived(parse(given, "fuzzed.toml", own_files=False, overrides=overrides))
        except BadInput as error:
            check_message(error)


@pytest.mark.parametrize("first", range(0, INPUTS, BLOCK))
def test_a_mutated_text_is_read_or_refused_in_a_line(first):
    """Characters deleted, doubled, swapped, put in."""
    for number in range(first, first + BLOCK):
        luck = drawn(f"text {number}")
        tried(mutated(luck.choice(TEXTS), luck))


@pytest.mark.parametrize("first", range(0, INPUTS, BLOCK))
def test_an_altered_table_is_read_or_refused_in_a_line(first):
    """Values of the wrong kind, out of range, missing, unknown; made small first, so that what is read can live."""
    for number in range(first, first + BLOCK):
        luck = drawn(f"table {number}")
        table = {**tomllib.loads(luck.choice(TEXTS)), **copied(FEW)}
        for _ in range(luck.choice((1, 1, 2, 3))):
            table = altered(table, luck) or copied(FEW)
        tried(table)


@pytest.mark.parametrize("first", range(0, INPUTS, BLOCK))
def test_any_values_in_range_make_a_world_that_stays_in_range(first):
    """Several parameters at or near an end of their range at once: no NaN, no trust outside 0..1."""
    numbers = [p for p in parameters().values() if p.group not in ("population", "graph")]
    for number in range(first, first + BLOCK):
        luck = drawn(f"values {number}")
        table = copied(FEW)
        for p in luck.sample(numbers, luck.randint(1, 12)):
            ends = (p.low, p.high, p.default, p.kind(p.low + luck.random() * (p.high - p.low)))
            table.setdefault(p.group, {})[p.name] = luck.choice(ends)
        with in_time():
            lived(parse(table, "fuzzed.toml"))


@pytest.mark.parametrize("first", range(0, INPUTS, BLOCK))
def test_a_mutated_override_is_heeded_or_refused_in_a_line(first):
    """`--set` with anything after it."""
    for number in range(first, first + BLOCK):
        luck = drawn(f"override {number}")
        p = luck.choice(list(parameters().values()))
        known = (
            f"{p.path}={p.default}",
            "lens=abi",
            "ticks=3",
            "arms.open.ticks=3",
            "mechanisms.posting=false",
            'graph.maker="gnm_random_graph"',
        )
        tried(copied(FEW), [mutated(luck.choice(known), luck)])
