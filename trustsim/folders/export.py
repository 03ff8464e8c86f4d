"""A folder of results as tidy tables: CSV files, or one workbook of Excel.

One row per week of a run, per outcome of an arm, and per claim. The series go out part by part, so that a folder need
not fit into memory.
"""

import csv
import math
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from trustsim.by_group import TAKEN
from trustsim.errors import BadInput
from trustsim.folders.opened import Folder, opened
from trustsim.folders.tables import neutral, told_in

ROWS = 1_048_576  # rows of a sheet, with its head [Microsoft: Excel specifications and limits]
COLUMNS = 16_384
LETTERS = 32_767  # characters in a cell
KINDS = ("csv", "xlsx")


def export(folder: str | Path, to: str = "csv", out: str | Path | None = None, tell: Callable = print) -> list[Path]:
    """Write the tables series, outcomes and verdicts of a folder of results, and return the paths of the files.

    to: "csv", three files in the folder `out`, or "xlsx", one workbook at `out`; None means FOLDER/export. `tell` gets
    a line for each thing that a reader should know. Raises BadInput.
    """
    from_folder = opened(folder, tell)
    if to not in KINDS:
        raise BadInput(f"--to {to}: is neither {' nor '.join(KINDS)}")
    if not from_folder.finished:
        tell(f"{from_folder.path}: is not finished; there are series, but no outcomes and verdicts yet")
    there = from_folder.path / "export"
    if to == "csv":
        return as_csv(from_folder, Path(out or there))
    target = Path(out or there / "results.xlsx")
    if target.suffix.lower() != ".xlsx":
        raise BadInput(f"--out {target}: a workbook must end in .xlsx")
    return as_workbook(from_folder, target, tell)


def measures_in(folder: Folder) -> list[str]:
    """The measures in any part, in order, from their heads alone. Raises BadInput."""
    import pyarrow.parquet as pq

    names = {}
    for path in folder.parts:
        try:
            names |= dict.fromkeys(pq.read_schema(path).names[len(TAKEN) :])
        except Exception:  # whatever pyarrow makes of it; a damaged part is told when its runs are read
            continue
    return list(names)


def blocks(folder: Folder, measures: list[str]) -> Iterator[dict]:
    """The series run by run, each as {column: texts and whole numbers as one value, measures as float64 [ticks]}."""
    for _, runs in folder.runs():
        for (condition, arm, seed), (series, graph) in runs.items():
            ticks = len(next(iter(series.values())))
            keys = dict(zip(TAKEN, (condition, arm, seed, graph), strict=False))
            yield keys | {"tick": range(ticks)} | {name: series.get(name, [math.nan] * ticks) for name in measures}


# --- CSV ------------------------------------------------------------------------------------------------------------


def as_csv(folder: Folder, out: Path) -> list[Path]:
    """Write three CSV files (UTF-8, comma, a point in numbers, an empty cell where there is no value)."""
    out.mkdir(parents=True, exist_ok=True)
    paths = [write_series(folder, out / "series.csv")]
    for name, table in told_in(folder).items():
        paths.append(out / f"{name}.csv")
        with paths[-1].open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(map(neutral, table.columns))
            rows.writerows([[cell(value) for value in row] for row in table.itertuples(index=False)])
    return paths


def cell(value: object) -> object:
    """A value in a CSV file: texts made safe, numbers in full, nothing for what is missing."""
    if isinstance(value, str):
        return neutral(value)
    return "" if value is None or value != value else value


def write_series(folder: Folder, path: Path) -> Path:
    """Write the series run by run with Arrow's writer, which writes numbers in full and quotes texts where needed."""
    import pyarrow as pa
    import pyarrow.csv as pc

    measures = measures_in(folder)
    texts = [name for name in TAKEN if name not in ("seed", "tick")]
    kinds = {name: pa.string() if name in texts else pa.int64() for name in TAKEN}
    kinds |= dict.fromkeys(measures, pa.float64())
    schema = pa.schema([(neutral(name), kind) for name, kind in kinds.items()])
    with pc.CSVWriter(path, schema, write_options=pc.WriteOptions(quoting_style="needed")) as writer:
        for block in blocks(folder, measures):
            ticks = len(block["tick"])
            columns = [column(block[name], kind, ticks) for name, kind in kinds.items()]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))
    return path


def column(value: object, kind: object, ticks: int) -> object:
    """A column of Arrow: one text or whole number repeated, or numbers, where NaN is an empty cell."""
    import pyarrow as pa

    if isinstance(value, str | int):
        return pa.repeat(pa.scalar(neutral(value) if isinstance(value, str) else value, kind), ticks)
    return pa.array(value, kind, from_pandas=True)


# --- a workbook -------------------------------------------------------------------------------------------------------


def as_workbook(folder: Folder, path: Path, tell: Callable) -> list[Path]:
    """Write one workbook; series that do not fit on a sheet go on on the next."""
    xlsxwriter = library()
    measures = measures_in(folder)
    if len(TAKEN) + len(measures) > COLUMNS:
        raise BadInput(f"{folder.path}: has {len(measures)} measures, more than a sheet has columns; use --to csv")
    path.parent.mkdir(parents=True, exist_ok=True)
    how = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, **how}) as book:
        book.set_properties({"title": folder.study.title[:255], "comments": "Written by trustsim export."})
        for name, table in told_in(folder).items():
            fill(book, name, list(table.columns), table.itertuples(index=False, name=None))
        rows = (row for block in blocks(folder, measures) for row in rows_of(block))
        sheets = fill(book, "series", [*TAKEN, *measures], rows)
    if sheets > 1:
        tell(f"{path}: the series have more rows than a sheet can hold ({ROWS:,}); they are on {sheets} sheets")
    return [path]


def library() -> object:
    """XlsxWriter. Raises BadInput that says how to install it."""
    try:
        import xlsxwriter
    except ImportError:
        raise BadInput('--to xlsx needs XlsxWriter: pip install "trustsim[excel]"; or use --to csv') from None
    return xlsxwriter


def rows_of(block: dict) -> Iterator[tuple]:
    """The rows of one run."""
    ticks = len(block["tick"])
    columns = ([value] * ticks if isinstance(value, str | int) else value for value in block.values())
    return zip(*columns, strict=True)


def fill(book: object, name: str, head: list[str], rows: Iterable[tuple], most: int = ROWS) -> int:
    """Write a table on as many sheets as it needs, each with the head, and return their number."""
    sheets, at, sheet = 0, most, None
    for row in rows:
        if at >= most:
            sheets, at, sheet = sheets + 1, 1, sheet_of(book, name, sheets, head)
        for place, value in enumerate(row):
            put(sheet, at, place, value)
        at += 1
    if sheet is None:
        sheets, sheet = 1, sheet_of(book, name, 0, head)
    return sheets


def sheet_of(book: object, name: str, number: int, head: list[str]) -> object:
    """A new sheet with its head, which stays in view."""
    sheet = book.add_worksheet(f"{name} {number + 1}" if number else name)
    for place, text in enumerate(head):
        put(sheet, 0, place, text)
    sheet.freeze_panes(1, 0)
    return sheet


def put(sheet: object, row: int, place: int, value: object) -> None:
    """Write a cell: a text as a text whatever it looks like, a finite number as a number, else nothing."""
    if isinstance(value, str):
        sheet.write_string(row, place, value if len(value) <= LETTERS else f"{value[: LETTERS - 1]}…")
    elif value is not None and math.isfinite(value):
        sheet.write_number(row, place, value)
