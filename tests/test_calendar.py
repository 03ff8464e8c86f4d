"""What holds for one week only has its start value again when the next begins, by declaration."""

import numpy as np
import pytest
from worlds import model

from trustsim.calendar import begin, quiet
from trustsim.mechanisms.delivering import tally
from trustsim.state import NO_NEED, TABLES

RESETS = {"begin": (begin, "customers"), "quiet": (quiet, "advisors"), "tally": (tally, "advisors"), "": (None, "")}
RESETS = {(how, table): rule for how, (rule, table) in RESETS.items()} | {("tally", "firms"): tally}
WEEKLY = [(name, column) for name, columns in TABLES.items() for column in columns if getattr(column, "weekly", "")]


@pytest.mark.parametrize(("table", "column"), WEEKLY, ids=lambda each: getattr(each, "name", each))
def test_a_weekly_column_is_reset_by_the_rule_that_it_names(table, column):
    """Filled with junk in every row, it is at its start value after that rule: also a column declared tomorrow."""
    made = model()
    tables = made.tables
    getattr(tables, table)[column.name] = 1
    if column.weekly == "tally":
        tables.customers["outcome"] = NO_NEED
        made.engine.call(tally, 0)
    else:
        for row in range(len(getattr(tables, table))):
            made.engine.call(RESETS[column.weekly, table], row)
    assert (getattr(tables, table)[column.name] == np.float64(column.start)).all()


def test_every_weekly_column_names_a_rule_that_runs_on_its_table():
    """None names another."""
    assert {(column.weekly, table) for table, column in WEEKLY} <= set(RESETS)
    assert len(WEEKLY) > 20
