"""Several files as one table: the figures of the one file, and every row by its own."""

import csv
import io
import json
import re
import tempfile
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from business import businesses, frames
from conftest import tries
from csmetrics import api
from csmetrics.config import parse_config
from csmetrics.errors import CsmetricsError, DataError
from csmetrics.sources.csv_files import parse
from csmetrics.tables.fingerprint import fingerprints
from csmetrics.views.report import VIEW as REPORT
from workbooks import write_xlsx

FEW = tries(20)
HEAD = "customer_id,start_date,end_date,amount\n"
GLOB = "tables: {subscriptions: {file: 'subs-*.csv'}}"


def rows_of(path):
    with path.open(newline="") as file:
        return list(csv.reader(file))


def split(draw, path, name):
    """One CSV cut into files, the columns of each in an order and a case of its own; rows cut, in order."""
    header, *rows = rows_of(path)
    cuts = sorted(draw(st.lists(st.integers(0, len(rows)), max_size=3)))
    for number, (begin, end) in enumerate(zip([0, *cuts], [*cuts, len(rows)], strict=True)):
        order = draw(st.permutations(range(len(header))))
        write = draw(st.sampled_from([str, str.upper, str.title]))
        text = io.StringIO(newline="")
        lines = [[write(each) for each in header] if number else header, *rows[begin:end]]
        csv.writer(text, lineterminator="\n").writerows([[line[at] for at in order] for line in lines])
        (path.parent / f"{name}-{number}.csv").write_text(text.getvalue())
    path.unlink()


def shown(folder, config, **how):
    """The report as JSON, but for what files and rows are called; or what is wrong, cell by cell."""
    try:
        text = REPORT.write(api.report(api.read(folder, parse_config(config), detail=False, **how), "2024-06"), "json")
    except CsmetricsError as error:
        return sorted((each.column, each.value, each.problem) for each in getattr(error, "problems", ()))
    text = re.sub(r"part-of-(\w+)-\*\.csv", r"\1.csv", re.sub(r"part-of-\w+-[0-9]\.csv row", "row", text))
    found = json.loads(re.sub(r"\brow [0-9,]+", "row", text))
    for source in found["sources"]:
        source.pop("files", None)
    for problem in found["problems"]:
        problem["file"] = problem["row"] = None
    return json.dumps(found, indent=1).splitlines()


@contextmanager
def in_parts():
    """Small blocks of files, dealt out to three partitions where they are asked for."""
    needed = mock.patch("csmetrics.views.reading.partitions_needed", return_value=3)
    with mock.patch.object(parse, "BLOCK", 400), needed:
        yield


@settings(max_examples=FEW, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(businesses(), st.data(), st.booleans(), st.sampled_from(["", "x", "1.234", "1,5", "10"]))
def test_a_table_cut_into_files_gives_the_figures_of_the_one(business, data, partition, odd):
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder)
        for name, frame in frames(business).items():
            frame.to_csv(where / f"{name}.csv", index=False)
        if odd and (where / "subscriptions.csv").exists():
            text = (where / "subscriptions.csv").read_text()
            header = text.partition("\n")[0].split(",")
            row = {"customer_id": "c1", "start_date": "2024-01-05", "amount": f'"{odd}"', "interval": "month"}
            (where / "subscriptions.csv").write_text(text + ",".join(row.get(name, "") for name in header) + "\n")
        how = {"partition": True} if partition else {}
        with in_parts():
            expected = shown(where, "tolerate: 1", **how)
        names = [path.stem for path in sorted(where.glob("*.csv"))]
        for name in names:
            split(data.draw, where / f"{name}.csv", f"part-of-{name}")
        tables = ", ".join(f"{name}: {{file: 'part-of-{name}-*.csv'}}" for name in names)
        config = f"{{tolerate: 1, tables: {{{tables}}}}}"
        with in_parts():
            assert shown(where, config, **how) == expected


@pytest.fixture
def two(folder):
    """Two files of one table, a good and a bad row in each."""
    return folder(
        subs_1__csv=f"{HEAD}a,2026-01-05,,10\nb,2026-01-05,,x\n",
        subs_2__csv="AMOUNT,customer_id,start_date,end_date\n5,a,2026-02-05,\n7,c,2026-01-05,2026-03-10\ny,d,2026-01-05,\n",
    )


BOTH = "{tolerate: 1, tables: {subscriptions: {file: ['subs_1.csv', 'subs_2.csv']}}}"


def test_problems_doubts_and_lines_name_the_file_of_each_row(two):
    data = api.read(two, parse_config(BOTH))
    assert [problem.where() for problem in data.problems] == [
        'subs_1.csv row 3, amount "x"',
        'subs_2.csv row 4, amount "y"',
    ]
    assert [(problem.file, problem.row) for problem in data.problems] == [("subs_1.csv", 3), ("subs_2.csv", 4)]
    assert "subs_2.csv row 2 beside subs_1.csv row 2" in "".join(map(str, data.remarks))
    found = api.explain(data, "mrr", "2026-02")
    lines = {line.customer_id: (line.rows, line.files) for line in found.tallies[0].lines}
    assert lines == {"a": ((2, 2), ("subs_1.csv", "subs_2.csv")), "c": ((3,), ("subs_2.csv",))}
    listed = api.customers(data, "2026-02", movements=["expansion"]).lines
    assert [(line.rows, line.files) for line in listed] == [((2, 2), ("subs_1.csv", "subs_2.csv"))]
    assert data.sources[0].files == ("subs_1.csv", "subs_2.csv")


def test_explain_says_it_in_every_format(two, run_cli, tmp_path):
    (two / "csmetrics.yaml").write_text(BOTH)
    table, lines, text = (
        run_cli(["explain", "mrr", str(two), "--period", "2026-02", "--format", form], cwd=tmp_path).stdout
        for form in ("table", "csv", "json")
    )
    assert "subs_1.csv 2; subs_2.csv 2" in table
    assert lines.splitlines()[0].endswith(",file,rows,files")
    assert '"subs_1.csv, subs_2.csv",2 2,subs_1.csv; subs_2.csv' in lines
    assert json.loads(text)["tallies"][0]["lines"][0]["files"] == ["subs_1.csv", "subs_2.csv"]


def test_files_of_a_table_are_not_unread(two):
    (two / "subs_3.csv").write_text(HEAD)
    assert api.check(two, parse_config(BOTH)).unread == ("subs_3.csv",)
    assert api.check(two, parse_config("tables: {subscriptions: {file: 'subs_?.csv'}}")).unread == ()


def test_a_list_keeps_its_order_and_a_pattern_that_of_names(two):
    for declared, first in (("['subs_2.csv', 'subs_1.csv']", "subs_2.csv"), ("'subs_*.csv'", "subs_1.csv")):
        config = parse_config(f"{{tolerate: 1, tables: {{subscriptions: {{file: {declared}}}}}}}")
        assert api.read(two, config).sources[0].files[0] == first


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ("['subs_1.csv', 'subs_3.csv']", "No subs_3.csv in "),
        ("'export-*.csv'", "No file like export-*.csv in "),
        ("['subs_1.csv', 'subs_*.csv']", "subs_1.csv is named twice for subscriptions"),
    ],
)
def test_what_is_not_there_or_named_twice_is_said(two, files, said):
    with pytest.raises(DataError) as caught:
        api.read(two, parse_config(f"tables: {{subscriptions: {{file: {files}}}}}"))
    assert str(caught.value).startswith(said)


def test_a_file_with_other_columns_is_named(two):
    (two / "subs_2.csv").write_text("customer_id,start_date,price,end_date\n")
    with pytest.raises(DataError) as caught:
        api.read(two, parse_config(BOTH))
    assert str(caught.value.problems[0]).startswith(
        "subs_2.csv: the columns are not those of subs_1.csv: amount is missing; price is only here."
    )


def test_any_kinds_of_files_go_together(tmp_path):
    (tmp_path / "a.csv").write_text(f"{HEAD}a,2026-01-05,,1.5\n")
    (tmp_path / "b.tsv").write_text(f"{HEAD}b,2026-01-05,,2\n".replace(",", "\t"))
    write_xlsx(tmp_path / "c.xlsx", Subs=[HEAD.strip().split(","), ["c", "2026-01-05", None, 4]])
    rows = {
        "customer_id": ["d"],
        "start_date": ["2026-01-05"],
        "end_date": pa.array([None], pa.string()),
        "amount": [8.25],
    }
    pq.write_table(pa.table(rows), tmp_path / "d.parquet")
    (tmp_path / "e").mkdir()
    pq.write_table(pa.table(rows | {"amount": [16]}), tmp_path / "e" / "p.parquet")
    config = parse_config("tables: {subscriptions: {file: [a.csv, b.tsv, c.xlsx, d.parquet, e]}}")
    data = api.read(tmp_path, config)
    assert api.report(data, "2026-01").figure("mrr").value == 31.75
    assert data.sources[0].files == ("a.csv", "b.tsv", "c.xlsx, Subs", "d.parquet", "e/p.parquet")


def test_a_file_that_joins_later_changes_the_input(two):
    config = parse_config("tables: {subscriptions: {file: 'subs_*.csv'}}")
    before = fingerprints(two, config)
    assert fingerprints(two, config) == before
    (two / "subs_3.csv").write_text(HEAD)
    assert fingerprints(two, config) != before


def test_a_published_month_says_in_which_files_rows_changed(tmp_path, run_cli):
    data = tmp_path / "data"
    data.mkdir()
    (data / "csmetrics.yaml").write_text(GLOB)
    first = f"{HEAD}a,2026-01-05,,10\nb,2026-01-05,,20\n"
    (data / "subs-1.csv").write_text(first)
    (data / "subs-2.csv").write_text(f"{HEAD}c,2026-01-05,,30\n")

    def publish(*more):
        store = ["--store", str(tmp_path / "h.db")]
        return run_cli(["snapshot", str(data), "--period", "2026-01", *store, *more], cwd=tmp_path)

    assert publish().exit_code == 0
    assert "unchanged" in publish("--format", "json").stdout
    (data / "subs-2.csv").write_text(f"{HEAD}c,2026-01-05,,33\n")
    (data / "subs-3.csv").write_text(f"{HEAD}d,2026-01-05,,40\n")
    found = publish("--restate", "late files", "--format", "json")
    (result,) = json.loads(found.stdout)["results"]
    rows = [row for cause in result["restatement"]["causes"] for row in cause["rows"]]
    assert [(row["was_row"], row.get("was_file"), row["row"], row.get("file")) for row in rows] == [
        (2, "subs-2.csv", 2, "subs-2.csv"),
        (None, None, 2, "subs-3.csv"),
    ]
    (data / "subs-3.csv").unlink()
    assert "was subs-3.csv 2" in publish().stdout


def test_bad_cells_in_the_same_row_of_several_workbooks_are_as_many_rows(tmp_path):
    for number in range(3):
        rows = [[f"a{number}", "2026-01-05", 10], [f"b{number}", "2026-01-05", "#N/A"]]
        write_xlsx(tmp_path / f"s{number}.xlsx", Subs=[["customer_id", "start_date", "amount"], *rows])
    data = api.read(tmp_path, parse_config("{tolerate: 1, tables: {subscriptions: {file: 's*.xlsx'}}}"))
    assert (len(data.problems), data.sources[0].rows, data.sources[0].used) == (3, 6, 3)
