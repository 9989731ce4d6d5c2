"""The same rows in every kind of file give the same report, to the byte."""

import csv
import gzip
import io
import re
import zipfile
from datetime import date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from business import businesses, periods
from conftest import tries
from csmetrics.cli.main import commands
from workbooks import write_ods, write_xls, write_xlsx

FEW = tries(20)  # workbooks take a while to write


def as_csv(rows, sign=","):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=sign, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def zipped(rows):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("table.csv", as_csv(rows))
    return made.getvalue()


def parquet_folder(path, rows):
    path.mkdir()
    columns = list(zip(*rows[1:], strict=True))
    text = pa.table(
        {name: pa.array([_text(cell) for cell in cells]) for name, cells in zip(rows[0], columns, strict=True)}
    )
    half = text.num_rows // 2
    pq.write_table(text.slice(0, half), path / "part-0.parquet")
    pq.write_table(text.slice(half), path / "part-1.parquet")


def _text(cell):
    return None if cell is None or cell == "" else str(cell)


WRITERS = {
    ".csv": lambda path, rows: path.write_bytes(as_csv(rows)),
    ".tsv": lambda path, rows: path.write_bytes(as_csv(rows, "\t")),
    ".csv.gz": lambda path, rows: path.write_bytes(gzip.compress(as_csv(rows))),
    ".zip": lambda path, rows: path.write_bytes(zipped(rows)),
    ".xlsx": lambda path, rows: write_xlsx(path, Sheet=rows),
    ".xls": write_xls,
    ".ods": write_ods,
    "": parquet_folder,
}
CONFIG = "unknown_customers: allow\n"


def report(folder, period, *more):
    """What is written and said, every file by the name of its table."""
    asked = ["report", str(folder), "--period", period, "--format", "json", *more]
    found = CliRunner().invoke(commands, asked, prog_name="csmetrics")
    names = re.compile(
        r"\b(customers|subscriptions|surveys|costs|purchases|reviews|tickets)\.(?:[a-z.]+)(?:, (?:Subs|Sheet 1|Sheet))?"
    )
    stdout = re.sub(r',\n +"files": \[[^]]*\]', "", found.stdout)  # those of a folder
    return found.exit_code, names.sub(r"\1", stdout), names.sub(r"\1", found.stderr)


def written(folder, business, ending):
    folder.mkdir(exist_ok=True)
    (folder / "csmetrics.yaml").write_text(CONFIG)
    for name, rows in business.items():
        WRITERS[ending](folder / f"{name}{ending}", [list(rows[0]), *(list(row.values()) for row in rows)])
    return folder


@settings(max_examples=FEW)
@given(businesses(), periods, st.sampled_from([".xlsx", ".ods", ".xls"]))
def test_a_workbook_is_read_as_the_csv_of_it(tmp_path_factory, business, period, ending):
    where = tmp_path_factory.mktemp("same")
    for rows in business.values():
        for row in rows:
            row.update((name, _clean(cell)) for name, cell in row.items())
    complete = ("--as-of", "2025-06-30")
    expected = report(written(where / "csv", business, ".csv"), period, *complete)
    assert expected[0] == 0, expected[2]
    assert report(written(where / "book", business, ending), period, *complete) == expected


def _clean(cell):
    """What a workbook can hold: no control signs, and no text that is a formula."""
    return re.sub(r"[\x00-\x08\x0b-\x1f]|^[=#]", "", cell) if isinstance(cell, str) else cell


@pytest.mark.parametrize("share", ["", "memory_share: 0.0000001\n"], ids=["whole", "divided"])
@pytest.mark.parametrize("ending", [ending for ending in WRITERS if ending != ".csv"])
def test_so_is_every_other_kind(tmp_path, ending, share):
    days = [date(2026, 1, 1 + number % 28) for number in range(120)]
    business = {
        "customers": [{"customer_id": f"c{n}", "country": ["DE", "US"][n % 2]} for n in range(120)],
        "subscriptions": [
            {"customer_id": f"c{n}", "start_date": day, "end_date": None, "amount": n / 4, "plan": ["a", "b, c"][n % 2]}
            for n, day in enumerate(days)
        ],
        "surveys": [{"survey": "nps", "score": n % 11, "responded_at": day} for n, day in enumerate(days)],
        "tickets": [
            {"customer_id": f"c{n}", "opened_at": datetime(2026, 1, day.day, 9, 30), "closed_at": None}  # noqa: DTZ001
            for n, day in enumerate(days)
        ],
    }
    expected = report(written(tmp_path / "csv", business, ".csv"), "2026-01", "--by", "country")
    assert expected[0] == 0, expected[2]
    other = written(tmp_path / "other", business, ending)
    (other / "csmetrics.yaml").write_text(CONFIG + share)
    assert report(other, "2026-01", "--by", "country") == expected
