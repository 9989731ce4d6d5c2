"""A folder of Parquet files as one table: every row by its file, and no file that is not alike."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from csmetrics import api
from csmetrics.config import Config
from csmetrics.errors import DataError
from csmetrics.sources.parquet_folder import ParquetFolder
from csmetrics.tables.fingerprint import fingerprints
from csmetrics.tables.partitions import read_partitioned

GOOD = {
    "customer_id": [f"c{number}" for number in range(200)],
    "start_date": ["2026-01-05"] * 200,
    "amount": ["1"] * 200,
}


def write(folder, name="subscriptions.parquet", **parts):
    path = folder / name
    path.mkdir()
    for part, rows in parts.items():
        pq.write_table(pa.table(rows), path / f"{part}.parquet")
    (path / "_SUCCESS").touch()
    (path / ".part.crc").touch()
    return folder


def row(**cells):
    return {"customer_id": ["x"], "start_date": ["2026-01-06"], "amount": ["2"]} | {k: [v] for k, v in cells.items()}


@pytest.mark.parametrize("name", ["subscriptions.parquet", "subscriptions", "Subscriptions"])
def test_its_files_are_one_table(folder, name):
    data = write(folder(), name, b=row(), a=GOOD)
    assert api.report(api.read(data), "2026-01").figure("mrr").value == 202
    assert api.report(read_partitioned(data, Config(), 3), "2026-01").figure("mrr").value == 202
    assert api.read(data).sources[0].file == name


def test_a_problem_names_the_file_and_the_row_in_it(folder):
    data = write(folder(), a=GOOD, b=row(), c=row(amount="x"))
    (problem,) = api.check(data).problems
    assert problem.where() == 'subscriptions.parquet/c.parquet row 2, amount "x"'


def test_a_file_and_a_folder_of_one_table_are_both_named(folder):
    data = write(folder(subscriptions__csv="customer_id,start_date,amount\n"), "subscriptions", a=GOOD)
    with pytest.raises(DataError, match=r"holds both subscriptions and subscriptions\.csv\."):
        api.read(data)


def test_a_folder_of_other_things_is_no_table(folder):
    data = folder(subscriptions__csv="customer_id,start_date,amount\na,2026-01-05,7\n")
    (data / "subscriptions").mkdir()
    (data / "subscriptions" / "notes.txt").touch()
    assert api.report(api.read(data), "2026-01").figure("mrr").value == 7


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (
            {"a": GOOD, "b": row(plan="x")},
            "subscriptions.parquet/b.parquet: the columns are not those of subscriptions.parquet/a.parquet",
        ),
        ({}, "subscriptions.parquet: the folder holds no Parquet file."),
        (
            {"a": GOOD, "b": row(amount=[1])},
            "subscriptions.parquet: the column amount has not the same type in all files.",
        ),
    ],
)
def test_what_is_not_alike_is_named(folder, parts, said):
    data = write(folder(), **parts)
    with pytest.raises(DataError) as caught:
        api.read(data)
    assert str(caught.value.problems[0]).startswith(said)


def test_folders_within_are_refused_for_they_may_say_something(folder):
    data = write(folder())
    write(data / "subscriptions.parquet", "year=2026", a=GOOD)
    with pytest.raises(DataError) as caught:
        api.read(data)
    assert "the folder holds another one, year=2026" in str(caught.value.problems[0])


def test_a_file_that_is_none_is_named(folder):
    data = write(folder(), a=GOOD)
    (data / "subscriptions.parquet" / "b.parquet").write_text("x")
    with pytest.raises(DataError) as caught:
        api.read(data)
    assert str(caught.value.problems[0]).startswith("subscriptions.parquet/b.parquet: not a Parquet file")


def test_a_file_that_changes_meanwhile_is_noticed(folder, monkeypatch):
    data = write(folder(), a=GOOD)
    before = fingerprints(data, Config())
    batches = ParquetFolder.batches

    def replaced_meanwhile(*asked, **how):
        yield from batches(*asked, **how)
        pq.write_table(pa.table(row()), data / "subscriptions.parquet" / "a.parquet")

    monkeypatch.setattr(ParquetFolder, "batches", replaced_meanwhile)
    with pytest.raises(DataError) as caught:
        api.read(data)
    assert "was changed while it was read" in str(caught.value.problems[0])
    assert fingerprints(data, Config()) != before
