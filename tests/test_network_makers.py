"""Made networks: distinct advisors, symmetric peers, the shape that each maker promises."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trustsim.network import fingerprint, make_network, maker_names, sampling
from trustsim.parameters import parameters

GOLDEN = {  # the default world of seed 1; a change here changes results and goes into the changelog
    "small_world": "3b057f137835b046",
    "scale_free": "a504f639998443ea",
    "stochastic_block": "1cb223bd43d393e4",
    "firm_hierarchy": "87051dc46f56aba5",
}
every_maker = pytest.mark.parametrize("maker", maker_names())


def numbers(**changed):
    """All declared numbers at their defaults, but for `changed` (`graph__peers=4`)."""
    return {p.path: p.default for p in parameters().values()} | {
        path.replace("__", "."): value for path, value in changed.items()
    }


def made(maker, seed=1, **changed):
    """The network of `maker` under the changed numbers."""
    return make_network({"maker": maker}, numbers(**{"graph__relations": 6, **changed}), seed)


def knowers(network):
    """The customer of each relation."""
    return np.repeat(np.arange(len(network.knows_first) - 1), np.diff(network.knows_first))


def talkers(network):
    """The customer of each entry of the peers."""
    return np.repeat(np.arange(len(network.peers_first) - 1), np.diff(network.peers_first))


def popularity(network):
    """How many customers know each advisor."""
    return np.bincount(network.knows, minlength=len(network.firm_of))


worlds = st.fixed_dictionaries(
    {
        "population__firms": st.integers(1, 9),
        "population__advisors": st.integers(1, 30),
        "population__customers": st.integers(1, 60),
        "graph__relations": st.integers(1, 40),
        "graph__peers": st.integers(0, 70),
        "graph__rewiring": st.floats(0, 1),
        "graph__attachment": st.floats(0, 2),
        "graph__mixing": st.floats(0, 1),
        "graph__branching": st.integers(2, 5),
    }
)


@every_maker
@settings(max_examples=60, deadline=None)
@given(world=worlds, seed=st.integers(0, 2**64))
def test_every_made_network_is_sound(maker, world, seed):
    """However small or dense: distinct advisors, as many as asked; symmetric, distinct peers, as many as fit."""
    network = made(maker, seed, **world)
    customers, advisors = world["population__customers"], world["population__advisors"]
    relations, peers = min(world["graph__relations"], advisors), min(world["graph__peers"], customers - 1)
    assert (np.diff(network.knows_first) == relations).all() and len(network.knows_first) == customers + 1
    assert len(set(zip(knowers(network), network.knows, strict=True))) == customers * relations
    assert all((np.diff(row) > 0).all() for row in np.split(network.knows, network.knows_first[1:-1]))
    assert network.knows.size == 0 or (network.knows.min() >= 0 and network.knows.max() < advisors)
    ties = set(zip(talkers(network).tolist(), network.peers.tolist(), strict=True))
    assert len(ties) == len(network.peers) == len(network.strength) == 2 * (customers * peers // 2)
    assert all((other, one) in ties and one != other for one, other in ties)
    assert (np.bincount(network.firm_of, minlength=network.firms) <= -(-advisors // network.firms)).all()


@every_maker
def test_columns_have_the_types_that_the_tables_declare(maker):
    """Rows are int32, bounds int64, strengths float64."""
    network = made(maker)
    assert {network.firm_of.dtype, network.knows.dtype, network.peers.dtype, network.firms_known.dtype} == {
        np.dtype("i4")
    }
    assert {network.knows_first.dtype, network.firms_first.dtype, network.peers_first.dtype} == {np.dtype("i8")}
    assert network.strength.dtype == np.float64 and (network.strength == 1).all()


@every_maker
def test_one_seed_makes_one_network(maker):
    """The same seed twice is identical, seed 0 works, and another seed differs."""
    assert fingerprint(made(maker, 0)) == fingerprint(made(maker, 0))
    assert fingerprint(made(maker, 0)) != fingerprint(made(maker, 1))


@every_maker
def test_the_default_world_stays_as_it_is(maker):
    """The fingerprint of the default world is the one on record."""
    assert fingerprint(made(maker)) == GOLDEN[maker]


@every_maker
def test_cutting_the_work_in_pieces_changes_nothing(maker, monkeypatch):
    """Draws are keyed by who draws, so the size of a chunk is of no account."""
    whole = fingerprint(made(maker))
    monkeypatch.setattr(sampling, "CHUNK", 50)
    assert fingerprint(made(maker)) == whole


@pytest.mark.parametrize(
    ("maker", "path", "other"),
    [
        ("small_world", "graph__rewiring", 0.5),
        ("scale_free", "graph__attachment", 0.2),
        ("stochastic_block", "graph__mixing", 0.5),
        ("firm_hierarchy", "graph__mixing", 0.5),
        ("firm_hierarchy", "graph__branching", 2),
    ],
)
def test_a_number_changes_the_makers_that_use_it_and_no_other(maker, path, other):
    """Each number of [graph] moves its maker, and a maker ignores the numbers of the others."""
    assert fingerprint(made(maker, **{path: other})) != fingerprint(made(maker))
    for bystander in set(maker_names()) - {maker}:
        if path != "graph__mixing" or bystander not in ("stochastic_block", "firm_hierarchy"):
            assert fingerprint(made(bystander, **{path: other})) == fingerprint(made(bystander))


def test_advisors_are_spread_evenly_over_firms():
    """26 advisors over 4 firms: 6 or 7 each."""
    assert sorted(np.bincount(made("small_world", population__advisors=26).firm_of)) == [6, 6, 7, 7]


def test_an_unrewired_small_world_is_a_ring_of_neighbours():
    """Without rewiring each customer's peers are the next three on either side, and neighbours share advisors."""
    network = made("small_world", graph__rewiring=0.0)
    distance = np.abs(talkers(network) - network.peers)
    assert (np.minimum(distance, 400 - distance) <= 3).all()
    assert (np.diff(network.peers_first) == 6).all()
    shared = [
        len(set(network.knows[6 * i : 6 * i + 6]) & set(network.knows[6 * i + 6 : 6 * i + 12])) for i in range(399)
    ]
    assert min(shared) >= 5


def test_neighbours_on_the_ring_know_advisors_of_every_firm():
    """Nearby advisors work for different firms, so that a customer can choose between firms."""
    network = made("small_world", graph__rewiring=0.0)
    firms = network.firm_of[network.knows].reshape(-1, 6)
    assert all(len(set(row)) == 4 for row in firms.tolist())


def test_rewiring_leads_that_share_of_the_ties_elsewhere():
    """The share of peers beyond the ring's reach is near the probability of rewiring."""
    for rewiring in (0.1, 0.5, 1.0):
        network = made("small_world", population__customers=20_000, graph__rewiring=rewiring)
        distance = np.abs(talkers(network) - network.peers)
        assert np.mean(np.minimum(distance, 20_000 - distance) > 3) == pytest.approx(rewiring, abs=0.01)
    assert (np.diff(network.peers_first) >= 3).all()  # a rewired tie keeps the one who made it [WattsStrogatz1998]


def clustering(network):
    """The share of pairs of one's peers who are peers themselves, over the first hundred customers."""
    peers = [set(row.tolist()) for row in np.split(network.peers, network.peers_first[1:-1])]
    pairs = [(one, other) for i in range(100) for one in peers[i] for other in peers[i] if one < other]
    return np.mean([other in peers[one] for one, other in pairs])


def test_a_small_world_is_more_clustered_than_chance():
    """A tenth of the ties rewired leaves most of the ring's clustering of 0.6; all rewired leaves none."""
    few, all_ties = (made("small_world", population__customers=5000, graph__rewiring=p) for p in (0.1, 1.0))
    assert clustering(few) > 0.35 > 0.05 > clustering(all_ties)


def tail_exponent(degrees, share):
    """The exponent of a power-law density through the highest `share` of the degrees [Hill1975]."""
    top = np.sort(degrees)[::-1][: int(share * degrees.size)].astype(float)
    return 1 + 1 / np.mean(np.log(top / top[-1]))


def test_linear_attachment_gives_the_tail_of_barabasi_and_albert():
    """The popularity of advisors and of peers falls off as a power with an exponent near 3."""
    network = made("scale_free", population__customers=100_000, population__advisors=10_000)
    assert tail_exponent(popularity(network), 0.02) == pytest.approx(3.0, abs=0.4)
    assert tail_exponent(np.diff(network.peers_first), 0.02) == pytest.approx(3.0, abs=0.4)


def test_the_stronger_the_attachment_the_more_a_few_have():
    """The share of relations that the most popular hundredth holds grows with the exponent."""
    shares = []
    for attachment in (0.0, 0.5, 1.0, 1.5):
        known = np.sort(
            popularity(
                made(
                    "scale_free", population__customers=20_000, population__advisors=2000, graph__attachment=attachment
                )
            )
        )
        shares.append(known[-20:].sum() / known.sum())
    assert shares == sorted(shares) and shares[0] < 0.06 and shares[2] > 0.08 and shares[3] > 0.5


def test_no_firm_owns_the_popular_advisors():
    """Early advisors, whom attachment favours, come from every firm in turn."""
    network = made("scale_free", population__customers=20_000, population__advisors=2000)
    top = np.argsort(popularity(network))[-40:]
    assert (np.bincount(network.firm_of[top], minlength=4) >= 4).all()


@pytest.mark.parametrize("maker", ["stochastic_block", "firm_hierarchy"])
@pytest.mark.parametrize("mixing", [0.0, 0.1, 0.5, 1.0])
def test_the_share_of_ties_that_leave_a_block_is_the_mixing(maker, mixing):
    """Of relations and of peers, the share that crosses firms is the probability of mixing."""
    network = made(maker, population__customers=20_000, population__advisors=400, graph__mixing=mixing)
    block = np.arange(20_000) * 4 // 20_000
    assert np.mean(network.firm_of[network.knows] != block[knowers(network)]) == pytest.approx(mixing, abs=0.006)
    assert np.mean(block[network.peers] != block[talkers(network)]) == pytest.approx(mixing, abs=0.006)


def test_inside_a_block_all_are_alike():
    """Under the stochastic block model no advisor and no peer is more popular than chance makes it."""
    network = made("stochastic_block", population__customers=40_000, population__advisors=400)
    expected = 40_000 * 6 / 400
    assert np.abs(popularity(network) - expected).max() < 5 * expected**0.5
    degrees = np.diff(network.peers_first)
    assert degrees.var() == pytest.approx(6, rel=0.05)  # as good as Poisson, around 6


def test_a_hierarchy_has_one_top_and_levels_that_branch():
    """21 people under a branching of 4: one at 1, four at a half, sixteen at 0, in every firm."""
    network = made("firm_hierarchy", population__advisors=84)
    for firm in range(4):
        assert np.unique(network.standing[network.firm_of == firm], return_counts=True)[0].tolist() == [0.0, 0.5, 1.0]
        assert np.unique(network.standing[network.firm_of == firm], return_counts=True)[1].tolist() == [16, 4, 1]


def test_customers_know_the_bottom_of_a_hierarchy_better_than_the_top():
    """Person by person each level down is about twice as well known."""
    network = made(
        "firm_hierarchy",
        population__advisors=84 * 4,
        population__firms=4,
        population__customers=40_000,
        graph__mixing=0.0,
    )
    known = [popularity(network)[network.standing == level].mean() for level in np.unique(network.standing)]
    assert [known[i] / known[i + 1] for i in range(len(known) - 1)] == pytest.approx([2.0] * (len(known) - 1), rel=0.2)


def test_only_a_hierarchy_has_standing():
    """The other makers leave `standing` empty."""
    assert [maker for maker in maker_names() if len(made(maker).standing)] == ["firm_hierarchy"]


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_chosen_members_are_different_and_as_many_as_wanted(data):
    """Any mixture of sparse and dense owners, with odds and with a start, gets exactly what it wants."""
    size = np.array(data.draw(st.lists(st.integers(1, 20), min_size=1, max_size=12)))
    wanted = np.array([data.draw(st.integers(0, int(n))) for n in size])
    odds = np.array(data.draw(st.lists(st.floats(0.01, 100), min_size=20, max_size=20)))
    start = np.where(wanted > 0, size - 1, -1)[:, None]
    owners, members = sampling.chosen(np.arange(size.size), wanted, size, sampling.luck_of(7, "test"), odds, start)
    assert (np.bincount(owners, minlength=size.size) == wanted).all()
    assert len(set(zip(owners, members, strict=True))) == wanted.sum() and (members < size[owners]).all()
    assert {(row, last) for row, (last,) in enumerate(start.tolist()) if last >= 0} <= set(
        zip(owners, members, strict=True)
    )


@pytest.mark.parametrize("wanted", [2, 4])
def test_a_sparse_and_a_dense_draw_follow_the_same_odds(wanted):
    """Of seven, two or four are taken: each member as often as drawing one by one without putting back would."""
    odds, n = np.array([8.0, 4.0, 2.0, 1.0, 1.0, 1.0, 1.0]), 40_000
    _, members = sampling.chosen(np.arange(n), wanted, 7, sampling.luck_of(3, "odds"), odds)
    generator = np.random.default_rng(0)
    one_by_one = np.argsort(-np.log(generator.random((n, 7))) / odds, axis=1)[:, :wanted]
    expected = np.bincount(one_by_one.ravel(), minlength=7) / n
    assert np.bincount(members, minlength=7) / n == pytest.approx(expected, abs=0.015)
