"""A column of a table, as it is declared: once, with its type, unit, range and meaning."""

from dataclasses import dataclass

from trustsim.rule import rule

MANY = 2**31 - 1  # the largest count or row
NOBODY = -1  # an empty slot, no advisor, never


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
    weekly: str = ""  # holds for one week only: the rule that gives it its start value again (see `weekly_reset`)

    @property
    def shape(self):
        """The shape of one cell: () for a number, (7,) for a number per dimension."""
        shape = () if isinstance(self.dtype, str) else self.dtype[1]
        return (shape,) if isinstance(shape, int) else tuple(shape)


def of_week(name, unit, meaning, shape=None):
    """A sum of the last week that was added up, for a review: a whole number, or one number per dimension."""
    return Column(name, ("f8", shape) if shape else "i8", unit, 0, MANY, meaning, kept=True, weekly="tally")


def weekly_reset(columns, rule_name):
    """A rule on a record that resets those of these columns that `rule_name` has to reset each week."""
    return reset_of([column for column in columns if column.weekly == rule_name])


def reset_of(columns):
    """A rule on a record that gives these columns their start values; made from the declarations, so none is missed."""
    lines = [f"    record.{column.name} = {column.start!r}" for column in columns if column.shape == ()]
    for column in columns:
        if column.shape:
            place = ", ".join(f"i{axis}" for axis in range(len(column.shape)))
            loops = [f"{'    ' * (axis + 1)}for i{axis} in range({size}):" for axis, size in enumerate(column.shape)]
            lines += [*loops, f"{'    ' * (len(column.shape) + 1)}record.{column.name}[{place}] = {column.start!r}"]
    names = {"__name__": __name__}
    exec("def reset(record):\n" + "\n".join(lines or ["    pass"]), names)
    return rule(names["reset"])
