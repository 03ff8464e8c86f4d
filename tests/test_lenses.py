"""Theories of trust: each is its formula, never falls when a belief rises, and stays strictly between 0 and 1."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from trustsim.lenses import LENSES, lens, read
from trustsim.lenses.abi import abi
from trustsim.lenses.components import components
from trustsim.lenses.pillars import pillars, power_mean
from trustsim.lenses.reputation import reputation
from trustsim.lenses.trust_equation import FORMS, trust_equation
from trustsim.parameters import parameters
from trustsim.state import DIMENSIONS, OTHER_ORIENTATION, Beliefs

RATIO, LOG, NORMALISED = range(3)
DEFAULTS = {p.name: p.default for p in parameters().values() if p.group == "lens"} | {"lens_form": RATIO}
within = st.floats(0.001, 0.999)
some_beliefs = st.builds(Beliefs, *[within] * 8)
some_settings = st.builds(
    SimpleNamespace,
    lens_form=st.integers(0, len(FORMS) - 1),
    **{p.name: st.floats(p.low, p.high) for p in parameters().values() if p.group == "lens"},
)
every_lens = pytest.mark.parametrize("name", LENSES)


def settings(**changed):
    """Settings at their defaults, some of them changed."""
    return SimpleNamespace(**{**DEFAULTS, **changed})


def beliefs(**known):
    """Beliefs of one half, some of them changed."""
    return Beliefs(**{**dict.fromkeys((*DIMENSIONS, "pooled"), 0.5), **known})


@every_lens
@given(some_beliefs, some_settings)
def test_trust_lies_strictly_between_0_and_1(name, beliefs, settings):
    """Whatever is believed and however the theory is weighted."""
    assert 0.0 < lens(name)(beliefs, settings) < 1.0


@every_lens
@given(some_beliefs, some_settings, st.integers(0, 7), st.floats(0.0, 1.0))
def test_trust_never_falls_when_a_belief_rises(name, beliefs, settings, dimension, rise):
    """In every dimension (and in the evidence pooled), for every form, weight and compensation."""
    better = beliefs._replace(**{beliefs._fields[dimension]: beliefs[dimension] + rise * (0.999 - beliefs[dimension])})
    assert lens(name)(better, settings) >= lens(name)(beliefs, settings) - 1e-12


@every_lens
@pytest.mark.parametrize("form", range(len(FORMS)), ids=FORMS)
def test_to_believe_nothing_in_particular_is_to_trust_one_half(name, form):
    """Beliefs of one half give trust of one half under every theory, so that their levels can be compared."""
    assert lens(name)(beliefs(), settings(lens_form=form)) == pytest.approx(0.5, rel=1e-12)


@every_lens
@given(some_beliefs, some_settings)
def test_a_lens_is_read_by_its_place(name, beliefs, settings):
    """`read` with a lens's number is that lens."""
    assert read(LENSES.index(name), beliefs, settings) == lens(name)(beliefs, settings)


@every_lens
def test_a_lens_names_its_source(name):
    """Its docstring says in a sentence what it is, and after whom."""
    assert "[" in lens(name).__doc__
    assert lens(name).rule


# --- the Trust Equation -----------------------------------------------------------------------------------------------


def raw(beliefs, **changed):
    """The Trust Equation on its own scale, 0.3..30, from the trust that the lens gives."""
    trust = trust_equation(beliefs, settings(**changed))
    return 3.0 * trust / (1.0 - trust)


def parts(beliefs):
    """Numerator and denominator of the Trust Equation: C + R + I and S, each on the 1..10 scale."""
    credibility = 0.5 * (beliefs.competence + beliefs.integrity)
    return 3.0 + 9.0 * (credibility + beliefs.reliability + beliefs.intimacy), 10.0 - 9.0 * beliefs.other_orientation


def credible(beliefs, step):
    """The same with credibility moved by a step."""
    return beliefs._replace(competence=beliefs.competence + step, integrity=beliefs.integrity + step)


def test_the_trust_equation_is_what_its_authors_write():
    """C = 8, R = 7, I = 4, S = 5 on their 1..10 scales: (8 + 7 + 4) / 5 = 3.8."""
    known = beliefs(competence=7 / 9, integrity=7 / 9, reliability=6 / 9, intimacy=3 / 9, other_orientation=1 - 4 / 9)
    assert raw(known) == pytest.approx(3.8)
    assert trust_equation(known, settings()) == pytest.approx(3.8 / 6.8)
    assert trust_equation(known, settings(lens_form=LOG)) == pytest.approx(math.log(3.8 / 0.3) / math.log(100))
    assert trust_equation(known, settings(lens_form=NORMALISED)) == pytest.approx((7 + 6 + 3 + 5) / 36)


@given(within)
def test_equal_components_give_one_half(x):
    """C = R = I = S gives one half as `ratio` and as `log`, wherever they stand on the scale."""
    equal = beliefs(competence=x, integrity=x, reliability=x, intimacy=x, other_orientation=1.0 - x)
    assert trust_equation(equal, settings()) == pytest.approx(0.5, abs=1e-12)
    assert trust_equation(equal, settings(lens_form=LOG)) == pytest.approx(0.5, abs=1e-12)


@given(within)
def test_equal_components_weigh_three_to_one_in_the_normalised_form(x):
    """The mean of C, R, I and 1 - S gives one half where all are at their middle; elsewhere C, R and I outweigh S three to one."""
    equal = beliefs(competence=x, integrity=x, reliability=x, intimacy=x, other_orientation=1.0 - x)
    assert trust_equation(equal, settings(lens_form=NORMALISED)) == pytest.approx(0.5 + 0.5 * (x - 0.5), abs=1e-12)


@given(some_beliefs.filter(lambda b: all(0.01 < each < 0.99 for each in b)))
def test_the_rate_of_exchange_is_trust_itself(known):
    """|dT / dS| / (dT / dC) = (C + R + I) / S: the more you are trusted, the more a unit of self-orientation costs (T19)."""
    h = 1e-6
    by_credibility = raw(credible(known, h)) - raw(credible(known, -h))
    by_self = raw(known._replace(other_orientation=known.other_orientation - h)) - raw(
        known._replace(other_orientation=known.other_orientation + h)
    )
    assert -by_self / by_credibility == pytest.approx(raw(known), rel=1e-5)


@given(some_beliefs, some_beliefs)
def test_a_post_pays_if_and_only_if_what_it_adds_exceeds_trust_times_its_self_orientation(before, after):
    """(N + dN) / (S + dS) > N / S if and only if dN > T dS, exactly and for steps of any size; as `ratio` and as `log` (T19)."""
    (n, s), (more_n, more_s) = parts(before), parts(after)
    gain = (more_n - n) - n / s * (more_s - s)
    assume(abs(gain) > 1e-9)
    for form in (RATIO, LOG):
        assert (trust_equation(after, settings(lens_form=form)) > trust_equation(before, settings(lens_form=form))) == (
            gain > 0
        )


@given(some_beliefs, within)
def test_the_elasticity_of_self_orientation_is_minus_1(known, other):
    """Whatever S is multiplied by, T is divided by (T19)."""
    changed = known._replace(other_orientation=other)
    assert raw(changed) * parts(changed)[1] == pytest.approx(raw(known) * parts(known)[1], rel=1e-9)


def test_the_ratio_is_almost_only_self_orientation():
    """With independent components alike in spread and trusted more than not, ln T goes with S at -.85 to -.95, with C at .11 to .25."""
    rng = np.random.default_rng(1)
    many = [
        credible(beliefs(reliability=r, intimacy=i, other_orientation=o), c - 0.5)
        for c, r, i, o in rng.beta(6, 3, (20_000, 4))
    ]
    trust = np.log([raw(known) for known in many])
    assert -0.95 < np.corrcoef(trust, [1.0 - known.other_orientation for known in many])[0, 1] < -0.85
    assert 0.11 < np.corrcoef(trust, [known.competence for known in many])[0, 1] < 0.25


@pytest.mark.parametrize("form", range(len(FORMS)), ids=FORMS)
def test_the_forms_agree_that_self_orientation_costs_trust(form):
    """In each of them a belief in other-orientation raises trust."""
    low, high = (
        trust_equation(beliefs(**{DIMENSIONS[OTHER_ORIENTATION]: x}), settings(lens_form=form)) for x in (0.2, 0.8)
    )
    assert low < 0.5 < high


# --- the other theories -----------------------------------------------------------------------------------------------


def test_abi_is_a_weighted_mean():
    """Ability .9, benevolence mean(.2, .4) = .3, integrity mean(.6, .8) = .7, weighted .49 : .33 : .19."""
    known = beliefs(competence=0.9, empathy=0.2, other_orientation=0.4, integrity=0.6, reliability=0.8)
    assert abi(known, settings()) == pytest.approx((0.49 * 0.9 + 0.33 * 0.3 + 0.19 * 0.7) / 1.01)


def test_components_weigh_1_2_3_4():
    """Reliability .2, openness .4, competence .6, care .8: (.2 + .8 + 1.8 + 3.2) / 10 = .6, nothing undermined."""
    assert components(beliefs(reliability=0.2, openness=0.4, competence=0.6, empathy=0.8), settings()) == pytest.approx(
        0.6
    )


def test_lack_of_care_undermines_the_other_components():
    """With care at .25 half of what may be undermined is: x (1 - .5 * .5)."""
    known = beliefs(reliability=0.2, openness=0.4, competence=0.6, empathy=0.25)
    assert components(known, settings()) == pytest.approx((0.2 + 0.8 + 1.8 + 1.0) / 10 * 0.75)
    assert components(known, settings(undermining=0.0)) == pytest.approx(0.38)


def test_pillars_are_two_means_of_two():
    """how = sqrt(.9 * .4) = .6, why = sqrt(.8 * .2) = .4, trust = sqrt(.24); arithmetic .575; the weakest .2."""
    known = beliefs(competence=0.9, reliability=0.4, empathy=0.8, integrity=0.2)
    assert pillars(known, settings()) == pytest.approx(math.sqrt(0.24))
    assert pillars(known, settings(compensation=1.0)) == pytest.approx(0.575)
    assert pillars(known, settings(compensation=-50.0)) == pytest.approx(0.2)


@given(within, within, st.floats(-50.0, 1.0), st.floats(-50.0, 1.0))
def test_the_power_mean_lies_between_the_smaller_and_the_mean(one, other, exponent, higher):
    """It never falls with its exponent, from the smaller of the two (-50) to the arithmetic mean (1)."""
    assume(exponent <= higher)
    low, high = power_mean(one, other, exponent), power_mean(one, other, higher)
    assert min(one, other) - 1e-12 <= low <= high + 1e-12
    assert high <= 0.5 * (one + other) + 1e-12


@given(within, within, st.floats(-1e-3, 1e-3))
def test_the_power_mean_near_0_is_the_geometric_mean(one, other, exponent):
    """No digits are lost on the way there: it leaves the geometric mean by exponent / 8 of the squared log ratio."""
    expected = math.sqrt(one * other) * (1.0 + exponent / 8.0 * math.log(one / other) ** 2)
    assert power_mean(one, other, exponent) == pytest.approx(expected, rel=3e-4 * abs(exponent) * 1e3 + 1e-11)


@given(within)
def test_reputation_is_the_evidence_pooled(x):
    """The control reads nothing else."""
    assert reputation(beliefs(pooled=x), settings()) == x
