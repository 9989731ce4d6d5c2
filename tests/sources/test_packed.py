"""Tables that are packed, or parted by tabs: the same figures as the CSV, and what is none is refused."""

import gzip
import io
import json
import zipfile
from hashlib import sha256

import pytest

from csmetrics import api
from csmetrics.config import Config, parse_config
from csmetrics.errors import DataError
from csmetrics.sources import packed
from csmetrics.tables.fingerprint import fingerprints
from csmetrics.tables.partitions import read_partitioned

HEAD = "customer_id,start_date,amount,plan\n"
ROWS = "a,2026-01-05,10,\nb,2026-01-06,20,x\n"


def zipped(method=zipfile.ZIP_DEFLATED, **members):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "."), text)
    return made.getvalue()


def problem_of(data, config=""):
    with pytest.raises(DataError) as caught:
        api.read(data, parse_config(config))
    return str(caught.value.problems[0])


PACKED = {
    ".tsv": lambda text: text.replace(",", "\t").encode(),
    ".TSV.gz": lambda text: gzip.compress(text.replace(",", "\t").encode()),
    ".csv.gz": lambda text: gzip.compress(text.encode()),
    ".zip": lambda text: zipped(table__csv=text),
    ".Zip": lambda text: zipped(zipfile.ZIP_LZMA, table__tsv=text.replace(",", "\t")),
}


@pytest.mark.parametrize("partitioned", [False, True])
@pytest.mark.parametrize("ending", PACKED)
def test_a_report_is_the_same_but_for_the_names_of_files(folder, tmp_path, run_cli, ending, partitioned):
    text = HEAD + "".join(
        f"c{number},2026-01-{number % 28 + 1:02},{number}.50,p{number % 3}\n" for number in range(500)
    )
    config = "memory_share: 0.0000001\n" if partitioned else ""
    data = folder(subscriptions__csv=text, csmetrics__yaml=config)
    asked = ["report", str(data), "--period", "2026-01", "--format", "json"]
    expected = run_cli(asked, cwd=tmp_path).stdout
    (data / "subscriptions.csv").unlink()
    (data / f"Subscriptions{ending}").write_bytes(PACKED[ending](text))
    found = run_cli(asked, cwd=tmp_path)
    assert found.exit_code == 0, found.stderr
    assert found.stdout.replace(f"Subscriptions{ending}", "subscriptions.csv") == expected
    assert json.loads(expected)["metrics"]


@pytest.mark.parametrize("ending", PACKED)
def test_problems_name_the_file_in_the_folder_and_the_row(folder, ending):
    data = folder(customers__csv="customer_id\na\n")
    (data / f"subscriptions{ending}").write_bytes(PACKED[ending](f"{HEAD}{ROWS}c,2026-01-07,x,\n"))
    said = 'row 4, amount "x": not a number. Correct the cell.'
    assert problem_of(data).partition(" ")[0] == f"subscriptions{ending}"
    assert problem_of(data).partition(" ")[2].startswith(said[:20])


@pytest.mark.parametrize("ending", [".csv.gz", ".zip"])
def test_the_fingerprint_is_that_of_the_file(folder, ending):
    data = folder()
    path = data / f"subscriptions{ending}"
    found = []
    for text in (HEAD + ROWS, HEAD + ROWS + "c,2026-01-07,5,\n"):
        path.write_bytes(PACKED[ending](text))
        found.append(fingerprints(data, Config())["subscriptions"])
    assert found[0] != found[1]


def test_nothing_that_was_unpacked_stays(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    data = folder(subscriptions__csv__gz=gzip.compress((HEAD + ROWS).encode()))
    assert api.report(api.read(data), "2026-01").figure("mrr").value == 30
    assert list((tmp_path / "temp").iterdir()) == []


def test_a_declared_delimiter_and_file_hold_for_packed_ones(folder):
    data = folder(export__gz=gzip.compress((HEAD + ROWS).replace(",", ";").encode()))
    config = "delimiter: ';'\ntables: {subscriptions: {file: export.gz}}\n"
    assert api.report(api.read(data, parse_config(config)), "2026-01").figure("mrr").value == 30


def encrypted():
    """A zip whose one member says that it is encrypted."""
    made = bytearray(zipped(subs__csv=HEAD + ROWS))
    made[6] |= 1
    made[made.index(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


def damaged(content, at=-12):
    made = bytearray(content)
    made[at] ^= 0xFF
    return bytes(made)


GZIP = gzip.compress((HEAD + ROWS * 50).encode(), mtime=0)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("zip", zipped(a__csv=HEAD, b__csv=HEAD), "the zip holds 2 CSV files (a.csv, b.csv). Pack one"),
        ("zip", zipped(book__xlsx=b"PK"), "the zip holds no CSV file (book.xlsx). Pack one"),
        ("zip", zipped(), "the zip holds no CSV file (nothing). Pack one"),
        ("zip", encrypted(), "the zip is encrypted. Unpack it with its password."),
        ("zip", b"no zip at all", "not a zip file, or a damaged one. Fetch or pack it again."),
        ("zip", damaged(zipped(zipfile.ZIP_STORED, a__csv=HEAD + ROWS), 60), "not a zip file, or a damaged one."),
        ("zip", zipped(a__csv=""), "the file is empty."),
        ("csv.gz", b"customer_id\n", "not a gzip file, or a damaged one."),
        ("csv.gz", GZIP[:-9], "not a gzip file, or a damaged one."),
        ("csv.gz", damaged(GZIP, -6), "not a gzip file, or a damaged one."),
        ("csv.gz", b"", "the file is empty."),
    ],
)
def test_what_cannot_be_unpacked_is_named(folder, name, content, said):
    data = folder(**{f"subscriptions__{name}": content})
    assert problem_of(data).startswith(f"subscriptions.{name}: {said}")


@pytest.mark.parametrize("name", ["csv.gz", "zip"])
@pytest.mark.parametrize("limit", ["LARGEST", "_NO_SUSPICION"])
def test_a_file_that_swells_without_end_is_refused(folder, monkeypatch, name, limit):
    monkeypatch.setattr(packed, limit, 1 << 16)
    monkeypatch.setattr(packed, "BLOCK", 1 << 12)
    text = HEAD + "a,2026-01-05,10,\n" * 200_000
    data = folder(**{f"subscriptions__{name}": PACKED[f".{name}"](text)})
    assert "unpacked it is larger than" in problem_of(data)


def test_a_disk_without_room_is_named(folder, monkeypatch):
    data = folder(subscriptions__csv__gz=GZIP)

    def full():
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(packed, "Scratch", full)
    assert problem_of(data).startswith(
        "subscriptions.csv.gz: it cannot be unpacked (No space left on device). Make room"
    )


def test_a_packed_file_is_divided_as_a_plain_one(folder):
    text = HEAD + "".join(f"c{number},2025-11-05,5,\n" for number in range(200))
    data = folder(subscriptions__zip=zipped(a__csv=text))
    assert api.report(read_partitioned(data, Config(), 3), "2026-01").figure("mrr").value == 1_000


def test_a_tsv_is_parted_by_tabs_whatever_all_files_are_parted_by(folder):
    data = folder(
        subscriptions__tsv=(HEAD + ROWS).replace(",", "\t"), customers__csv="customer_id;country\na;DE\nb;FR\n"
    )
    read = api.read(data, parse_config("delimiter: ';'\n"))
    assert len(read.frame("subscriptions")) == len(read.frame("customers")) == 2
    piped = folder(subscriptions__tsv=(HEAD + ROWS).replace(",", "|"))
    config = "delimiter: ';'\ntables: {subscriptions: {delimiter: '|'}}\n"
    assert len(api.read(piped, parse_config(config)).frame("subscriptions")) == 2


def test_a_published_month_keeps_the_hash_of_the_packed_file(folder, tmp_path, run_cli):
    data = folder(subscriptions__csv__gz=gzip.compress((HEAD + ROWS).encode(), mtime=0))
    asked = ["snapshot", str(data), "--period", "2026-01", "--as-of", "2026-01-31", "--store", str(tmp_path / "s.db")]
    assert run_cli(asked, cwd=tmp_path).exit_code == 0
    (data / "subscriptions.csv.gz").unlink()
    (data / "subscriptions.zip").write_bytes(zipped(a__csv=HEAD + ROWS))
    again = run_cli(asked, cwd=tmp_path)
    assert again.exit_code == 0, again.stdout
    assert "Unchanged since it was published" in again.stdout
    assert (
        fingerprints(data, Config())["subscriptions"] == sha256((data / "subscriptions.zip").read_bytes()).hexdigest()
    )
