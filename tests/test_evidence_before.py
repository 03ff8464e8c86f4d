"""Trust reads the numbers that it read when negativity was part of the stored evidence.

`before/trust.json` was written by the last version that stored bad evidence multiplied by negativity, with the
functions below. Only what the storage decides is compared: signals are 0 or 1, nobody tells anybody, nothing is watched.
"""

import json
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from test_evidence import FIRST, TIE, fresh
from worlds import ALL, CLASSIC, RICH, model

from trustsim.evidence import beliefs, deceived, learn, trust_in, uncertainty
from trustsim.lenses import LENSES
from trustsim.mechanisms.forgetting import fade

BEFORE = json.loads((Path(__file__).parent / "before" / "trust.json").read_text(encoding="utf-8"))
PRIORS, NEGATIVITIES = (0.5, 2.0, 8.0), (1.0, 2.0, 3.5)
CASES = [f"prior weight {prior}, negativity {negativity}" for prior, negativity in product(PRIORS, NEGATIVITIES)]


def lived_through(prior, negativity):
    """A relation and its firm's after a year of good and bad signals, failures and deceptions in two contexts."""
    world, luck = fresh(0.4, negativity, prior_weight=prior, half_life=20.0), np.random.default_rng(1)
    world.relations[FIRST].communal = 1
    for _ in range(52):
        fade(world, 0)
        for row, context in product((FIRST, TIE), (0, 1)):
            for dimension in range(7):
                if luck.random() < 0.3:
                    learn(world, row, context, dimension, float(luck.random() < 0.5), 2.0 * luck.random())
            if luck.random() < 0.05:
                deceived(world, row, context, luck.random())
    return world


def readings(prior, negativity):
    """What is believed of the advisor and the firm, how uncertain that is, and trust under every lens, for two novelties."""
    world, found = lived_through(prior, negativity), []
    for row, context, novelty in product((FIRST, TIE), (0, 1), (0.0, 0.6)):
        found += [float(each) for each in beliefs(world, row, context, novelty)]
        for lens in range(len(LENSES)):
            world.customers.lens = lens
            found.append(float(trust_in(world, row, context, novelty)))
    found += [float(uncertainty(world, row, 0, d)) for row in (FIRST, TIE) for d in range(7)]
    return found


def courses(prior, negativity):
    """Mean trust in advisors and in firms over the weeks of a small world with posts, leaps, deceptions and a scandal."""
    quiet = {
        "mechanisms": {
            "word_of_mouth": False,
            "scrutiny": False,
            **{name: False for name in ALL if name not in CLASSIC},
        },
        "levelling": {"distance": 0.0},
        "news": {"contagion": 0.0},
        "measures": ["trust", "trust_in_firms", "leap_rate"],
    }
    evidence = {**RICH["evidence"], "communal_share": 0.0, "prior_weight": prior}
    alike = {**RICH, "interventions": [each for each in RICH["interventions"] if "shock" in each]}
    made = model(alike, weeks=26, evidence=evidence, customers={"negativity": negativity, "need_rate": 0.6}, **quiet)
    series = [value for name in quiet["measures"] for value in map(float, made.datacollector.model_vars[name])]
    made.close()
    return series


@pytest.mark.parametrize("case", CASES)
def test_trust_in_one_relation_is_what_it_was(case):
    """Beliefs, uncertainty and trust under every lens, with scars, spillover, the firm's share and forgetting."""
    assert readings(*(float(part.split()[-1]) for part in case.split(","))) == pytest.approx(
        BEFORE["readings"][case], abs=2e-6
    )


@pytest.mark.parametrize("case", CASES)
def test_trust_and_leaps_in_a_world_are_what_they_were(case):
    """Week by week for half a year."""
    assert courses(*(float(part.split()[-1]) for part in case.split(","))) == pytest.approx(
        BEFORE["courses"][case], abs=2e-6
    )
