"""A store as a folder, and back."""

import csv
import hashlib
import io
import json
import os
import random
import shutil
import sqlite3
import tempfile
import uuid
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import sqlalchemy as sql
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import lacking, tries
from csmetrics import api
from csmetrics.errors import StoreError
from csmetrics.output.formats import FORMATS
from csmetrics.published.seal import MANIFEST, seal_folder
from csmetrics.published.store import Store
from csmetrics.published.store_rows import read_snapshots
from csmetrics.views.history import VIEW as HISTORY
from published.conftest import SUBSCRIPTIONS

POSTGRES = os.environ.get("CSMETRICS_TEST_POSTGRES", "")


@pytest.fixture
def postgres():
    """The URL of a new database, dropped afterwards."""
    if not POSTGRES:
        lacking("no PostgreSQL server: CSMETRICS_TEST_POSTGRES names none")
    server = sql.create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    name = f"csmetrics_{uuid.uuid4().hex}"
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield sql.make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    server.dispose()


@pytest.fixture
def history(publish, store):
    """A store with three months by plan, one of them restated."""
    publish(last=3, by="plan")
    cheaper = SUBSCRIPTIONS.replace("2026-01-10,,50,2", "2026-01-10,,45.3,2")
    publish(by="plan", subscriptions__csv=cheaper, restate='"typo", they say')
    return store


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}


def snapshots(place):
    with Store(str(place)).reading() as connection:
        return read_snapshots(connection)


def test_a_store_moves_without_loss(history, tmp_path):
    assert api.export_history(tmp_path / "one", history) == 4
    assert api.import_history(tmp_path / "one", tmp_path / "other.db") == (4, 0)
    assert snapshots(tmp_path / "other.db") == snapshots(history)
    api.export_history(tmp_path / "two", tmp_path / "other.db")
    assert files(tmp_path / "two") == files(tmp_path / "one")


@pytest.mark.services
def test_a_store_moves_to_postgresql_and_back(history, tmp_path, postgres):
    api.export_history(tmp_path / "one", history)
    assert api.import_history(tmp_path / "one", postgres) == (4, 0)
    assert snapshots(postgres) == snapshots(history)
    api.export_history(tmp_path / "two", postgres)
    assert files(tmp_path / "two") == files(tmp_path / "one")


@pytest.mark.services
def test_publishing_to_postgresql_is_publishing_to_sqlite(business, store, tmp_path, postgres):
    cheaper = SUBSCRIPTIONS.replace("2026-01-10,,50,2", "2026-01-10,,45.3,2")
    for place in (str(store), postgres):

        def publish(place=place, **asked):
            return api.snapshot(tmp_path / "data", "2026-06", today=date(2026, 8, 2), store=place, **asked)

        business()
        assert [result.status for result in publish(last=3).results] == ["published"] * 3
        assert publish().results[0].status == "unchanged"
        business(subscriptions__csv=cheaper)
        assert publish().results[0].status == "refused"
        assert publish(restate="typo").results[0].version == 2
    assert snapshots(postgres) == snapshots(store)
    assert api.history(postgres, metrics=["mrr"]).lines == api.history(store, metrics=["mrr"]).lines


def test_a_server_that_is_not_there_is_said_without_the_password(tmp_path, business):
    where = "postgresql://ann:secret@127.0.0.1:1/nothing"
    with pytest.raises(StoreError, match=r"ann:\*\*\*@127.0.0.1:1/nothing cannot be used as a store") as caught:
        api.snapshot(business(), "2026-06", today=date(2026, 8, 2), store=where)
    assert "secret" not in str(caught.value)


def test_what_is_there_already_is_left_alone(history, tmp_path):
    api.export_history(tmp_path / "one", history)
    before = history.read_bytes()
    assert api.import_history(tmp_path / "one", history) == (0, 4)
    assert history.read_bytes() == before


def test_other_figures_are_not_imported(history, tmp_path, publish):
    api.export_history(tmp_path / "one", history)
    figures = tmp_path / "one" / "figures.csv"
    figures.write_text(figures.read_text(encoding="utf-8").replace(",270.0,ok", ",271.0,ok"), encoding="utf-8")
    seal_again(tmp_path / "one")
    before = history.read_bytes()
    with pytest.raises(StoreError, match="has 2026-06 version 1 with other figures"):
        api.import_history(tmp_path / "one", history)
    assert history.read_bytes() == before


def seal_again(folder):
    """As one would who alters an export and its sums."""
    (folder / MANIFEST).unlink(missing_ok=True)
    seal_folder(folder)


def refused(folder, target):
    """What an import says that is refused; nothing may have been touched."""
    before = target.read_bytes() if target.exists() else None
    with pytest.raises(StoreError) as caught:
        api.import_history(folder, target)
    assert (target.read_bytes() if target.exists() else None) == before
    assert not target.with_name(target.name + "-journal").exists()
    return str(caught.value)


@pytest.fixture
def export(history, tmp_path):
    api.export_history(tmp_path / "one", history)
    return tmp_path / "one"


def test_the_manifest_says_what_every_file_is(export):
    said = json.loads((export / MANIFEST).read_text(encoding="utf-8"))
    assert set(said["files"]) == set(files(export)) - {MANIFEST}
    for name, seal in said["files"].items():
        content = (export / name).read_bytes()
        assert seal["sha256"] == hashlib.sha256(content).hexdigest()
        if name.endswith(".csv"):
            assert seal["rows"] == len(list(csv.DictReader(io.StringIO(content.decode(), newline=""))))
        else:
            assert seal["rows"] == pq.read_table(io.BytesIO(content)).num_rows


def flip(path, at):
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def drop_line(path, chance):
    lines = path.read_bytes().split(b"\n")
    del lines[chance.randrange(len(lines) - 1)]
    path.write_bytes(b"\n".join(lines))


HARMS = {
    "a byte": lambda path, chance: flip(path, chance.randrange(path.stat().st_size)),
    "cut": lambda path, chance: path.write_bytes(path.read_bytes()[: chance.randrange(path.stat().st_size)]),
    "more": lambda path, _: path.write_bytes(path.read_bytes() + b"\n"),
    "a row": drop_line,
    "gone": lambda path, _: path.unlink(),
    "renamed": lambda path, _: path.rename(path.with_name("renamed" + path.suffix)),
    "empty": lambda path, _: path.write_bytes(b""),
    "a folder": lambda path, _: (path.unlink(), path.mkdir()),
    "a pipe": lambda path, _: (path.unlink(), os.mkfifo(path)),
}


@pytest.mark.parametrize("harm", list(HARMS))
def test_an_export_that_was_altered_is_refused(export, tmp_path, harm):
    chance = random.Random(harm)  # noqa: S311
    kept = tmp_path / "kept"
    export.rename(kept)
    for name in sorted(files(kept)):
        for _ in range(tries(6) if harm in ("a byte", "cut", "a row") else 1):
            shutil.copytree(kept, export)
            HARMS[harm](export / name, chance)
            said = refused(export, tmp_path / "new.db")
            assert Path(name).name in said or "newer csmetrics" in said
            assert not (tmp_path / "new.db").exists()
            shutil.rmtree(export)


def test_files_that_are_swapped_or_added_are_named(export, tmp_path):
    one, two = sorted((export / "contents").iterdir())[:2]
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)
    assert f"contents/{one.name} is not what was exported" in refused(export, tmp_path / "new.db")
    one.write_bytes(first)
    two.write_bytes(second)
    for added in ("notes.txt", "contents/notes.txt", ".hidden"):
        (export / added).write_text("x")
        assert f"{added} was not exported. Take it out" in refused(export, tmp_path / "new.db")
        (export / added).unlink()
    assert api.import_history(export, tmp_path / "new.db") == (4, 0)


def test_an_export_without_sums_is_refused_with_the_way_out(export, tmp_path):
    (export / MANIFEST).write_text(json.dumps({"form": 1}) + "\n", encoding="utf-8")
    said = refused(export, tmp_path / "new.db")
    assert "exported by an older csmetrics" in said
    assert "csmetrics history --store STORE --export FOLDER" in said
    (export / MANIFEST).write_text(json.dumps({"form": 3}), encoding="utf-8")
    assert "exported by a newer csmetrics" in refused(export, tmp_path / "new.db")


@pytest.mark.parametrize("what", ["nowhere", "empty", "file", "pipe"])
def test_what_is_no_export_is_refused(tmp_path, what):
    place = tmp_path / what
    if what == "empty":
        place.mkdir()
    elif what == "file":
        place.write_text("x")
    elif what == "pipe":
        os.mkfifo(place)
    assert "is not an export of a store" in refused(place, tmp_path / "new.db")


NASTY = ["", " ", "{", "null", "[]", "{}", "[1]", '{"a": NaN}', "nan", "inf", "1e999", "-1", "0", "1.5", "2026-13-01",
         "20260101", "2026-06", "true", '"x"', "[[[", "ok", "undefined", "x" * 50, "é", "'", '"', "9" * 30]  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_cell_makes_a_store_that_nobody_can_read(export, tmp_path, data):
    """Whoever alters a cell and seals the export again: it is refused, or what it makes can be read and exported."""
    with tempfile.TemporaryDirectory(dir=tmp_path) as place:
        altered = Path(shutil.copytree(export, Path(place) / "altered"))
        path = altered / data.draw(st.sampled_from(["snapshots.csv", "figures.csv", "inputs.csv"]))
        header, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
        for _ in range(data.draw(st.integers(1, 2))):
            row = rows[data.draw(st.integers(0, len(rows) - 1))]
            row[data.draw(st.integers(0, len(header) - 1))] = data.draw(st.sampled_from(NASTY) | st.text(max_size=5))
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows([header, *rows])
        path.write_bytes(text.getvalue().encode(errors="replace"))
        seal_again(altered)
        target = Path(place) / "new.db"
        try:
            api.import_history(altered, target)
        except StoreError as error:
            assert path.name in str(error) or "contents/" in str(error)  # noqa: PT017
            assert not target.exists()
            return
        found = api.history(target)
        for form in FORMATS.keys() - {"pdf"}:
            HISTORY.write(found, form)
        api.export_history(Path(place) / "again", target)
        again, given = files(Path(place) / "again"), files(altered)
        assert {name: content for name, content in again.items() if name in given} == again


@pytest.mark.parametrize(
    ("place", "cell", "said"),
    [
        ("snapshots.csv rules", "{", "rules is no JSON"),
        ("snapshots.csv config", "[]", "config is nothing that csmetrics writes"),
        ("snapshots.csv problems", '[{"file": "x"}]', "row"),
        ("snapshots.csv restatement", '{"causes": 1}', "period"),
        ("snapshots.csv version", "7", "2026-04 version 1, and snapshots.csv has not"),
        ("snapshots.csv published_on", "2026-02-30", "day is out of range"),
        ("figures.csv inputs", '{"a": Infinity}', "inputs holds Infinity"),
        ("figures.csv value", "nan", "figures.csv row 2 (2026-04 version 1): value with status"),
        ("figures.csv status", "fine", "status fine is nothing that csmetrics writes"),
        ("figures.csv position", "5", "position is 5, not 0"),
        ("inputs.csv columns", '{"a": 1}', "columns is nothing that csmetrics writes"),
        ("inputs.csv table_name", "people", "table_name people is nothing that csmetrics writes"),
        ("inputs.csv rows_kept", "f" * 64, "is missing"),
    ],
)
def test_a_bad_cell_is_named(export, tmp_path, place, cell, said):
    file, column = place.split()
    header, *rows = csv.reader(io.StringIO((export / file).read_text(encoding="utf-8"), newline=""))
    rows[0][header.index(column)] = cell
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    (export / file).write_bytes(text.getvalue().encode())
    seal_again(export)
    message = refused(export, tmp_path / "new.db")
    assert said in message
    assert message.endswith("Nothing was imported.")


def test_a_store_with_a_bad_cell_says_which_version(history):
    with sqlite3.connect(history) as connection:
        connection.execute("update csmetrics_snapshots set rules = '{' where period = '2026-05'")
    with pytest.raises(StoreError, match="version 1 of 2026-05 cannot be read"):
        api.history(history)


def test_a_folder_with_something_in_it_is_not_written_to(history, tmp_path):
    with pytest.raises(StoreError, match="is there and not empty"):
        api.export_history(tmp_path, history)


def test_on_the_command_line(history, run_cli, tmp_path):
    done = run_cli(["history", "--store", str(history), "--export", "out"], cwd=tmp_path)
    assert (done.exit_code, done.stdout) == (0, "4 versions written to out.\n")
    done = run_cli(["history", "--store", "new.db", "--import", "out"], cwd=tmp_path)
    assert (done.exit_code, done.stdout) == (0, "4 versions imported, 0 versions there already.\n")
    assert run_cli(["history", "mrr", "--import", "out"], cwd=tmp_path).exit_code == 2
    assert run_cli(["history", "--store", "new.db", "--export", "out"], cwd=tmp_path).exit_code == 1
