"""Leaving the model: the row stays, but the agent no longer acts, and nobody meets, chooses or hears them.

The functions here write the tables; `agent.remove()` calls them. Rows never move, so everybody else keeps their place
and their random draws.
"""

import numpy as np

from trustsim import state
from trustsim.errors import BadInput
from trustsim.state import ADVISORS, CUSTOMERS, FIRMS, NO_NEED, NO_POST, NOBODY, RELATIONS, WITH_ADVISORS, World

MEANT = tuple(column.name for column in CUSTOMERS if column.unit == "row of relations")  # whom they deal with this week


def customer_leaves(tables: World, row: int) -> None:
    """Let customer `row` forget everybody, have no need and tell nobody anything."""
    customers = tables.customers
    me = customers[row]
    for first, last in (("first", "last"), ("firm_first", "firm_last")):
        blank(tables, np.arange(me[first], me[last]))
    customers["known"][row], customers["looks"][row], customers["outcome"][row] = 0, 0, NO_NEED
    customers["gone"][row] = 1
    for column in (*MEANT, "considered", "told_of", "shared", "fan_of"):
        customers[column][row] = NOBODY
    tables.peers["strength"][tables.peers["who"] == row] = 0.0


def advisor_leaves(tables: World, row: int) -> None:
    """Make everybody forget advisor `row`. Needs entrusted to them this week and not yet delivered are cancelled."""
    customers, relations = tables.customers, tables.relations
    tables.advisors["post"][row] = NO_POST
    forget_week(tables.advisors, ADVISORS, row)
    tables.advisors["findable"][row] = 0.0
    tables.advisors["found_upto"] = np.cumsum(tables.advisors["findable"])
    pending = customers["considered"] == row
    customers["outcome"][pending], customers["chosen"][pending] = NO_NEED, NOBODY
    for column in ("considered", "told_of", "shared", "fan_of"):
        customers[column][customers[column] == row] = NOBODY
    for known in np.flatnonzero(relations["advisor"] == row):
        owner = relations["customer"][known]
        last = customers["first"][owner] + customers["known"][owner] - 1
        for name in ("relations", "evidence", *WITH_ADVISORS):
            table = getattr(tables, name)
            table[known] = table[last]
        for column in MEANT:
            if customers[column][owner] == known:
                customers[column][owner] = NOBODY
            elif customers[column][owner] == last:
                customers[column][owner] = known
        blank(tables, [last])
        customers["known"][owner] -= 1


def firm_leaves(tables: World, row: int) -> None:
    """Make everybody forget firm `row`."""
    forget_week(tables.firms, FIRMS, row)
    blank(tables, np.flatnonzero(tables.relations["firm"] == row))


def forget_week(table, columns, row):
    """Reset the sums of the last week of somebody who left."""
    for column in columns:
        if column.weekly:
            table[column.name][row] = column.start


LEAVE = {"customers": customer_leaves, "advisors": advisor_leaves, "firms": firm_leaves}


def leave(tables: World, table: str, row: int, gone: dict[str, set[int]]) -> None:
    """Remove `row` of a table from the model. Raises BadInput for a firm that still has advisors."""
    if table == "firms":
        staff = set(np.flatnonzero(tables.advisors["firm"] == row).tolist()) - gone["advisors"]
        if staff:
            raise BadInput(f"firm {row} cannot leave: {len(staff)} of its advisors are still there; remove them first")
    LEAVE[table](tables, row)
    gone[table].add(row)


def blank(tables: World, rows) -> None:
    """Reset these relations to spare slots of the same customer."""
    for column in RELATIONS:
        if column.name != "customer":
            tables.relations[column.name][rows] = column.start
    tables.evidence[rows] = state.blank("evidence")
    with_advisors = np.asarray(rows)[np.asarray(rows) < len(tables.regard)]
    for name in WITH_ADVISORS:
        getattr(tables, name)[with_advisors] = state.blank(name)


class Present:
    """A table without the rows that left, for measures. Its columns are copies, and rows are numbered anew."""

    def __init__(self, table, gone: set[int]):
        self.table, self.there = table, np.setdiff1d(np.arange(len(table)), list(gone))

    def __getattr__(self, name):
        return getattr(self.table, name)[self.there]

    def __getitem__(self, row):
        return self.table.rows[self.there][row]

    def __len__(self):
        return len(self.there)
