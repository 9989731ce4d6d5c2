"""A store as a folder, and back."""

import os
import uuid
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sql

from csmetrics import api
from csmetrics.errors import StoreError
from csmetrics.snapshots.records import read_snapshots
from csmetrics.snapshots.store import Store
from snapshots.conftest import SUBSCRIPTIONS

POSTGRES = os.environ.get("CSMETRICS_TEST_POSTGRES", "")


@pytest.fixture
def postgres():
    """The URL of a new database, dropped afterwards."""
    if not POSTGRES:
        pytest.skip("no PostgreSQL server: CSMETRICS_TEST_POSTGRES names none")
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


def test_a_store_moves_to_postgresql_and_back(history, tmp_path, postgres):
    api.export_history(tmp_path / "one", history)
    assert api.import_history(tmp_path / "one", postgres) == (4, 0)
    assert snapshots(postgres) == snapshots(history)
    api.export_history(tmp_path / "two", postgres)
    assert files(tmp_path / "two") == files(tmp_path / "one")


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
    before = history.read_bytes()
    with pytest.raises(StoreError, match="has 2026-06 version 1 with other figures"):
        api.import_history(tmp_path / "one", history)
    assert history.read_bytes() == before


@pytest.mark.parametrize("harm", ["manifest", "content", "missing", "cell"])
def test_a_damaged_export_is_refused(history, tmp_path, harm):
    folder = tmp_path / "one"
    api.export_history(folder, history)
    content = next((folder / "contents").iterdir())
    if harm == "manifest":
        (folder / "csmetrics-store.json").unlink()
    elif harm == "content":
        content.write_bytes(content.read_bytes()[:-1])
    elif harm == "missing":
        content.unlink()
    else:
        path = folder / "snapshots.csv"
        path.write_text(path.read_text(encoding="utf-8").replace("2026-06,1,", "2026-06,one,"), encoding="utf-8")
    with pytest.raises(StoreError, match=r"is damaged|is no export of a store"):
        api.import_history(folder, tmp_path / "new.db")
    assert not (tmp_path / "new.db").exists()


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
