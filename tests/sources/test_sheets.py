"""Workbooks: cells as a careful person would have typed them, problems that name sheet and row, sheets chosen."""

import builtins
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from csmetrics import api
from csmetrics.config import TableConfig, parse_config
from csmetrics.declared import TABLES
from csmetrics.errors import DataError, MissingLibraryError
from csmetrics.sources.opening import opened
from csmetrics.sources.sheets import workbooks
from workbooks import ods_cell, write_ods, write_xls, write_xlsx

HEAD = ["customer_id", "start_date", "end_date", "amount", "plan"]
GOOD = [f"c{number}" for number in range(200)]
MANY = [[name, date(2026, 1, 5), None, 1, "x"] for name in GOOD]


def cells(path, **settings):
    """The cells of the only sheet, by column."""
    with opened(path, TableConfig(**settings)) as source:
        (batch,) = source.batches(TABLES["subscriptions"].columns, careful=True)
        return {name: column.to_pylist() for name, column in batch.columns.items()}, batch


WRITERS = {
    ".xlsx": lambda path, rows, mac: write_xlsx(path, mac=mac, Subs=rows),
    ".xls": lambda path, rows, mac: write_xls(path, rows, mac=mac),
    ".ods": lambda path, rows, mac: write_ods(path, rows),
}


@pytest.mark.parametrize("mac", [False, True], ids=["from 1900", "from 1904"])
@pytest.mark.parametrize("ending", WRITERS)
def test_cells_are_what_a_careful_person_would_have_typed(tmp_path, ending, mac):
    path = tmp_path / f"subscriptions{ending}"
    typed = {
        "day": (date(2026, 1, 5), "2026-01-05"),
        "leap": (date(2024, 2, 29), "2024-02-29"),
        "early": (date(1904, 3, 1), "1904-03-01"),
        "moment": (datetime(2026, 1, 5, 13, 30), "2026-01-05 13:30:00"),  # noqa: DTZ001  # as spreadsheets have it
        "midnight": (datetime(2026, 1, 5), "2026-01-05"),  # noqa: DTZ001
        "whole": (50, "50"),
        "float": (50.0, "50"),
        "sum": (0.1 + 0.2, "0.3"),
        "small": (0.00001, "0.00001"),
        "less": (-12.5, "-12.5"),
        "true": (True, "TRUE"),
        "text": ("007", "007"),
        "long": (1234567890123456789, "1.23456789012346E+18"),
        "blank": (None, None),
        "quoted": ('a "b", c\nd', 'a "b", c\nd'),
        "umlaut": ("Müller & Söhne <x>", "Müller & Söhne <x>"),
    }
    WRITERS[ending](path, [list(typed), [given for given, _ in typed.values()]], mac)
    found, _ = cells(path)
    assert {name: cell for name, (cell,) in found.items()} == {name: text for name, (_, text) in typed.items()}


def test_times_are_kept(tmp_path):
    path = tmp_path / "subscriptions.xlsx"
    write_xlsx(path, Subs=[["time", "span"], [time(13, 30), timedelta(hours=30, minutes=5)]])
    assert cells(path)[0] == {"time": ["13:30:00"], "span": ["30:05:00"]}


@pytest.mark.parametrize("ending", WRITERS)
def test_blank_rows_and_columns_are_no_rows_and_columns(tmp_path, ending):
    path = tmp_path / f"subscriptions{ending}"
    blank = [None] * 6
    WRITERS[ending](path, [[*HEAD, None], ["a", *blank[:4], ""], blank, ["b", *blank], blank, [""]], False)
    found, batch = cells(path)
    assert list(found) == HEAD
    assert found["customer_id"] == ["a", "b"]
    assert batch.rows.tolist() == [2, 4]


def test_merged_cells_hold_their_value_once(tmp_path):
    path = tmp_path / "subscriptions.xlsx"
    made = write_xlsx(path, Subs=[HEAD, ["a", date(2026, 1, 5), None, 5, "x"], ["b", date(2026, 1, 5), None, 6, "y"]])
    made["Subs"].merge_cells("E2:E3")
    made["Subs"].merge_cells("A5:E9")
    made.save(path)
    assert cells(path)[0]["plan"] == ["x", None]


ERRORS = {
    ".xlsx": lambda path, rows: write_xlsx(path, Subs=rows),
    ".xls": write_xls,
    ".ods": lambda path, rows: write_ods(path, [list(map(error_in_ods, row)) for row in rows]),
}


_IN_ODS = {"table__formula": "of:=1/0", "office__value_type": "string", "office__string_value": ""}


def error_in_ods(cell):
    wrong = isinstance(cell, str) and cell.startswith("#")
    return ods_cell(cell, **_IN_ODS) if wrong else cell


@pytest.mark.parametrize("ending", ERRORS)
@pytest.mark.parametrize("column", range(len(HEAD)))
def test_an_error_in_any_column_is_a_problem_of_its_cell(folder, ending, column):
    row = ["a", date(2026, 1, 5), None, 5, "x"]
    row[column] = "#REF!"
    data = folder()
    ERRORS[ending](data / f"subscriptions{ending}", [[*HEAD, "note"], [*row, "#NUM!"], *MANY])
    (problem,) = api.check(data).problems
    sheet = "Sheet 1" if ending == ".xls" else "Subs"
    said = f'subscriptions{ending}, {sheet}, row 2, {HEAD[column]} "#REF!": the cell holds an error of the spreadsheet.'
    assert str(problem).startswith(said)
    assert api.report(api.read(data), "2026-01").figure("mrr").value == 200


def test_a_formula_that_nobody_has_worked_out_is_no_blank_cell(folder):
    data = folder()
    write_xlsx(data / "subscriptions.xlsx", Subs=[HEAD, ["a", date(2026, 1, 5), "=B2 & 1", 5, "x"], *MANY])
    (problem,) = api.check(data).problems
    assert problem.where() == 'subscriptions.xlsx, Subs, row 2, end_date "=B2 & 1"'
    assert problem.problem == "the formula has not been worked out"


def test_a_formula_that_makes_an_empty_text_is_a_blank_cell(folder, tmp_path):
    data = folder()
    write_xlsx(data / "subscriptions.xlsx", Subs=[HEAD, *MANY])
    rewritten(
        data / "subscriptions.xlsx",
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"</row>", b'<c r="C2" t="str"><f>IF(A1="","",1)</f><v></v></c></row>', 2),
    )
    assert api.check(data).problems == ()


def rewritten(path, part, change):
    """The same file, with one part of it changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, change(content) if name == part else content)


def test_problems_explanations_and_sources_name_sheet_and_row(folder, run_cli):
    data = folder()
    rows = [HEAD, ["a", date(2026, 1, 5), None, 50, "x"], ["b", "someday", None, 0, "x"], *MANY]
    write_xlsx(data / "subscriptions.xlsx", Subs=rows)
    (problem,) = api.check(data).problems
    assert problem.where() == 'subscriptions.xlsx, Subs, row 3, start_date "someday"'
    shown = run_cli(["explain", "mrr", str(data), "--period", "2026-01", "--limit", "1"], cwd=data).stdout
    assert "subscriptions.xlsx, Subs" in shown
    (line,) = (line for line in shown.splitlines() if line.startswith("a "))
    assert line.rstrip().endswith("2")


SUBS = [HEAD, ["a", date(2026, 1, 5), None, 30, "x"]]
COSTS = [["category", "amount", "date"], ["sales", 5, date(2026, 1, 5)]]


def test_of_several_sheets_the_one_with_the_columns_is_read(folder):
    data = folder(csmetrics__yaml="tables: {subscriptions: {file: book.xlsx}, costs: {file: book.xlsx}}")
    write_xlsx(data / "book.xlsx", Notes=[["To whom it may concern"]], Subs=SUBS, Costs=COSTS, Sheet4=[])
    found = api.read(data)
    assert [source.file for source in found.sources] == ["book.xlsx, Subs", "book.xlsx, Costs"]
    assert api.report(found, "2026-01").figure("mrr").value == 30


@pytest.mark.parametrize(
    ("config", "sheets", "said"),
    [
        ("", {"A": SUBS, "B": SUBS, "C": COSTS}, "of its sheets, several have the columns of the table: A, B."),
        ("", {"A": COSTS, "B": COSTS}, "of its sheets, none has the columns of the table: A, B. Name one as sheet:"),
        (
            "Sups",
            {"Subs": SUBS},
            "csmetrics.yaml names the sheet Sups, and the workbook does not have it. It has Subs.",
        ),
        ("Costs", {"Subs": SUBS, "Costs": COSTS}, "row 1: the required columns customer_id, start_date are missing"),
        ("", {"Subs": []}, "the sheet is empty. Fill it in, or name another."),
        ("", {"Subs": [[None], HEAD]}, "row 1: the row is blank, so there are no column names."),
    ],
)
def test_what_leaves_the_sheet_open_is_an_error(folder, config, sheets, said):
    data = folder()
    write_xlsx(data / "subscriptions.xlsx", **sheets)
    settings = parse_config(f"tables: {{subscriptions: {{sheet: {config}}}}}" if config else "")
    with pytest.raises(DataError) as caught:
        api.read(data, settings)
    assert said in str(caught.value.problems[0])


@pytest.mark.parametrize("name", ["B", "b", " b "])
def test_a_declared_sheet_is_read_whatever_case_it_is_in(folder, name):
    data = folder()
    write_xlsx(data / "Subscriptions.XLSX", A=SUBS, B=[*SUBS, ["b", date(2026, 1, 5), None, 12, "x"]])
    found = api.read(data, parse_config(f"tables: {{subscriptions: {{sheet: '{name}'}}}}"))
    assert found.sources[0].file == "Subscriptions.XLSX, B"
    assert api.report(found, "2026-01").figure("mrr").value == 42


def test_a_sheet_of_what_is_no_workbook_is_an_error(folder):
    data = folder(subscriptions__csv="customer_id,start_date,amount\na,2026-01-05,1\n")
    with pytest.raises(DataError) as caught:
        api.read(data, parse_config("tables: {subscriptions: {sheet: A}}"))
    assert "csmetrics.yaml names a sheet, and this file is not a workbook" in str(caught.value.problems[0])


def test_dates_and_numbers_are_cells_whatever_form_is_declared_for_text(folder):
    data = folder()
    rows = [["a", date(2026, 1, 5), None, 12.125, "x"], ["b", "06.01.2026", None, "1.000,50", "x"]]
    write_xlsx(data / "subscriptions.xlsx", Subs=[HEAD, *rows])
    config = "date_format: '%d.%m.%Y'\ndelimiter: ';'\ndecimal: ','\nthousands: '.'\n"
    found = api.read(data, parse_config(config))
    assert found.problems == ()
    assert found.frame("subscriptions")["amount"].tolist() == [12_125_000, 1_000_500_000]


def test_a_number_with_three_decimals_is_no_thousand(folder):
    data = folder()
    write_xlsx(data / "subscriptions.xlsx", Subs=[HEAD, ["a", date(2026, 1, 5), None, 1.234, "x"]])
    assert api.read(data).frame("subscriptions")["amount"].tolist() == [1_234_000]


def test_cells_far_away_are_refused_and_not_held(folder):
    data = folder()
    made = write_xlsx(data / "subscriptions.xlsx", Subs=SUBS)
    made["Subs"]["XFD1048576"] = "far"
    made.save(data / "subscriptions.xlsx")
    with pytest.raises(DataError, match="cannot be used") as caught:
        api.read(data)
    assert "cells reach to row 1,048,576 and column 16,384" in str(caught.value.problems[0])


def test_a_workbook_that_swells_is_refused(folder, monkeypatch):
    monkeypatch.setattr(workbooks, "LARGEST", 1000)
    data = folder()
    write_xlsx(data / "subscriptions.xlsx", Subs=SUBS)
    with pytest.raises(DataError) as caught:
        api.read(data)
    assert "unpacked it is larger than" in str(caught.value.problems[0])


@pytest.mark.parametrize("name", ["xlsx", "ods", "xls"])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not a workbook, or a damaged one"),
        (b"<html><table><tr><td>customer_id</td></tr></table>", "not a workbook, or a damaged one"),
        (b"PK\x03\x04 cut off", "not a workbook, or a damaged one"),
        (b"PK\x05\x06" + b"\0" * 18, "not a workbook, or a damaged one"),
    ],
)
def test_what_is_no_workbook_is_named(folder, name, content, said):
    data = folder(**{f"subscriptions__{name}": content})
    with pytest.raises(DataError) as caught:
        api.read(data)
    assert str(caught.value.problems[0]).startswith(f"subscriptions.{name}: {said}")


def test_a_workbook_with_a_password_is_named(folder):
    data = folder(subscriptions__xlsx=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(DataError) as caught:
        api.read(data)
    assert str(caught.value.problems[0]) == (
        "subscriptions.xlsx: the workbook is protected by a password. Save it without one."
    )


def test_a_damaged_workbook_is_named(folder):
    data = folder()
    path = Path(data / "subscriptions.xlsx")
    for change in (lambda xml: xml[:200], lambda _: b"no xml"):
        for part in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "_rels/.rels"):
            write_xlsx(path, Subs=SUBS)
            rewritten(path, part, change)
            with pytest.raises(DataError) as caught:
                api.read(data)
            assert caught.value.problems[0].file.startswith("subscriptions.xlsx")


@pytest.mark.parametrize(
    ("ending", "library"), [(".xlsx", "python_calamine"), (".ods", "python_calamine"), (".xls", "xlrd")]
)
def test_the_library_is_asked_for_where_it_is_not_there(folder, monkeypatch, ending, library):
    data = folder()
    WRITERS[ending](data / f"subscriptions{ending}", SUBS, False)
    real = builtins.__import__

    def without(name, *more):
        if name == library:
            raise ImportError
        return real(name, *more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingLibraryError, match=r"pip install 'csmetrics\[sheets\]'"):
        api.read(data)


def test_cells_of_an_ods_that_are_written_once_stand_in_many(tmp_path):
    path = tmp_path / "subscriptions.ods"
    blank = ods_cell(table__number_columns_repeated="16000")
    error = ods_cell("#DIV/0!", **_IN_ODS, table__number_columns_repeated="2")
    open_ = ods_cell(table__formula="of:=B2")
    rows = [[*HEAD, blank], ["a", error, 5, "x", blank], ["b", date(2026, 1, 5), None, open_], ["c", *MANY[0][1:]]]
    write_ods(path, rows)
    found, batch = cells(path)
    assert found["customer_id"] == ["c"]
    assert [problem.where().removeprefix("subscriptions.ods, Subs, ") for problem in batch.ragged] == [
        'row 2, start_date "#DIV/0!"',
        'row 2, end_date "#DIV/0!"',
        'row 3, amount "=B2"',
    ]


def test_an_ods_that_repeats_cells_without_end_is_refused(folder):
    data = folder()
    far = ods_cell("x", office__value_type="string", table__number_columns_repeated="16000")
    rows = "".join(f'<table:table-row table:number-rows-repeated="1000000">{far}</table:table-row>' for _ in range(2))
    write_ods(data / "subscriptions.ods", [HEAD])
    rewritten(
        data / "subscriptions.ods",
        "content.xml",
        lambda xml: xml.replace(b"</table:table>", f"{rows}</table:table>".encode()),
    )
    with pytest.raises(DataError) as caught:
        api.read(data)
    assert str(caught.value.problems[0]).startswith("subscriptions.ods: not a workbook, or a damaged one (Cell limit")
