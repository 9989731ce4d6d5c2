"""A store under stress: two runs at once, killed runs, full disks, damaged files."""

import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import date

import pytest
import sqlalchemy as sql

from conftest import ACME, tries
from csmetrics import api
from csmetrics.errors import StoreError
from csmetrics.published import publish as publishing
from csmetrics.published.store import Store
from csmetrics.published.store_rows import read_snapshots
from published.conftest import JUNE, SUBSCRIPTIONS
from published.test_transport import postgres  # noqa: F401  # a fixture

PUBLISH = """
import sys
from datetime import date
from csmetrics import api
from csmetrics.errors import CsmetricsError
try:
    outcome = api.snapshot(sys.argv[1], sys.argv[2], store=sys.argv[3], last=int(sys.argv[4]), today=date(2026, 10, 2))
    print(outcome.results[-1].status)
except CsmetricsError as error:
    print(type(error).__name__, error)
    sys.exit(1)
"""


def start(data, period, store, last=1, **options):
    command = [sys.executable, "-c", PUBLISH, str(data), period, str(store), str(last)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


def published(place):
    with Store(str(place)).reading() as connection:
        return [] if connection is None else [(s.period.name, s.version) for s in read_snapshots(connection)]


def at_once(folders, place):
    """What becomes of several runs that start at the same moment."""
    runs = [start(folder, JUNE, place) for folder in folders]
    return sorted(run.communicate()[0].strip() for run in runs)


def test_of_two_runs_at_once_one_publishes(business, store):
    assert at_once([business()] * 3, store) == ["published", "unchanged", "unchanged"]
    assert published(store) == [(JUNE, 1)]


def test_of_two_runs_with_different_data_one_is_refused(business, store, tmp_path):
    other = shutil.copytree(business(), tmp_path / "other")
    (other / "subscriptions.csv").write_text(SUBSCRIPTIONS.replace(",,50,2", ",,45,2"), encoding="utf-8")
    assert at_once([business(), other], store) == ["published", "refused"]
    assert published(store) == [(JUNE, 1)]


@pytest.mark.services
def test_of_two_runs_at_once_one_publishes_to_postgresql(business, postgres):  # noqa: F811
    assert at_once([business()] * 2, postgres) == ["published", "unchanged"]
    assert published(postgres) == [(JUNE, 1)]


def test_a_killed_run_leaves_all_or_nothing(store):
    """Killed at any moment, from the first import to the last byte."""
    chance = random.Random(7)  # noqa: S311
    whole = time.perf_counter()
    assert start(ACME, "2026-09", store, 6).communicate()[0].strip() == "published"
    whole = time.perf_counter() - whole
    complete = published(store)
    for _ in range(tries(5)):
        store.unlink(missing_ok=True)
        run = start(ACME, "2026-09", store, 6)
        time.sleep(whole * chance.uniform(0.5, 1.0))
        run.send_signal(signal.SIGKILL)
        run.communicate()
        assert published(store) in ([], complete)
        if store.exists():
            with sqlite3.connect(store) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert start(ACME, "2026-09", store, 6).communicate()[0].strip() in ("published", "unchanged")
    assert published(store) == complete


def test_a_run_that_is_killed_while_it_writes_leaves_nothing(business, store):
    before = start(business(), "2026-05", store)
    before.communicate()
    code = PUBLISH.replace(
        "from datetime import date\n",
        "from datetime import date\nimport os, signal\nfrom csmetrics.published import publish\n"
        "write = publish.write_snapshot\n"
        "publish.write_snapshot = lambda *a: (write(*a), os.kill(os.getpid(), signal.SIGKILL))\n",
        1,
    )
    done = subprocess.run([sys.executable, "-c", code, str(business()), JUNE, str(store), "1"], check=False)
    assert done.returncode == -signal.SIGKILL
    assert published(store) == [("2026-05", 1)]
    assert start(business(), JUNE, store).communicate()[0].strip() == "published"


def test_a_full_disk_is_said_and_the_store_stays_whole(store):
    start(ACME, "2026-06", store).communicate()
    before = store.read_bytes()

    def almost_full():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 4096, len(before) + 4096))

    # Coverage would have to write its own file.
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    run = start(ACME, "2026-09", store, 6, preexec_fn=almost_full, env=unmeasured)
    said, problems = run.communicate()
    assert run.returncode == 1
    assert "StoreError" in said
    assert "the disk" in said
    assert problems == ""
    assert published(store) == [("2026-06", 1)]
    assert start(ACME, "2026-09", store, 6).communicate()[0].strip() == "published"


def test_a_store_that_may_not_be_written_is_said(publish, store, monkeypatch):
    publish()
    before = store.read_bytes()
    monkeypatch.setattr("os.access", lambda *_: False)  # as for anybody but root, who may write everything
    with pytest.raises(StoreError, match="cannot be written: you lack the permission"):
        publish("2026-07")
    assert publish().results[0].status == "unchanged"  # reading is enough to see that
    assert store.read_bytes() == before


def test_a_store_of_a_newer_version_is_refused(publish, store):
    publish()
    with sqlite3.connect(store) as connection:
        connection.execute("update csmetrics_store set value = '3' where name = 'version'")
    before = store.read_bytes()
    for work in (publish, lambda: api.history(store)):
        with pytest.raises(StoreError, match=r"newer csmetrics .* Nothing was changed"):
            work()
    assert store.read_bytes() == before


def test_a_store_that_does_not_say_its_form_is_damaged(publish, store):
    publish()
    with sqlite3.connect(store) as connection:
        connection.execute("delete from csmetrics_store")
    with pytest.raises(StoreError, match="is damaged"):
        publish()


@pytest.mark.parametrize("harm", ["garbage", "cut", "pages", "content"])
def test_a_damaged_store_is_said_and_not_overwritten(publish, store, harm):
    publish(last=3)
    content = bytearray(store.read_bytes())
    if harm == "garbage":
        content = bytearray(b"not a store at all, but long enough to be one" * 100)
    elif harm == "cut":
        content = content[: len(content) // 2]
    elif harm == "pages":
        content[4096:20480] = os.urandom(16384)
    if harm == "content":
        with sqlite3.connect(store) as connection:
            connection.execute("update csmetrics_contents set content = x'00'")
    else:
        store.write_bytes(content)
    before = store.read_bytes()
    with pytest.raises(StoreError, match="damaged"):
        publish(subscriptions__csv=SUBSCRIPTIONS.replace(",,50,2", ",,45,2"))
    assert store.read_bytes() == before


def test_another_programs_file_is_left_alone(publish, store):
    with sqlite3.connect(store) as connection:
        connection.execute("create table theirs (id integer)")
    before = store.read_bytes()
    with pytest.raises(StoreError, match="another program's SQLite file"):
        publish()
    assert store.read_bytes() == before


@pytest.mark.services
def test_a_lost_connection_publishes_nothing(business, postgres, monkeypatch):  # noqa: F811
    write = publishing.write_snapshot

    def lose(connection, snapshot):
        write(connection, snapshot)
        other = sql.create_engine(postgres)
        with other.connect() as killer:
            mine = connection.exec_driver_sql("select pg_backend_pid()").scalar_one()
            killer.exec_driver_sql(f"select pg_terminate_backend({mine})")
        other.dispose()
        connection.exec_driver_sql("select 1")

    monkeypatch.setattr(publishing, "write_snapshot", lose)
    with pytest.raises(StoreError, match=r"was lost\. Nothing was published"):
        api.snapshot(business(), JUNE, today=date(2026, 8, 2), store=postgres)
    monkeypatch.setattr(publishing, "write_snapshot", write)
    assert published(postgres) == []
    outcome = api.snapshot(business(), JUNE, today=date(2026, 8, 2), store=postgres)
    assert outcome.results[0].status == "published"


def test_a_thousand_periods(folder, store):
    starts = ("1940-01-15", "1950-01-15", "1960-01-15", "1969-01-15", "1990-01-15", "2010-01-15", "2026-08-15")
    rows = "".join(f"c{n},{start},5\n" for n, start in enumerate(starts))
    data = folder(subscriptions__csv=f"customer_id,start_date,amount\n{rows}")
    outcome = api.snapshot(data, "2026-08", today=date(2026, 10, 2), store=store, last=1000)
    assert len(outcome.results) == 1000
    assert len(api.history(store, metrics=["mrr"]).current) == 1000
    again = api.snapshot(data, "2026-08", today=date(2026, 10, 2), store=store, last=3)
    assert [result.status for result in again.results] == ["unchanged"] * 3
