"""Evidence becomes belief as the Beta distribution says, forgets as if it faded every week, and knows no order."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import model

from trustsim.acquaintance import wipe
from trustsim.evidence import (
    belief,
    beliefs,
    counted,
    deceived,
    expectation,
    expectations,
    learn,
    mean_of_beta,
    trust_in,
    uncertainty,
    weighed,
)
from trustsim.mechanisms.forgetting import ENOUGH, fade
from trustsim.state import COMPETENCE, DIMENSIONS, EMPATHY, INTEGRITY, INTIMACY, NOBODY, OTHER_ORIENTATION
from trustsim.survey import answer, answer_on_firms, take_stock

amounts = st.floats(0.0, 1e6)
shares = st.floats(0.0, 1.0)
propensities = st.floats(0.02, 0.98)
signals = st.lists(st.tuples(shares, st.floats(0.0, 5.0)), min_size=1, max_size=12)
FEW = {
    "population": {"customers": 1, "advisors": 1, "firms": 1},
    "graph": {"relations": 1, "peers": 0, "spare": 0},
    "contexts": {"names": ["service", "data"]},
}
ALONE = model(FEW)  # rules are called on it as plain Python; `fresh` makes it new
FIRST, TIE = 0, 1  # its relation with the advisor, and with the firm


def fresh(propensity=0.5, negativity=1.0, **settings):
    """One customer who knows one advisor of one firm, and nothing about either."""
    world = ALONE.world
    for row in (FIRST, TIE):
        wipe(world, row)
        world.relations[row].communal = 0
    world.relations[FIRST].with_firm = TIE
    world.clock.growth = 1.0
    world.customers[0].propensity, world.customers[0].negativity = propensity, negativity
    usual = {
        "prior_weight": 2.0,
        "half_life": 104.0,
        "disconfirmation": 0,
        "spillover": 0.3,
        "firm_to_advisor": 0.3,
        "scar": 0.5,
        "communal_weight": 1.5,
    }
    for name, value in {**usual, **settings}.items():
        setattr(world.settings, name, value)
    return world


def taught(world, news, dimension=COMPETENCE, row=FIRST, context=0):
    """A world in which these signals (value, weight) were learnt, one after the other."""
    for value, weight in news:
        learn(world, row, context, dimension, value, weight)
    return world


@given(st.floats(0.1, 20.0), propensities, amounts, amounts)
def test_a_belief_lies_strictly_between_0_and_1(prior, propensity, good, bad):
    """However much speaks for or against."""
    assert 0.0 < mean_of_beta(prior, propensity, good, bad) < 1.0


@given(amounts, amounts)
def test_with_a_weight_of_two_and_a_prior_of_one_half_it_is_the_beta_reputation(r, s):
    """E = (r + 1) / (r + s + 2) [JosangIsmail2002]."""
    assert mean_of_beta(2.0, 0.5, r, s) == pytest.approx((r + 1.0) / (r + s + 2.0), rel=1e-12)


@given(amounts, amounts, propensities, st.floats(0.1, 20.0))
def test_an_opinion_is_belief_disbelief_and_uncertainty(r, s, propensity, prior):
    """b + d + u = 1 with b = r/(r+s+W), d = s/(r+s+W), u = W/(r+s+W), and E = b + a u [Josang2016]."""
    u = mean_of_beta(prior, 1.0, 0.0, r + s)  # W / (W + r + s)
    b, d = mean_of_beta(prior, 0.0, r, s), mean_of_beta(prior, 0.0, s, r)
    assert b + d + u == pytest.approx(1.0, rel=1e-12)
    assert mean_of_beta(prior, propensity, r, s) == pytest.approx(b + propensity * u, rel=1e-12)


@given(st.floats(0.0, 1e3), st.floats(0.0, 1e3), st.floats(0.0, 1e3), st.floats(0.0, 1e3), propensities)
def test_adding_evidence_is_the_cumulative_fusion_of_opinions(r1, s1, r2, s2, propensity):
    """Two opinions fused as subjective logic fuses them are the opinion of their evidence added up [Josang2016]."""

    def opinion(r, s):
        return r / (r + s + 2.0), 2.0 / (r + s + 2.0)

    (b1, u1), (b2, u2) = opinion(r1, s1), opinion(r2, s2)
    k = u1 + u2 - u1 * u2
    b, u = (b1 * u2 + b2 * u1) / k, u1 * u2 / k
    assert mean_of_beta(2.0, propensity, r1 + r2, s1 + s2) == pytest.approx(b + propensity * u, rel=1e-9)


@given(propensities, st.floats(0.1, 20.0), st.floats(1.0, 1000.0))
def test_without_evidence_belief_is_the_propensity_and_all_is_uncertain(propensity, prior_weight, growth):
    """No evidence: b = pi and u = 1, in every dimension, at any time."""
    world = fresh(propensity, prior_weight=prior_weight)
    world.clock.growth = growth
    for dimension in range(7):
        assert belief(world, FIRST, 0, dimension) == pytest.approx(propensity, rel=1e-12)
        assert uncertainty(world, FIRST, 0, dimension) == 1.0
    assert beliefs(world, FIRST, 0, 0.0) == pytest.approx([propensity] * 8, rel=1e-12)


@given(signals)
def test_every_signal_makes_more_certain(news):
    """Uncertainty falls with evidence, whatever it says."""
    world, before = fresh(), 1.0
    for value, weight in news:
        learn(world, FIRST, 0, COMPETENCE, value, weight)
        now = uncertainty(world, FIRST, 0, COMPETENCE)
        assert now <= before + 1e-7
        before = now
    assert uncertainty(world, FIRST, 0, COMPETENCE) == pytest.approx(
        2.0 / (2.0 + sum(weight for _, weight in news)), rel=1e-5
    )


@given(signals, propensities)
def test_with_a_negativity_of_1_good_and_bad_news_weigh_alike(news, propensity):
    """The same news turned round, to a customer as hopeful as the other is wary, gives the belief turned round."""
    said = belief(taught(fresh(propensity), news), FIRST, 0, COMPETENCE)
    turned = belief(
        taught(fresh(1.0 - propensity), [(1.0 - value, weight) for value, weight in news]), FIRST, 0, COMPETENCE
    )
    assert said == pytest.approx(1.0 - turned, abs=1e-6)


@given(signals, st.floats(1.0, 4.0), st.floats(1.0, 4.0))
def test_more_negativity_never_makes_a_belief_better(news, one, other):
    """Bad news weighs lambda times as much."""
    low, high = sorted((one, other))
    assert (
        belief(taught(fresh(negativity=high), news), FIRST, 0, COMPETENCE)
        <= belief(taught(fresh(negativity=low), news), FIRST, 0, COMPETENCE) + 1e-7
    )


@pytest.mark.parametrize("negativity", [1.0, 3.0])
def test_good_and_bad_are_stored_as_they_came(negativity):
    """r += w v, s += w (1 - v) for signals of 0 and 1, whatever the negativity of who remembers them."""
    world = taught(fresh(negativity=negativity), [(1.0, 2.0), (0.0, 0.5)])
    assert weighed(world, FIRST, 0, COMPETENCE) == pytest.approx((2.0, 0.5))


def test_trust_reads_bad_news_by_negativity_and_expectation_does_not():
    """W = 2, pi = 1/2, 2 good, 1 bad: believed (1 + 2) / (2 + 2 + 3) with lambda 3, expected (1 + 2) / (2 + 2 + 1)."""
    world = taught(fresh(negativity=3.0), [(1.0, 2.0), (0.0, 1.0)])
    assert belief(world, FIRST, 0, COMPETENCE) == pytest.approx(3.0 / 7.0)
    assert expectation(world, FIRST, 0, COMPETENCE) == pytest.approx(3.0 / 5.0)


def test_negativity_is_how_the_past_is_read():
    """Who comes to take bad news more heavily, by an intervention, does so with all that they remember."""
    world = taught(fresh(negativity=1.0), [(1.0, 2.0), (0.0, 1.0)])
    world.customers[0].negativity = 4.0
    assert belief(world, FIRST, 0, COMPETENCE) == belief(
        taught(fresh(negativity=4.0), [(1.0, 2.0), (0.0, 1.0)]), FIRST, 0, COMPETENCE
    )


@given(st.floats(0.02, 0.98), st.floats(0.0, 1.0), st.floats(1.0, 4.0), st.integers(1, 40))
def test_a_record_moves_what_is_expected_by_the_sign_of_truth_less_expectation(propensity, truth, negativity, times):
    """So many signals, the share `truth` of them good: up if it lies above what was expected, down below, at any lambda."""
    world = fresh(propensity, negativity)
    world = taught(world, [(1.0, times * truth), (0.0, times * (1.0 - truth))])
    moved = expectation(world, FIRST, 0, COMPETENCE) - propensity
    assert moved * (truth - propensity) >= -1e-9


def test_a_record_of_65_in_100_raises_an_expectation_of_one_half():
    """At lambda = 2 the belief falls, for bad news weighs double; what is expected of the next delivery rises."""
    world = taught(fresh(negativity=2.0), [(1.0, 0.65), (0.0, 0.35)])
    assert belief(world, FIRST, 0, COMPETENCE) < 0.5 < expectation(world, FIRST, 0, COMPETENCE)


@given(signals, propensities)
def test_with_a_negativity_of_1_what_is_believed_is_expected(news, propensity):
    """In all seven dimensions and pooled."""
    world = taught(fresh(propensity, negativity=1.0), news)
    assert expectations(world, FIRST, 0) == pytest.approx(beliefs(world, FIRST, 0, 0.0), rel=1e-12)


@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.sampled_from([0.0, 1.0]), st.floats(0.01, 3.0), st.sampled_from([FIRST, TIE])),
        max_size=12,
    )
)
def test_all_expectations_at_once_are_the_expectations_one_by_one(news):
    """Scars and the firm's share included."""
    world = fresh(negativity=3.0)
    deceived(world, FIRST, 1, 0.7)
    for dimension, value, weight, row in news:
        learn(world, row, 0, dimension, value, weight)
    assert list(expectations(world, FIRST, 0)[:7]) == [expectation(world, FIRST, 0, d) for d in range(7)]


# --- graded signals ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "stored"),
    [(1.0, (2.0, 0.0)), (0.75, (1.5, 0.5 / 3.0)), (0.5, (1.0, 1.0 / 3.0)), (0.25, (1.5, 1.5)), (0.0, (0.0, 2.0))],
)
def test_negativity_goes_by_the_sign_of_a_graded_signal(value, stored):
    """Weight 2, lambda 3. v >= 1/2: r += w v, s += w (1 - v) / lambda; v < 1/2: r += lambda w v, s += w (1 - v)."""
    assert counted(fresh(negativity=3.0), FIRST, 0, COMPETENCE, value, 2.0) == pytest.approx(stored)


@given(shares, st.floats(0.1, 5.0), st.floats(1.0, 4.0))
def test_a_good_signal_weighs_one_and_a_bad_one_lambda(value, weight, negativity):
    """Read by trust, r + lambda s is the weight, or lambda times the weight, and r of it the part v."""
    good, bad = counted(fresh(negativity=negativity), FIRST, 0, COMPETENCE, value, weight)
    read = good + negativity * bad
    assert read == pytest.approx(weight if value >= 0.5 else negativity * weight)
    assert good == pytest.approx(value * read)


@given(st.floats(0.5, 1.0), st.floats(0.1, 5.0), st.floats(1.0, 4.0))
def test_a_signal_that_is_better_than_neutral_is_no_bad_news(value, weight, negativity):
    """At a belief of one half a signal of .55 raises it, however heavily bad news is taken."""
    assert belief(taught(fresh(negativity=negativity), [(value, weight)]), FIRST, 0, COMPETENCE) >= 0.5 - 1e-7


# --- order ------------------------------------------------------------------------------------------------------------


@given(signals, st.randoms())
def test_the_order_of_evidence_makes_no_difference(news, random):
    """Without forgetting any order of the same signals gives the same belief, but for rounding to single precision (T20)."""
    shuffled = random.sample(news, len(news))
    one, other = (belief(taught(fresh(negativity=2.0), each), FIRST, 0, COMPETENCE) for each in (news, shuffled))
    assert one == pytest.approx(other, abs=2e-6)


def test_human_first_or_human_last_is_the_same_to_the_beta_kernel():
    """Three contacts in any of their six orders: no order effect comes out of the update itself (T20)."""
    human, professional, solution = [(INTIMACY, 1.0)], [(COMPETENCE, 1.0)], [(OTHER_ORIENTATION, 0.0), (INTIMACY, 0.0)]
    outcomes = set()
    for order in permutations((human, professional, solution)):
        world = fresh(negativity=2.0)
        for contact in order:
            for dimension, value in contact:
                learn(world, FIRST, 0, dimension, value, 1.0)
        outcomes.add(round(trust_in(world, FIRST, 0, 0.0), 12))
    assert len(outcomes) == 1


def test_with_surprise_the_order_counts():
    """Where only the difference from expectation is news, good news after bad is more of a surprise than before it."""
    low_first = belief(taught(fresh(disconfirmation=1), [(0.0, 2.0), (1.0, 2.0)]), FIRST, 0, COMPETENCE)
    high_first = belief(taught(fresh(disconfirmation=1), [(1.0, 2.0), (0.0, 2.0)]), FIRST, 0, COMPETENCE)
    assert low_first > high_first + 0.01


def test_what_was_expected_is_no_news():
    """With disconfirmation a signal that equals the belief adds nothing; without, it adds to certainty."""
    assert weighed(taught(fresh(propensity=0.6, disconfirmation=1), [(0.6, 3.0)]), FIRST, 0, COMPETENCE) == (0.0, 0.0)
    assert uncertainty(taught(fresh(propensity=0.6), [(0.6, 3.0)]), FIRST, 0, COMPETENCE) == pytest.approx(0.4)


# --- forgetting -------------------------------------------------------------------------------------------------------

weeks = st.lists(
    st.one_of(st.none(), st.tuples(st.sampled_from([0.0, 1.0]), st.floats(0.01, 5.0))), min_size=1, max_size=400
)


def lived(news, half_life, pi=0.5):
    """(the world after these weeks, the belief of a reference that multiplies all evidence by phi every week)."""
    world, phi, r, s = fresh(pi, negativity=2.0, half_life=half_life), 0.5 ** (1.0 / half_life), 0.0, 0.0
    for signal in news:
        fade(world, 0)
        r, s = r * phi, s * phi
        if signal:
            value, weight = signal
            learn(world, FIRST, 0, COMPETENCE, value, weight)
            r, s = r + weight * value, s + weight * 2.0 * (1.0 - value)
    return world, (2.0 * pi + r) / (2.0 + r + s)


@given(weeks, st.floats(4.0, 300.0), propensities)
def test_forward_decay_is_fading_every_week(news, half_life, pi):
    """Weighing news with a growing clock gives the numbers of multiplying all evidence by 0.5^(1 / half-life) every week."""
    world, reference = lived(news, half_life, pi)
    assert belief(world, FIRST, 0, COMPETENCE) == pytest.approx(reference, rel=1e-5)


@pytest.mark.parametrize("gap", [1, 3, 40, 150])
def test_forward_decay_survives_a_hundred_half_lives(gap):
    """With a half-life of 4 weeks the clock is set back five times in 400 weeks, and no number shows it."""
    news = [(float(week % 3 > 0), 1.5) if week % gap == 0 else None for week in range(400)]
    world, reference = lived(news, 4.0)
    assert belief(world, FIRST, 0, COMPETENCE) == pytest.approx(reference, rel=1e-5)
    assert 1.0 <= world.clock.growth <= ENOUGH


@given(signals, propensities, st.floats(4.0, 500.0), st.integers(1, 300))
def test_forgetting_moves_every_belief_towards_the_propensity(news, propensity, half_life, weeks):
    """Each week a belief comes closer to what one would believe anyway, from the side where it was."""
    world = taught(fresh(propensity, negativity=2.0, half_life=half_life), news)
    distance = belief(world, FIRST, 0, COMPETENCE) - propensity
    for _ in range(weeks):
        fade(world, 0)
        now = belief(world, FIRST, 0, COMPETENCE) - propensity
        assert abs(now) <= abs(distance) + 1e-7
        assert now * distance >= -1e-12
        distance = now


@pytest.mark.parametrize("half_life", [4.0, 104.0])
def test_half_the_evidence_is_left_after_a_half_life(half_life):
    """Eight observations are four after a half-life and two after another: 8 -> (1 + 8)/10, (1 + 4)/6, (1 + 2)/4."""
    world = taught(fresh(half_life=half_life), [(1.0, 8.0)])
    for expected in (0.9, 5 / 6, 0.75):
        assert belief(world, FIRST, 0, COMPETENCE) == pytest.approx(expected, rel=1e-5)
        for _ in range(int(half_life)):
            fade(world, 0)


def test_a_scar_stays_when_all_else_is_forgotten():
    """Half of a deception is outside forgetting: after 20 half-lives it is all that is left."""
    world = fresh(half_life=4.0, scar=0.5)
    deceived(world, FIRST, 0, 6.0)
    assert belief(world, FIRST, 0, INTEGRITY) == pytest.approx(1.0 / 8.0, rel=1e-5)
    for _ in range(80):
        fade(world, 0)
    assert belief(world, FIRST, 0, INTEGRITY) == pytest.approx(1.0 / 5.0, rel=1e-4)


@given(st.sampled_from([0, 1]), shares, st.floats(0.1, 10.0), st.floats(1.0, 4.0), st.booleans())
def test_a_deception_weighs_the_same_however_much_of_it_is_a_scar(communal, lasting, weight, negativity, surprise):
    """On the day it happens the scar is a part of the breach, not more or less of it; only time tells them apart."""
    found = []
    for scar in (0.0, lasting):
        world = fresh(negativity=negativity, scar=scar, disconfirmation=int(surprise))
        world.relations[FIRST].communal = communal
        deceived(world, FIRST, 0, weight)
        found.append(belief(world, FIRST, 0, INTEGRITY))
    assert found[0] == pytest.approx(found[1], rel=1e-5)


# --- norms, contexts, firms -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dimension", range(7), ids=DIMENSIONS)
@pytest.mark.parametrize("value", [0.0, 1.0])
def test_communal_relations_take_care_and_integrity_more_heavily(dimension, value):
    """Kindness and its breach weigh 1.5 times as much there; all else weighs the same."""
    weights = {}
    for communal in (0, 1):
        world = fresh()
        world.relations[FIRST].communal = communal
        weights[communal] = sum(weighed(taught(world, [(value, 1.0)], dimension), FIRST, 0, dimension))
    assert weights[1] / weights[0] == pytest.approx(1.5 if dimension in (EMPATHY, INTEGRITY) else 1.0)


def test_what_is_learnt_in_one_context_counts_for_spillover_in_the_others():
    """Ten observations of service are three where data is concerned (spillover .3), and ten where service is."""
    world = taught(fresh(), [(1.0, 10.0)])
    assert weighed(world, FIRST, 0, COMPETENCE) == pytest.approx((10.0, 0.0))
    assert weighed(world, FIRST, 1, COMPETENCE) == pytest.approx((3.0, 0.0))


def test_what_is_known_of_the_firm_counts_for_its_advisor():
    """Ten observations of the firm are three of its advisor (firm_to_advisor .3); none of the advisor are of the firm."""
    world = taught(fresh(), [(0.0, 10.0)], row=TIE)
    assert weighed(world, FIRST, 0, COMPETENCE) == pytest.approx((0.0, 3.0))
    world = taught(fresh(), [(0.0, 10.0)])
    assert weighed(world, TIE, 0, COMPETENCE) == (0.0, 0.0)


def test_what_is_learnt_is_passed_on_with_the_share_of_that_time():
    """A share that changes later counts for later evidence: three of ten observations at .3, then five of ten at .5."""
    world = taught(fresh(), [(1.0, 10.0)], row=TIE)
    world.settings.firm_to_advisor = world.settings.spillover = 0.5
    assert weighed(world, FIRST, 0, COMPETENCE) == pytest.approx((3.0, 0.0))
    taught(world, [(1.0, 10.0)], row=TIE)
    assert weighed(world, FIRST, 0, COMPETENCE) == pytest.approx((3.0 + 5.0, 0.0))
    assert weighed(world, FIRST, 1, COMPETENCE) == pytest.approx((0.3 * 3.0 + 0.5 * 5.0, 0.0))
    assert weighed(world, TIE, 1, COMPETENCE) == pytest.approx((0.3 * 10.0 + 0.5 * 10.0, 0.0))


def test_a_scar_of_the_firm_is_in_part_a_scar_of_its_advisor():
    """Half of ten observations of deceit is a scar of five, of which three tenths are the advisor's, in every context."""
    world = fresh()
    deceived(world, TIE, 0, 10.0)
    assert world.evidence[TIE, 0].scar == pytest.approx(5.0)
    assert world.evidence[FIRST, 0].scar == pytest.approx(1.5)
    assert weighed(world, FIRST, 0, INTEGRITY) == pytest.approx((0.0, 0.3 * 5.0 + 1.5))
    assert weighed(world, FIRST, 1, INTEGRITY) == pytest.approx((0.0, 0.3 * 0.3 * 5.0 + 1.5))


def test_for_something_new_the_evidence_about_how_counts_less():
    """Novelty .75 leaves a quarter of what is known of competence, and all of what is known of integrity."""
    world = taught(taught(fresh(), [(1.0, 8.0)]), [(1.0, 8.0)], INTEGRITY)
    assert beliefs(world, FIRST, 0, 0.0).competence == pytest.approx(0.9)
    assert beliefs(world, FIRST, 0, 0.75).competence == pytest.approx(3.0 / 4.0)
    assert beliefs(world, FIRST, 0, 1.0).competence == pytest.approx(0.5)
    assert beliefs(world, FIRST, 0, 1.0).integrity == pytest.approx(0.9)


@given(
    st.lists(st.tuples(st.integers(0, 6), shares, st.floats(0.01, 3.0), st.sampled_from([FIRST, TIE])), max_size=12),
    shares,
)
def test_all_beliefs_at_once_are_the_beliefs_one_by_one(news, novelty):
    """`beliefs` is `belief` in each dimension, and its pooled one is that of all evidence added up."""
    world = fresh(negativity=2.0)
    for dimension, value, weight, row in news:
        learn(world, row, 0, dimension, value, weight)
    known = beliefs(world, FIRST, 0, 0.0)
    assert list(known[:7]) == [belief(world, FIRST, 0, d) for d in range(7)]
    good, bad = (sum(weighed(world, FIRST, 0, d)[side] for d in range(7)) for side in (0, 1))
    assert known.pooled == pytest.approx(mean_of_beta(2.0, 0.5, good, 2.0 * bad), rel=1e-12)
    assert all(0.0 < each < 1.0 for each in beliefs(world, FIRST, 0, novelty))


def test_taking_stock_is_what_trust_in_says():
    """What a survey finds is the mean of each customer's trust in those it knows, and so are the beliefs."""
    world = model(weeks=6)
    for customer in world.crew["customers"][:20]:
        felt = [customer.trust_in(advisor) for advisor in customer.advisors]
        assert customer.trust == pytest.approx(np.mean(felt), rel=1e-12)
        assert customer.best_trust == pytest.approx(max(felt), rel=1e-12)
        known = np.mean([customer.beliefs_about(advisor)[:7] for advisor in customer.advisors], axis=0)
        np.testing.assert_allclose(customer.belief, known, rtol=1e-12)


def test_who_knows_nobody_trusts_as_much_as_anybody_would():
    """Without acquaintances trust is the propensity, in people and in firms."""
    world = fresh(propensity=0.37)
    world.customers[0].known, world.relations[TIE].firm = 0, NOBODY
    take_stock(world, 0, world.settings.lens)
    answer(world, 0)
    answer_on_firms(world, 0, world.settings.lens)
    assert world.customers[0].trust == world.customers[0].trust_in_firms == 0.37
    assert list(world.customers[0].belief) == [0.37] * 7
    world.customers[0].known, world.relations[TIE].firm = 1, 0
