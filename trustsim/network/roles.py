"""Who is a firm, an advisor, a customer, and for whom an advisor works."""

from trustsim.errors import BadInput, advice
from trustsim.network.draft import checked, number, plain

ROLES = {"firm": "firms", "advisor": "advisors", "customer": "customers"}


def tables_of(draft, graph):
    """{table: node names in the order read} for firms, advisors and customers."""
    roles = checked(graph.get("roles", {}), ("attribute", *ROLES, "rule", "advisors", "layer"), "graph.roles")
    given = by_rule(draft, roles) if "rule" in roles else by_attribute(draft, roles)
    people = {table: [node for node in draft.nodes if given[node] == table] for table in ROLES.values()}
    for role in ("advisor", "customer"):
        if not people[ROLES[role]]:
            raise BadInput(f"graph.roles: no node is {'an' if role == 'advisor' else 'a'} {role}; say in graph.roles who is")
    return people


def by_attribute(draft, roles):
    """{node: table} from a node attribute (default "role"): its own name, or the values listed for a role."""
    attribute, table_of = roles.get("attribute", "role"), dict(ROLES)
    if not isinstance(attribute, str):
        raise BadInput(f"graph.roles.attribute = {attribute!r} is not text; name the node attribute that says the role")
    for role in ROLES:
        values = roles.get(role, [])
        table_of |= {plain(value): ROLES[role] for value in (values if isinstance(values, list) else [values])}
    given = {}
    for node, attributes in draft.nodes.items():
        where = draft.places[node]
        if attribute not in attributes:
            raise BadInput(f"{where}: the node has no {attribute!r}, so no role; give it one, or set graph.roles")
        value = attributes[attribute]
        if plain(value) not in table_of:
            allowed = ", ".join(f"{value:g}" if isinstance(value, float) else value for value in table_of)
            raise BadInput(f"{where}: {attribute} = {value!r} is no role (allowed: {allowed}); list it under a role in graph.roles")
        given[node] = table_of[plain(value)]
    return given


def by_rule(draft, roles):
    """{node: table} by highest in-degree: the share `advisors` of the nodes whom most ties lead to, by strength."""
    if roles["rule"] != "highest_in_degree":
        raise BadInput(f"graph.roles.rule = {roles['rule']!r} is unknown; {advice(roles['rule'], ['highest_in_degree'])}")
    share, layer = number(roles.get("advisors", 0.2)), roles.get("layer")
    if share is None or not 0 < share < 1:
        raise BadInput(f"graph.roles.advisors = {roles['advisors']!r} is outside 0..1; give the share of the nodes that advise")
    layers = {tie.layer for tie in draft.ties}
    if layer is not None and (not isinstance(layer, str) or layer not in layers):
        raise BadInput(f"graph.roles.layer = {layer!r} is unknown; {advice(layer, sorted(layers))}")
    degree = dict.fromkeys(draft.nodes, 0.0)
    for tie in draft.ties:
        if layer is None or tie.layer == layer:
            degree[tie.target] += tie.strength
            degree[tie.source] += 0.0 if tie.directed else tie.strength
    order = sorted(degree, key=degree.get, reverse=True)  # stable: who was read first goes first
    advisors = set(order[: min(max(round(share * len(order)), 1), len(order) - 1)])
    return {node: "advisors" if node in advisors else "customers" for node in draft.nodes}


def firms_of(draft, people, employs, attribute):
    """(firm names, row of the firm of each advisor), by employing ties, by a node attribute, or one firm for all."""
    advisors = people["advisors"]
    if attribute and people["firms"]:
        raise BadInput(f"graph.firm = {attribute!r}, but the graph has firms of its own; remove graph.firm")
    if attribute:
        works = {}
        for node in advisors:
            if attribute not in draft.nodes[node]:
                raise BadInput(f"{draft.places[node]}: the advisor has no {attribute!r}, which graph.firm names; add it")
            works[node] = plain(draft.nodes[node][attribute])
        values = sorted(set(works.values()), key=lambda value: (isinstance(value, str), value))
        row = {value: at for at, value in enumerate(values)}
        names = [f"{attribute} {value:g}" if isinstance(value, float) else f"{attribute} {value}" for value in values]
        return names, [row[works[node]] for node in advisors]
    if not people["firms"]:
        return ["firm 0"], [0] * len(advisors)
    for at, node in enumerate(advisors):
        firms = employs.get(at, [])
        if len(firms) != 1:
            names = ", ".join(people["firms"][firm] for firm in firms) or "none"
            raise BadInput(f"{draft.places[node]}: an advisor works for one firm, this one for {names}; correct its ties to firms")
    return people["firms"], [employs[at][0] for at in range(len(advisors))]
