"""The drawing of a world: which people and ties are drawn, at which positions, and the trust of each at a tick."""

from typing import NamedTuple

import numpy as np

from trustsim.chance import chances, dice, purpose
from trustsim.live.layout import sample_edges, structural
from trustsim.live.scene import (
    ADVISOR,
    CUSTOMER,
    EMPLOYS,
    FIRM,
    KNOWS,
    NO_PULSE,
    PEERS,
    POSTED,
    PRAISED,
    STRUCK,
    Scale,
    Scene,
    levels,
)
from trustsim.live.scene import LEAPT as LEAPS
from trustsim.live.scene import REFUSED as REFUSES
from trustsim.state import LEAPT, NOBODY, PERSONAL, REFUSED

MOST_CUSTOMERS = 4_000  # drawn; a larger number is sampled
MOST_EDGES = 10_000
DRAWN = purpose("drawing.customers")


class Ties(NamedTuple):
    """The edges that are drawn, in the order: relations, employment, peers."""

    rows: np.ndarray  # rows of relations
    advisors: np.ndarray  # the advisor of each of those rows
    ends: np.ndarray  # uint32 [edges, 2]: nodes
    kinds: np.ndarray  # uint8 [edges]
    there_are: int  # edges in the whole world


DIRECTIONS = ("customers", "advisors", "weaker")  # whose trust colours an edge


class Frame(NamedTuple):
    """One painted tick: levels 0..255 as in `scene.levels`, and the lens, context and direction of trust."""

    tick: int
    ties: Ties
    nodes: np.ndarray
    edges: np.ndarray
    pulses: np.ndarray
    lens: str
    context: int
    direction: str

    @property
    def bytes(self):
        """Bytes of memory that belong to this frame alone."""
        return self.nodes.nbytes + self.edges.nbytes + self.pulses.nbytes


class Drawing:
    """The part of one world that is drawn. Nodes are numbered in the order: firms, advisors, drawn customers."""

    def __init__(self, model):
        network = model.network
        self.seed = model.seed
        self.firms, self.advisors = network.firms, len(network.firm_of)
        self.firm_of = np.asarray(network.firm_of, np.int64)
        self.customers = drawn(len(network.knows_first) - 1, model.seed)
        first, knows = of_rows(network.knows_first, network.knows, self.customers)
        self.positions = structural(network.firms, network.firm_of, first, knows, model.seed)
        self.kinds = np.repeat(
            np.array([FIRM, ADVISOR, CUSTOMER], "u1"), [self.firms, self.advisors, len(self.customers)]
        )
        self.slots = slots_of(model, self.customers)
        self.node_of = np.full(len(network.knows_first) - 1, NOBODY, np.int64)
        self.node_of[self.customers] = self.firms + self.advisors + np.arange(len(self.customers))
        self.peers = self.peers_of(network)
        self.labels = labels_of(model, self.customers)

    def peers_of(self, network):
        """Pairs of nodes that are peers, each pair once. Empty if relations and peers together exceed MOST_EDGES."""
        one = np.repeat(np.arange(len(self.node_of)), np.diff(network.peers_first))
        pairs = np.stack([self.node_of[one], self.node_of[network.peers]], axis=1)
        pairs = pairs[(pairs.min(axis=1) >= 0) & (pairs[:, 0] < pairs[:, 1])]
        return pairs if len(pairs) + len(self.slots) <= MOST_EDGES else pairs[:0]

    def ties(self, model):
        """The edges at the current tick. They change because people get to know each other during a run."""
        relations = model.tables.relations
        used = self.slots[relations["advisor"][self.slots] != NOBODY]
        rows = used[sample_edges(len(used), MOST_EDGES, self.seed)] if len(used) > MOST_EDGES else used
        advisors = relations["advisor"][rows].astype(np.int64)
        knows = np.stack([self.node_of[relations["customer"][rows]], self.firms + advisors], axis=1)
        employs = np.stack([self.firms + np.arange(self.advisors), self.firm_of], axis=1)
        ends = np.concatenate([knows, employs, self.peers]).astype(np.uint32)
        kinds = np.repeat(np.array([KNOWS, EMPLOYS, PEERS], "u1"), [len(knows), len(employs), len(self.peers)])
        everywhere = int(model.tables.customers["known"].sum()) + len(employs) + len(self.peers)
        return Ties(rows, advisors, ends, kinds, everywhere)

    def moved(self, model, ties):
        """Whether anybody has got to know somebody since `ties` was drawn."""
        relations = model.tables.relations
        if not np.array_equal(relations["advisor"][ties.rows], ties.advisors):
            return True
        return len(ties.rows) < MOST_EDGES and int((relations["advisor"][self.slots] != NOBODY).sum()) != len(ties.rows)

    def scene(self, ties, words, scale=Scale()):  # noqa: B008 - it never changes
        """The scene for the network view."""
        return Scene(self.positions, self.kinds, ties.ends, ties.kinds, ties.there_are, self.labels, words, scale)

    def frame(self, model, ties, reading, lens, context=0, direction=DIRECTIONS[0]):
        """The frame of the current tick; `reading` is a `reading.Reading` for this lens and context.

        Edges between customers and advisors have the trust of the customer, of the advisor, or the lower of both.
        """
        trust, felt, regard = reading
        relations, tables = model.tables.relations, model.tables
        with_advisor = relations["advisor"] != NOBODY
        with_firm = ~with_advisor & (relations["firm"] != NOBODY)
        nodes = np.concatenate([
            mean_by(relations["firm"][with_firm], felt[with_firm], self.firms),
            mean_by(relations["advisor"][with_advisor], felt[with_advisor], self.advisors),
            trust[self.customers],
        ])  # fmt: skip
        edges = np.full(len(ties.ends), np.nan)
        same = relations["advisor"][ties.rows] == ties.advisors
        shown = felt[ties.rows]
        if direction != DIRECTIONS[0]:
            shown = regard[ties.rows] if direction == DIRECTIONS[1] else np.minimum(shown, regard[ties.rows])
        edges[: len(ties.rows)] = np.where(same, shown, np.nan)
        outcome = tables.customers["outcome"][self.customers]
        pulses = np.concatenate([
            in_the_news(tables),
            np.where(tables.advisors["post"] == PERSONAL, POSTED, NO_PULSE),
            np.where(outcome == LEAPT, LEAPS, np.where(outcome == REFUSED, REFUSES, NO_PULSE)),
        ])  # fmt: skip
        return Frame(model.steps, ties, levels(nodes), levels(edges), pulses.astype("u1"), lens, context, direction)

    def who(self, node):
        """The table and row that a node stands for."""
        if node < self.firms:
            return "firms", int(node)
        if node < self.firms + self.advisors:
            return "advisors", int(node) - self.firms
        return "customers", int(self.customers[node - self.firms - self.advisors])


def in_the_news(tables):
    """The news about each firm this week: STRUCK if any of it is bad, PRAISED if it is all good, NO_PULSE if none."""
    firms = tables.firms
    if not tables.clock["news"][0]:
        return np.full(len(firms), NO_PULSE)
    bad = firms["news"].any(axis=(1, 2)) | firms["news_of_deceit"].any(axis=1)
    return np.where(bad, STRUCK, np.where(firms["good_news"].any(axis=(1, 2)), PRAISED, NO_PULSE))


def drawn(customers, seed):
    """The customers that are drawn: all, or a fixed sample."""
    if customers <= MOST_CUSTOMERS:
        return np.arange(customers)
    lot = chances(dice(seed, -1), np.arange(customers), DRAWN)
    return np.sort(np.argpartition(lot, MOST_CUSTOMERS)[:MOST_CUSTOMERS])


def of_rows(first, items, rows):
    """The lists of some rows, taken from compressed lists: (first, items)."""
    count = np.diff(first)[rows]
    start = np.concatenate([[0], np.cumsum(count)])
    places = np.repeat(np.asarray(first)[rows] - start[:-1], count) + np.arange(start[-1])
    return start, np.asarray(items)[places]


def slots_of(model, customers):
    """The relation rows of these customers, both used and spare."""
    lists = model.tables.customers
    bounds = np.concatenate([[0], lists["last"]])
    return of_rows(bounds, np.arange(bounds[-1]), customers)[1]


def labels_of(model, customers):
    """One name per node. None if the graph has no names and everybody is drawn: the view then shows kind and number."""
    if not model.network.labels and len(customers) == len(model.tables.customers):
        return None
    rows = {
        "firms": range(model.network.firms),
        "advisors": range(len(model.network.firm_of)),
        "customers": customers.tolist(),
    }
    return [model.label(table, row) for table in rows for row in rows[table]]


def mean_by(group, values, groups):
    """The mean of `values` per group; NaN for an empty group."""
    count = np.bincount(group, minlength=groups)
    total = np.bincount(group, values, groups)
    return np.divide(total, count, out=np.full(groups, np.nan), where=count > 0)
