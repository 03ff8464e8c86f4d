"""The network view's data as bytes: one scene per world, one frame per painted tick. `network.js` decodes them."""

import struct
from typing import NamedTuple

import numpy as np

from trustsim.live.palette import PALETTE

FIRM, ADVISOR, CUSTOMER = range(3)  # kinds of node
EMPLOYS, KNOWS, PEERS = range(3)  # kinds of edge
NO_PULSE, LEAPT, REFUSED, POSTED, STRUCK, PRAISED = range(6)  # what a node just did
HEADER = struct.Struct("<III")  # tick, version of the scene, serial number of the frame

WORDS = {
    "locale": "en",
    "firm": "firm",
    "firms": "firms",
    "advisor": "advisor",
    "advisors": "advisors",
    "customer": "customer",
    "customers": "customers",
    "employs": "works for",
    "knows": "knows, by trust",
    "peers": "peers",
    "distrust": "distrust",
    "trust": "trust",
    "no_value": "no trust yet",
    "leapt": "leapt",
    "refused": "kept their need to themselves",
    "posted": "personal post",
    "struck": "bad news",
    "praised": "good news",
    "summary": "Network of {firms}, {advisors}, {customers}; mean trust {trust} at week {tick}",
    "sampled": "sampled: {shown} of {of} edges shown",
    "legend": "Legend",
    "show_peers": "show peers",
    "zoom_in": "Zoom in",
    "zoom_out": "Zoom out",
    "fit": "Fit to view",
    "keyboard": "Keyboard",
    "keys": (
        "+ and − zoom, arrows move, 0 fits; n and p (or ] and [) go through the nodes, e through the edges of a node; "
        "Enter picks, Escape lets go."
    ),
    "play": "Play",
    "pause": "Pause",
    "step": "Step",
    "back": "Back",
    "speed": "Speed",
    "a_second": "ticks a second",
    "tick": "Tick",
    "at_tick": "{name}: {value} at tick {tick}",
}


class Scale(NamedTuple):
    """The colour scale: the steps of the palette run from `low` to `high`."""

    palette: str = "trust"  # or "difference", whose middle is zero
    low: float = 0.0
    high: float = 1.0

    def placed(self, values):
        """Values as positions 0..1 on the scale."""
        return np.clip((values - self.low) / (self.high - self.low), 0, 1)


class Scene(NamedTuple):
    """Positions, nodes and ties. A scene stays the same while trust changes."""

    positions: np.ndarray  # float32 [nodes, 2], 0..1, y downward: see `layout.structural`
    kinds: np.ndarray  # uint8 [nodes]: FIRM, ADVISOR, CUSTOMER
    edges: np.ndarray  # uint32 [edges, 2]: two nodes
    edge_kinds: np.ndarray  # uint8 [edges]: EMPLOYS, KNOWS, PEERS
    of: int | None = None  # number of edges in the network, if `edges` is a sample
    labels: list | None = None  # one name per node; None: the view shows kind and row
    words: dict = WORDS  # the view's words in the reader's language
    scale: Scale = Scale()

    def head(self, version):
        """The part of the scene that is sent as JSON."""
        sampled = (
            None if self.of is None or self.of <= len(self.edges) else {"shown": len(self.edges), "of": int(self.of)}
        )
        return {
            "version": version,
            "n_nodes": len(self.kinds),
            "n_edges": len(self.edges),
            "sampled": sampled,
            "labels": self.labels,
            "words": WORDS | dict(self.words),
            "palette": PALETTE,
            "scale": self.scale._asdict(),
        }

    def bulk(self):
        """The parts of the scene that are sent as bytes, little-endian."""
        return {
            "positions": np.asarray(self.positions, "<f4").tobytes(),
            "kinds": np.asarray(self.kinds, "u1").tobytes(),
            "edges": np.asarray(self.edges, "<u4").tobytes(),
            "edge_kinds": np.asarray(self.edge_kinds, "u1").tobytes(),
        }

    def body(self, nodes, edges, pulses=None):
        """One painted tick as the bytes that follow a HEADER: a level per node, a level per edge, a pulse per node."""
        pulses = np.zeros(len(self.kinds), "u1") if pulses is None else np.asarray(pulses, "u1")
        for name, values, drawn in (
            ("nodes", nodes, self.kinds),
            ("edges", edges, self.edges),
            ("pulses", pulses, self.kinds),
        ):
            if len(values) != len(drawn):
                raise ValueError(f"{name}: {len(values)} values for a scene with {len(drawn)}: send one each")
        return levels(nodes).tobytes() + levels(edges).tobytes() + pulses.tobytes()


def levels(values):
    """Values in 0..1 as bytes 1..255, and NaN (no value) as 0. Arrays of uint8 are returned unchanged."""
    if getattr(values, "dtype", None) == np.uint8:
        return values
    steps = np.nan_to_num(np.asarray(values, np.float32) * 254 + 1.5, nan=0.0)
    return steps.clip(0, 255).astype("u1")
