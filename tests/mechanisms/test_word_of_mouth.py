"""Word of mouth: the unexpected is told, bad news more readily; peers listen, and get to know whom they hear of."""

import pytest
from worlds import amount, learnt, model, often, weeks

from trustsim.acquaintance import find
from trustsim.mechanisms.word_of_mouth import listen, tell
from trustsim.state import DIMENSIONS, LEAPT, NO_NEED, NOBODY, REFUSED

TALK = {
    "population": {"customers": 2, "advisors": 3, "firms": 2},
    "graph": {"relations": 1, "peers": 1, "spare": 1},
    "customers": {"negativity": 1.0, "sociability": 1.0},
    "evidence": {"communal_share": 0.0, "firm_to_advisor": 0.0, "spillover": 0.0},
}


def told(surprise=0.4, signals=(1,) * 7, digital=0, **groups):
    """Two peers; the second has told of a delivery by its advisor, or is about to."""
    world = model(TALK, **groups).world
    peer = world.customers[1]
    peer.outcome, peer.surprise, peer.signals, peer.digital = LEAPT, surprise, signals, digital
    peer.considered = world.relations[peer.first].advisor
    return world


# --- telling ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("surprise", "probability"), [(0.5, 0.2), (-0.5, 0.26), (1.0, 0.4), (0.0, 0.0), (-1.0, 0.52)])
def test_the_more_unexpected_the_more_is_told_and_bad_news_more_readily(surprise, probability):
    """With probability telling * |surprise|, times `negativity_telling` if it was a disappointment."""
    world, times = told(surprise), 0
    for _ in weeks(world, 2000):
        world.customers[1].told_of = NOBODY
        tell(world, 1)
        times += world.customers[1].told_of != NOBODY
    assert often(times, 2000, probability)


def test_a_fan_is_made_by_three_good_surprises_in_a_row():
    """A disappointment starts the count anew and ends the enthusiasm."""
    world, fans = told(), []
    for surprise in (0.1, 0.1, -0.1, 0.1, 0.1, 0.1, 0.1, -0.1):
        world.customers[1].surprise = surprise
        tell(world, 1)
        fans.append(bool(world.customers[1].fan_of != NOBODY))
    assert fans == [False, False, False, False, False, True, True, False]


@pytest.mark.parametrize("outcome", [NO_NEED, REFUSED])
def test_fans_tell_unasked(outcome):
    """With probability `fan_telling` in a week without a delivery; who is no fan tells nothing then."""
    world, times = told(), 0
    world.customers[1].outcome, world.customers[1].fan_of = outcome, 2
    for _ in weeks(world, 2000):
        world.customers[1].told_of = NOBODY
        tell(world, 1)
        times += world.customers[1].told_of == 2
    assert often(times, 2000, 0.1)
    world.customers[1].fan_of = world.customers[1].told_of = NOBODY
    for _ in weeks(world, 200):
        tell(world, 1)
        assert world.customers[1].told_of == NOBODY


# --- listening --------------------------------------------------------------------------------------------------------


def heard(world, strength=1.0):
    """What the first customer learnt of the advisor that the second tells about; the relation it learnt it in."""
    advisor = world.customers[1].told_of = world.customers[1].considered
    world.peers.strength[:] = strength
    listen(world, 0)
    return find(world, 0, advisor)


@pytest.mark.parametrize("strength", [1.0, 0.5])
def test_what_a_peer_tells_weighs_a_fifth_of_ones_own_experience(strength):
    """hearsay * strength of the tie in each dimension, good or bad as the delivery showed."""
    signals = (1, 0, 1, 0, 1, 0, 1)
    world = told(signals=signals)
    row, weight = heard(world, strength), pytest.approx(0.2 * strength)
    assert learnt(world, row) == {
        name: (weight, 0.0) if good else (0.0, weight) for name, good in zip(DIMENSIONS, signals, strict=True)
    }


def test_what_a_machine_did_is_heard_about_the_firm():
    """Told of a digital delivery, a listener learns about the firm, as the teller did, and nothing about the advisor."""
    world = told(digital=1)
    row = heard(world)
    assert learnt(world, row) == {}
    assert set(learnt(world, world.relations[row].with_firm)) == set(DIMENSIONS)


def test_a_delivery_is_told_as_being_about_what_it_was_about():
    """A fan with another need by now still tells of the context in which it was served."""
    world = told(contexts={"names": ["service", "data"]})
    world.customers[1].subject, world.customers[1].context = 1, 0
    row = heard(world)
    assert learnt(world, row, 0) == {}
    assert set(learnt(world, row, 1)) == set(DIMENSIONS)


@pytest.mark.parametrize("sociability", [0.0, 0.5, 1.0])
def test_not_everybody_listens(sociability):
    """With probability `sociability` of the listener."""
    world, times = told(customers={"sociability": sociability}), 0
    for _ in weeks(world, 500):
        world.evidence.good, world.evidence.bad = 0.0, 0.0
        heard(world)
        times += bool(amount(world))
    assert often(times, 500, sociability)


def test_an_advisor_that_one_hears_of_becomes_known():
    """In the spare slot: the list grows by one, with the relation's own firm and gap."""
    world = told()
    world.customers[1].considered = new = next(a for a in range(3) if find(world, 0, a) == NOBODY)
    row = heard(world)
    customer, relation = world.customers[0], world.relations[row]
    assert (customer.known, relation.advisor, relation.customer, relation.firm) == (2, new, 0, world.advisors[new].firm)
    assert relation.gap == max(0.0, world.advisors[new].status - customer.status)
    assert world.relations[relation.with_firm].firm == relation.firm


@pytest.mark.parametrize("trace", ["evidence", "scar"])
def test_a_full_list_gives_up_the_relation_with_the_least_evidence(trace):
    """Two are known and there is room for two: the third takes the place of the one who left no trace; a scar is one."""
    world = told()
    heard(world)
    first = [int(world.relations[row].advisor) for row in (0, 1)]
    if NOBODY in first:
        world.customers[1].considered = next(a for a in range(3) if a not in first)
        heard(world)
        first = [int(world.relations[row].advisor) for row in (0, 1)]
    world.evidence.good, world.evidence.bad = 0.0, 0.0
    if trace == "scar":
        world.evidence[0, 0].scar = 1.0
    else:
        world.evidence.good[0] = 1.0
    world.customers[1].considered = third = next(a for a in range(3) if a not in first)
    assert heard(world) == 1
    assert [int(world.relations[row].advisor) for row in (0, 1)] == [first[0], third]
    assert world.customers[0].known == 2


def test_a_post_passed_on_makes_its_author_known_and_no_more():
    """Readers of a shared post get to know the advisor, with nothing learnt."""
    world = told()
    world.customers[1].shared = new = next(a for a in range(3) if find(world, 0, a) == NOBODY)
    listen(world, 0)
    assert find(world, 0, new) != NOBODY
    assert not amount(world)


def test_nobody_told_nothing_heard():
    """A quiet week changes no relation."""
    world = told()
    before = world.customers.known.tolist(), world.relations.advisor.tolist()
    listen(world, 0)
    assert (world.customers.known.tolist(), world.relations.advisor.tolist()) == before
    assert not amount(world)
