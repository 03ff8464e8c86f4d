"""Folders of results as tables: complete, exact, and safe to open in a spreadsheet."""

import numpy as np
import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from studies import TINY, written

import trustsim
from trustsim.errors import BadInput
from trustsim.folders.export import export, fill
from trustsim.folders.tables import neutral

ARM = '=HYPERLINK("x")'


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A small study with an arm whose name looks like a formula, run once."""
    home = tmp_path_factory.mktemp("export")
    path = written(home, TINY.replace("arms.open", f"arms.'{ARM}'"))
    return trustsim.run(path, out=home / "out").folder


def test_the_series_in_csv_are_those_of_the_runs_to_the_last_bit(folder, tmp_path):
    """Every week of every run, each number written in full."""
    export(folder, "csv", tmp_path)
    table = pd.read_csv(tmp_path / "series.csv", float_precision="round_trip").sort_values(["arm", "seed", "tick"])
    table["arm"] = table["arm"].str.removeprefix("'")
    series = trustsim.open(folder).series().sort_values(["arm", "seed", "tick"])
    for name in ("arm", "seed", "tick", "trust", "leap_rate"):
        assert np.array_equal(table[name].to_numpy(), series[name].to_numpy(), equal_nan=series[name].dtype == float)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1"])
def test_no_text_in_csv_begins_as_a_formula(text):
    """OWASP's signs at the beginning, and their full-width forms."""
    assert neutral(text) == f"'{text}"


def test_plain_texts_stay_as_they_are():
    """A sign within a text does no harm."""
    assert [neutral(text) for text in ("open", "a=b", "")] == ["open", "a=b", ""]


def test_no_cell_of_any_csv_file_begins_as_a_formula(folder, tmp_path):
    """The arm's name appears in series and in outcomes, with an apostrophe before it."""
    for path in export(folder, "csv", tmp_path):
        table = pd.read_csv(path)
        texts = [text for name in table.select_dtypes("object") for text in table[name].dropna().astype(str)]
        assert [text for text in [*table.columns, *texts] if text.startswith("=")] == []
    assert f"'{ARM}" in set(pd.read_csv(tmp_path / "outcomes.csv")["arm"])


def test_a_workbook_holds_texts_never_formulas(folder, tmp_path):
    """The arm's name is a text there, exactly as it is."""
    (path,) = export(folder, "xlsx", tmp_path / "all.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["outcomes", "verdicts", "series"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert ARM in {cell.value for cell in cells}
    assert book["series"].max_row == 1 + 2 * 3 * 6


def test_rows_beyond_the_limit_of_a_sheet_go_on_on_the_next(tmp_path):
    """No row is lost or written twice; each sheet has the head."""
    with xlsxwriter.Workbook(str(tmp_path / "x.xlsx")) as book:
        assert fill(book, "series", ["n"], ((n,) for n in range(10)), most=5) == 3
    sheets = openpyxl.load_workbook(tmp_path / "x.xlsx")
    rows = [[row[0] for row in sheet.iter_rows(values_only=True)] for sheet in sheets]
    assert rows == [["n", 0, 1, 2, 3], ["n", 4, 5, 6, 7], ["n", 8, 9]]


@pytest.mark.parametrize(
    "name, text",
    [
        ("summary.json", "[1]"),
        ("summary.json", '{"outcomes": [{"name": 3}]}'),
        ("summary.json", "9" * 5000),
        ("summary.json", "[" * 100_000),
        ("config-resolved.toml", "title = "),
        ("config-resolved.toml", b"\xff\xfe"),
        ("manifest.json", '{"outputs": 3}'),
        ("manifest.json", '{"seeds": 1e999}'),
    ],
)
def test_garbage_in_a_folder_gives_one_line(folder, tmp_path, name, text):
    """Whoever made the folder; nothing but BadInput leaves."""
    import shutil

    copy = shutil.copytree(folder, tmp_path / "copy")
    (copy / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(BadInput, match=name) as caught:
        export(copy, "xlsx", tmp_path / "x.xlsx")
        from trustsim.folders.opened import opened

        assert opened(copy).study.seeds is None
    assert "\n" not in str(caught.value)
