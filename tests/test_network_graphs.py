"""To networkx and back, to files and back, and the fingerprint of it all."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trustsim.errors import BadInput
from trustsim.network import (
    fingerprint,
    from_networkx,
    graph_at,
    graph_of,
    make_network,
    maker_names,
    to_networkx,
    write_graph,
)
from trustsim.parameters import parameters

NUMBERS = {p.path: p.default for p in parameters().values()}
SMALL = NUMBERS | {
    "population.advisors": 7,
    "population.customers": 20,
    "population.firms": 3,
    "graph.relations": 3,
    "graph.peers": 4,
}


def town():
    """Two firms, three advisors, three customers; friends, a firm known directly, and evidence to begin with."""
    G = nx.Graph()
    G.add_nodes_from(["Acme", "Bond"], role="firm")
    G.add_node("ann", role="advisor", status=0.9)
    G.add_node("bob", role="advisor", status=0.6)
    G.add_node("cas", role="advisor", status=0.6)
    for name, status in (("dan", 0.1), ("eve", 0.5), ("fay", 0.3)):
        G.add_node(name, role="customer", status=status)
    G.nodes["dan"]["club"] = "chess"
    G.add_edges_from([("Acme", "ann"), ("Acme", "bob"), ("Bond", "cas")])
    G.add_edge("dan", "ann", kind="knows", prior={"intimacy": 2.0})
    G.add_edges_from([("dan", "bob"), ("eve", "cas"), ("eve", "Acme"), ("eve", "Bond")])
    G.add_edge("dan", "eve", strength=0.25)
    return G


def test_roles_say_what_a_tie_means():
    """Without kinds: firm-advisor employs, customer-advisor and customer-firm knows, customer-customer peers."""
    n = from_networkx(town())
    assert n.firms == 2 and n.firm_of.tolist() == [0, 0, 1]
    assert n.knows_first.tolist() == [0, 2, 3, 3] and n.knows.tolist() == [0, 1, 2]
    assert n.firms_first.tolist() == [0, 0, 1, 1] and n.firms_known.tolist() == [0]  # Bond is reached through cas
    assert n.peers_first.tolist() == [0, 1, 2, 2] and n.peers.tolist() == [1, 0] and n.strength.tolist() == [0.25, 0.25]
    assert {d: c.tolist() for d, c in n.prior.items()} == {"intimacy": [2.0, 0.0, 0.0]}
    assert n.labels == {
        "firms": ["Acme", "Bond"],
        "advisors": ["ann", "bob", "cas"],
        "customers": ["dan", "eve", "fay"],
    }
    assert n.attributes["advisors"]["status"].tolist() == [0.9, 0.6, 0.6]


def test_a_customer_may_know_nobody():
    """fay has no ties at all and is there nevertheless."""
    n = from_networkx(town())
    assert n.knows_first[-1] == n.knows_first[-2] and len(n.knows_first) == 4


@pytest.mark.parametrize("maker", maker_names())
def test_a_made_network_survives_the_way_to_networkx_and_back(maker):
    """from_networkx undoes to_networkx, down to the last array."""
    n = make_network({"maker": maker}, SMALL, 5)
    assert fingerprint(from_networkx(to_networkx(n))) == fingerprint(n)


def test_a_read_network_survives_the_way_to_networkx_and_back():
    """Labels, priors, strengths, traits and firms known directly come back too."""
    n = from_networkx(town())
    again = from_networkx(to_networkx(n))
    assert fingerprint(again) == fingerprint(n) and again.labels == n.labels


@pytest.mark.parametrize("suffix", ["graphml", "gexf", "net", "paj"])
@pytest.mark.parametrize("maker", [*maker_names(), "town"])
def test_a_network_survives_the_way_to_a_file_and_back(maker, suffix, tmp_path):
    """GraphML, GEXF and Pajek hold all that a network knows."""
    n = from_networkx(town()) if maker == "town" else make_network({"maker": maker}, SMALL, 5)
    write_graph(to_networkx(n), tmp_path / f"town.{suffix}")
    again = make_network({"file": f"town.{suffix}"}, NUMBERS, 1, tmp_path)
    assert fingerprint(again) == fingerprint(n)


def test_nodes_are_named_by_role_and_row_and_edges_have_a_kind():
    """Without labels: firm 0, advisor 3, customer 12; every edge is typed, every attribute of a plain type."""
    G = to_networkx(make_network({}, SMALL, 5))
    assert list(G)[:4] == ["firm 0", "firm 1", "firm 2", "advisor 0"] and "customer 12" in G
    assert G.nodes["advisor 3"] == {"role": "advisor", "label": "advisor 3"}
    assert {kind for *_, kind in G.edges(data="kind")} == {"employs", "knows", "peers"}
    assert {type(value) for *_, data in G.edges(data=True) for value in data.values()} <= {str, float, int}


def test_labels_that_two_share_do_not_melt_them_together():
    """When a firm and a person have one label, rows name the nodes, and the label is kept beside."""
    n = from_networkx(town())._replace(
        labels={"firms": ["x", "y"], "advisors": ["x", "a", "b"], "customers": ["c", "d", "e"]}
    )
    G = to_networkx(n)
    assert len(G) == 8 and G.nodes["advisor 0"]["label"] == "x"
    assert from_networkx(G).labels == n.labels


def test_columns_become_attributes_of_nodes_and_edges():
    """A state of the run can be exported along: trust of customers, trust on relations."""
    n = from_networkx(town())
    G = to_networkx(
        n, {"customers": {"trust": np.array([0.1, 0.2, 0.3])}, "knows": {"trust": np.array([0.5, 0.6, 0.7])}}
    )
    assert G.nodes["eve"]["trust"] == 0.2 and G.edges["dan", "bob"]["trust"] == 0.6 and "trust" not in G.nodes["ann"]


def test_a_graph_of_any_ties():
    """`graph_of` takes the ties of any moment, each with what it carries."""
    ties = [(0, "advisors", 1, {"trust": 0.7}), (0, "customers", 1, {}), (1, "firms", 0, {"trust": 0.2})]
    G = graph_of(np.array([0, 0]), ties, 1, 2)
    assert G.edges["customer 0", "advisor 1"] == {"kind": "knows", "trust": 0.7}
    assert G.edges["customer 0", "customer 1"]["kind"] == "peers"
    assert G.edges["customer 1", "firm 0"] == {"kind": "knows", "trust": 0.2}
    assert G.number_of_edges() == 5


def test_a_run_can_be_seen_as_a_graph_at_any_week():
    """`graph_at` holds every relation of the moment, acquaintances made on the way included, with its trust."""
    from trustsim.model import TrustModel

    model = TrustModel(seed=1).run(5)
    try:
        G, customers, relations = graph_at(model), model.tables.customers, model.tables.relations
        kinds = [kind for *_, kind in G.edges(data="kind")]
        assert kinds.count("peers") == model.network.peers.size // 2 and kinds.count("employs") == 24
        assert kinds.count("knows") == customers["known"].sum() + np.sum(
            (relations["advisor"] < 0) & (relations["firm"] >= 0)
        )
        advisor, trust = relations["advisor"][0], relations["trust"][0]
        assert G.edges["customer 0", f"advisor {advisor}"]["trust"] == trust > 0
        assert G.nodes["customer 7"]["trust"] == customers["trust"][7]
        assert len(from_networkx(G).knows) == customers["known"].sum()
    finally:
        model.close()


def test_the_fingerprint_sees_every_field():
    """A change in any array, label or count changes the fingerprint."""
    n = from_networkx(town())
    changes = {name: getattr(n, name).copy() for name in n._fields if isinstance(getattr(n, name), np.ndarray)}
    prints = {fingerprint(n)}
    for name, array in changes.items():
        array = np.append(array, 1) if not array.size else array + 1
        prints.add(fingerprint(n._replace(**{name: array})))
    for change in ({"firms": 3}, {"prior": {}}, {"labels": {}}, {"attributes": {}}):
        prints.add(fingerprint(n._replace(**change)))
    assert len(prints) == 1 + len(changes) + 4


def test_the_fingerprint_does_not_see_the_width_of_a_number():
    """An int32 and an int64 of the same value are one to it: platforms differ in this."""
    n = from_networkx(town())
    assert fingerprint(n._replace(knows=n.knows.astype(np.int64))) == fingerprint(n)


@settings(max_examples=50, deadline=None)
@given(st.integers(3, 30), st.integers(0, 10**6), st.floats(0.05, 0.95))
def test_any_graph_with_a_rule_for_roles_becomes_a_network(nodes, seed, share):
    """A random directed graph under `highest_in_degree`: everybody gets a role, every tie is used or counted."""
    made = {"maker": "networkx.gnp_random_graph", "arguments": {"n": nodes, "p": 0.3, "directed": True}}
    n = make_network(made | {"roles": {"rule": "highest_in_degree", "advisors": share}}, NUMBERS, seed)
    assert len(n.firm_of) + len(n.knows_first) - 1 == nodes and len(n.firm_of) >= 1 and len(n.knows_first) >= 2
    assert fingerprint(from_networkx(to_networkx(n))) == fingerprint(n)


def test_the_highest_in_degree_are_the_advisors():
    """In a star everybody asks the middle, who is the advisor."""
    star = nx.DiGraph((leaf, 0) for leaf in range(1, 6))
    assert from_networkx(star, {"roles": {"rule": "highest_in_degree", "advisors": 0.1}}).labels["advisors"] == ["0"]


def test_a_networkx_generator_gets_the_seed_when_it_takes_one():
    """The same seed gives the same graph; another seed another."""
    graph = {
        "maker": "networkx.barabasi_albert_graph",
        "arguments": {"n": 50, "m": 2},
        "roles": {"rule": "highest_in_degree"},
    }
    one, same, other = (fingerprint(make_network(graph, NUMBERS, seed)) for seed in (3, 3, 4))
    assert one == same != other


def test_a_classic_network_of_networkx_works():
    """Zachary's karate club, with a fifth of its members as advisors."""
    n = make_network(
        {"maker": "networkx.karate_club_graph", "roles": {"rule": "highest_in_degree", "advisors": 0.2}}, NUMBERS, 1
    )
    assert len(n.firm_of) == 7 and {"0", "33"} <= set(n.labels["advisors"])


def test_one_direction_only_when_ties_are_not_symmetric():
    """An arc from an advisor to a customer makes a relation, unless `symmetric` is false; peers are always mutual."""
    G = nx.DiGraph([("ann", "dan"), ("eve", "ann"), ("dan", "eve")])
    nx.set_node_attributes(G, {"ann": "advisor", "dan": "customer", "eve": "customer"}, "role")
    assert from_networkx(G).knows_first.tolist() == [0, 1, 2]
    assert from_networkx(G, {"symmetric": False}).knows_first.tolist() == [0, 0, 1]
    assert from_networkx(G, {"symmetric": False}).peers.tolist() == [1, 0]


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda G: G.add_node("gus"), "node 'gus': the node has no 'role'"),
        (lambda G: G.add_node("gus", role="boss"), "role = 'boss' is not a role (allowed: firm, advisor, customer)"),
        (lambda G: G.add_node("gus", role="advisor", status=0.5), "an advisor works for one firm, this one for none"),
        (lambda G: G.add_edge("ann", "Bond"), "this one for Acme, Bond"),
        (lambda G: G.add_edge("dan", "dan"), "edge dan,dan: dan,dan is a self-loop; remove it"),
        (lambda G: G.add_edge("dan", "fay", strength="much"), "weight 'much' is not a number"),
        (lambda G: G.add_edge("dan", "fay", strength=4), "strength = 4.0 is outside 0..1"),
        (lambda G: G.add_edge("dan", "cas", kind="know"), "did you mean knows?"),
        (lambda G: G.add_edge("dan", "cas", prior={"care": 1.0}), "prior.care is unknown; "),
        (lambda G: G.add_edge("dan", "cas", prior={"empathy": -1.0}), "prior.empathy = -1.0 is not valid evidence"),
        (
            lambda G: G.add_node("dan", status="high"),
            "status = 'high' is not a number, which graph.traits.status needs",
        ),
        (lambda G: G.remove_nodes_from(["ann", "bob", "cas"]), "no node is an advisor"),
        (lambda G: G.remove_nodes_from(["dan", "eve", "fay"]), "no node is a customer"),
    ],
)
def test_a_graph_that_makes_no_sense_is_refused_in_one_line(spoil, message):
    """Each fault names the node or edge, the value and the cure."""
    G = town()
    spoil(G)
    with pytest.raises(BadInput) as error:
        from_networkx(G, {"strict": True})
    assert message in str(error.value) and "\n" not in str(error.value)


def test_a_file_of_an_unknown_kind_is_not_written(tmp_path):
    """The endings that can be written are named."""
    with pytest.raises(BadInput, match=r"end the name in \.graphml"):
        write_graph(nx.Graph(), tmp_path / "town.xlsx")
