"""From a draft to the arrays of a network."""

from typing import NamedTuple

import numpy as np

from trustsim.errors import BadInput, advice
from trustsim.network.draft import checked, matching, number, stronger
from trustsim.network.graphs import names_of
from trustsim.network.roles import firms_of, tables_of
from trustsim.parameters import traits
from trustsim.state import DIMENSIONS, Network

MEANING = {  # the kind of a tie by the tables of its ends; the model has no other ties
    ("advisors", "customers"): "knows",
    ("customers", "firms"): "knows",
    ("customers", "customers"): "peers",
    ("advisors", "firms"): "employs",
}
OWN = {"role", "label", "id"}  # attributes that are neither traits nor groups


class Assembled(NamedTuple):
    """A network, and counts of the ties left out of it: {"advisor-advisor": 24, ..}."""

    network: Network
    dropped: dict

    def notes(self):
        """One sentence per difference from the files, and per property that a study is unlikely to want."""
        said = [
            f"the network leaves out {count} {'tie' if count == 1 else 'ties'}: {what}"
            for what, count in self.dropped.items()
        ]
        network = self.network
        if not len(network.knows) + len(network.firms_known) + len(network.peers):
            said.append("the network has no ties")
        elif not len(network.knows) + len(network.firms_known):
            said.append("no customer knows an advisor or a firm at the start")
        return [*network.notes, *said]


def assembled(draft, graph):
    """The network that a draft describes, given the roles, firm, traits and symmetry in the [graph] table."""
    people, dropped = tables_of(draft, graph), draft.dropped.copy()
    ties = sorted_out(draft, people, graph.get("symmetric", True), dropped)
    employs = {}
    for advisor, firm in sorted(ties["advisors", "firms"]):
        employs.setdefault(advisor, []).append(firm)
    firms, firm_of = firms_of(draft, people, employs, graph.get("firm"))
    labels = {table: [draft.nodes[node]["label"] for node in people[table]] for table in people}
    labels["firms"] = labels["firms"] or firms
    if labels == names_of({table: len(names) for table, names in labels.items()}, {})[0]:
        labels = {}
    customers = len(people["customers"])
    told = ties["customers", "advisors"]
    known = sorted(told)
    reached = {(customer, firm_of[advisor]) for customer, advisor in known}
    direct = sorted(pair for pair in ties["customers", "firms"] if pair not in reached)
    peers = ties["customers", "customers"]
    both = sorted(peers)
    columns = trait_columns(draft, people, graph)
    standing = columns["advisors"].pop("standing", np.empty(0))
    return Assembled(
        Network(
            np.array(firm_of, np.int32),
            len(firms),
            *compressed(known, customers),
            *compressed(direct, customers),
            *compressed(both, customers),
            np.array([max(tie.strength for tie in peers[pair].values()) for pair in both], float),
            prior_of(known, told),
            labels,
            {
                table: every
                for table in people
                if (every := group_columns(draft, people[table], columns[table]) | columns[table])
            },
            standing,
            tuple(draft.notes),
        ),
        dict(dropped),
    )


def sorted_out(draft, people, symmetric, dropped):
    """{(table, table): {(row, row): {layer: Tie}}}; customers come first, then advisors.

    Ties that the model cannot use are counted in `dropped`.
    """
    at = {node: (table, row) for table, nodes in people.items() for row, node in enumerate(nodes)}
    ties = {
        ends: {}
        for ends in (
            ("customers", "advisors"),
            ("customers", "firms"),
            ("customers", "customers"),
            ("advisors", "firms"),
        )
    }
    for tie in draft.ties:
        (one, i), (other, j) = at[tie.source], at[tie.target]
        kind = MEANING.get(tuple(sorted((one, other))))
        between = "-".join(sorted((one[:-1], other[:-1])))
        if kind is None or (tie.kind and tie.kind != kind):
            dropped[f"{tie.kind} {between}".strip()] += 1
        elif tie.directed is not False and not symmetric and (one, other) == ("advisors", "customers"):
            dropped["advisor to customer"] += 1
        else:
            for ends, pair in (((one, other), (i, j)), ((other, one), (j, i))):
                if ends in ties:
                    layers = ties[ends].setdefault(pair, {})
                    layers[tie.layer] = stronger(layers.get(tie.layer), tie)
    return ties


def prior_of(known, told):
    """{dimension: positive evidence of each relation}, summed over the layers; dimensions without any are left out."""
    prior = {d: np.zeros(len(known)) for d in DIMENSIONS}
    for row, pair in enumerate(known):
        for tie in told[pair].values():
            for dimension, amount in tie.prior.items():
                prior[dimension][row] += amount
    return {dimension: column for dimension, column in prior.items() if column.any()}


def compressed(pairs, owners):
    """(first, rows) of ascending pairs (owner, row): those of owner i are `rows[first[i]:first[i + 1]]`."""
    owner, rows = np.array(pairs, np.int64).reshape(-1, 2).T
    return np.searchsorted(owner, np.arange(owners + 1)), rows.astype(np.int32)


def group_columns(draft, nodes, taken):
    """{attribute: text of each node} for attributes that are not traits: groups to compare or to intervene in."""
    have = sorted({key for node in nodes for key in draft.nodes[node]} - OWN - set(taken) - {"standing"})
    return {key: np.array([str(draft.nodes[node].get(key, "")) for node in nodes]) for key in have}


def trait_columns(draft, people, graph):
    """{table: {trait: values}} from node attributes, mapped by `graph.traits` or, without it, by the traits' names."""
    ranges = {table: {p.name: (p.low, p.high) for p in traits(table)} for table in people}
    ranges["advisors"]["standing"] = (0.0, 1.0)
    names = {name for table in ranges.values() for name in table}
    used = {graph.get("roles", {}).get("attribute", "role"), graph.get("firm")}
    wanted = graph.get("traits")
    asked = wanted is not None
    if not asked:  # attributes named like a trait, unless no value is a number: marital status is a group
        wanted = {
            name: name
            for name in sorted(names - used)
            if any(number(node.get(name)) is not None for node in draft.nodes.values())
        }
    columns = {table: {} for table in people}
    for trait, source in checked(wanted, names, "graph.traits").items():
        have = {key for node in draft.nodes.values() for key in node}
        attribute, tables = str(source).removeprefix("-"), [table for table in people if trait in ranges[table]]
        attribute = matching(attribute, have) or attribute
        values = {table: read_column(draft, people[table], attribute, trait, asked) for table in tables}
        values = {table: column for table, column in values.items() if len(column)}
        if not values:
            raise BadInput(
                f"graph.traits.{trait} = {source!r}: no node has that attribute; {advice(attribute, sorted(have))}"
            )
        low, high = ranges[tables[0]][trait]
        every = rescaled(np.concatenate(list(values.values())), low, high)
        every = low + high - every if str(source).startswith("-") else every
        ends = np.cumsum([len(column) for column in values.values()])[:-1]
        for table, column in zip(values, np.split(every, ends), strict=True):
            columns[table][trait] = column
    return columns


def read_column(draft, nodes, attribute, trait, asked):
    """The numbers of one attribute of `nodes`; an empty array when no node has it."""
    if not any(attribute in draft.nodes[node] for node in nodes):
        return np.empty(0)
    for node in nodes:
        if number(draft.nodes[node].get(attribute)) is None:
            given = draft.nodes[node].get(attribute)
            cure = "correct it" if asked else "correct it, or set graph.traits = {} if it is not a trait"
            raise BadInput(
                f"{draft.places[node]}: {attribute} = {given!r} is not a number, "
                f"which graph.traits.{trait} needs; {cure}"
            )
    return np.array([number(draft.nodes[node][attribute]) for node in nodes])


def rescaled(values, low, high):
    """The values unchanged if all are in low..high, or clipped if all are in 0..1; else stretched to fill low..high."""
    if values.min() >= low and values.max() <= high:
        return values
    if high <= 1 and values.min() >= 0 and values.max() <= 1:
        return np.clip(values, low, high)
    spread = np.ptp(values)
    return low + (high - low) * ((values - values.min()) / spread if spread else np.full(len(values), 0.5))
