"""A column of a table, as it is declared: once, with its type, unit, range and meaning."""

from dataclasses import dataclass

MANY = 2**31 - 1  # the largest count or row


@dataclass(frozen=True)
class Column:
    """One declared column: its type, unit, range and meaning."""

    name: str
    dtype: object
    unit: str
    low: float
    high: float
    meaning: str
    start: float = 0
    kept: bool = False  # only the model changes it; agents read it
