"""The tables: who there is, who knows whom, what is known. Each column is declared once, with its unit and range.

Each table is one structured array. Users read columns, `world.customers.trust.mean()`; rules read rows,
`world.customers[row].stake`. Cells change in place and rows never move. A customer owns the relation rows
`first .. last` (advisors; `known` of them are in use, the rest is spare) and `firm_first .. firm_last` (firms).
"""

from collections import namedtuple
from functools import cache
from typing import NamedTuple

import numpy as np

from trustsim.column import MANY, NOBODY, Column
from trustsim.parameters import traits
from trustsim.people import ADVISORS, CUSTOMERS, FIRMS, STAFF
from trustsim.sums import SUMS

DIMENSIONS = ("competence", "reliability", "intimacy", "other_orientation", "empathy", "integrity", "openness")
COMPETENCE, RELIABILITY, INTIMACY, OTHER_ORIENTATION, EMPATHY, INTEGRITY, OPENNESS = range(7)
Beliefs = namedtuple(
    "Beliefs", (*DIMENSIONS, "pooled")
)  # seven beliefs, and one from all evidence pooled; each in 0..1

NO_POST, KNOWLEDGE, PERSONAL, PROMOTIONAL, SPOTLIGHT = range(5)  # advisors.post
POSTS = ("nothing", "knowledge", "something personal", "promotion", "others in the spotlight")
NO_NEED, NO_CANDIDATE, REFUSED, LEAPT = range(4)  # customers.outcome
OUTCOMES = ("no need", "no candidate", "refused", "leapt")
NO_CLAIM, CLAIM, FALSE_CLAIM = range(3)  # customers.claim
NO_RESPONSE, APOLOGY, DENIAL = range(3)  # customers.response
NO_TALK, IN_VAIN, SETTLED = range(3)  # customers.talked
OF_FIRM, OF_ADVISOR = range(2)  # second index of employment
MOST_TIMES = 2**16 - 1  # a relation counts no further
LINE = 64  # bytes of a line of the processor's cache


SURVEYED = (
    "belief",
    "reputable",
    "trust_in_firms",
)  # columns of customers that only `model.survey()` brings up to date
RELATIONS = (
    Column("customer", "i4", "row of customers", 0, MANY, "The customer whose relation it is."),
    Column(
        "advisor",
        "i4",
        "row of advisors",
        -1,
        MANY,
        "The advisor known, or nobody: a spare slot, or a relation with a firm.",
        NOBODY,
    ),
    Column("firm", "i4", "row of firms", -1, MANY, "The firm known, or the firm of the advisor.", NOBODY),
    Column("with_firm", "i4", "row of relations", -1, MANY, "The customer's relation with that firm.", NOBODY),
    Column("gap", "f8", "0..1", 0, 1, "What is left of the status gap."),
    Column(
        "dared", "f8", "median needs", -1, np.inf, "How much the customer last dared to entrust; -1: never yet.", NOBODY
    ),
    Column(
        "satisfaction",
        "f8",
        "share, 0..1",
        -1,
        1,
        "Weighted mean experience of deliveries, the newest with the largest weight; -1: none yet.",
        NOBODY,
    ),
    Column("communal", "u1", "switch", 0, 1, "Whether the relation is communal rather than exchange."),
    Column("seen", "u1", "kind", 0, 4, "The kind of post seen this week."),
    Column("trust", "f8", "trust, 0..1", 0, 1, "Trust when last measured, under the active lens."),
    Column("since", "i4", "week", 0, MANY, "The week in which they got to know each other."),
    Column("met", "u2", "times", 0, MOST_TIMES, "How often they had to do with each other: posts seen, deliveries."),
    Column("used", "u2", "deliveries", 0, MOST_TIMES, "How many of these were deliveries."),
    Column("uses", "u2", "deliveries", 0, MOST_TIMES, "Deliveries in a row by this advisor: how strong the habit is."),
    Column("largest", "f4", "median needs", 0, np.inf, "The largest need that was entrusted in this relation."),
)
PEERS = (
    Column("who", "i4", "row of customers", 0, MANY, "The peer."),
    Column("strength", "f8", "share, 0..1", 0, 1, "Strength of the tie."),
    Column("right", "f4", "tellings", 0, np.inf, "How far what they told agreed with one's own experience."),
    Column("wrong", "f4", "tellings", 0, np.inf, "How far it disagreed."),
)
CLOCK = (
    Column("tick", "i8", "week", 0, MANY, "The week."),
    Column("origin", "u8", "bits", 0, 2**64 - 1, "Start of the random draws that hold for the whole run."),
    Column("dice", "u8", "bits", 0, 2**64 - 1, "Start of the random draws of this week."),
    Column("news", "u1", "switch", 0, 1, "Whether there is news about any firm this week."),
    Column(
        "growth",
        "f8",
        "ratio",
        0,
        np.inf,
        "Weight of new evidence relative to evidence of week 0 (forward decay: Cormode2009).",
    ),
)
EVIDENCE = (  # a number of four bytes follows each seven, because the machine reads eight: see `machine.lanes`
    Column(
        "good",
        ("f4", 7),
        "observations",
        0,
        np.inf,
        "Positive evidence, in the order of DIMENSIONS, in forward-decayed weight.",
    ),
    Column(
        "scar",
        "f4",
        "observations",
        0,
        np.inf,
        "Evidence of deception that is never forgotten; kept in the main context, as it counts in all.",
    ),
    Column("bad", ("f4", 7), "observations", 0, np.inf, "Negative evidence, likewise."),
    Column(
        "knows",
        "i4",
        "row of advisors",
        -1,
        MANY,
        "The advisor of the relation, as in relations: beside what a week reads of it; kept in the main context.",
        NOBODY,
    ),
)


APPROACHES = (
    Column("contacts", "u2", "times", 0, MOST_TIMES, "How often the advisor approached the customer."),
    Column("avoid_until", "i4", "week", 0, MANY, "The week from which the customer no longer avoids the advisor."),
)
# evidence of people and firms other than customers: the same numbers, read in the same way
EVIDENCE_TOO = (*EVIDENCE[:3], Column("trust", "f4", "trust, 0..1", 0, 1, "Trust at the last review."))

ONE_ROW = ("settings", "clock", "sums")  # tables that rules read as one record
WITH_ADVISORS = ("regard", "approaches")  # tables with a row for each relation with an advisor, by its row

TABLES = {
    "firms": FIRMS,
    "advisors": ADVISORS,
    "customers": CUSTOMERS,
    "relations": RELATIONS,
    "staff": STAFF,
    "peers": PEERS,
    "evidence": EVIDENCE,
    "regard": EVIDENCE_TOO,
    "approaches": APPROACHES,
    "employment": EVIDENCE_TOO,
    "clientele": EVIDENCE_TOO,
    "clock": CLOCK,
    "sums": sum(SUMS.values(), ()),
}


def columns_of(table):
    """All columns of a table by name: the traits declared in `parameters` and the state declared here."""
    stated = TABLES[table]
    own = (
        tuple(Column(p.name, "f8", p.unit, p.low, p.high, p.meaning) for p in traits(table) if p.name not in DIMENSIONS)
        if table in ("firms", "advisors", "customers")
        else ()
    )
    return {column.name: column for column in own + stated}


@cache
def record(name):
    """The numpy type of one row of a table, with every column."""
    fields = [(c.name, *([c.dtype] if isinstance(c.dtype, str) else c.dtype)) for c in columns_of(name).values()]
    largest_first = sorted(fields, key=lambda field: -np.dtype(field[1]).itemsize)
    return np.dtype(largest_first, align=True)  # in this order there are no gaps


@cache
def blank(name):
    """One row of a table, with every column at its start value."""
    row = np.zeros(1, record(name))
    for column in columns_of(name).values():
        row[column.name] = column.start
    return row


def table(name, rows):
    """An empty table of `rows` rows: one structured array, every column at its start value."""
    array, first = aligned(np.atleast_1d(rows), record(name)), blank(name)
    array.view(np.uint8).reshape(*array.shape, first.itemsize)[...] = first.view(np.uint8)  # bytes copy fastest
    return array


def aligned(rows, dtype, new=np.zeros):
    """Zeros that begin at a line of the processor's cache, so that a record of 64 bytes lies in one line.

    Zeros between columns too, so that equal tables have equal bytes. There is room for a row before the first: compiled
    rules do not look whether a row is NOBODY, and one that forgot to ask touches nothing else.
    """
    size, before = int(np.prod(rows)) * dtype.itemsize, whole_lines(int(np.prod(rows[1:])) * dtype.itemsize)
    room = new(before + size + LINE, np.uint8)
    start = before + -room.ctypes.data % LINE
    return room[start : start + size].view(dtype).reshape(rows)


def whole_lines(size):
    """The bytes of the lines of the processor's cache that so many bytes take."""
    return -(-size // LINE) * LINE


class World(NamedTuple):
    """All tables of one run: structured arrays, one row per individual."""

    firms: object
    advisors: object
    customers: object
    relations: object
    peers: object
    staff: object
    evidence: object  # of customers about advisors and firms; two indices: relation and context
    regard: object  # of advisors about customers, by the customer's relation with the advisor
    approaches: object  # of customers by advisors, by the customer's relation with the advisor
    employment: object  # two indices: advisor, and OF_FIRM (their firm's about them) or OF_ADVISOR (theirs about it)
    clientele: object  # of firms about their customers, by firm
    settings: object  # the parameters that hold for the whole world, the lens, the switches
    clock: object
    sums: object  # of the week, over everybody: see `sums`


class Network(NamedTuple):
    """Who is there and who knows whom, as arrays. Package `network` makes and reads it.

    Neighbours are stored by customer: those of customer i are `knows[knows_first[i]:knows_first[i + 1]]`, ascending.
    """

    firm_of: np.ndarray  # int32 [advisors]: row of the advisor's firm
    firms: int  # number of firms
    knows_first: np.ndarray  # int64 [customers + 1]
    knows: np.ndarray  # int32: rows of advisors
    firms_first: np.ndarray  # int64 [customers + 1]
    firms_known: np.ndarray  # int32: rows of firms that customers know directly, besides the firms of their advisors
    peers_first: np.ndarray  # int64 [customers + 1]
    peers: np.ndarray  # int32: rows of customers
    strength: np.ndarray  # float64, 0..1, beside `peers`
    prior: dict  # {dimension: float64 [len(knows)]}: positive evidence that a relation starts with; may be empty
    labels: dict  # {"firms": [...], "advisors": [...], "customers": [...]}: node names of the graph; may be empty
    attributes: dict  # {"advisors": {"status": float64 [advisors]}, …}: traits and groups given by node attributes
    standing: np.ndarray  # float64 [advisors]: place in the firm's hierarchy, 0 lowest .. 1 highest; or empty
    notes: tuple = ()  # sentences about how the files were read

    def size(self, table):
        """How many rows a table has."""
        return {"firms": self.firms, "advisors": len(self.firm_of), "customers": len(self.knows_first) - 1}[table]

    def label(self, table, row):
        """The name of a row: its node's name in the graph, or "advisor 3"."""
        labels = self.labels.get(table)
        return str(labels[row]) if labels is not None and len(labels) else f"{table.removesuffix('s')} {row}"
