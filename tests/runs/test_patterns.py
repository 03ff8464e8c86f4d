"""Patterns: what is expected, what a world gives, and misses that are shown as misses."""

import json
import math
import subprocess
import sys

import pytest
from worlds import HOUSE, PLAIN, merged

from trustsim.runs import patterns
from trustsim.runs.patterns import PATTERNS, Found, recovery, verify
from trustsim.scenario import parse

FEW = merged(PLAIN, {"population": {"customers": 60, "advisors": 8, "firms": 2}, "customers": {"need_rate": 0.5}})


def arm(**more):
    """A small world."""
    return parse(merged(FEW, more)).arms["as configured"]


@pytest.fixture
def short(monkeypatch):
    """Runs of one year."""
    monkeypatch.setattr(patterns, "YEARS", 1)


def test_every_pattern_is_measured_under_every_lens_and_seed(short):
    """In order, lens by lens; values are numbers, and the ranges are ranges."""
    told = []
    found = verify(arm(), ["abi", "pillars"], [3, 4], lambda: told.append(1))
    assert [(each.lens, each.pattern) for each in found] == [(lens, p) for lens in ("abi", "pillars") for p in PATTERNS]
    assert len(told) == 4 and all(len(each.values) == 2 for each in found)
    assert all(p.low < p.high and p.source and p.status for p in PATTERNS)
    assert len({p.name for p in PATTERNS}) == len(PATTERNS)


def test_a_seed_gives_what_it_gives_among_others(short):
    """Threads and company change nothing."""
    both, one = verify(arm(), ["abi"], [3, 4]), verify(arm(), ["abi"], [4])
    assert [each.values[1] for each in both] == pytest.approx([each.values[0] for each in one], nan_ok=True)


@pytest.mark.parametrize(("value", "holds"), [(0.4, True), (0.6, True), (0.39, False), (math.nan, False)])
def test_what_lies_outside_the_range_is_a_miss(value, holds):
    """The ends belong to it; what cannot be measured is a miss too."""
    found = Found(PATTERNS[0], "abi", (value,))
    assert found.holds is holds
    assert found.as_json()["got"] == (None if math.isnan(value) else value)


def test_a_world_without_differences_between_advisors_misses_what_needs_them(short):
    """With all advisors alike, trust cannot follow quality: the pattern is not met by construction."""
    alike = verify(arm(spread={"quality": 0.0}), ["abi"], [1])
    assert not next(each for each in alike if each.pattern.name == "trust and quality").holds


def test_a_breach_costs_trust_and_a_deception_is_harder_to_mend():
    """Under a lens that reads integrity: the same loss, a longer way back."""
    pillars = arm(lens="pillars", evidence={"scar": 1.0})
    good, hurt, mended = recovery(pillars, deceptive=False)
    _, deceived, still = recovery(pillars, deceptive=True)
    assert hurt < mended < good
    assert deceived == pytest.approx(hurt, abs=1e-6)
    assert still < mended


def test_the_command_prints_a_table_or_one_document():
    """Exit status 0 whatever is missed; the JSON has a row per pattern and lens."""
    base = [sys.executable, "-m", "trustsim", "verify", "--seeds", "1", "--lens", "abi"]
    base += ["--set", "population.customers=40", "--set", "population.advisors=6"]
    done = subprocess.run([*base, "--json"], cwd=HOUSE, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    assert [row["name"] for row in rows] == [p.name for p in PATTERNS]
    assert {row["lens"] for row in rows} == {"abi"}
    done = subprocess.run(base, cwd=HOUSE, capture_output=True, text=True)
    assert done.returncode == 0
    assert all(p.name.split()[0] in done.stdout for p in PATTERNS) and "outside what is expected" in done.stdout


def test_a_lens_that_is_none_is_refused():
    """One line, exit status 2."""
    done = subprocess.run(
        [sys.executable, "-m", "trustsim", "verify", "--lens", "pilars"], cwd=HOUSE, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert done.stderr.strip().endswith("lens.name = 'pilars' is not a lens; did you mean pillars?")
