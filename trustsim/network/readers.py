"""Networks from files: CSV layers and nodes, GraphML, GEXF, Pajek; and from networkx's own generators."""

import csv
import inspect
from collections import Counter
from pathlib import Path

from trustsim.errors import BadInput, advice
from trustsim.network.draft import Draft, Tie, added, checked, evidence, meant, scaled, weighed
from trustsim.network.graphs import drafted

LAYER = ("file", "source", "target", "weight", "prior", "kind")
GRAPH_FILES = {".graphml": "read_graphml", ".gexf": "read_gexf", ".net": "read_pajek", ".paj": "read_pajek"}


def read(graph, folder):
    """The files that the [graph] table names, as a `Draft`."""
    home = Path(folder, graph.get("folder", ""))
    if "file" in graph:
        path = home / graph["file"]
        if path.suffix in GRAPH_FILES:
            return drafted(graph_from(path), graph, str(path))
        if path.suffix != ".csv":
            raise BadInput(f"{path}: cannot read {path.suffix or 'a file without suffix'!r}; use .csv, {', '.join(GRAPH_FILES)}")
        layers = {"edges": {key: graph[key] for key in ("file", "weight") if key in graph}}
    else:
        layers = {name: {key: graph[key] for key in ("weight",) if key in graph} | layer for name, layer in layers_of(graph["edges"]).items()}
    draft = Draft({}, {}, [], Counter())
    if "nodes" in graph:
        read_nodes(home / graph["nodes"], graph.get("id"), draft)
    for name, layer in layers.items():
        read_layer(home, name, checked(layer, LAYER, f"graph.edges.{name}"), draft, "nodes" in graph)
    return draft


def layers_of(edges):
    """{layer name: table} from `edges`, which may also be one file name or one table."""
    if isinstance(edges, str):
        return {"edges": {"file": edges}}
    if not isinstance(edges, dict):
        raise BadInput(f"graph.edges = {edges!r} is no layer; write edges = {{advice = {{file = \"advice.csv\"}}}}")
    layers = {"edges": edges} if isinstance(edges.get("file"), str) else edges
    wrong = next((name for name, layer in layers.items() if not isinstance(layer, dict)), None)
    if wrong is not None:
        raise BadInput(f"graph.edges.{wrong} = {layers[wrong]!r} is no table; write {wrong} = {{file = \"{wrong}.csv\"}}")
    return layers


def rows(path, needed):
    """(line number, row) of a CSV file that has the `needed` columns."""
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file, restval="")
            have = reader.fieldnames or []
            for column in needed:
                if column not in have:
                    raise BadInput(f"{path}: no column {column!r}; it has {', '.join(have) or 'nothing'}")
            twice = next((column for i, column in enumerate(have) if column in have[:i]), None)
            if twice is not None:
                raise BadInput(f"{path}: the column {twice!r} is there twice; rename one of them")
            for row in reader:
                if None in row:
                    raise BadInput(f"{path} line {reader.line_num}: {len(have) + len(row[None])} values, but {len(have)} columns; quote what holds a comma")
                yield reader.line_num, row
    except FileNotFoundError:
        raise missing(path) from None
    except (OSError, csv.Error, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read as CSV ({error}); save it as UTF-8 text with commas") from None


def missing(path):
    """The error for a file that is not there."""
    return BadInput(f"{path}: no such file; put it there, or set graph.folder to the folder that holds it")


def read_nodes(path, column, draft):
    """Add the nodes of a CSV file, a row each; ids in `column`, or "id", or the first column."""
    for line, row in rows(path, [column] if column else []):
        if not column:
            column = "id" if "id" in row else next(iter(row))
        name, where = row[column].strip(), f"{path} line {line}"
        if not name:
            raise BadInput(f"{where}: no {column}; give the node an id")
        if name in draft.nodes:
            raise BadInput(f"{where}: node {name!r} is there already, at {draft.places[name]}; keep one of them")
        draft.nodes[name], draft.places[name] = {key: value for key, value in row.items() if key and value}, where


def read_layer(home, name, layer, draft, complete):
    """Add the ties of one CSV layer; where no nodes were read (not `complete`) its ends become the nodes."""
    if not isinstance(layer.get("file"), str):
        raise BadInput(f"graph.edges.{name} has no file; add file = \"{name}.csv\"")
    path, ends = home / layer["file"], (layer.get("source", "source"), layer.get("target", "target"))
    prior = evidence(layer.get("prior", {}), f"graph.edges.{name}.prior")
    kind, weight = meant(layer.get("kind"), f"graph.edges.{name}"), layer.get("weight")
    ties, weights, seen = [], [], {}
    for line, row in rows(path, [*ends, *([weight] if weight else [])]):
        where, (source, target) = f"{path} line {line}", (row[end].strip() for end in ends)
        for end, node in zip(ends, (source, target), strict=True):
            if not node:
                raise BadInput(f"{where}: no {end}; name the node")
            if node not in draft.nodes:
                if complete:
                    raise BadInput(f"{where}: node {node!r} is unknown; add it to the nodes or remove the tie")
                draft.nodes[node], draft.places[node] = {}, where
        added(ties, Tie(source, target, name, kind, 1.0, prior), seen, where)
        weights.append(weighed(row[weight], where) if weight else 1.0)
    draft.ties.extend(scaled(ties, weights, draft.dropped))


def graph_from(path):
    """The networkx graph in a GraphML, GEXF or Pajek file."""
    import networkx

    if not path.is_file():
        raise missing(path)
    try:
        return getattr(networkx, GRAPH_FILES[path.suffix])(path)
    except Exception as error:  # the readers let out whatever goes wrong
        raise BadInput(f"{path}: not readable as {path.suffix} ({' '.join(str(error).split())}); export it anew") from None


def generated(maker, arguments, seed):
    """The graph of `networkx.<function>`; parallel ties become one and loops go, for the model has no place for them."""
    import networkx

    name = maker.removeprefix("networkx.")
    known = {n for n in dir(networkx) if getattr(getattr(networkx, n), "__module__", "").startswith("networkx.generators")}
    if name not in known:
        raise BadInput(f"graph.maker = {maker!r}: networkx has no generator of that name; {advice(name, sorted(known))}")
    if not isinstance(arguments, dict):
        raise BadInput(f"graph.arguments = {arguments!r} is not a table; write arguments = {{n = 100, p = 0.1}}")
    function, arguments = getattr(networkx, name), dict(arguments)
    if "seed" in inspect.signature(function).parameters:
        arguments.setdefault("seed", int(seed))
    try:
        graph = function(**arguments)
    except Exception as error:  # the generators as well
        raise BadInput(f"graph.arguments = {arguments} do not suit {maker} ({error}); see its documentation") from None
    if not isinstance(graph, networkx.Graph):
        raise BadInput(f"graph.maker = {maker!r} makes a {type(graph).__name__}, not a graph; choose another")
    graph = networkx.DiGraph(graph) if graph.is_directed() else networkx.Graph(graph)
    graph.remove_edges_from(list(networkx.selfloop_edges(graph)))
    return graph
