"""Leaping: a need arises, the most trusted is considered, and one leaps if it is not more than one dares."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import alone, model, often, weeks

from trustsim.evidence import learn, trust_in
from trustsim.mechanisms.leaping import allowance, dare, leap, most_trusted
from trustsim.state import COMPETENCE, LEAPT, NO_CANDIDATE, NO_NEED, NOBODY, REFUSED

trusts, gains, shares = st.floats(0.01, 0.99), st.floats(0.1, 10.0), st.floats(0.0, 1.0)
losses, aversions = st.floats(0.01, 6.0), st.floats(1.0, 5.0)
SURE = {
    "customers": {"need_rate": 1.0},
    "leaping": {"size_spread": 0.0, "novel_share": 0.0, "choice_noise": 0.0, "reputation_floor": 0.0},
}


# --- how much one dares -----------------------------------------------------------------------------------------------


@given(trusts, gains, losses)
def test_for_a_need_of_one_and_no_fear_of_risk_it_is_colemans_rule(trust, gain, loss):
    """Leap if and only if T / (1 - T) > L / G, with L the loss and G the gain."""
    dares = allowance(trust, gain, loss, 1.0)
    if not math.isclose(dares, 1.0, rel_tol=1e-9):
        assert (dares > 1.0) == (trust / (1.0 - trust) > loss / gain)


@given(trusts, gains, losses, aversions, losses)
def test_more_to_lose_never_raises_what_one_dares(trust, gain, loss, aversion, other):
    """More loss: a smaller allowance, or the same."""
    low, high = sorted((loss, other))
    assert allowance(trust, gain, high, aversion) <= allowance(trust, gain, low, aversion)


@given(trusts, gains, losses, aversions, aversions)
def test_more_risk_aversion_never_raises_what_one_dares(trust, gain, loss, aversion, other):
    """Not for large needs, and not for small ones either."""
    low, high = sorted((aversion, other))
    assert allowance(trust, gain, loss, high) <= allowance(trust, gain, loss, low) * (1.0 + 1e-12)


@given(trusts, trusts, gains, losses, aversions)
def test_more_trust_never_lowers_what_one_dares(trust, other, gain, loss, aversion):
    """A kept promise raises the allowance."""
    low, high = sorted((trust, other))
    assert allowance(high, gain, loss, aversion) >= allowance(low, gain, loss, aversion) * (1.0 - 1e-12)


@given(trusts, shares, shares, st.floats(0.0, 5.0), shares)
def test_more_novelty_never_raises_what_one_dares(trust, novelty, other, risk, disclosure):
    """At the same trust something newer is entrusted less of, whatever is shown to the customer."""
    world = alone(leaping={"novelty_risk": risk}, firms={"disclosure": disclosure})
    world.customers[0].chosen, world.customers[0].trust_then = 0, trust
    dares = []
    for new in sorted((novelty, other)):
        world.customers[0].novelty, world.relations[0].dared = new, -1.0
        dares.append(dare(world, 0))
    assert dares[1] <= dares[0]


def test_the_allowance_is_what_the_model_says():
    """T = .8, G = 1.5, l = 1.5, kappa 2: (1.5 .8 / (.2 1.5))^(1/2) = 2; T = .25, l = 1, no fear: .5, and no more with fear."""
    assert allowance(0.8, 1.5, 1.5, 2.0) == pytest.approx(2.0)
    assert allowance(0.25, 1.5, 1.0, 1.0) == pytest.approx(0.5)
    assert allowance(0.25, 1.5, 1.0, 3.0) == pytest.approx(0.5)


def test_what_is_verified_cannot_be_lost():
    """Transparency used, .5 (1 - .6) = .2, takes .2 * .5 off the loss: 1.5 * .6 / (.4 * .9)."""
    world = alone(firms={"disclosure": 0.5}, customers={"risk_aversion": 1.0})
    world.customers[0].chosen, world.customers[0].trust_then = 0, 0.6
    assert dare(world, 0) == pytest.approx(1.5 * 0.6 / (0.4 * 0.9))
    assert world.customers[0].watch == pytest.approx(0.2)


def test_three_fifths_of_the_last_amount_carry_over():
    """What is dared moves from the last amount towards the allowance: .6 * 4 + .4 * 1.5."""
    world = alone(firms={"disclosure": 0.0}, customers={"risk_aversion": 1.0})
    world.customers[0].chosen, world.customers[0].trust_then, world.relations[0].dared = 0, 0.5, 4.0
    assert dare(world, 0) == pytest.approx(0.6 * 4.0 + 0.4 * 1.5)
    assert world.relations[0].dared == world.customers[0].allowance == pytest.approx(3.0)


# --- needs ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rate", [0.0, 0.1, 1.0])
def test_needs_arrive_at_their_rate(rate):
    """A need a week with probability `need_rate`, each of them leapt, refused, or without a candidate."""
    world, had = alone(customers={"need_rate": rate}), 0
    for _ in weeks(world, 1000):
        world.customers[0].outcome = NO_NEED
        leap(world, 0)
        had += world.customers[0].outcome != NO_NEED
    assert often(had, 1000, rate)
    customer = world.customers[0]
    assert customer.needs == had == customer.leaps + customer.refusals


def test_sizes_are_log_normal_with_median_1_and_some_needs_are_new():
    """Half of the needs are larger than one; a share `novel_share` is new, evenly between wholly and not at all."""
    world, sizes, novelties = alone(customers={"need_rate": 1.0}), [], []
    for _ in weeks(world, 1000):
        leap(world, 0)
        sizes.append(float(world.customers[0].stake))
        novelties.append(float(world.customers[0].novelty))
    assert often(sum(size > 1.0 for size in sizes), 1000, 0.5)
    assert np.std(np.log(sizes)) == pytest.approx(0.8, abs=0.08)
    new = [novelty for novelty in novelties if novelty > 0.0]
    assert often(len(new), 1000, 0.3)
    assert often(sum(novelty > 0.5 for novelty in new), len(new), 0.5)


def test_one_leaps_if_the_need_is_not_more_than_one_dares():
    """Every refusal is of a need above the allowance, every leap of one within it; both are counted."""
    world = alone(customers={"need_rate": 1.0})
    customer = world.customers[0]
    for _ in weeks(world, 300):
        world.relations[0].dared = -1.0
        leap(world, 0)
        assert customer.outcome == (LEAPT if customer.stake <= customer.allowance else REFUSED)
    assert customer.leaps > 50
    assert customer.refusals > 50


def test_the_first_leap_is_remembered():
    """Its week stays, whatever comes after; what was entrusted adds up."""
    world = alone(**SURE)
    world.clock.tick = 7
    leap(world, 0)
    world.clock.tick = 9
    leap(world, 0)
    assert (world.customers[0].first_leap, world.customers[0].leaps, world.customers[0].entrusted) == (7, 2, 2.0)


# --- whom -------------------------------------------------------------------------------------------------------------


def candidates(**groups):
    """A customer who knows four advisors of one firm, all strangers alike."""
    spread = dict.fromkeys(("quality", "disclosure", "propensity", "status"), 0.0)
    few = {
        "population": {"customers": 1, "advisors": 4, "firms": 1},
        "graph": {"relations": 4, "peers": 0},
        "spread": spread,
    }
    return model(few, evidence={"communal_share": 0.0}, **groups).world


@pytest.mark.parametrize("best", range(4))
def test_without_noise_the_most_trusted_is_chosen(best):
    """The one relation with better evidence, whichever it is."""
    world = candidates(**SURE)
    learn(world, best, 0, COMPETENCE, 1.0, 1.0)
    assert most_trusted(world, 0) == best
    assert world.customers[0].trust_then == trust_in(world, best, 0, 0.0)


def test_noise_chooses_as_a_logit_does():
    """Gumbel noise of scale s gives odds of exp(difference of trust / s) between two candidates."""
    world = candidates(**SURE | {"leaping": {"choice_noise": 0.05, "reputation_floor": 0.0}})
    world.customers[0].known = 2
    learn(world, 1, 0, COMPETENCE, 1.0, 1.0)
    ahead = trust_in(world, 1, 0, 0.0) - trust_in(world, 0, 0, 0.0)
    chosen = [int(most_trusted(world, 0)) for _ in weeks(world, 1000)]
    assert ahead > 0.03
    assert often(sum(chosen), 1000, 1.0 / (1.0 + math.exp(-ahead / 0.05)))


def test_nobody_below_the_floor_is_a_candidate():
    """A belief in competence below `reputation_floor` rules a person out; with nobody left there is no candidate."""
    world = candidates(**SURE | {"leaping": {"reputation_floor": 0.45, "choice_noise": 0.0}})
    for row in range(3):
        learn(world, row, 0, COMPETENCE, 0.0, 1.0)
    assert most_trusted(world, 0) == 3
    learn(world, 3, 0, COMPETENCE, 0.0, 1.0)
    assert most_trusted(world, 0) == NOBODY
    leap(world, 0)
    assert (world.customers[0].outcome, world.customers[0].considered) == (NO_CANDIDATE, NOBODY)


def test_for_something_new_it_is_the_why_that_counts():
    """One advisor has proven skill, another proven care: the first is trusted with the known, the second with the new."""
    world = candidates(**SURE)
    for dimension in (0, 1):
        learn(world, 0, 0, dimension, 1.0, 10.0)
    for dimension in (4, 5):
        learn(world, 1, 0, dimension, 1.0, 5.0)
    choices = []
    for novelty in (0.0, 1.0):
        world.settings.lens, world.customers[0].novelty = 2, novelty  # pillars: how and why alike
        choices.append(int(most_trusted(world, 0)))
    assert choices == [0, 1]


def test_who_knows_nobody_finds_nobody():
    """No acquaintance, no candidate."""
    world = candidates(**SURE)
    world.customers[0].known = 0
    leap(world, 0)
    assert world.customers[0].outcome == NO_CANDIDATE
