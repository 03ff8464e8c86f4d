"""Worlds so simple that the answer can be worked out on paper: the rules give exactly that answer."""

import math

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats
from worlds import alone, arm, model, weeks

from trustsim.evidence import belief, expectation, learn, weighed
from trustsim.mechanisms import MECHANISMS
from trustsim.mechanisms.forgetting import fade
from trustsim.mechanisms.leaping import leap
from trustsim.model import TrustModel
from trustsim.network import from_networkx
from trustsim.state import COMPETENCE, DIMENSIONS, LEAPT

W, PI = 2.0, 0.3  # the weight of the prior and the propensity, where a test does not say otherwise
EVEN = {"quality": 0.0, "disclosure": 0.0, "propensity": 0.0, "status": 0.0}  # everybody is average
APART = {"communal_share": 0.0, "firm_to_advisor": 0.0, "spillover": 0.0, "deceit": 0.0}  # what is learnt stays there
READY = {"novel_share": 0.0, "choice_noise": 0.0, "reputation_floor": 0.0, "stickiness": 0.0}
STRANGER = alone()  # used again and again; `fresh` makes it new


def fresh(pi=PI, negativity=1.0, prior_weight=W, half_life=104.0):
    """One customer who knows one advisor, and nothing about them."""
    STRANGER.evidence.good, STRANGER.evidence.bad, STRANGER.clock.growth = 0.0, 0.0, 1.0
    STRANGER.settings.prior_weight, STRANGER.settings.half_life = prior_weight, half_life
    STRANGER.customers.propensity, STRANGER.customers.negativity = pi, negativity
    return STRANGER


def only(*names):
    """These mechanisms and no others."""
    return {name: name in names for name in MECHANISMS}


def lasting(half_life):
    """The weight of one observation a week for ever, S = 1 + phi + phi^2 + ... = 1 / (1 - 2^(-1 / half-life))."""
    return 1.0 / (1.0 - 2.0 ** (-1.0 / half_life))


def settled(signals, half_life, negativity):
    """The belief after 40 half-lives in which every week brings these signals (value, weight), after a false start."""
    world = fresh(negativity=negativity, half_life=half_life)
    learn(world, 0, 0, COMPETENCE, 0.0, 50.0)
    for _ in range(40 * half_life):
        fade(world, 0)
        for value, weight in signals:
            learn(world, 0, 0, COMPETENCE, value, weight)
    return belief(world, 0, 0, COMPETENCE)


@pytest.mark.parametrize("half_life", [4, 26])
@pytest.mark.parametrize("negativity", [1.0, 2.0, 4.0])
@pytest.mark.parametrize("good", [0.0, 0.25, 0.6, 1.0])
def test_steady_news_settles_a_belief(good, negativity, half_life):
    """(W pi + S v) / (W + S [v + lambda (1 - v)]): a week brings v of good news, 1 - v of bad, and S is what lasts."""
    s = lasting(half_life)
    expected = (W * PI + s * good) / (W + s * (good + negativity * (1.0 - good)))
    assert settled([(1.0, good), (0.0, 1.0 - good)], half_life, negativity) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize(("value", "heavier"), [(0.0, 3.0), (0.25, 3.0), (0.5, 1.0), (0.8, 1.0), (1.0, 1.0)])
def test_a_steady_graded_signal_settles_a_belief(value, heavier):
    """(W pi + c S v) / (W + c S): one signal of v weighs 1 as a whole, c = 1 if v >= 1/2 and c = lambda = 3 if not."""
    s = heavier * lasting(13)
    assert settled([(value, 1.0)], 13, 3.0) == pytest.approx((W * PI + s * value) / (W + s), rel=1e-5)


def test_whole_weeks_settle_a_belief():
    """W 2, pi .3, lambda 2, S 6.29: failing competence settles at .6 / (2 + 2 S), all else at (.6 + S) / (2 + S)."""
    few = {"population": {"customers": 1, "advisors": 1, "firms": 1}, "graph": {"relations": 1, "peers": 0, "spare": 0}}
    town = model(
        few,
        lens="abi",
        mechanisms=only("leaping", "delivering", "forgetting"),
        firms={"digital_share": 0.0, "disclosure": 1.0, "empowerment": 1.0},
        advisors=dict.fromkeys(DIMENSIONS, 1.0) | {"competence": 0.0},
        customers={"need_rate": 1.0, "propensity": PI, "negativity": 2.0},
        evidence={**APART, "half_life": 4.0, "prior_weight": W},
        leaping={**READY, "size_spread": 0.0, "gain": 10.0},
        spread=EVEN,
        weeks=160,
    )
    customer, s = town.crew["customers"][0], lasting(4)
    found = dict(zip(DIMENSIONS, customer.beliefs_about(customer.advisors[0])[:7], strict=True))
    expected = dict.fromkeys(DIMENSIONS, (W * PI + s) / (W + s)) | {"competence": W * PI / (W + 2.0 * s)}
    assert (int(town.world.customers.leaps[0]), found) == (160, pytest.approx(expected, rel=1e-5))
    town.close()


@pytest.mark.parametrize(("half_life", "times"), [(4.0, 1), (26.0, 1), (104.0, 1), (10.5, 2), (4.0, 30), (5200.0, 1)])
@pytest.mark.parametrize("before", [0, 37])
def test_evidence_halves_in_exactly_a_half_life(half_life, times, before):
    """8 good, 6 bad: 8 / 2^k and 6 / 2^k left after k half-lives, 2^(1 / half-life) times as much a week earlier."""
    world, counts = fresh(half_life=half_life), []
    for _ in range(before):
        fade(world, 0)
    for value, weight in ((1.0, 8.0), (0.0, 6.0)):
        learn(world, 0, 0, COMPETENCE, value, weight)
    for _ in range(round(times * half_life) + 1):
        counts.append([amount / world.clock.growth for amount in weighed(world, 0, 0, COMPETENCE)])
        fade(world, 0)
    assert counts[0] == pytest.approx([8.0, 6.0], rel=1e-6)  # stored in single precision
    assert counts[-1] == pytest.approx([first / 2.0**times for first in counts[0]], rel=1e-11)
    assert counts[-2] == pytest.approx([last * 2.0 ** (1.0 / half_life) for last in counts[-1]], rel=1e-11)


@given(st.lists(st.booleans(), max_size=60), st.floats(0.1, 20.0), st.floats(0.02, 0.98), st.integers(0, 6))
def test_an_expectation_is_the_mean_of_the_beta_posterior(signals, prior_weight, pi, dimension):
    """Beta(W pi + good, W (1 - pi) + bad) in scipy: expected at any negativity, and believed at a negativity of 1."""
    good = sum(signals)
    posterior = stats.beta(prior_weight * pi + good, prior_weight * (1.0 - pi) + len(signals) - good)
    for negativity in (3.0, 1.0):
        world = fresh(pi, negativity, prior_weight)
        for signal in signals:
            learn(world, 0, 0, dimension, float(signal), 1.0)
        assert expectation(world, 0, 0, dimension) == pytest.approx(posterior.mean(), rel=1e-9)
    assert belief(world, 0, 0, dimension) == pytest.approx(posterior.mean(), rel=1e-9)


def deciding(pi, gain, aversion=1.0, disclosure=0.0, **leaping):
    """A stranger with a need a week who trusts as they are inclined to, T = pi, and learns nothing."""
    return alone(
        lens="reputation",
        mechanisms=only("leaping", "scrutiny"),
        firms={"disclosure": disclosure},
        customers={"need_rate": 1.0, "propensity": pi, "risk_aversion": aversion},
        leaping={**READY, "gain": gain, **leaping},
        scrutiny={"verification": 0.5},
    )


def leaps_at(world, trust, dared=-1.0):
    """Whether the customer leaps at this trust, having dared this amount before."""
    world.customers[0].propensity, world.relations[0].dared = trust, dared
    leap(world, 0)
    return bool(world.customers[0].outcome == LEAPT)


@pytest.mark.parametrize("gain", [0.1, 0.5, 1.0, 1.5, 4.0, 10.0])
@pytest.mark.parametrize("dared", [-1.0, 0.0, 50.0])
def test_the_leap_happens_from_colemans_threshold_on(gain, dared):
    """T / (1 - T) >= L / G, L = 1: from T = 1 / (1 + G) on and not a billionth below, whatever was dared before."""
    world, threshold = deciding(0.5, gain, size_spread=0.0), 1.0 / (1.0 + gain)
    assert [leaps_at(world, threshold + off, dared) for off in (-1e-9, 1e-9)] == [False, True]
    assert gain != 1.0 or leaps_at(world, 0.5, dared)  # the threshold itself, where its number is exact


@pytest.mark.parametrize("gain", [0.5, 0.75, 1.5])
def test_what_is_verified_lowers_colemans_threshold(gain):
    """L = 1 - (1 - T) / 2 where all is shown and half verified: T / (1 - T) >= L / G from T = sqrt(G^2 + 1) - G on."""
    world, threshold = deciding(0.5, gain, disclosure=1.0, size_spread=0.0), math.sqrt(gain**2 + 1.0) - gain
    assert [leaps_at(world, threshold + off) for off in (-1e-9, 1e-9)] == [False, True]


def entrusted(trust, gain, loss, aversion, spread):
    """P(size <= a) for ln size ~ N(0, spread^2) and the largest a with max(a, a^kappa) loss <= gain T / (1 - T)."""
    worth = gain * trust / (1.0 - trust) / loss
    return stats.lognorm.cdf(worth ** (1.0 / aversion) if worth > 1.0 else worth, spread)


def near(count, trials, probability):
    """Whether a share lies within 4 standard errors of a probability."""
    return abs(count / trials - probability) <= 4.0 * math.sqrt(probability * (1.0 - probability) / trials)


@pytest.mark.parametrize(
    ("trust", "gain", "aversion", "spread"),
    [(0.5, 1.5, 1.0, 0.8), (0.7, 1.5, 2.0, 0.8), (0.3, 1.5, 2.0, 0.8), (0.6, 0.5, 1.5, 1.5), (0.4, 3.0, 1.5, 0.3)],
)
def test_leaps_are_as_frequent_as_small_enough_needs(trust, gain, aversion, spread):
    """P(lognormal size <= a), a = (G T / (1 - T))^(1 / kappa) with kappa = 1 where that is below 1; 5000 weeks."""
    world = deciding(trust, gain, aversion, size_spread=spread)
    for _ in weeks(world, 5000):
        leap(world, 0)
    assert world.customers[0].needs == 5000
    assert near(world.customers[0].leaps, 5000, entrusted(trust, gain, 1.0, aversion, spread))


def test_in_whole_weeks_new_needs_are_entrusted_as_often_as_the_formula_says():
    """.7 P(size <= a(1)) + .3 P(size <= a(1 + n)), n uniform: what is new by n puts 1 + n at risk; 10,000 needs."""
    town = model(
        {"population": {"customers": 200, "advisors": 4, "firms": 1}},
        lens="reputation",
        mechanisms=only("leaping"),
        customers={"need_rate": 1.0, "propensity": 0.6, "risk_aversion": 1.5},
        leaping={**READY, "novel_share": 0.3, "novelty_risk": 1.0, "gain": 1.5, "size_spread": 0.8},
        spread=EVEN,
        weeks=50,
    )
    new, _ = integrate.quad(lambda n: entrusted(0.6, 1.5, 1.0 + n, 1.5, 0.8), 0.0, 1.0)
    assert town.world.customers.needs.sum() == 10_000
    assert near(town.world.customers.leaps.sum(), 10_000, 0.7 * entrusted(0.6, 1.5, 1.0, 1.5, 0.8) + 0.3 * new)


def gossip(graph, source):
    """A town where only `source` knows the one advisor, who fails at everything, so that every delivery is told of."""
    people = nx.Graph()
    people.add_nodes_from([("Vera", {"role": "advisor"}), *((row, {"role": "customer"}) for row in sorted(graph))])
    people.add_edges_from([(source, "Vera", {"kind": "knows"}), *((*pair, {"kind": "peers"}) for pair in graph.edges)])
    talkative = arm(
        {"graph": {"spare": 1}},
        lens="abi",
        mechanisms=only("leaping", "delivering", "word_of_mouth"),
        firms={"disclosure": 0.0, "digital_share": 0.0},
        advisors=dict.fromkeys(DIMENSIONS, 0.0),
        customers={"need_rate": 1.0, "sociability": 1.0, "negativity": 1.0, "propensity": 0.5},
        evidence={**APART, "prior_weight": 20.0},
        leaping={**READY, "size_spread": 0.0, "gain": 10.0},
        word_of_mouth={"telling": 1.0, "negativity_telling": 5.0, "hearsay": 0.2},
        spread=EVEN,
    )
    return TrustModel(talkative, seed=1, network=from_networkx(people))


def heard(town, count):
    """The customers who know the advisor at the start and after each of so many weeks."""
    return [town.run(min(week, 1)).world.customers.known.nonzero()[0].tolist() for week in range(count + 1)]


@pytest.mark.parametrize(("source", "first"), [(0, list(range(201))), (199, [0, 199])])
def test_on_a_star_all_hear_from_the_centre_in_the_same_week(source, first):
    """The centre tells: 200 leaves hear in week 1. A leaf tells: the centre hears in week 1, the rest in week 2."""
    everybody = list(range(201))  # more than go through the week together, so that the centre has to wait for the leaf
    assert heard(gossip(nx.star_graph(200), source), 3) == [[source], first, everybody, everybody]


def test_along_a_chain_news_goes_one_step_a_week():
    """Who hears in week n leaps and tells in week n + 1: after n weeks those at most n steps away know, 0..n."""
    assert heard(gossip(nx.path_graph(6), 0), 7) == [list(range(min(n + 1, 6))) for n in range(8)]


def test_hearsay_is_not_passed_on():
    """Only what was lived is told: where nobody else has needs, news stays one step from its source, 2, for ever."""
    town = gossip(nx.path_graph(6), 2)
    town.world.customers.need_rate = [0.0, 0.0, 1.0, 0.0, 0.0, 0.0]
    assert heard(town, 6) == [[2]] + 6 * [[1, 2, 3]]


def test_along_a_chain_one_knows_what_was_lived_and_a_fifth_of_what_was_heard():
    """5 weeks, step k: 5 - k of one's own; told .2 (6 - k) from nearer the source, .2 max(0, 4 - k) from beyond."""
    town = gossip(nx.path_graph(6), 0).run(5)
    for row in range(6):
        told = (6 - row if row > 0 else 0) + max(0, 4 - row)
        known = town.world.evidence[int(town.world.customers.first[row]), 0]
        assert (known.good.tolist(), known.bad.tolist()) == ([0.0] * 7, pytest.approx([5 - row + 0.2 * told] * 7))
