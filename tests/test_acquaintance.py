"""Getting to know somebody leaves no trace of whoever was known there before."""

import numpy as np
from worlds import model

from trustsim.acquaintance import meet
from trustsim.state import NOBODY, WITH_ADVISORS, columns_of

CUSTOMER = 0


def acquainted(junk):
    """A customer's new relation and all it knows of that firm, met in a slot full of `junk`, column by column."""
    made = model(spread={"status": 0.0}, evidence={"communal_share": 0.5})
    tables, customer = made.tables, made.tables.customers[CUSTOMER]
    slot = customer["first"] + customer["known"]
    assert slot < customer["last"], "there is a spare slot"
    known = tables.relations["advisor"][customer["first"] : slot]
    with_firms = slice(customer["firm_first"], customer["firm_last"])
    firms = tables.relations["firm"][with_firms]
    stranger = next(
        a for a in range(len(tables.advisors)) if a not in known and tables.advisors["firm"][a] not in firms
    )
    if junk:
        for name in columns_of("relations"):
            tables.relations[name][slot] = 1
        for name in columns_of("evidence"):
            tables.evidence[name][slot] = 1.0
        for table in WITH_ADVISORS:
            for name in columns_of(table):
                getattr(tables, table)[name][slot] = 1
        for idle in (
            np.flatnonzero(firms == NOBODY) + with_firms.start
        ):  # a firm known before, through an advisor who is forgotten
            for name in columns_of("relations"):
                tables.relations[name][idle] = 1
            for name in columns_of("evidence"):
                tables.evidence[name][idle] = 0.25
            tables.relations["firm"][idle] = next(
                f for f in range(len(tables.firms)) if f != tables.advisors["firm"][stranger]
            )
    row = made.engine.call(meet, CUSTOMER, stranger)
    assert row == slot
    with_firm = tables.relations["with_firm"][row]
    assert tables.relations["firm"][with_firm] == tables.advisors["firm"][stranger]
    found = {}
    for table in WITH_ADVISORS:
        found |= {f"{table}.{name}": getattr(tables, table)[name][row].copy() for name in columns_of(table)}
    for what, at in (("relation", row), ("firm", with_firm)):
        found |= {f"{what}.{name}": tables.relations[name][at].copy() for name in columns_of("relations")}
        found |= {f"{what}.{name}": tables.evidence[name][at].copy() for name in columns_of("evidence")}
    return found


def test_a_slot_that_was_used_before_is_as_good_as_new():
    """Every column of the relation, and of the one with the firm, is what it is in a slot that was never used: also a column added tomorrow."""
    new, used = acquainted(junk=False), acquainted(junk=True)
    differing = [name for name in new if not np.array_equal(new[name], used[name])]
    assert differing == []


def test_a_new_advisor_is_known_by_their_firm():
    """Three tenths of what is known of the firm, in each context, and of its scar; nothing of a firm that is new too."""
    made = model(contexts={"names": ["service", "data"]}, evidence={"firm_to_advisor": 0.3, "communal_share": 0.0})
    tables, customer = made.tables, made.tables.customers[CUSTOMER]
    with_firm = customer["firm_first"]
    tables.evidence["good"][with_firm] = np.arange(14).reshape(2, 7)
    tables.evidence["bad"][with_firm, 1, 2], tables.evidence["scar"][with_firm, 0] = 5.0, 2.0
    known = tables.relations["advisor"][customer["first"] : customer["first"] + customer["known"]]
    firm = tables.relations["firm"][with_firm]
    stranger = next(a for a in np.flatnonzero(tables.advisors["firm"] == firm) if a not in known)
    row = made.engine.call(meet, CUSTOMER, stranger)
    assert np.allclose(tables.evidence["good"][row], 0.3 * np.arange(14).reshape(2, 7))
    assert np.isclose(tables.evidence["bad"][row, 1, 2], 1.5) and np.isclose(tables.evidence["scar"][row, 0], 0.6)
    assert tables.evidence["knows"][row, 0] == stranger


def test_what_a_week_reads_of_a_relation_lies_in_one_line_of_the_cache():
    """A record of evidence is 64 bytes and begins where a line does."""
    made = model()
    assert made.tables.evidence.dtype.itemsize == 64
    assert made.tables.evidence.ctypes.data % 64 == 0
