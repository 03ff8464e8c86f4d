"""Points from a CSV file: one column per key, one row per point. The file is data; nothing in it is ever run."""

import csv
import math

from trustsim.errors import BadInput, advice
from trustsim.sweeps.factors import Factor, check_key, check_values, kind_of

LARGEST = 100_000_000  # bytes
TRUE, FALSE = ("true", "1", "yes"), ("false", "0", "no")


def points_in(path, factors, study):
    """The points in a file: the value of each factor, in order, for each row. Raises BadInput with file and line.

    Values must lie in the range, or be among the values, of their factor.
    """
    head, rows = table_in(path)
    check_head(head, [factor.key for factor in factors], path)
    points = []
    for line, row in rows:
        cells = cells_in(row, head, f"{path} line {line}")
        points.append(tuple(cell_of(factor, cells[factor.key], (path, line), study) for factor in factors))
    if not points:
        raise BadInput(f"{path}: has no points below its first line")
    return points


def factors_of(path, study):
    """Factors for the columns of a file, from the values in it. Raises BadInput."""
    head, rows = table_in(path)
    check_head(head, head, path)
    columns = {key: [] for key in head}
    for line, row in rows:
        for key, cell in zip(head, row, strict=False):  # a row of another length is refused when it is a point
            bare = Factor(key, (), None, kind_in(key, study, path))
            columns[key].append(cell_of(bare, cell, (path, line), study))
    return tuple(factor(key, values) for key, values in columns.items())


def kind_in(key, study, path):
    """The type of the values of a column. Raises BadInput for an unknown key."""
    try:
        check_key(key, study)
    except BadInput as error:
        raise BadInput(f"{path} line 1: {str(error).removeprefix('vary ')}") from None
    return kind_of(key, study)


def factor(key, values):
    """A Factor over the values of a column."""
    known = tuple(dict.fromkeys(values))
    if known and all(type(each) in (int, float) for each in known) and min(known) < max(known):
        return Factor(key, (), (min(known), max(known)), type(known[0]))
    return Factor(key, known)


def table_in(path):
    """(the names of the columns, an iterator of the line number and the cells of each row that is not empty).

    Raises BadInput.
    """
    rows = ((line, [cell.strip() for cell in row]) for line, row in rows_in(path))
    head = next(rows, (1, []))[1]
    return head, ((line, row) for line, row in rows if any(row))


def cells_in(row, head, where):
    """{column: cell} of a row. Raises BadInput for a row with more or fewer cells than there are columns."""
    if len(row) != len(head):
        raise BadInput(f"{where}: has {len(row)} cells, and there are {len(head)} columns")
    return dict(zip(head, row, strict=True))


def check_distinct(head, path):
    """Check that no column is there twice. Raises BadInput."""
    twice = next((name for name in head if head.count(name) > 1), None)
    if twice is not None:
        raise BadInput(f"{path} line 1: the column {twice!r:.60} is there twice")


def rows_in(path):
    """(line number, cells) of each row. Raises BadInput."""
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(f"{path}: is larger than {LARGEST // 1_000_000} MB; split it, and merge the results")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"{path}: is not a text in UTF-8") from None
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror})") from None
    reader = csv.reader(text.splitlines(), strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise BadInput(f"{path} line {reader.line_num}: {error}") from None


def check_head(head, wanted, path):
    """Check the names of the columns. Raises BadInput."""
    if not any(head):
        raise BadInput(f"{path} line 1: there are no names of columns, such as advisors.rate")
    check_distinct(head, path)
    extra = next((name for name in head if name not in wanted), None)
    if extra is not None:
        raise BadInput(f"{path} line 1: the column {extra!r:.60} is not varied; {advice(extra, wanted)}")
    absent = next((name for name in wanted if name not in head), None)
    if absent is not None:
        raise BadInput(f"{path} line 1: there is no column {absent}")


def cell_of(factor, text, place, study):
    """The value in a cell, checked. Raises BadInput with file and line."""
    path, line = place
    where = f"{path} line {line}: {factor.key} = {text!r:.60}"
    if not text:
        raise BadInput(f"{path} line {line}: {factor.key} is empty")
    value = value_in(text, kind_of(factor.key, study), where)
    if factor.span and not factor.span[0] <= value <= factor.span[1]:
        raise BadInput(f"{where} is outside {factor.span[0]}..{factor.span[1]}")
    if factor.values and not factor.span and value not in factor.values:
        raise BadInput(f"{where} is not among its values; {advice(value, list(map(str, factor.values)))}")
    if not factor.span and not factor.values:
        try:
            check_values(factor.key, [value], study)
        except BadInput as error:
            raise BadInput(f"{path} line {line}: {str(error).removeprefix('vary ')}") from None
    return value


def value_in(text, kind, where):
    """The value in the text of a cell. Raises BadInput."""
    if kind is bool:
        if text.casefold() not in (*TRUE, *FALSE):
            raise BadInput(f"{where} is not true or false")
        return text.casefold() in TRUE
    if kind not in (int, float):
        return text
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise BadInput(f"{where} is not a number")
    if kind is int and not number.is_integer():
        raise BadInput(f"{where} is not a whole number")
    return kind(number)
