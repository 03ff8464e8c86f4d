"""Check values against the declared range of their column, after the user's own code has written them."""

import math

import numpy as np

from trustsim.errors import BadInput
from trustsim.state import TABLES, Column, World, columns_of


def bounds(column: Column, tables: World) -> tuple[float, float]:
    """The lowest and highest value of a column in this world, given its number of rows and contexts."""
    if column.unit.startswith("row of "):
        return column.low, len(getattr(tables, column.unit.removeprefix("row of "))) - 1
    if column.unit == "context":
        return column.low, tables.evidence.shape[1] - 1
    return column.low, column.high


def fits(value, column: Column, tables: World) -> bool:
    """Whether a value, or every number of an array, fits a column: finite, in range, and whole if required."""
    low, high = bounds(column, tables)
    kind, shape = (column.dtype, ()) if isinstance(column.dtype, str) else column.dtype
    try:
        numbers = np.asarray(value)
        numbers = np.broadcast_to(numbers, shape) if numbers.dtype.kind in "biuf" else None
    except ValueError:
        return False
    if numbers is None or not np.isfinite(numbers).all() or not (low <= numbers.min() and numbers.max() <= high):
        return False
    return kind.startswith("f") or bool((numbers == np.trunc(numbers)).all())


def refuse(value, whose: str, column: Column, tables: World) -> None:
    """Raise the BadInput for a value that does not fit."""
    low, high = bounds(column, tables)
    whole = "" if "f" in str(column.dtype) else " and whole"
    upto = "or more" if high == math.inf else f"to {high:g}"
    raise BadInput(f"{whose}: {column.name} = {on_one_line(value)} must be {low:g} {upto}{whole} [{column.unit}]")


def on_one_line(value) -> str:
    """A value as text for a message."""
    return " ".join(f"{value!r:.60}".split())


def check_tables(tables: World, who: str, week: int) -> None:
    """Raise BadInput for a cell that is NaN or outside its declared range; `who` may have written it."""
    for table in TABLES:
        for column in columns_of(table).values():
            values = getattr(tables, table)[column.name]
            if values.size and not (column.low <= values.min() and values.max() <= column.high):  # true for NaN too
                row = np.argwhere(~((values >= column.low) & (values <= column.high)))[0][0]
                upto = "or more" if column.high == math.inf else f"to {column.high:g}"
                raise BadInput(
                    f"{who}: after week {week}, {table}.{column.name} of row {row} is "
                    f"{on_one_line(values[row].tolist())}; it must be {column.low:g} {upto}"
                )
