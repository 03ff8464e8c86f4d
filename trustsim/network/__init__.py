"""The relationship graph as arrays: made by a maker, read from files, or converted from networkx.

`make_network(graph, values, seed)` takes a config's [graph] table. If the table names files (`file`, or `edges` and
`nodes`), they are read. Otherwise `maker` names what makes the graph: a function of `makers.py` or
`networkx.<generator>`.
"""

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from trustsim.budget import check_made
from trustsim.errors import BadInput, advice
from trustsim.network import makers
from trustsim.network.assembly import Assembled, assembled
from trustsim.network.draft import checked
from trustsim.network.graphs import found_in, graph_at, graph_of, to_networkx
from trustsim.network.meaning import drafted
from trustsim.network.plan import Plan
from trustsim.network.readers import generated, read
from trustsim.network.tables import TABLES
from trustsim.network.writing import write_graph
from trustsim.parameters import parameters
from trustsim.state import Network

if TYPE_CHECKING:
    import networkx

__all__ = [
    "assembled_network",
    "fingerprint",
    "from_networkx",
    "graph_at",
    "graph_of",
    "make_network",
    "maker_names",
    "to_networkx",
    "write_graph",
]

KEYS = (
    "maker",
    "arguments",
    "folder",
    "nodes",
    "id",
    "edges",
    "file",
    "weight",
    "roles",
    "firm",
    "traits",
    "symmetric",
    "strict",
)

FILES = ("folder", "nodes", "id", "symmetric")  # where and how a network is read
PEOPLE = (
    "weight",
    "roles",
    "firm",
    "traits",
    "strict",
)  # what nodes and edges mean, in files and in graphs from networkx's generators


def make_network(graph: dict, values: dict, seed: int, folder: str | Path = ".") -> Network:
    """The network that a config's [graph] table describes.

    `values` are all parameters by path; relative file names start from `folder`.
    """
    return assembled_network(graph, values, seed, folder).network


def assembled_network(graph: dict, values: dict, seed: int, folder: str | Path = ".") -> Assembled:
    """Same as `make_network`, plus counts of the ties that the model cannot use: (network, dropped)."""
    numbers = [p.name for p in parameters().values() if p.group == "graph"]
    graph = {key: value for key, value in checked(graph, [*KEYS, *numbers], "graph").items() if key not in numbers}
    maker = graph.get("maker", "small_world")
    beside = next((key for key in ("file", "edges") if key in graph), None)
    if "maker" in graph and beside:
        raise BadInput(
            f"graph.maker = {maker!r} cannot be combined with graph.{beside}: a network is made, or read; leave one out"
        )
    if "arguments" in graph and not str(maker).startswith("networkx."):
        raise BadInput(
            'graph.arguments are for maker = "networkx.<generator>"; '
            f"{maker} takes its numbers from [graph] and [population]"
        )
    check_fit(graph, str(maker))
    if "file" in graph or "edges" in graph:
        return assembled(read(graph, folder), graph)
    if str(maker).startswith("networkx."):
        drawn = found_in(generated(maker, graph.get("arguments", {}), seed), maker)
        return assembled(drafted(drawn, graph, seed), graph)
    if maker not in maker_names():
        raise BadInput(f"graph.maker = {maker!r} is unknown; {advice(maker, maker_names())}, or networkx.<generator>")
    check_made(values)
    return Assembled(getattr(makers, maker)(Plan(values, seed)), {})


def check_fit(graph, maker):
    """Refuse keys that would have no effect, such as how to read a network when none is read, and a second file."""
    read = next((key for key in ("file", "edges") if key in graph), "")
    if read == "file" and "edges" in graph:
        raise BadInput("graph.file and graph.edges both say what to read; leave one out")
    whole = read == "file" and not str(graph["file"]).lower().endswith(TABLES)
    ties_only = read and not whole and "nodes" not in graph
    idle = idle_keys(read, whole, ties_only)
    idle += PEOPLE if not read and not maker.startswith("networkx.") else ()
    unheeded = next((key for key in idle if key in graph), None)
    if unheeded:
        made = f"the network is made ({maker}); name what to read with graph.edges or graph.file"
        if whole:
            made = f"graph.file = {graph['file']!r} holds its own nodes"
        elif ties_only:
            made = "it names a column of graph.nodes, which is not given"
        raise BadInput(f"graph.{unheeded} is of no use here: {made}")


def idle_keys(read, whole, ties_only):
    """The keys of FILES that have no effect on what is read."""
    if not read:
        return FILES
    if whole:
        return ("nodes",)
    return ("id",) if ties_only else ()


def maker_names() -> list[str]:
    """The names of the built-in makers: the functions that `makers.py` defines."""
    return [name for name, it in vars(makers).items() if getattr(it, "__module__", "") == makers.__name__]


def from_networkx(G: "networkx.Graph", graph: dict | None = None) -> Network:
    """Convert a networkx graph: nodes with `role`, edges with optional `kind`, `strength` and `prior`."""
    graph = checked(graph or {}, KEYS, "graph")
    return assembled(drafted(found_in(G, "graph"), graph), graph).network


def fingerprint(network: Network) -> str:
    """A short hash of every array of `network`, the same on every machine."""
    digest = hashlib.blake2b(digest_size=8)
    nested = {"prior": network.prior} | {
        f"attributes.{table}": columns for table, columns in network.attributes.items()
    }
    arrays = {name: value for name, value in network._asdict().items() if isinstance(value, np.ndarray)}
    arrays |= {f"{name}.{key}": column for name, columns in nested.items() for key, column in columns.items()}
    for name, array in sorted(arrays.items()):
        array = np.asarray(array)
        text = json.dumps(array.tolist()).encode() if array.dtype.kind == "U" else b""
        content = text or array.astype("<f8" if array.dtype.kind == "f" else "<i8").tobytes()
        digest.update(f"{name} {array.shape} ".encode() + content)
    digest.update(json.dumps([network.firms, network.labels], sort_keys=True).encode())
    return digest.hexdigest()
