"""Read GEXF, Gephi's own format, in any version."""

from trustsim.errors import BadInput
from trustsim.network.found import Edge, Found, empty
from trustsim.network.markup import document, typed

DIRECTED = {"directed": True, "undirected": False, "mutual": False}


def read_gexf(data: bytes, source: str) -> Found:
    """Read the graph in a GEXF document, ignoring times. Raises BadInput."""
    top, found = document(data, source), empty(source)
    if top.name != "gexf":
        raise BadInput(f"{source}: is XML, but not GEXF (its first element is <{top.name}>); export it as GEXF")
    graphs = top.all("graph")
    if len(graphs) != 1:
        raise BadInput(f"{source}: holds {len(graphs) or 'no'} graphs; export one")
    (graph,) = graphs
    default = graph.given.get("defaultedgetype", "undirected").strip().lower()
    if default not in DIRECTED:
        raise BadInput(
            f"{source} line {graph.line}: defaultedgetype = {default!r:.40} is unknown; "
            f"choose from {', '.join(DIRECTED)}"
        )
    columns = {owner: columns_of(graph, owner, source) for owner in ("node", "edge")}
    for node in graph.within("node"):
        read_node(node, columns["node"], found)
    for edge in graph.within("edge"):
        read_edge(edge, columns["edge"], DIRECTED[default], found)
    for plural in ("nodes", "edges"):
        for group in graph.all(plural):
            said, have = group.given.get("count", "").strip(), sum(1 for _ in group.within(plural[:-1]))
            if said and said != str(have):
                found.notes[f"{source} says that it has {said} {plural}; it has {have}"] = None
    if graph.given.get("mode", "static") != "static" or any(True for _ in graph.within("spells")):
        found.notes[f"{source} has times: everything that was ever there is read as there from the start"] = None
    return found


def columns_of(graph, owner, source):
    """{id: (title, type, default text or None)} of the attributes that nodes or edges may have."""
    columns = {}
    for group in graph.all("attributes"):
        if group.given.get("class", "node") != owner:
            continue
        for each in group.all("attribute"):
            if "id" not in each.given:
                raise BadInput(f"{source} line {each.line}: an <attribute> without id; export it anew")
            default = next((child.text for child in each.all("default")), None)
            columns[each.given["id"]] = (
                each.given.get("title", each.given["id"]),
                each.given.get("type", "string"),
                default,
            )
    return columns


def attributes_of(element, columns, source):
    """{attribute: value} of a node or an edge: its own values, else the defaults; of values over time, the last."""
    where = f"{source}, the default of "
    values = {
        name: typed(default, kind, where + name, name)
        for name, kind, default in columns.values()
        if default is not None
    }
    for group in (element, *element.all("attvalues")):  # some programs omit the group
        for each in group.all("attvalue"):
            key = each.given.get("for", each.given.get("id", ""))  # id in GEXF 1.0
            name, kind, _ = columns.get(key, (key, "string", None))
            values[name] = typed(each.given.get("value", ""), kind, f"{source} line {each.line}", name)
    return {name: value for name, value in values.items() if value is not None}


def read_node(node, columns, found):
    """Add a node."""
    where = f"{found.source} line {node.line}"
    if "id" not in node.given:
        raise BadInput(f"{where}: a <node> without id; export it anew")
    name = node.given["id"]
    if name in found.nodes:
        raise BadInput(f"{where}: node {name!r} is there already, in line {found.places[name]}; rename one")
    label = node.given.get("label", "")
    own = {"label": label} if label.strip() else {}
    found.nodes[name], found.places[name] = own | attributes_of(node, columns, found.source), node.line


def read_edge(edge, columns, default, found):
    """Add an edge. Its `kind` (GEXF 1.3) becomes its layer."""
    where, ends = f"{found.source} line {edge.line}", [edge.given.get(end) for end in ("source", "target")]
    for end, name in zip(("source", "target"), ends, strict=True):
        if name is None:
            raise BadInput(f"{where}: an <edge> without {end}; export it anew")
        if name not in found.nodes:
            raise BadInput(f"{where}: edge {ends[0]} {ends[1]}: there is no node {name!r}; add it or remove the edge")
    way = edge.given.get("type", "").strip().lower()
    if way and way not in DIRECTED:
        raise BadInput(f"{where}: type = {way!r:.40} is unknown; choose from {', '.join(DIRECTED)}")
    values = attributes_of(edge, columns, found.source)
    if "weight" in edge.given or not any(
        name.lower() == "weight" for name in values
    ):  # Gephi may give weights as an attribute
        values["weight"] = typed(edge.given.get("weight", "1.0"), "double", where, "weight")
    if edge.given.get("label", "").strip():
        values.setdefault("label", edge.given["label"])
    found.edges.append(Edge(*ends, DIRECTED.get(way, default), edge.given.get("kind", ""), values, edge.line))
