"""Write graphs to files: GraphML and GEXF by networkx, Pajek in the form that `pajek.py` reads.

A file that cannot be read back is not kept.
"""

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from trustsim.errors import BadInput
from trustsim.network.draft import plain
from trustsim.network.found import shown, tidy
from trustsim.network.graphs import found_in
from trustsim.network.readers import GRAPH_FILES, found_at

if TYPE_CHECKING:
    import networkx

BREAKS = re.compile('&(?=#)|["\\r\\n\\x00-\\x1f]')


def write_graph(G: "networkx.Graph", path: str | Path) -> None:
    """Write a networkx graph to a .graphml, .gexf, .net or .paj file, and check that it can be read back.

    Raises BadInput and writes no file if the format cannot store everything in the graph.
    """
    path = Path(path)
    ending = path.suffix.lower()
    if ending not in GRAPH_FILES:
        raise BadInput(f"{shown(path)}: cannot write {path.suffix!r}; end the name in {', '.join(GRAPH_FILES)}")
    fresh = path.with_name(f".{path.stem}.writing{path.suffix}")
    try:
        WRITERS.get(ending, write_pajek)(G, fresh)
        check(found_in(G, "the graph"), found_at(fresh), path)
        fresh.replace(path)
    except OSError as error:
        raise BadInput(f"{shown(path)}: cannot be written ({tidy(str(error.strerror or error))})") from None
    except (UnicodeError, TypeError, ValueError, KeyError, AttributeError, *networkx_errors()) as error:
        if isinstance(error, BadInput) and str(error).startswith(shown(path)):
            raise
        reason = tidy(str(error)).replace(shown(fresh), "it")
        raise BadInput(
            f"{shown(path)}: {ending} cannot hold this graph ({reason:.200}); simplify its names and attributes"
        ) from None
    finally:
        fresh.unlink(missing_ok=True)


def networkx_errors():
    """The errors that networkx raises when it cannot write."""
    import networkx

    return (networkx.NetworkXError,)


def write_graphml(G, path):
    """Write a graph as GraphML."""
    import networkx

    networkx.write_graphml(G, path)


def write_gexf(G, path):
    """Write a graph as GEXF."""
    import networkx

    networkx.write_gexf(G, path)


def write_pajek(G, path):
    """Write a graph as Pajek, with attributes as text. Keys are quoted, so that none is read as drawing."""
    number = {node: at for at, node in enumerate(G, 1)}
    lines = [f"*Vertices {len(number)}"]
    for node, attributes in G.nodes(data=True):
        lines.append(f"{number[node]} {quoted(node)} 0.0 0.0 ellipse{pairs(attributes)}")
    lines.append("*Arcs" if G.is_directed() else "*Edges")
    for one, other, attributes in G.edges(data=True):
        rest = {key: value for key, value in attributes.items() if key != "weight"}
        lines.append(f"{number[one]} {number[other]} {attributes.get('weight', 1.0)}{pairs(rest)}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def pairs(attributes):
    """Attributes as `key value` pairs for Pajek, each preceded by a space."""
    return "".join(f" {quoted(key)} {quoted(value)}" for key, value in attributes.items())


def quoted(value):
    """Text in quotation marks, with quotation marks and control characters written as Pajek's codes."""
    return '"' + BREAKS.sub(lambda match: f"&#{ord(match[0])};", str(value)) + '"'


WRITERS = {".graphml": write_graphml, ".gexf": write_gexf}


def check(graph, written, path):
    """Check that a file contains everything in the graph; raises BadInput that names the first difference."""
    ids = list(graph.nodes)
    if len(written.nodes) != len(ids):
        raise BadInput(f"{shown(path)}: would hold {len(written.nodes)} nodes of {len(ids)}; rename nodes")
    name_of = dict(zip(written.nodes, ids, strict=True))
    for (there, values), (name, own) in zip(written.nodes.items(), graph.nodes.items(), strict=True):
        kept = {"label": name} | own if path.suffix.lower() in (".net", ".paj") else own
        if path.suffix.lower() not in (".net", ".paj") and there != name:
            raise BadInput(f"{shown(path)}: the name {name!r:.40} would not be read back; change it")
        lost = lost_of(kept, values)
        if lost:
            raise BadInput(f"{shown(path)}: {lost} of node {name!r:.40} would not be read back; change or remove it")
    before, after = (
        Counter(ends(edge, names) for edge in each.edges) for each, names in ((graph, None), (written, name_of))
    )
    if before != after:
        one, other, *_ = next(iter((before - after) or (after - before)))
        raise BadInput(f"{shown(path)}: the edge {one!r:.40},{other!r:.40} would not be read back; rename its ends")
    carried = {}
    for edge in written.edges:
        carried.setdefault(ends(edge, name_of), []).append(edge.attributes)
    for edge in graph.edges:
        candidates = carried[ends(edge, None)]
        lost = [lost_of(edge.attributes, values) for values in candidates]
        if all(lost):
            raise BadInput(
                f"{shown(path)}: {lost[0]} of edge {edge.source!r:.40},{edge.target!r:.40} would not be read back; "
                "change or remove it"
            )
        del candidates[lost.index(None)]


def ends(edge, names):
    """(one end, other end, whether directed) of an edge, for comparison."""
    one, other = (edge.source, edge.target) if names is None else (names[edge.source], names[edge.target])
    return (one, other, True) if edge.directed else (*sorted((one, other)), False)


def lost_of(own, values):
    """`key = value` of the first attribute that is not read back unchanged; None if there is none."""
    for key, value in own.items():
        if tidied(value) != tidied(values.get(key, values.get(str(key)))):
            return f"{key} = {value!r:.40}"
    return None


def tidied(value):
    """A value for comparison: text on one line, because files contain text; None and empty text are equal."""
    return "" if value is None else plain(tidy(str(value)))
