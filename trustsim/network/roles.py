"""The roles of nodes (firm, advisor or customer), and the firm of each advisor."""

import numpy as np

from trustsim.chance import dice
from trustsim.errors import BadInput, advice
from trustsim.network.draft import checked, matching, number, plain
from trustsim.network.sampling import luck_of

ROLES = {"firm": "firms", "advisor": "advisors", "customer": "customers"}


def tables_of(draft, graph):
    """{table: node names in the order read} for firms, advisors and customers."""
    roles = checked(graph.get("roles", {}), ("attribute", *ROLES, "rule", "advisors", "layer"), "graph.roles")
    if len(draft.nodes) == 1:
        raise BadInput(
            f"{next(iter(draft.places.values()))}: one person is not a network; it takes an advisor and a customer"
        )
    given = by_rule(draft, roles, graph.get("symmetric", True)) if "rule" in roles else by_attribute(draft, roles)
    people = {table: [node for node in draft.nodes if given[node] == table] for table in ROLES.values()}
    for role in ("advisor", "customer"):
        if not people[ROLES[role]]:
            raise BadInput(
                f"graph.roles: no node is {'an' if role == 'advisor' else 'a'} {role}; say in graph.roles who is"
            )
    return people


def by_attribute(draft, roles):
    """{node: table} from a node attribute (default "role") that holds a role or a value listed for one."""
    attribute, table_of = roles.get("attribute", "role"), dict(ROLES)
    if not isinstance(attribute, str):
        raise BadInput(f"graph.roles.attribute = {attribute!r} is not text; name the node attribute that says the role")
    for role in ROLES:
        values = roles.get(role, [])
        table_of |= {plain(value): ROLES[role] for value in (values if isinstance(values, list) else [values])}
    attribute = matching(attribute, {key for node in draft.nodes.values() for key in node}) or attribute
    given = {}
    for node, attributes in draft.nodes.items():
        where = draft.places[node]
        if attribute not in attributes:
            raise BadInput(f"{where}: the node has no {attribute!r}, so no role; give it one, or set graph.roles")
        value = plain(attributes[attribute])
        value = value if value in table_of else str(value).lower()  # such as Advisor
        if value not in table_of:
            allowed = ", ".join(f"{value:.15g}" if isinstance(value, float) else value for value in table_of)
            raise BadInput(
                f"{where}: {attribute} = {attributes[attribute]!r} is not a role (allowed: {allowed}); "
                "list it under a role in graph.roles"
            )
        given[node] = table_of[value]
    return given


def by_rule(draft, roles, symmetric):
    """{node: table} by in-degree: the share `advisors` of nodes with the highest sum of strengths of incoming ties.

    An undirected tie is incoming at both ends. If `symmetric`, so is a tie for which the file gives no direction.
    """
    if roles["rule"] != "highest_in_degree":
        raise BadInput(
            f"graph.roles.rule = {roles['rule']!r} is unknown; {advice(roles['rule'], ['highest_in_degree'])}"
        )
    share, layer = number(roles.get("advisors", 0.2)), roles.get("layer")
    if share is None or not 0 < share < 1:
        raise BadInput(
            f"graph.roles.advisors = {roles['advisors']!r} is outside 0..1; give the share of the nodes that advise"
        )
    layers = {tie.layer for tie in draft.ties}
    if layer is not None and (not isinstance(layer, str) or layer not in layers):
        raise BadInput(f"graph.roles.layer = {layer!r} is unknown; {advice(layer, sorted(layers))}")
    degree = degrees([tie for tie in draft.ties if layer is None or tie.layer == layer], draft.nodes, symmetric)
    order = ranked(degree, draft.seed)
    count = min(max(round(share * len(order)), 1), len(order) - 1)
    note_equals(order, degree, count, draft)
    advisors = set(order[:count])
    return {node: "advisors" if node in advisors else "customers" for node in draft.nodes}


def degrees(ties, nodes, symmetric):
    """{node: sum of strengths of incoming ties}; duplicates in one layer and direction count once, at the highest."""
    strengths = {}
    for tie in ties:
        directed = not symmetric if tie.directed is None else tie.directed
        for ends in ((tie.source, tie.target), (tie.target, tie.source))[: 1 if directed else 2]:
            key = (tie.layer, *ends)
            strengths[key] = max(strengths.get(key, 0.0), tie.strength)
    degree = dict.fromkeys(nodes, 0.0)
    for (_, _, target), strength in strengths.items():
        degree[target] += strength
    return degree


def ranked(degree, seed):
    """Nodes by degree, highest first. Equal ones keep the order of the file or, given a `seed`, a random order."""
    luck = np.zeros(len(degree)) if seed is None else luck_of(dice(seed, -1), "roles")(np.arange(len(degree)))
    place = dict(zip(degree, luck.tolist(), strict=True))
    return sorted(degree, key=lambda node: (-degree[node], place[node]))


def note_equals(order, degree, count, draft):
    """Add a note if several nodes tie for the last place among the advisors."""
    least = degree[order[count - 1]]
    if degree[order[count]] == least and draft.seed is None:
        equals = [node for node in order if degree[node] == least]
        places = sum(degree[node] == least for node in order[:count])
        draft.notes[
            f"{len(equals)} people have the in-degree of the last advisor; "
            f"the first {places} of them in the file advise"
        ] = None


def firms_of(draft, people, employs, attribute):
    """(firm names, row of each advisor's firm), from `employs` ties or a node attribute, or one firm for all."""
    advisors = people["advisors"]
    attribute = attribute and (
        matching(attribute, {key for node in advisors for key in draft.nodes[node]}) or attribute
    )
    if attribute and people["firms"]:
        raise BadInput(f"graph.firm = {attribute!r}, but the graph has firms of its own; remove graph.firm")
    if attribute:
        works = {}
        for node in advisors:
            if attribute not in draft.nodes[node]:
                raise BadInput(
                    f"{draft.places[node]}: the advisor has no {attribute!r}, which graph.firm names; add it"
                )
            works[node] = plain(draft.nodes[node][attribute])
        values = sorted(set(works.values()), key=lambda value: (isinstance(value, str), value))
        row = {value: at for at, value in enumerate(values)}
        names = [
            f"{attribute} {value:.15g}" if isinstance(value, float) else f"{attribute} {value}" for value in values
        ]
        return names, [row[works[node]] for node in advisors]
    if not people["firms"]:
        return ["firm 0"], [0] * len(advisors)
    for at, node in enumerate(advisors):
        firms = employs.get(at, [])
        if len(firms) != 1:
            names = ", ".join(people["firms"][firm] for firm in firms) or "none"
            raise BadInput(
                f"{draft.places[node]}: an advisor works for one firm, this one for {names}; correct its ties to firms"
            )
    return people["firms"], [employs[at][0] for at in range(len(advisors))]
