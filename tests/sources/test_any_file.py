"""Files that nobody thought of: cells and rows of any length, blank cells beyond the header, files that change."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import tries
from csmetrics import api
from csmetrics.config import parse_config
from csmetrics.errors import DataError
from csmetrics.sources import parquet
from csmetrics.sources.csv_files import source as csv_source
from csmetrics.tables import read as reading
from csmetrics.tables.fingerprint import fingerprints, unchanged_tables
from csmetrics.tables.partitions import read_partitioned

ACME = Path(__file__).resolve().parents[2] / "examples" / "acme"
HEAD = "customer_id,start_date,end_date,amount\n"
ROWS = ("c1,2025-11-01,,100", "c2,2026-01-05,2026-03-01,1")
SURVEYS = "survey,score,responded_at,comment\n"


def problem_of(caught):
    return str(caught.value.problems[0])


def mrr(data):
    return api.report(data, "2026-01").figure("mrr").value


@pytest.mark.parametrize(("sign", "size"), [("x", 200_000), ("x, ", 200_000), ("line\n", 2_500_000), ("x", 20_000_000)])
def test_a_comment_may_be_as_long_as_it_likes(read, size, sign):
    comment = (sign * size)[:size] + "end"
    data = read(surveys__csv=f'{SURVEYS}nps,9,2026-01-05,"{comment}"\nnps,3,2026-01-06,"a ""b"""\n')
    assert data.frame("surveys")["comment"].tolist() == [comment, 'a "b"']


def test_a_long_cell_is_a_problem_of_its_row_alone(read):
    rows = "".join(f"c{number},2026-01-05,,5\n" for number in range(200))
    data = read(subscriptions__csv=HEAD + rows + f"long,2026-01-05,,{'1' * 3_000_000}\n")
    (problem,) = data.problems
    assert (problem.row, problem.column, problem.problem) == (202, "amount", "not a finite number")
    assert len(str(problem)) < 200


def test_a_long_cell_is_read_in_partitions_as_in_whole(folder):
    rows = "".join(f"c{number},2025-11-05,,5\n" for number in range(200))
    data = folder(subscriptions__csv=HEAD + rows + f"{'c' * 20_000_000},2026-01-05,,1\n")
    assert mrr(read_partitioned(data, parse_config(""), 3)) == mrr(api.read(data)) == 1_001


def test_an_open_quote_is_named_however_long_the_cell(read):
    with pytest.raises(DataError) as caught:
        read(surveys__csv=f'{SURVEYS}nps,9,2026-01-05,"{"x" * 200_000}"\nnps,3,2026-01-06,"open\n')
    assert "row 3: a quote is opened and not closed" in problem_of(caught)


def test_a_header_of_many_columns_is_read_and_one_without_end_is_not(read):
    count = tries(10_000)
    many = ",".join(f"k{number}" for number in range(count))
    assert mrr(read(subscriptions__csv=f"{HEAD[:-1]},{many}\nc1,2026-01-05,,100{',' * count}\n")) == 100
    with pytest.raises(DataError) as caught:
        read(subscriptions__csv=f"{many}\n")
    assert f"and {count - 40:,} more" in problem_of(caught)
    endless = ",".join(f"{number:0200}" for number in range(10_000))
    with pytest.raises(DataError) as caught:
        read(subscriptions__csv=f"{HEAD[:-1]},{endless}\nc1,2026-01-05,,100{',' * 10_000}\n")
    assert problem_of(caught).startswith("subscriptions.csv row 1: the header is longer than 1 MB.")


@pytest.mark.parametrize("extra", [",", ",,,", ", ", ',""', ', ,""'])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_blank_cells_beyond_the_header_in_every_row_are_no_matter(read, extra, end, delimiter):
    text = (HEAD + "".join(f"{row}{extra}\n" for row in ROWS)).replace(",", delimiter).replace("\n", end)
    data = read(f'delimiter: "{delimiter}"', subscriptions__csv=text)
    assert mrr(data) == 101
    assert data.problems == ()
    assert data.table("subscriptions").header == tuple(HEAD.strip().split(","))


def test_blank_cells_of_the_header_beyond_every_row_are_no_matter(read):
    assert mrr(read(subscriptions__csv=HEAD.replace("\n", ",, \n") + "\n".join(ROWS))) == 101


@pytest.mark.parametrize(
    ("rows", "first"),
    [
        ((f"{ROWS[0]},", ROWS[1]), 2),
        ((ROWS[0], f"{ROWS[1]},"), 3),
        ((f"{ROWS[0]},", f"{ROWS[1]},x"), 2),
        ((f"{ROWS[0]},", f"{ROWS[1]},,"), 2),
    ],
)
def test_where_a_single_row_differs_rows_are_named(read, rows, first):
    with pytest.raises(DataError) as caught:
        read(subscriptions__csv=HEAD + "\n".join(rows))
    assert f"subscriptions.csv row {first}" in problem_of(caught)


def test_a_name_with_a_bare_comma_is_not_taken_for_a_blank_cell_too_many(read):
    """Smith, Inc moves all cells by one, and the last, blank, stands beyond the header: nothing may be read wrongly."""
    text = "customer_id,name,country,segment\nc1,Smith, Inc,DE,\nc2,Bee,FR,small\n"
    with pytest.raises(DataError) as caught:
        read(customers__csv=text)
    assert "customers.csv row 2: the row has 5 cells, the header 4" in problem_of(caught)


cells = st.text("ab ,\"'", max_size=4)


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=5), st.integers(1, 3))
def test_rows_with_blank_cells_beyond_the_header_read_as_without(tmp_path_factory, rows, extra):
    quoted = [",".join(['"{}"'.format(cell.replace('"', '""')) for cell in row]) for row in rows]
    found = []
    for name, tail in (("plain", ""), ("longer", "," * extra)):
        folder = tmp_path_factory.mktemp(name)
        lines = [f"c{number},2026-01-05,5,{row}{tail}\n" for number, row in enumerate(quoted)]
        text = "customer_id,start_date,amount,plan,product\n" + "".join(lines)
        (folder / "subscriptions.csv").write_text(text, encoding="utf-8")
        found.append(api.read(folder).frame("subscriptions"))
    assert found[0].equals(found[1])


def test_blank_cells_beyond_the_header_are_read_in_partitions_as_in_whole(folder):
    data = folder(subscriptions__csv=HEAD + "".join(f"c{number},2026-01-05,,5,\n" for number in range(200)))
    assert mrr(read_partitioned(data, parse_config(""), 3)) == mrr(api.read(data)) == 1_000


def changed(path, how):
    """What another program does to a file."""
    if how == "cut":
        os.truncate(path, path.stat().st_size - 5)
    elif how == "written on":
        with path.open("a", encoding="utf-8") as file:
            file.write("c9,2026-01-09,,9\n")
    elif how == "replaced":
        path.rename(path.with_suffix(".old"))
        path.write_text(HEAD + "c9,2026-01-09,,9\n", encoding="utf-8")
    else:
        path.unlink()


@pytest.fixture(params=["cut", "written on", "replaced", "removed"])
def changing(request, folder, monkeypatch):
    """A folder with a file that changes each time when it has been looked at."""
    data = folder(subscriptions__csv=HEAD + "\n".join(ROWS) + "\n" * 2)
    check = reading.check_columns

    def while_it_is_read(*given):
        if (data / "subscriptions.csv").exists():
            changed(data / "subscriptions.csv", request.param)
        return check(*given)

    monkeypatch.setattr(reading, "check_columns", while_it_is_read)
    return data


def test_a_file_that_changes_while_it_is_read_is_refused(changing):
    with pytest.raises(DataError) as caught:
        api.read(changing)
    assert problem_of(caught).startswith("subscriptions.csv: the file was changed while it was read. Wait until ")


def test_so_it_is_in_partitions(changing):
    with pytest.raises(DataError, match=r"^subscriptions.csv cannot be used") as caught:
        read_partitioned(changing, parse_config(""), 3)
    assert problem_of(caught).split(": ")[1].split(".")[0] in (
        "the file was changed while it was read",
        "the file is no longer there",
    )


def test_that_a_file_has_changed_is_said_before_what_is_wrong_with_half_of_it(folder, monkeypatch):
    data = folder(subscriptions__csv=HEAD + "c1,2025-11-01,,x\n")
    load = csv_source.load

    def cut_meanwhile(path, *given):
        loaded = load(path, *given)
        changed(path, "written on")
        return loaded

    monkeypatch.setattr(csv_source, "load", cut_meanwhile)
    with pytest.raises(DataError) as caught:
        api.read(data)
    assert "the file was changed while it was read" in problem_of(caught)


def test_what_is_published_and_its_hash_are_of_the_same_file(folder):
    data = folder(subscriptions__csv=HEAD + "\n".join(ROWS) + "\n")

    def published():
        with unchanged_tables(data, parse_config("")):
            api.read(data)
            changed(data / "subscriptions.csv", "written on")
            fingerprints(data, parse_config(""))

    with pytest.raises(DataError, match="was changed while it was read"):
        published()
    with unchanged_tables(data, parse_config("")):
        assert mrr(api.read(data)) == 110


def test_a_parquet_file_that_changes_is_refused(folder, monkeypatch):
    data = folder(subscriptions__csv=HEAD + "\n".join(ROWS))
    api.read(data).frame("subscriptions")
    pq = pytest.importorskip("pyarrow.parquet")
    table = pytest.importorskip("pyarrow.csv").read_csv(data / "subscriptions.csv")
    (data / "subscriptions.csv").unlink()
    pq.write_table(table, data / "subscriptions.parquet")
    batches_of = parquet.batches_of

    def replaced_meanwhile(pieces):
        yield from batches_of(pieces)
        pq.write_table(table.slice(0, 1), data / "subscriptions.parquet")

    monkeypatch.setattr(parquet, "batches_of", replaced_meanwhile)
    with pytest.raises(DataError) as caught:
        api.read(data)
    assert problem_of(caught).startswith("subscriptions.parquet: the file was changed while it was read.")


@pytest.mark.parametrize("partitioned", [False, True])
@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("pipe", "this is a pipe, not a file"),
        ("dangling", "this is a link that leads nowhere, not a file"),
        ("looping", "this is a link that leads back to itself, not a file"),
        ("folder", "this is a folder, not a file"),
    ],
)
def test_what_is_no_file_is_named(folder, what, said, partitioned):
    data = folder(customers__csv="customer_id\nc1\n")
    path = data / "subscriptions.csv"
    make = {
        "pipe": lambda: os.mkfifo(path),
        "dangling": lambda: path.symlink_to("gone"),
        "looping": lambda: path.symlink_to(path.name),
        "folder": path.mkdir,
    }
    make[what]()
    with pytest.raises(DataError) as caught:
        read_partitioned(data, parse_config(""), 3) if partitioned else api.read(data)
    assert said in problem_of(caught)
    assert api.check(data).problems[0].problem == said


@pytest.mark.parametrize("name", ["x" * 300, "a/" * 3_000])
def test_a_folder_whose_name_is_too_long_is_not_there(name):
    with pytest.raises(DataError, match=r"^The folder .* cannot be read: File name too long\.$"):
        api.read(name)


@pytest.mark.parametrize("share", ["", "memory_share: 0.000001\n"], ids=["whole", "divided"])
def test_a_folder_may_have_a_name_that_is_no_text(tmp_path, share):
    where = tmp_path / os.fsdecode(b"d\xff")
    shutil.copytree(ACME, where)
    with (where / "csmetrics.yaml").open("a", encoding="utf-8") as config:
        config.write(share)
    data = api.read(where, detail=False, partition=True)
    assert api.report(data, "2026-09").figure("mrr").value == pytest.approx(12_558.0893)
