"""What goes wrong with a database is said in words, and no password is ever in them."""

import socket
import threading

import pytest

from csmetrics import api
from csmetrics.errors import DataError
from csmetrics.sources.databases import session
from databases.conftest import ADBC, SERVER, as_csv

SECRET = "Xq7J%40Zk9W"  # noqa: S105  # no message has these signs of itself
QUERIES = {
    "select nope from subscriptions": "nope",
    "select * from nowhere": "nowhere",
    "sellect * from subscriptions": "syntax error",
    "delete from subscriptions": "query",
    "insert into subscriptions (customer_id) values ('x')": "query",
    "drop table subscriptions": "query",
    "select 1; drop table subscriptions": "query",
    "": "no name",
}


def report(run_cli, data, *more):
    return run_cli(["report", str(data), "--period", "2026-06", *more], cwd=data.parent)


@pytest.mark.slow
@pytest.mark.parametrize("query", [query for query in QUERIES if query])
def test_a_query_that_cannot_be_read_is_named(query, database, folder, run_cli):
    data = folder(csmetrics__yaml=f'tables: {{subscriptions: {{database: "{database.url}", sql: "{query}"}}}}')
    result = report(run_cli, data)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("csmetrics: query for subscriptions: ")
    assert "sql under tables: subscriptions in csmetrics.yaml" in result.stderr
    assert QUERIES[query] in result.stderr
    assert len(api.read(database.url).rows("subscriptions")) == 4  # nothing was written


@pytest.mark.services
@pytest.mark.parametrize("how", ["write()", "nextval('numbers')"])
def test_a_query_that_writes_through_a_function_fails(how, make, folder, run_cli):
    database = make("postgresql").fill()
    database.run(
        "create sequence numbers",
        "create function write() returns int language sql as $$ delete from subscriptions returning 1 $$",
    )
    query = f"select *, {how} as more from subscriptions"  # noqa: S608
    data = folder(csmetrics__yaml=f'tables: {{subscriptions: {{database: "{database.url}", sql: "{query}"}}}}')
    result = report(run_cli, data)
    assert result.exit_code == 1
    assert "the query would write, and a query may only read" in result.stderr


@pytest.mark.services
def test_a_time_limit_is_said(make, folder, run_cli):
    database = make("postgresql").fill()
    url = f"{database.url}?options=-c%20statement_timeout%3D200"
    query = "select *, pg_sleep(5)::text as slept from subscriptions"
    data = folder(csmetrics__yaml=f'tables: {{subscriptions: {{database: "{url}", sql: "{query}"}}}}')
    result = report(run_cli, data)
    assert result.exit_code == 1
    assert "query for subscriptions: the query took too long" in result.stderr


@pytest.mark.parametrize("place", ["$CSM_NOWHERE", "${CSM_NOWHERE}", "postgresql://ann:$CSM_NOWHERE@127.0.0.1:1/crm"])
def test_an_unknown_variable_is_named(place, folder, run_cli):
    data = folder(csmetrics__yaml=f'database: "{place}"\ntables: {{subscriptions: {{sql: select 1}}}}')
    result = report(run_cli, data)
    assert result.exit_code == 1
    assert "there is no $CSM_NOWHERE in the environment" in result.stderr


def test_a_query_without_a_database_says_what_to_write(folder, run_cli):
    result = report(run_cli, folder(csmetrics__yaml="tables: {subscriptions: {sql: select 1}}"))
    assert result.exit_code == 1
    assert "Write database: $CSMETRICS_DATABASE" in result.stderr


PLACES = [
    "postgresql://ann:{}@127.0.0.1:1/crm",
    "postgres://ann:{}@127.0.0.1:1/crm",
    "postgresql://ann:{}@127.0.0.1:port/crm",
    "postgresql://ann:{}@127.0.0.1:99999999/crm",
    "postgresql://ann:{}@127.0.0.1:1/crm?sslmode=nonsense",
    "postgresql://127.0.0.1:1/crm?user=ann&password={}",
    "postgresql:/ann:{}@127.0.0.1",
    "mysql://ann:{}@127.0.0.1/crm",
    "sqlite://ann:{}@h/nowhere.db",
    "host=127.0.0.1 port=1 user=ann password={} dbname=crm",
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("command", ["report", "trend", "check", "snapshot", "customers"])
def test_no_password_is_shown(place, command, folder, run_cli, monkeypatch):
    monkeypatch.setenv("CSM_SECRET", place.format(SECRET))
    monkeypatch.setenv("PGPASSWORD", "Qq8Zz9Ww")
    url = place.format(SECRET)
    by_config = folder(csmetrics__yaml=f'database: "{url}"\ntables: {{subscriptions: {{sql: select 1}}}}')
    for data in (url, "$CSM_SECRET", str(by_config)):
        result = run_cli([command, data], cwd=by_config.parent)
        assert result.exit_code == 1, result.output
        assert "Xq7J" not in result.output
        assert "Zk9W" not in result.output
        assert "Qq8Z" not in result.output
    assert [path.name for path in by_config.parent.iterdir()] == ["data"]


@pytest.mark.services
def test_a_password_of_the_environment_opens_and_is_kept_nowhere(make, run_cli, tmp_path, monkeypatch):
    database = make("postgresql").fill()
    monkeypatch.setenv("CSM_SECRET", SECRET)
    url = database.url.replace("postgres@", "postgres:$CSM_SECRET@")  # the server trusts whoever comes
    result = run_cli(["snapshot", url, "--period", "2026-06", "--store", "history.db"], cwd=tmp_path)
    assert result.exit_code == 0, result.output
    assert b"Xq7J" not in (tmp_path / "history.db").read_bytes()
    assert "CSM_SECRET" not in result.output


def test_where_nothing_of_ours_is_what_there_is_is_said(empty, run_cli, tmp_path):
    empty.run("create table billing (x integer)")
    result = run_cli(["report", empty.url], cwd=tmp_path)
    assert result.exit_code == 1
    assert "No known table in " in result.stderr
    assert "It holds billing." in result.stderr


def test_a_file_that_is_not_there_is_made_by_nobody(run_cli, tmp_path):
    for kind in ("sqlite", "duckdb"):
        result = run_cli(["report", f"{kind}:///gone.db"], cwd=tmp_path)
        assert (result.exit_code, list(tmp_path.iterdir())) == (1, [])
        assert "cannot be reached: there is no such file" in result.stderr


def test_the_output_is_never_the_database(database, run_cli, tmp_path):
    if database.kind not in ("sqlite", "duckdb"):
        return
    path = database.url.partition(":///")[2]
    for data in (path, database.url):
        result = run_cli(["report", data, "--output", path, "--format", "json"], cwd=tmp_path)
        assert (result.exit_code, "Name another file" in result.stderr) == (1, True), result.output


@pytest.mark.services
def test_a_column_that_cannot_be_read_stops_only_who_needs_it(make, folder, run_cli):
    database = make("postgresql").fill()
    database.run("alter table customers add tags text[]")
    assert api.read(database.url)
    database.run("alter table subscriptions add since time", "alter table subscriptions drop start_date")
    database.run("update subscriptions set since = '10:00'")
    tables = "tables: {subscriptions: {sql: select * from subscriptions, columns: {start_date: since}}}"
    data = folder(csmetrics__yaml=f'database: "{database.url}"\n{tables}')
    result = report(run_cli, data)
    assert "query for subscriptions, since: the column since holds time" in result.stderr


@pytest.mark.parametrize("kind", [SERVER, ADBC, "sqlite"])
def test_what_is_written_between_two_queries_is_in_none(kind, make, monkeypatch):
    database = make(kind).fill()
    insert = "insert into surveys values ('dora', 'nps', 8, '2026-06-09', null)"
    asked, kept = [], session.keep

    def keep(pieces, path):
        kept(pieces, path)
        if not asked:
            writing = threading.Thread(target=database.run, args=(insert,))
            writing.start()
            writing.join(1 if kind == "sqlite" else 60)  # SQLite lets nobody write until all is read
            asked.append(writing)

    monkeypatch.setattr(session, "keep", keep)
    assert api.read(database.url).table("surveys").source.rows == 3
    asked[0].join()
    assert api.read(database.url).table("surveys").source.rows == 4


@pytest.mark.slow
def test_files_and_queries_stand_side_by_side(database, folder, run_cli):
    data = folder(
        **{**as_csv(), "csmetrics__yaml": f'tables: {{surveys: {{database: "{database.url}", sql: select 1 as x}}}}'}
    )
    with pytest.raises(DataError, match="query for surveys"):
        api.read(data)


def test_a_server_that_never_answers_is_left(folder, run_cli):
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        url = f"postgresql://ann@127.0.0.1:{deaf.getsockname()[1]}/crm?connect_timeout=2"
        data = folder(csmetrics__yaml=f'database: "{url}"\ntables: {{subscriptions: {{sql: select 1}}}}')
        result = report(run_cli, data)
    assert result.exit_code == 1
    assert "cannot be reached" in result.stderr
