"""Patterns: what is expected, what a world gives, and misses that are shown as misses."""

import json
import math
import subprocess
import sys

import pytest
from worlds import HOUSE, PLAIN, merged

from trustsim.lenses import LENSES
from trustsim.runs import patterns
from trustsim.runs import rule_patterns as rules
from trustsim.runs.patterns import PATTERNS, Found, verify
from trustsim.runs.rule_patterns import recovery
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
    asked = [(lens, p) for lens in ("abi", "pillars") for p in PATTERNS if p.concerns(lens)]
    assert [(each.lens, each.pattern) for each in found] == asked
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
    assert [row["name"] for row in rows] == [p.name for p in PATTERNS if p.concerns("abi")]
    assert {row["lens"] for row in rows} == {"abi"}
    done = subprocess.run(base, cwd=HOUSE, capture_output=True, text=True)
    assert done.returncode == 0
    assert (
        all(p.name.split()[0] in done.stdout for p in PATTERNS if p.concerns("abi"))
        and "outside what is expected" in done.stdout
    )


def test_a_lens_that_is_none_is_refused():
    """One line, exit status 2."""
    done = subprocess.run(
        [sys.executable, "-m", "trustsim", "verify", "--lens", "pilars"], cwd=HOUSE, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert done.stderr.strip().endswith("lens.name = 'pilars' is not a lens; did you mean pillars?")


def within(name, value):
    """Whether a value lies in the range of a pattern."""
    pattern = next(each for each in PATTERNS if each.name == name)
    return pattern.low <= value <= pattern.high


WRONG = {  # pattern: what it is measured by, and a world in which it is missed
    "an apology for incompetence": (rules.apology_works, {"repair": {"apology_competence": -0.5}}),
    "a denial of dishonesty": (rules.denial_works, {"repair": {"denial_integrity": 0.1}}),
    "a contract removed": (rules.removed_contract, {"scrutiny": {"verification": 0.0}}),
    "shown to be better": (rules.shown_better, {"scrutiny": {"record_weight": 0.0}}),
    "shown to be worse": (rules.shown_worse, {"customers": {"propensity": 0.05}}),
    "one scandal": (rules.fall_by_scandal, {"evidence": {"prior_weight": 20.0}}),
    "an apology for a scandal": (
        rules.rise_by_apology,
        {"evidence": {"prior_weight": 0.5}, "customers": {"negativity": 1.0}},
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_pattern_of_the_rules_can_be_missed(name):
    """A world is found in which it does not hold, so that holding says something."""
    measured, wrong = WRONG[name]
    assert not within(name, measured(arm(lens="pillars", **wrong)))


@pytest.mark.parametrize("name", ["a contract removed", "shown to be better", "shown to be worse", "one scandal"])
@pytest.mark.parametrize("lens", LENSES)
def test_the_signs_of_the_literature_come_out_of_the_rules(name, lens):
    """With the default numbers, under every lens but reputation, which no contract protects enough to matter."""
    expected = not (name == "a contract removed" and lens == "reputation")
    assert within(name, WRONG[name][0](arm(lens=lens))) is expected


def test_the_order_of_evidence_has_no_effect_on_counts():
    """Exactly none: care first and competence first end at the same trust."""
    assert all(rules.order_of_evidence(arm(lens=lens)) == 0.0 for lens in LENSES)


def test_self_orientation_costs_as_much_as_the_equation_is_high():
    """In the ratio form, at any belief; other lenses are not asked."""
    assert rules.cost_of_self(arm(lens="trust_equation")) == pytest.approx(1.0, abs=1e-5)
    assert math.isnan(rules.cost_of_self(arm(lens="abi")))
