"""Conversion from and to networkx graphs."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from trustsim.errors import BadInput
from trustsim.network.found import Edge, Found, empty
from trustsim.state import NOBODY, Network

if TYPE_CHECKING:
    import networkx

TABLES = {"firms": "firm", "advisors": "advisor", "customers": "customer"}


def found_in(G: "networkx.Graph", source: str) -> Found:
    """The contents of a networkx graph as a `Found`; node names become text."""
    found = empty(source)
    for node, attributes in G.nodes(data=True):
        name = str(node)
        if name in found.nodes:
            raise BadInput(f"{source}: two nodes are both called {name!r} once written as text; rename one")
        found.nodes[name], found.places[name] = dict(attributes), f"node {name!r}"
    for one, other, data in G.edges(data=True):
        found.edges.append(Edge(str(one), str(other), G.is_directed(), "", data, f"edge {one},{other}"))
    return found


def graph_of(
    firm_of: np.ndarray,
    ties: Iterable,
    firms: int,
    customers: int,
    labels: dict | None = None,
    columns: dict | None = None,
) -> "networkx.Graph":
    """A networkx graph with typed edges, from arrays and any iterable of `ties`.

    A tie is (customer, table, row, attributes): `(12, "advisors", 3, {"trust": 0.6})` is the relation of customer 12
    with advisor 3. With "customers" it leads to a peer, with "firms" to a firm that the customer knows. Who employs
    whom follows from `firm_of`. `columns` are attributes of nodes, `{"advisors": {"trust": array}}`. `labels` are
    their names.
    """
    import networkx

    G, columns = networkx.Graph(), columns or {}
    names, shown = names_of({"firms": firms, "advisors": len(firm_of), "customers": customers}, labels or {})
    for table, role in TABLES.items():
        carried = {key: bare(column) for key, column in columns.get(table, {}).items()}
        for row, name in enumerate(names[table]):
            values = {key: column[row] for key, column in carried.items() if column[row] != ""}
            G.add_node(name, role=role, label=shown[table][row], **values)
    for row, firm in enumerate(bare(firm_of)):
        G.add_edge(names["firms"][firm], names["advisors"][row], kind="employs")
    for customer, table, row, attributes in ties:
        kind = "peers" if table == "customers" else "knows"
        G.add_edge(names["customers"][customer], names[table][row], kind=kind, **attributes)
    return G


def names_of(sizes, labels):
    """({table: node names}, {table: labels}). Labels are the node names, unless two labels are equal."""
    plain = {table: [f"{TABLES[table]} {row}" for row in range(size)] for table, size in sizes.items()}
    shown = {table: [str(label) for label in labels[table]] if table in labels else plain[table] for table in plain}
    every = [name for names in shown.values() for name in names]
    return (shown if len(set(every)) == len(every) else plain), shown


def bare(column):
    """An array as a list of plain Python values, which every file format can store."""
    return column.tolist() if hasattr(column, "tolist") else list(column)


def to_networkx(network: Network, columns: dict | None = None) -> "networkx.Graph":
    """`network` as a networkx graph: nodes with `role` and `label`, edges `employs`, `knows` and `peers`.

    `columns` adds attributes by table: {"customers": {"trust": array}}; "knows", "firms_known" and "peers" are
    attributes of edges, in the order of the network's arrays.
    """
    columns = columns or {}
    nodes = {table: dict(network.attributes.get(table, {})) | columns.get(table, {}) for table in TABLES}
    if len(network.standing):
        nodes["advisors"]["standing"] = network.standing
    prior = {f"prior_{dimension}": column for dimension, column in network.prior.items()}
    edges = {
        "knows": prior | columns.get("knows", {}),
        "firms_known": columns.get("firms_known", {}),
        "peers": {"strength": network.strength} | columns.get("peers", {}),
    }
    customers = len(network.knows_first) - 1
    return graph_of(network.firm_of, ties_of(network, edges), network.firms, customers, network.labels, nodes)


def graph_at(model) -> "networkx.Graph":
    """The graph of a `TrustModel` in its current week: who knows whom, with the trust of customers and of relations."""
    model.survey()
    tables, attributes = model.tables, model.network.attributes
    columns = {table: dict(attributes.get(table, {})) for table in TABLES}
    columns["advisors"]["status"] = tables.advisors["status"]
    columns["customers"] |= {key: tables.customers[key] for key in ("status", "trust", "leaps")}
    sizes = len(tables.firms), len(tables.customers)
    return graph_of(tables.advisors["firm"], ties_at(tables), *sizes, model.network.labels, columns)


def ties_at(tables):
    """The ties of a world in the form that `graph_of` takes: relations with trust, then peers with strength."""
    relations, first = tables.relations, tables.customers["peer_first"]
    used = relations[relations["firm"] != NOBODY]
    for customer, advisor, firm, trust in zip(
        *(bare(used[key]) for key in ("customer", "advisor", "firm", "trust")), strict=True
    ):
        yield customer, *(("firms", firm) if advisor == NOBODY else ("advisors", advisor)), {"trust": trust}
    owners = np.repeat(np.arange(len(first)), tables.customers["peer_last"] - first)
    for customer, peer, strength in zip(
        bare(owners), *(bare(tables.peers[key]) for key in ("who", "strength")), strict=True
    ):
        if customer < peer:
            yield customer, "customers", peer, {"strength": strength}


def ties_of(network, edges):
    """The ties of `network` in the form that `graph_of` takes, each with its values from the columns in `edges`."""
    targets = {
        "knows": ("advisors", network.knows_first, network.knows),
        "firms_known": ("firms", network.firms_first, network.firms_known),
        "peers": ("customers", network.peers_first, network.peers),
    }
    for kind, (table, first, rows) in targets.items():
        bounds, rows = bare(first), bare(rows)
        carried = {key: bare(column) for key, column in edges[kind].items()}
        for customer in range(len(bounds) - 1):
            for at in range(bounds[customer], bounds[customer + 1]):
                if kind != "peers" or customer < rows[at]:
                    yield customer, table, rows[at], {key: column[at] for key, column in carried.items()}
