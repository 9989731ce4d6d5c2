"""Any view as a workbook: typed cells, texts that stay texts, nothing lost, the same bytes."""

import csv
import io
import os
import time
import zipfile
from datetime import date, datetime
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ACME
from csmetrics import api
from csmetrics.cli.output import Output
from csmetrics.output.fields import COUNT, DAY, NUMBER, TEXT, TRUTH, Field, optional
from csmetrics.output.formats import FORMATS, Sheet
from csmetrics.output.page import Title, lines
from csmetrics.output.sheets import writer as books
from csmetrics.views import view

COLUMNS = (
    Field("id", TEXT),
    Field("unit", TEXT),
    Field("value", optional(NUMBER)),
    Field("rows", COUNT),
    Field("day", DAY),
    Field("known", TRUTH),
)
ABOUT = (Title("About it"), lines("What is to be known."))
HOSTILE = [
    "=1+1", "@SUM(A1)", "+1", "-1", "http://example.com", "mailto:a@b.c", '=HYPERLINK("x")', "{=1}", "00042", "1e5",
    "TRUE", "<script>", "a\x00b\x1b", "\u202ereversed", "_x0041_", " spaced ", "x\ny", "caf\udce9", "\ufffe", "#REF!",
    "'=1", "internal:Sheet1!A1", "\u200fright",
]  # fmt: skip


def sheet_of(*rows, columns=COLUMNS, about=ABOUT):
    header = [each.name for each in columns]
    return Sheet(lambda: about, dict, lambda: iter([header, *rows]), lambda: columns, lambda: about)


def opened(written):
    return openpyxl.load_workbook(io.BytesIO(written))


def cells(book, name="Lines"):
    return [[cell.value for cell in row] for row in book[name].iter_rows()]


def test_numbers_days_and_truth_are_what_they_are():
    rows = [["00042", "money", 1234.5, 3, "2026-09-30", "true"], ["x", "fraction", None, 0, "0001-01-01", "false"]]
    sheet = opened(FORMATS["xlsx"].write(sheet_of(*rows)))["Lines"]
    assert [cell.value for cell in sheet[2]] == ["00042", "money", 1234.5, 3, datetime(2026, 9, 30), True]  # noqa: DTZ001
    assert [cell.value for cell in sheet[3]] == ["x", "fraction", None, 0, "0001-01-01", False]
    assert (sheet["C2"].number_format, sheet["D2"].number_format) == ("#,##0.00", "#,##0")
    assert sheet["A2"].data_type == "s"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:F3"
    assert sheet["A1"].font.bold
    assert sheet.print_title_rows == "$1:$1"


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_never_a_formula_or_a_link(text):
    written = FORMATS["xlsx"].write(sheet_of([text, text, 1, 1, "2026-09-30", "true"], about=(lines(text),)))
    with zipfile.ZipFile(io.BytesIO(written)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    assert b"<f>" not in b"".join(parts.values())
    assert not [name for name in parts if "rels" in name and b"External" in parts[name]]
    for part in parts.values():
        ET.fromstring(part)  # noqa: S314  # our own bytes; well formed, whatever the text was
    cell = opened(written)["Lines"]["A2"]
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    if text.isprintable():
        assert cell.value.replace("_x005F_x", "_x") == text  # as the file has a text that looks like a sign's number
    else:
        assert not {"\x00", "\x1b", "\u202e", "\n"} & set(cell.value)


@pytest.mark.slow
@given(st.lists(st.text(), min_size=1, max_size=4))
def test_every_text_comes_back(texts):
    written = FORMATS["xlsx"].write(sheet_of(*([text] for text in texts), columns=COLUMNS[:1]))
    for (found,), text in zip(cells(opened(written))[1:], texts, strict=True):
        assert (found or "") == text or not text.isprintable()


def test_the_same_rows_are_the_same_bytes_at_any_time_and_place(monkeypatch):
    sheet = sheet_of(["a", "money", 1.5, 3, "2026-09-30", "true"])
    first = FORMATS["xlsx"].write(sheet)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    mask = os.umask(0o077)
    try:
        assert FORMATS["xlsx"].write(sheet) == first
    finally:
        os.umask(mask)
        monkeypatch.undo()
        time.tzset()


def test_what_does_not_fit_on_a_sheet_goes_on_on_the_next(monkeypatch):
    monkeypatch.setattr(books, "MOST_ROWS", 3)
    rows = [[str(at), "count", at, at, "2026-09-30", "true"] for at in range(5)]
    book = opened(FORMATS["xlsx"].write(sheet_of(*rows)))
    assert book.sheetnames == ["Lines", "Lines 2", "Lines 3", "About"]
    assert [row[0] for name in book.sheetnames[:3] for row in cells(book, name)[1:]] == list("01234")
    assert any("go on from sheet to sheet: Lines, Lines 2, Lines 3." in (row[0] or "") for row in cells(book, "About"))


def test_a_text_that_no_cell_holds_is_cut_with_a_word():
    long = "\N{GRINNING FACE}" * 20_000
    book = opened(FORMATS["xlsx"].write(sheet_of([long], columns=COLUMNS[:1])))
    found = book["Lines"]["A2"].value
    assert len(found.encode("utf-16-le")) // 2 <= 32_767
    assert found.endswith("… (cut: the whole has 40,000 letters, --format csv has all of them)")
    assert any("1 text is longer than a cell holds" in (row[0] or "") for row in cells(book, "About"))


VIEWS = {
    "report": {"by": "country"}, "trend": {"by": "plan"}, "cohorts": {}, "customers": {}, "health": {}, "feedback": {},
    "explain": {"metric": "clv_to_cac"}, "customer_health": {"customer": "C095"}, "backtest": {},
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", VIEWS)
def test_the_lines_are_those_of_csv_and_never_stand_alone(name):
    found = view(name)
    result = found.compute(api.read(ACME), period="2026-09", **VIEWS[name])
    book = opened(found.write(result, "xlsx"))
    header, *rows = csv.reader(io.StringIO(found.write(result, "csv")))
    written_header, *written = cells(book)
    assert written_header == header
    assert len(written) == len(rows)
    for ours, theirs in zip(rows, written, strict=True):
        for said, cell in zip(ours, theirs, strict=True):
            assert _is(cell, said), header
    about = [row[0] for row in cells(book, "About")]
    assert any("2026-09" in (text or "") for text in about)
    assert not any("--all" in (text or "") for text in about)
    assert name in ("explain", "customer_health") or "Files" in about


def _is(cell, said):
    """Whether a cell is what CSV says; a workbook has 16 digits of a number."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return float(said) == pytest.approx(cell, rel=1e-15)
    if isinstance(cell, bool):
        return said == str(cell).lower()
    if isinstance(cell, (date, datetime)):
        return said == cell.date().isoformat()
    return said == ("" if cell is None else cell)


@pytest.mark.slow
def test_a_workbook_does_not_go_to_a_screen_and_does_to_a_pipe(run_cli, tmp_path, monkeypatch):
    line = ["report", str(ACME), "--period", "2026-09", "--format", "xlsx"]
    piped = run_cli(line, cwd=tmp_path)
    assert piped.exit_code == 0
    assert piped.stdout_bytes.startswith(b"PK")
    monkeypatch.setattr(Output, "to_terminal", property(lambda self: self.path is None))
    refused = run_cli(line, cwd=tmp_path)
    assert refused.exit_code == 2
    assert f"Write it to a file: csmetrics report {ACME} --output report.xlsx" in " ".join(refused.stderr.split())
    assert run_cli([*line, "--output", "r.xlsx"], cwd=tmp_path).exit_code == 0
    assert (tmp_path / "r.xlsx").read_bytes() == piped.stdout_bytes
