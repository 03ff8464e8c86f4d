"""Networks from files, each with the reader for its format, and from networkx's generators."""

import inspect
from collections import Counter
from pathlib import Path

from trustsim.errors import BadInput, advice
from trustsim.network.apart import graph_apart
from trustsim.network.draft import Draft, checked
from trustsim.network.found import Found, contents, shown
from trustsim.network.gexf import read_gexf
from trustsim.network.graphml import read_graphml
from trustsim.network.meaning import drafted, named
from trustsim.network.pajek import read_pajek
from trustsim.network.tables import TABLES, read_layer, read_nodes

LAYER = ("file", "source", "target", "weight", "prior", "kind")
GRAPH_FILES = {".graphml": read_graphml, ".gexf": read_gexf, ".net": read_pajek, ".paj": read_pajek}


def read(graph: dict, folder: str | Path) -> Draft:
    """Read the files that the [graph] table names, as a `Draft`."""
    home = Path(folder, graph.get("folder", ""))
    if "file" in graph:
        path = home / graph["file"]
        ending = path.suffix.lower()
        if ending in GRAPH_FILES:
            return drafted(found_at(path), graph)
        if ending not in TABLES:
            kinds = ", ".join((*TABLES, *GRAPH_FILES))
            raise BadInput(f"{shown(path)}: cannot read {path.suffix or 'a file without suffix'!r}; use {kinds}")
        layers = {"edges": {key: graph[key] for key in ("file", "weight") if key in graph}}
    else:
        whole = {key: graph[key] for key in ("weight",) if key in graph}
        layers = {name: whole | layer for name, layer in layers_of(graph["edges"]).items()}
    draft = Draft({}, {}, [], Counter(), {})
    if "nodes" in graph:
        read_nodes(home / graph["nodes"], graph.get("id"), draft)
    for name, layer in layers.items():
        layer = checked(layer, LAYER, f"graph.edges.{name}")
        read_layer(home, name, layer, draft, "nodes" in graph, graph.get("strict", False))
    if not draft.nodes:
        read = graph.get("nodes") or next(layer["file"] for layer in layers.values())
        raise BadInput(f"{shown(home / read)}: holds no people")
    return named(draft)


def found_at(path: Path) -> Found:
    """The contents of a GraphML, GEXF or Pajek file."""
    return GRAPH_FILES[path.suffix.lower()](contents(path), shown(path))


def layers_of(edges):
    """{layer name: table} from `edges`, which may also be a single file name or a single table."""
    if isinstance(edges, str):
        return {"edges": {"file": edges}}
    if not isinstance(edges, dict):
        raise BadInput(f'graph.edges = {edges!r} is not a layer; write edges = {{advice = {{file = "advice.csv"}}}}')
    if not edges:
        raise BadInput('graph.edges names no layer; write edges = {advice = {file = "advice.csv"}}')
    layers = {"edges": edges} if isinstance(edges.get("file"), str) else edges
    wrong = next((name for name, layer in layers.items() if not isinstance(layer, dict)), None)
    if wrong is not None:
        raise BadInput(
            f'graph.edges.{wrong} = {layers[wrong]!r} is not a table; write {wrong} = {{file = "{wrong}.csv"}}'
        )
    return layers


def generated(maker, arguments, seed):
    """The graph that `networkx.<function>` makes, still with any self-loops and duplicates."""
    import networkx

    name = maker.removeprefix("networkx.")
    known = {
        n for n in dir(networkx) if getattr(getattr(networkx, n), "__module__", "").startswith("networkx.generators")
    }
    if name not in known:
        raise BadInput(
            f"graph.maker = {maker!r}: networkx has no generator of that name; {advice(name, sorted(known))}"
        )
    if not isinstance(arguments, dict):
        raise BadInput(f"graph.arguments = {arguments!r} is not a table; write arguments = {{n = 100, p = 0.1}}")
    function, arguments = getattr(networkx, name), dict(arguments)
    if "seed" in inspect.signature(function).parameters:
        arguments.setdefault("seed", int(seed))
    try:
        return graph_apart(name, arguments)
    except BadInput as error:
        given = repr(arguments)[:100]
        raise BadInput(f"graph.maker = {maker!r} with graph.arguments = {given}: {error}") from None
