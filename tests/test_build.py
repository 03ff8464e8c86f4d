"""Founding: a network and numbers become tables, and the lists of who knows whom stay in order whatever happens."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import RICH, arm, contents, model, often

from trustsim import acquaintance
from trustsim.build import build, column, give_up, set_trait
from trustsim.engine import Engine
from trustsim.lenses import LENSES
from trustsim.model import TrustModel
from trustsim.network import make_network
from trustsim.parameters import traits
from trustsim.state import DIMENSIONS, NOBODY, columns_of, table
from trustsim.week import PHASES

MANY_FIRMS = {
    "population": {"customers": 80, "advisors": 100, "firms": 50},
    "graph": {"relations": 3, "peers": 6, "spare": 1},
    "advisors": {"rate": 1.0},
    "customers": {"sociability": 1.0},
    "posting": {"sharing": 1.0, "reach": 1.0},
}


def in_order(tables):
    """Assert that every list of acquaintances, and every relation with a firm, is what it should be."""
    relations, customers = tables.relations, tables.customers
    used = 0
    for row, customer in enumerate(customers):
        first, last, known = customer["first"], customer["last"], customer["known"]
        assert 0 <= known <= last - first
        advisors = relations["advisor"][first : first + known]
        assert (advisors != NOBODY).all()
        assert len(set(advisors.tolist())) == known, f"customer {row} knows somebody twice"
        assert (relations["advisor"][first + known : last] == NOBODY).all()
        assert (relations["customer"][first:last] == row).all()
        assert (relations["firm"][first : first + known] == tables.advisors["firm"][advisors]).all()
        with_firms = relations["with_firm"][first : first + known]
        assert ((customer["firm_first"] <= with_firms) & (with_firms < customer["firm_last"])).all(), (
            f"customer {row} has a with_firm of somebody else's"
        )
        assert (relations["firm"][with_firms] == relations["firm"][first : first + known]).all(), (
            f"customer {row} has a with_firm with another firm"
        )
        assert (relations["customer"][with_firms] == row).all()
        own = relations[customer["firm_first"] : customer["firm_last"]]
        assert (own["advisor"] == NOBODY).all()
        assert (own["with_firm"] == NOBODY).all()
        firms = own["firm"][own["firm"] != NOBODY].tolist()
        assert len(set(firms)) == len(firms), f"customer {row} has two relations with one firm"
        used += last - first + customer["firm_last"] - customer["firm_first"]
    assert used == len(relations)


@pytest.mark.parametrize(
    "config",
    [MANY_FIRMS, RICH, MANY_FIRMS | {"graph": {"relations": 3, "peers": 6, "spare": 0}}],
    ids=["many firms", "rich", "no room"],
)
def test_lists_and_ties_stay_in_order_for_200_weeks(config):
    """However many advisors come and go: no duplicates, no strays, every relation beside the one with its own firm."""
    world, met = model(config), set()
    for _ in range(10):
        world.run(20)
        in_order(world.tables)
        met.add(world.tables.relations["advisor"].tobytes())
    assert len(met) > 1


@settings(max_examples=100)
@given(
    st.integers(1, 12),
    st.integers(1, 12),
    st.integers(1, 9),
    st.integers(1, 6),
    st.integers(0, 3),
    st.integers(0, 6),
    st.integers(0, 10**6),
)
def test_a_world_of_any_size_is_in_order(customers, advisors, firms, relations, spare, peers, seed):
    """At its founding, and after its customers have met advisors at random."""
    population = {"customers": customers, "advisors": advisors, "firms": firms}
    scenario = arm({"population": population, "graph": {"relations": relations, "peers": peers, "spare": spare}})
    world = build(make_network(scenario.graph, scenario.values, seed), scenario, seed)
    in_order(world)
    plain = as_records(world)
    rng = np.random.default_rng(seed)
    for row, advisor in zip(
        rng.integers(customers, size=20).tolist(), rng.integers(advisors, size=20).tolist(), strict=True
    ):
        if acquaintance.find(plain, row, advisor) == NOBODY:
            place = acquaintance.meet(plain, row, advisor)
            assert place == acquaintance.find(plain, row, advisor)
            plain.evidence.good[place] = rng.random()
    in_order(world)


def as_records(world):
    """A world as rules see it."""
    return Engine(world, PHASES).columns


def test_founding_in_bulk_is_getting_acquainted_one_by_one():
    """Wiped and begun anew with `acquaintance.begin`, every relation has the columns that `relate` gave it."""
    scenario = arm(RICH, graph={"relations": 5}, population={"firms": 4, "advisors": 12})
    founded, again = (build(make_network(scenario.graph, scenario.values, 1), scenario, 1) for _ in range(2))
    plain, start = as_records(again), table("relations", 1)[0]
    rows = np.flatnonzero(founded.relations["advisor"] != NOBODY)
    advisors, owners = founded.relations["advisor"][rows].tolist(), founded.relations["customer"].copy()
    again.relations[:] = start
    again.relations["customer"] = owners
    for row, advisor in zip(rows.tolist(), advisors, strict=True):
        acquaintance.begin(plain, row, int(owners[row]), advisor)
    for name in columns_of("relations"):
        if name not in ("firm", "with_firm"):
            assert (founded.relations[name] == again.relations[name]).all(), name
    assert (founded.relations["firm"][rows] == again.relations["firm"][rows]).all()
    for world in (founded, again):  # relations with firms may lie in another order
        assert (world.relations["firm"][world.relations["with_firm"][rows]] == world.relations["firm"][rows]).all()
    for customer in founded.customers:
        own = slice(customer["firm_first"], customer["firm_last"])
        known = [sorted(world.relations[["firm", "communal"]][own].tolist()) for world in (founded, again)]
        assert known[0] == known[1]


# --- traits -----------------------------------------------------------------------------------------------------------


def test_traits_are_the_numbers_of_the_config():
    """Without spread everybody is average; traits without a spread of their own always are."""
    alike = model(RICH, spread=dict.fromkeys(("quality", "disclosure", "propensity", "status"), 0.0))
    for owner in ("firms", "advisors", "customers"):
        for trait in traits(owner):
            assert column(alike.tables, owner, trait.name) == pytest.approx(alike.arm.values[trait.path])
    assert (model(RICH).tables.advisors["rate"] == 0.5).all()


@pytest.mark.parametrize("centre", [0.1, 0.5, 0.9])
def test_spread_is_around_the_average_on_the_logit_scale(centre):
    """The median stays; the standard deviation of the logits is the spread."""
    world = model(population={"customers": 4000}, customers={"propensity": centre}, spread={"propensity": 0.4})
    values = world.tables.customers["propensity"]
    logits = np.log(values / (1.0 - values))
    assert np.median(logits) == pytest.approx(np.log(centre / (1.0 - centre)), abs=0.03)
    assert logits.std() == pytest.approx(0.4, abs=0.02)


@pytest.mark.parametrize("centre", [0.0, 1.0])
def test_nobody_is_a_little_less_than_perfect(centre):
    """An average of exactly 0 or 1 stays exact for all, whatever the spread."""
    assert (column(model(advisors={"empathy": centre}).tables, "advisors", "empathy") == centre).all()


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_ties_with_firms_are_communal_as_often_as_those_with_people(share):
    """Of many relations of either kind the share `communal_share` is, drawn for each pair by itself."""
    relations = model(population={"customers": 2000}, evidence={"communal_share": share}).tables.relations
    with_people = relations["communal"][relations["advisor"] != NOBODY]
    with_firms = relations["communal"][(relations["advisor"] == NOBODY) & (relations["firm"] != NOBODY)]
    assert often(with_people.sum(), len(with_people), share)
    assert often(with_firms.sum(), len(with_firms), share)


def test_a_trait_may_change_for_some():
    """`set_trait` for some rows leaves the others as they are, and keeps to the range."""
    world = model(RICH, spread={"quality": 0.0})
    set_trait(world.tables, world.network, "advisors", "integrity", world.arm, 1.7, world.seed, np.array([2, 5]))
    values = column(world.tables, "advisors", "integrity")
    assert values[[2, 5]].tolist() == [1.0, 1.0]
    assert (np.delete(values, [2, 5]) == 0.65).all()


def test_what_a_graph_says_of_a_person_counts():
    """Attributes of nodes are traits: they take the place of what would have been drawn."""
    scenario = arm(RICH)
    network = make_network(scenario.graph, scenario.values, 1)
    status = np.linspace(0.1, 0.9, 8)
    world = build(network._replace(attributes={"advisors": {"status": status}}), scenario, 1)
    assert world.advisors["status"] == pytest.approx(status)


def test_evidence_that_a_graph_brings_is_there_at_the_start():
    """A network's prior is positive evidence in the relation it was given for; three tenths of it spill over."""
    scenario = arm(RICH)
    network = make_network(scenario.graph, scenario.values, 1)
    amounts = np.arange(len(network.knows), dtype=float)
    world = build(network._replace(prior={"intimacy": amounts}), scenario, 1)
    rows = np.flatnonzero(world.relations["advisor"] != NOBODY)
    assert (world.evidence["good"][rows, 0, DIMENSIONS.index("intimacy")] == amounts).all()
    assert world.evidence["good"][rows, 1, DIMENSIONS.index("intimacy")] == pytest.approx(0.3 * amounts)
    assert world.evidence["good"].sum() == pytest.approx(1.3 * amounts.sum())
    assert not world.evidence["bad"].any()


def test_a_place_in_the_hierarchy_counts_for_half_of_the_status():
    """In a firm hierarchy status is the mean of what was drawn and of one's level."""
    flat, steep = model(RICH), model(RICH, graph={"maker": "firm_hierarchy", "branching": 2})
    standing = steep.network.standing
    assert len(flat.network.standing) == 0
    assert steep.tables.advisors["status"] == pytest.approx(0.5 * (flat.tables.advisors["status"] + standing))


def test_a_firm_known_directly_has_a_tie_of_its_own():
    """A customer may know a firm without knowing any of its advisors."""
    scenario = arm(RICH, population={"firms": 4}, graph={"relations": 1, "spare": 0})
    network = make_network(scenario.graph, scenario.values, 1)
    through = network.firm_of[network.knows]
    other = ((through + 1) % network.firms).astype(np.int32)
    world = build(network._replace(firms_first=np.arange(61), firms_known=other), scenario, 1)
    in_order(world)
    for row, customer in enumerate(world.customers):
        firms = world.relations["firm"][customer["firm_first"] : customer["firm_last"]]
        assert sorted(firms.tolist()) == sorted([through[row], other[row]])


def test_customers_read_by_the_lenses_of_the_mix():
    """Six in ten by pillars, four by abi, the same people under every arm; without a mix all read by the one lens."""
    mixed = model(population={"customers": 2000}, customers={"lens": {"pillars": 0.6, "abi": 0.4}})
    again = model(
        population={"customers": 2000}, customers={"lens": {"pillars": 0.6, "abi": 0.4}}, firms={"disclosure": 0.9}
    )
    lenses = mixed.tables.customers["lens"]
    assert often((lenses == LENSES.index("pillars")).sum(), 2000, 0.6)
    assert set(lenses.tolist()) == {LENSES.index("pillars"), LENSES.index("abi")}
    assert (lenses == again.tables.customers["lens"]).all()
    assert set(model(lens="abi").tables.customers["lens"].tolist()) == {LENSES.index("abi")}


def test_each_customer_trusts_through_their_own_lens():
    """In a mixed world a customer's trust is what it would be if everybody read by their lens, before anybody acts."""
    mixed = model(customers={"lens": {"pillars": 0.5, "reputation": 0.5}})
    for lens in ("pillars", "reputation"):
        pure = model(lens=lens)
        mine = np.flatnonzero(mixed.tables.customers["lens"] == LENSES.index(lens))
        for made in (mixed, pure):
            made.tables.evidence["good"][:, 0] = np.linspace(0.0, 3.0, 7)
            made.look("customers", "measure")
        assert len(mine) and (mixed.tables.customers["trust"][mine] == pure.tables.customers["trust"][mine]).all()


# --- what twins share -------------------------------------------------------------------------------------------------


def test_worlds_of_one_network_share_nothing_that_changes():
    """A year in one leaves a twin that is built later as it would have been, also in the memory of the first."""
    its = arm(RICH)
    network = make_network(its.graph, its.values, 1)
    fresh = contents(build(network, its, 1))
    lived = TrustModel(its, 1, network=network).run(8)
    assert contents(lived) != fresh
    assert contents(build(network, its, 1)) == fresh
    give_up(lived.tables)
    assert contents(build(network, its, 1)) == fresh


def test_a_world_takes_the_memory_of_the_last_if_it_fits():
    """And new memory if it needs more, or if nobody gave any up."""
    small, large = arm(RICH), arm(RICH, population={"customers": 200})
    networks = [make_network(its.graph, its.values, 1) for its in (small, large)]
    first = build(networks[0], small, 1)
    place = first.firms.ctypes.data
    give_up(first)
    second = build(networks[0], small, 2)
    assert second.firms.ctypes.data == place
    assert build(networks[0], small, 3).firms.ctypes.data != place
    give_up(second)
    assert len(build(networks[1], large, 1).customers) == 200


def test_a_world_is_built_anew_from_an_arm_whose_values_were_changed():
    """In a notebook somebody may write into them."""
    its = arm(RICH)
    network = make_network(its.graph, its.values, 1)
    assert build(network, its, 1).settings["gain"][0] == 4.0
    its.values["leaping.gain"] = its.values["advisors.rate"] = 0.75
    changed = build(network, its, 1)
    assert changed.settings["gain"][0] == 0.75
    assert (changed.advisors["rate"] == 0.75).all()
