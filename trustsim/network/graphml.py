"""Read GraphML as written by yEd, Gephi, igraph, Cytoscape and networkx."""

from trustsim.errors import BadInput
from trustsim.network.found import Edge, Found, empty
from trustsim.network.markup import document, typed


def read_graphml(data: bytes, source: str) -> Found:
    """Read a GraphML document. Several graphs become layers of ties between the same people. Raises BadInput."""
    top, found = document(data, source), empty(source)
    if top.name != "graphml":
        raise BadInput(f"{source}: is XML, but not GraphML (its first element is <{top.name}>); export it as GraphML")
    keys = keys_of(top, source)
    graphs = top.all("graph")
    if not graphs:
        raise BadInput(f"{source}: holds no <graph>; export it anew")
    layers = {}
    for number, graph in enumerate(graphs):
        layer = "" if len(graphs) == 1 else graph.given.get("id") or f"graph {number}"
        while layer in layers.values():
            layer += "'"
        layers[number] = layer
        read_nodes(graph, keys, found)
    for number, graph in enumerate(graphs):
        read_edges(graph, keys, found, layers[number])
        compare(graph, found)
    return found


def keys_of(top, source):
    """{(for, id): (name, type, default text or None, whether it holds yEd's drawing)} per declared attribute."""
    keys = {}
    for key in top.within("key"):
        if "id" not in key.given:
            raise BadInput(f"{source} line {key.line}: a <key> without id; export it anew")
        name, kind = key.given.get("attr.name", key.given["id"]), key.given.get("attr.type", "string")
        default = next((child.text for child in key.all("default")), None)
        drawing = any(each.startswith("yfiles") or each == "yfiles.type" for each in key.given)
        owner = key.given.get("for", "all")
        if (owner, key.given["id"]) in keys:
            raise BadInput(f"{source} line {key.line}: the key {key.given['id']!r} is there twice; export it anew")
        keys[owner, key.given["id"]] = (name, kind, default, drawing)
    return keys


def attributes_of(element, owner, keys, source):
    """{attribute: value} of a node or an edge: the values in its own <data>, else the defaults of the keys."""
    values = {}
    for (kind_of, _), (name, kind, default, drawing) in keys.items():
        if default is not None and not drawing and kind_of in (owner, "all"):
            values[name] = typed(default, kind, f"{source}, the default of {name}", name)
    for data in element.all("data"):
        key = data.given.get("key", "")
        name, kind, _, drawing = keys.get((owner, key)) or keys.get(("all", key)) or (key, "string", None, False)
        if drawing or data.children:
            label = next((each.text.strip() for each in data.within("NodeLabel") if each.text.strip()), None)
            values.setdefault("label", label)
        else:
            values[name] = typed(data.text, kind, f"{source} line {data.line}", name)
    return {name: value for name, value in values.items() if value is not None}


def read_nodes(graph, keys, found):
    """Add the nodes of a graph, and of the graphs nested in its nodes."""
    own = set()
    for node in graph.within("node"):
        if "id" not in node.given:
            raise BadInput(f"{found.source} line {node.line}: a <node> without id; export it anew")
        name = node.given["id"]
        if name in own:
            raise BadInput(
                f"{found.source} line {node.line}: node {name!r} is there already, "
                f"in line {found.places[name]}; rename one"
            )
        own.add(name)
        found.places.setdefault(name, node.line)
        found.nodes.setdefault(name, {}).update(attributes_of(node, "node", keys, found.source))
        if node.all("graph"):
            found.notes[f"{found.source} has graphs inside nodes: all nodes are read alike"] = None
    for odd in graph.within("hyperedge"):
        raise BadInput(
            f"{found.source} line {odd.line}: a <hyperedge> ties more than two, which is not read; write edges"
        )


def read_edges(graph, keys, found, layer):
    """Add the edges of a graph, and of the graphs nested in its nodes."""
    directed = direction(graph, found)
    inner = {id(edge): direction(each, found) for each in graph.within("graph") for edge in each.all("edge")}
    for edge in graph.within("edge"):
        where = f"{found.source} line {edge.line}"
        ends = [edge.given.get(end) for end in ("source", "target")]
        for end, name in zip(("source", "target"), ends, strict=True):
            if name is None:
                raise BadInput(f"{where}: an <edge> without {end}; export it anew")
            if name not in found.nodes:
                raise BadInput(
                    f"{where}: edge {ends[0]} {ends[1]}: there is no node {name!r}; add it or remove the edge"
                )
        own = edge.given.get("directed", "").strip().lower()
        if own not in ("", "true", "false"):
            raise BadInput(f"{where}: directed = {own!r:.40} is neither true nor false; correct it")
        way = own == "true" if own else inner.get(id(edge), directed)
        found.edges.append(Edge(*ends, way, layer, attributes_of(edge, "edge", keys, found.source), edge.line))


def direction(graph, found):
    """Whether the edges of a graph are directed by default."""
    default = graph.given.get("edgedefault", "").strip().lower()
    if default not in ("", "directed", "undirected"):
        where = f"{found.source} line {graph.line}"
        raise BadInput(f"{where}: edgedefault = {default!r:.40} is neither directed nor undirected; correct it")
    if not default and graph.all("edge"):
        found.notes[
            f"{found.source} has no edgedefault: edges that do not say whether they are directed are read as undirected"
        ] = None
    return default == "directed"


def compare(graph, found):
    """Add a note if the graph declares a number of nodes or edges that differs from the actual number."""
    for name, key in (("node", "parse.nodes"), ("edge", "parse.edges")):
        said, have = graph.given.get(key, "").strip(), sum(1 for _ in graph.within(name))
        if said and said != str(have):
            found.notes[f"{found.source} says that it has {said} {name}s; it has {have}"] = None
