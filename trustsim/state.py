"""The tables: who there is, who knows whom, what is known. Each column is declared once, with its unit and range.

Each table is one structured array. Users read columns, `world.customers.trust.mean()`; rules read rows,
`world.customers[row].stake`. Cells change in place and rows never move. A customer owns the relation rows
`first .. last` (advisors; `known` of them are in use, the rest is spare) and `firm_first .. firm_last` (firms).
"""

from collections import namedtuple
from functools import cache
from typing import NamedTuple

import numpy as np

from trustsim.column import MANY, Column, of_week
from trustsim.parameters import MOST_CONTEXTS, traits
from trustsim.sums import SUMS

DIMENSIONS = ("competence", "reliability", "intimacy", "other_orientation", "empathy", "integrity", "openness")
COMPETENCE, RELIABILITY, INTIMACY, OTHER_ORIENTATION, EMPATHY, INTEGRITY, OPENNESS = range(7)
Beliefs = namedtuple(
    "Beliefs", (*DIMENSIONS, "pooled")
)  # seven beliefs, and one from all evidence pooled; each in 0..1

NO_POST, KNOWLEDGE, PERSONAL, PROMOTIONAL, SPOTLIGHT = range(5)  # advisors.post
NO_NEED, NO_CANDIDATE, REFUSED, LEAPT = range(4)  # customers.outcome
OUTCOMES = ("no need", "no candidate", "refused", "leapt")
NOBODY = -1  # an empty slot, no advisor, never
LINE = 64  # bytes of a line of the processor's cache


SURVEYED = (
    "belief",
    "reputable",
    "trust_in_firms",
)  # columns of customers that only `model.survey()` brings up to date
FIRMS = (
    Column(
        "news",
        ("f8", (MOST_CONTEXTS, 7)),
        "observations",
        0,
        np.inf,
        "Bad news about the firm this week: its weight in each context and dimension.",
    ),
    Column(
        "good_news",
        ("f8", (MOST_CONTEXTS, 7)),
        "observations",
        0,
        np.inf,
        "Good news about the firm this week, likewise.",
    ),
    Column(
        "news_of_deceit",
        ("f8", MOST_CONTEXTS),
        "observations",
        0,
        np.inf,
        "News of a deception this week: its weight on integrity in each context.",
    ),
    Column(
        "leaps",
        "i8",
        "deliveries",
        0,
        MANY,
        "Deliveries that the firm left to the advisor's own judgement: the firm's leaps of trust.",
    ),
    Column("deliveries", "i8", "deliveries", 0, MANY, "Needs entrusted to the firm so far."),
    Column("entrusted", "f8", "median needs", 0, np.inf, "Total size of the needs entrusted so far: its revenue."),
    Column("staff_first", "i8", "row", 0, MANY, "First of its advisors in the table staff.", kept=True),
    Column("staff_last", "i8", "row", 0, MANY, "End of its advisors in the table staff (exclusive).", kept=True),
    Column(
        "leeway", "f8", "share, 0..1", 0, 1, "How much of this week's deliveries it leaves to its advisors' judgement."
    ),
    of_week("week_deliveries", "deliveries", "Deliveries in the last week, by advisors or by a machine."),
    of_week("week_free", "deliveries", "Those that were left to the advisor's own judgement."),
    of_week("week_good", "signals", "Good signals of its deliveries in the last week, in the order of DIMENSIONS.", 7),
    of_week("week_bad", "signals", "Bad signals, likewise.", 7),
)
STAFF = (
    Column("who", "i4", "row of advisors", 0, MANY, "The advisor. Those of one firm are side by side.", kept=True),
)
ADVISORS = (
    Column("firm", "i4", "row of firms", 0, MANY, "The firm they work for."),
    Column("quality", ("f8", 7), "probability", 0, 1, "True dispositions, in the order of DIMENSIONS."),
    Column(
        "post", "u1", "kind", 0, 4, "What they posted this week: nothing, knowledge, personal, promotional, spotlight."
    ),
    Column("self_focused", "u1", "switch", 0, 1, "Whether this week's post is about themselves."),
    Column("posts", "i8", "posts", 0, MANY, "Posts so far."),
    Column(
        "leaps",
        "i8",
        "posts",
        0,
        MANY,
        "Personal posts so far: leaps of trust, since nobody knows how such a post will land.",
    ),
    Column("deliveries", "i8", "deliveries", 0, MANY, "Needs entrusted to them so far."),
    Column("entrusted", "f8", "median needs", 0, np.inf, "Total size of the needs entrusted to them so far."),
    Column(
        "autonomy",
        "f8",
        "share, 0..1",
        -1,
        1,
        "Weighted share of their deliveries left to their own judgement, the newest week with the largest weight; "
        "-1: none yet.",
        NOBODY,
    ),
    of_week("week_deliveries", "deliveries", "Deliveries that they made themselves in the last week."),
    of_week("week_free", "deliveries", "Those that were left to their own judgement."),
    of_week("week_good", "signals", "Good signals of these deliveries, in the order of DIMENSIONS.", 7),
    of_week("week_bad", "signals", "Bad signals, likewise.", 7),
)
CUSTOMERS = (
    Column("first", "i8", "row", 0, MANY, "First of their relations with advisors.", kept=True),
    Column(
        "last",
        "i8",
        "row",
        0,
        MANY,
        "End of their relations with advisors, spare room included (exclusive).",
        kept=True,
    ),
    Column(
        "known",
        "i8",
        "relations",
        0,
        MANY,
        "Number of advisors they know: rows first .. first + known are in use.",
        kept=True,
    ),
    Column("firm_first", "i8", "row", 0, MANY, "First of their relations with firms.", kept=True),
    Column("firm_last", "i8", "row", 0, MANY, "End of their relations with firms (exclusive).", kept=True),
    Column("peer_first", "i8", "row", 0, MANY, "First of their peers.", kept=True),
    Column("peer_last", "i8", "row", 0, MANY, "End of their peers (exclusive).", kept=True),
    Column("gone", "u1", "switch", 0, 1, "Whether they left the model.", kept=True),
    Column("outcome", "u1", "kind", 0, 3, "This week: no need, no candidate, refused, leapt."),
    Column("context", "i8", "context", 0, 7, "What the need is about."),
    Column("stake", "f8", "median needs", 0, np.inf, "How much is at stake in the need."),
    Column("novelty", "f8", "0..1", 0, 1, "How new the need is."),
    Column("chosen", "i8", "row of relations", -1, MANY, "The relation they considered this week.", NOBODY),
    Column("considered", "i4", "row of advisors", -1, MANY, "The advisor they considered this week.", NOBODY),
    Column("saw", "i8", "posts", 0, MANY, "Posts that they saw this week."),
    Column("looks", "i8", "relations", 0, MANY, "Relations in which they looked into the firm's record this week."),
    Column("trust_then", "f8", "trust, 0..1", 0, 1, "Trust in the advisor considered, at the decision."),
    Column("allowance", "f8", "median needs", 0, np.inf, "How much they dared to entrust."),
    Column("watch", "f8", "share, 0..1", 0, 1, "Transparency they used on the leap."),
    Column("opened", "u1", "switch", 0, 1, "Whether the real problem was entrusted."),
    Column("free", "u1", "switch", 0, 1, "Whether the firm left this delivery to the advisor's own judgement."),
    Column("digital", "u1", "switch", 0, 1, "Whether a machine delivered."),
    Column("signals", ("u1", 7), "switch", 0, 1, "What the last delivery showed, one switch per dimension."),
    Column("subject", "i8", "context", 0, 7, "What the last delivery was about."),
    Column(
        "success",
        "f8",
        "share, 0..1",
        0,
        1,
        "Whether the last delivery was what was asked for, and as agreed: mean of competence and reliability.",
    ),
    Column(
        "experience",
        "f8",
        "share, 0..1",
        0,
        1,
        "How the last delivery was experienced: mean of its signals, openness aside.",
    ),
    Column("surprise", "f8", "-1..1", -1, 1, "Experience minus what was expected of the last delivery."),
    Column("effort", "f8", "share, 0..1", 0, 1, "Effort that the advisor put into the last delivery."),
    Column("needs", "i8", "needs", 0, MANY, "Needs so far."),
    Column("leaps", "i8", "leaps", 0, MANY, "Leaps so far."),
    Column(
        "refusals",
        "i8",
        "refusals",
        0,
        MANY,
        "Needs so far that they did not entrust although they considered somebody.",
    ),
    Column("entrusted", "f8", "median needs", 0, np.inf, "Total size of the needs they entrusted so far."),
    Column("first_leap", "i8", "week", -1, MANY, "Week of their first leap.", NOBODY),
    Column("served_by", "i4", "row of advisors", -1, MANY, "The advisor of their last leap.", NOBODY),
    Column("switched", "u1", "switch", 0, 1, "Whether their last leap went to another advisor than the leap before."),
    Column("told_of", "i4", "row of advisors", -1, MANY, "The advisor they tell their peers about this week.", NOBODY),
    Column("shared", "i4", "row of advisors", -1, MANY, "The advisor whose post they pass on this week.", NOBODY),
    Column("streak", "i8", "deliveries", 0, MANY, "Deliveries in a row above expectation, by any advisor."),
    Column("fan_of", "i4", "row of advisors", -1, MANY, "The advisor they are a fan of.", NOBODY),
    Column("trust", "f8", "trust, 0..1", 0, 1, "Mean trust in the advisors they know, under the active lens."),
    Column("best_trust", "f8", "trust, 0..1", 0, 1, "Highest trust in an advisor they know."),
    Column(
        "enough_since",
        "i8",
        "week",
        -1,
        MANY,
        "Week in which they first trusted an advisor enough for a median need.",
        NOBODY,
    ),
    Column(
        "trust_in_firms", "f8", "trust, 0..1", 0, 1, "Mean trust in the firms they know: the basis of the barometer."
    ),
    Column("reputable", "u1", "switch", 0, 1, "Whether they know somebody they believe competent enough."),
    Column(
        "belief",
        ("f8", 7),
        "belief, 0..1",
        0,
        1,
        "Mean belief about the advisors they know, in the order of DIMENSIONS.",
    ),
)
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
)
PEERS = (
    Column("who", "i4", "row of customers", 0, MANY, "The peer."),
    Column("strength", "f8", "share, 0..1", 0, 1, "Strength of the tie."),
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
EVIDENCE = (
    Column(
        "good",
        ("f4", 7),
        "observations",
        0,
        np.inf,
        "Positive evidence, in the order of DIMENSIONS, in forward-decayed weight.",
    ),
    Column("bad", ("f4", 7), "observations", 0, np.inf, "Negative evidence, likewise."),
    Column(
        "scar",
        "f4",
        "observations",
        0,
        np.inf,
        "Evidence of deception that is never forgotten; kept in the main context, as it counts in all.",
    ),
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


TABLES = {
    "firms": FIRMS,
    "advisors": ADVISORS,
    "customers": CUSTOMERS,
    "relations": RELATIONS,
    "staff": STAFF,
    "peers": PEERS,
    "evidence": EVIDENCE,
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
    array = aligned(rows, record(name))
    array[...] = blank(name)
    return array


def aligned(rows, dtype):
    """Zeros that begin at a line of the processor's cache, so that a record of 64 bytes lies in one line.

    Zeros between columns too, so that equal tables have equal bytes.
    """
    size = int(np.prod(rows)) * dtype.itemsize
    room = np.zeros(size + LINE, np.uint8)
    start = -room.ctypes.data % LINE
    return room[start : start + size].view(dtype).reshape(rows)


class World(NamedTuple):
    """All tables of one run: structured arrays, one row per individual."""

    firms: object
    advisors: object
    customers: object
    relations: object
    peers: object
    staff: object
    evidence: object  # two indices: relation and context
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
