"""What every source must do, whatever stands behind it: one suite, run on each kind."""

import gzip
import io
import pickle
import shutil
import zipfile
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from csmetrics import Dataset, api
from csmetrics.config import Config, TableConfig
from csmetrics.declared import TABLES
from csmetrics.errors import DataError, FileProblemError, Place
from csmetrics.sources import opening, parquet
from csmetrics.sources.csv_files import parse
from csmetrics.sources.databases.query_source import keep
from csmetrics.sources.file_source import FileSource
from csmetrics.sources.frames import FrameSource
from csmetrics.sources.joined import Several
from csmetrics.sources.opening import READERS, source_of
from csmetrics.sources.source import FILE, Batch, Places
from csmetrics.tables.read import asked_of, read_blocks, read_table
from workbooks import write_ods, write_xls, write_xlsx

ROWS = {
    "customer_id": [f"c{number}" for number in range(40)],
    "start_date": ["2026-01-05"] * 40,
    "amount": [str(number) for number in range(40)],
}
TABLE = TABLES["subscriptions"]


def csv(folder, rows):
    frame(folder, rows).to_csv(folder / "subscriptions.csv", index=False)
    return source_of(folder / "subscriptions.csv", TableConfig())


def parquet_file(folder, rows):
    pq.write_table(pa.table(rows), folder / "subscriptions.parquet")
    return source_of(folder / "subscriptions.parquet", TableConfig())


def frame(_, rows):
    return pd.DataFrame(rows)


def data_frame(folder, rows):
    return FrameSource(frame(folder, rows), "subscriptions")


def packed(ending, sign, pack):
    """A function that makes a source of a CSV in another file."""

    def make(folder, rows):
        path = folder / f"subscriptions{ending}"
        path.write_bytes(pack(frame(folder, rows).to_csv(index=False, sep=sign).encode()))
        return source_of(path, TableConfig())

    return make


def zipped(content):
    """A zip of one table, and of other files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {"export/Table.csv": content, "__MACOSX/._Table.csv": b"\0", "readme.txt": b"x"}.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return made.getvalue()


def xlsx(folder, rows):
    write_xlsx(folder / "subscriptions.xlsx", Subs=[list(rows), *zip(*rows.values(), strict=True)])
    return source_of(folder / "subscriptions.xlsx", TableConfig()).chosen(lambda _: True)


def ods(folder, rows):
    write_ods(folder / "subscriptions.ods", [list(rows), *zip(*rows.values(), strict=True)])
    return source_of(folder / "subscriptions.ods", TableConfig()).chosen(lambda _: True)


def xls(folder, rows):
    write_xls(folder / "subscriptions.xls", [list(rows), *zip(*rows.values(), strict=True)])
    return source_of(folder / "subscriptions.xls", TableConfig()).chosen(lambda _: True)


def parquet_folder(folder, rows):
    path = folder / "subscriptions"
    path.mkdir(exist_ok=True)
    table = pa.table(rows)
    for number in range(3):
        pq.write_table(table.slice(number * 15, 15), path / f"part-{number}.parquet")
    return source_of(path, TableConfig())


def several(folder, rows):
    paths = [folder / f"subs-{number}.csv" for number in range(3)]
    for number, path in enumerate(paths):
        part = pd.DataFrame({name: cells[number * 15 : number * 15 + 15] for name, cells in rows.items()})
        part.iloc[:, :: -1 if number else 1].to_csv(path, index=False)
    return source_of(Several("subs-*.csv", tuple(paths)), TableConfig())


def query(folder, rows):
    path, table = folder / "usage.query", pa.table(rows)
    shutil.rmtree(path, ignore_errors=True)
    keep([table.slice(0, 15), table.slice(15)], path)
    return source_of(path, TableConfig().keeping(path))


KINDS = {
    "query": query,
    "several": several,
    "csv": csv,
    "parquet folder": parquet_folder,
    "xls": xls,
    "xlsx": xlsx,
    "ods": ods,
    "tsv": packed(".tsv", "\t", bytes),
    "csv.gz": packed(".csv.gz", ",", partial(gzip.compress, mtime=0)),
    "tsv.gz": packed(".TSV.gz", "\t", partial(gzip.compress, mtime=0)),
    "zip": packed(".zip", ",", zipped),
    "parquet": parquet_file,
    "frame": data_frame,
}


@pytest.fixture(params=KINDS)
def make(request, tmp_path, monkeypatch):
    """A function from rows to a source of one kind, in small blocks."""
    monkeypatch.setattr(parse, "BLOCK", 200)
    monkeypatch.setattr(parquet, "ROWS", 7)
    return lambda rows: KINDS[request.param](tmp_path, rows)


def asked(source):
    return asked_of(source, TABLE, Config(), detail=True, attributes=())


def test_every_kind_of_file_is_tried_here():
    others = {"frame", "parquet folder", "query", "several"}
    assert {ending.removeprefix(".") for ending in READERS} | others == KINDS.keys()


def test_a_header_is_the_names_of_the_columns_without_blanks(make):
    assert make({" customer_id ": ["a"], "start_date": ["2026-01-05"]}).header == ("customer_id", "start_date")


@pytest.mark.parametrize("in_blocks", [False, True])
def test_careful_batches_hold_every_cell_and_the_number_of_every_row(make, in_blocks):
    source = make(ROWS)
    wanted = asked(source).wanted
    batches = [batch for batch in source.batches(wanted, careful=True, in_blocks=in_blocks) if len(batch)]
    assert len(batches) == 1 or in_blocks
    told = source.places.told([row for batch in batches for row in np.asarray(batch.rows).tolist()])
    assert told.rows == ((*range(2, 17), *range(2, 17), *range(2, 12)) if told.files else tuple(range(2, 42)))
    for name, cells in ROWS.items():
        assert [cell for batch in batches for cell in batch.column(name).to_pylist()] == cells
    assert batches[0].cells(np.array([3])) == [("c1", "2026-01-05", "1")]


def test_a_typed_batch_tells_what_is_written_in_a_row(make):
    source = make(ROWS)
    (batch,) = source.batches(asked(source).wanted, careful=False)
    assert batch.typed == source.typed
    assert batch.cells(np.array([3, 5])) == [("c1", "2026-01-05", "1"), ("c3", "2026-01-05", "3")]


def test_a_whole_reading_is_a_stream_of_one_block(make):
    source = make(ROWS)
    given = asked(source)
    whole = read_table(source, given)
    assert whole.source.used == 40
    for careful in (True, not source.typed):
        blocks = [block.rows for block in read_blocks(source, given, careful=careful)]
        for name in ("amount", "start_date"):
            assert np.concatenate([rows[name] for rows in blocks]).tolist() == whole.rows[name].tolist()


def test_size_and_fingerprint_tell_one_table_from_another(make):
    found = make(ROWS)
    size, fingerprint = found.size(), found.fingerprint()
    assert size > 0
    assert make(ROWS).fingerprint() == fingerprint
    other = make(ROWS | {"amount": ["7"] * 40})
    assert other.fingerprint() != fingerprint
    assert len(fingerprint) == 64


def test_places_name_rows_and_survive_what_was_read(make):
    places = pickle.loads(pickle.dumps(make(ROWS).places))  # noqa: S301  # our own
    if places.files:
        assert places.locate(FILE + 2).words == f"{places.files[1]} row 2"
    else:
        assert places.locate(17).words in (f"{places.file} row 17", f"{places.file}, row 17")
    assert places.locate().words == places.file


def test_a_problem_names_its_place(make):
    source = make(ROWS | {"amount": ["x"] + ["1"] * 39})
    (problem,) = read_table(source, asked(source)).problems
    assert problem.where() == f'{source.places.locate(2).words}, amount "x"'


def test_what_holds_no_table_is_refused(make):
    source = make({"a": ["1"]})
    with pytest.raises(DataError) as caught:
        asked(source)
    problem = caught.value.problems[0]
    assert problem.where() == source.places.locate(1).words
    assert problem.problem.startswith("the required columns customer_id, ")


@dataclass(frozen=True, slots=True)
class Sheet(Places):
    """The rows of a sheet."""

    def locate(self, row=None):
        return Place(self.file, row, f"{self.file}, row {row}" if row else "")


class BookSource(FileSource):
    """A kind of file that nobody has heard of: words in lines, and all that a new kind has to say."""

    def __init__(self, path, settings):
        super().__init__(path, settings)
        self.places = Sheet(f"{path.name}, Subs")

    @property
    def header(self):
        return tuple(self.path.read_text().splitlines()[0].split())

    def batches(self, wanted, *, careful, in_blocks=False):
        lines = [line.split() for line in self.path.read_text().splitlines()[1:]]
        columns = [pa.chunked_array([list(cells)]) for cells in zip(*lines, strict=True)]
        yield Batch(dict(zip(self.header, columns, strict=True)), range(2, 2 + len(lines)))


@pytest.fixture
def books(monkeypatch):
    """Files that end with .book can be read."""
    monkeypatch.setitem(opening.READERS, ".book", BookSource)


SUBSCRIPTIONS = "customer_id subscription_id start_date amount\na 1 2026-01-05 10\nb 2 2026-01-06 20\n"


@pytest.mark.usefixtures("books")
def test_a_new_kind_of_source_is_one_class_and_one_line(folder):
    where = folder(subscriptions__book=SUBSCRIPTIONS)
    data = api.read(where)
    assert api.report(data, "2026-01").figure("mrr").value == 30
    assert data.sources[0].file == "subscriptions.book, Subs"
    assert api.check(where).problems == ()


@pytest.mark.usefixtures("books")
@pytest.mark.parametrize(
    ("text", "place"),
    [
        (SUBSCRIPTIONS.replace("10", "x"), "row 2, amount"),
        (SUBSCRIPTIONS.replace("amount", "paid_so_far"), "row 1, amount"),
        (
            SUBSCRIPTIONS.replace("amount", "amount qty").replace("10\n", "10 3\n").replace("20\n", "20 1\n"),
            "row 2, qty",
        ),
        (SUBSCRIPTIONS + "a 1 2026-01-07 10\n", "row 4, subscription_id"),
        (SUBSCRIPTIONS.replace("06", "77"), "row 3, start_date"),
    ],
)
def test_its_problems_name_the_place_in_its_own_words(folder, text, place):
    problems = api.check(folder(subscriptions__book=text)).problems
    assert problems[0].where().startswith(f"subscriptions.book, Subs, {place}")
    assert problems[0].as_dict()["file"] == "subscriptions.book, Subs"


@pytest.mark.usefixtures("books")
def test_customers_that_are_not_there_are_named_so_too(folder):
    where = folder(subscriptions__book=SUBSCRIPTIONS, customers__csv="customer_id,country\na,DE\n")
    with pytest.raises(DataError) as caught:
        api.read(where, strict=True)
    assert str(caught.value.problems[0]).startswith('subscriptions.book, Subs, row 3, customer_id "b"')


def test_a_frame_with_a_column_twice_names_the_frame():
    with pytest.raises(FileProblemError, match=r"^subscriptions: the column a appears twice"):
        _ = FrameSource(pd.DataFrame([[1, 2]], columns=["a", "a"]), "subscriptions").header


def test_a_frame_is_left_as_it_was():
    given = pd.DataFrame(ROWS)
    before = given.copy()
    Dataset(subscriptions=given)
    pd.testing.assert_frame_equal(given, before)
