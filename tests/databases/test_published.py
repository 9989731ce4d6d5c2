"""What is published from queries: their text and rows are kept, their databases are not, and a change has its cause."""

import json
import sqlite3

import pytest

from databases.conftest import ROWS

pytestmark = pytest.mark.slow

ALL = "select * from subscriptions"
CHEAPER = "select customer_id, start_date, end_date, amount, quantity, plan from subscriptions where plan = 'pro'"


@pytest.fixture
def publish(database, folder, run_cli, tmp_path):
    def run(query, *more):
        tables = f'tables:\n  subscriptions: {{database: "{database.url}", sql: "{query}"}}\n'
        data = folder(csmetrics__yaml=f"as_of: 2026-06-30\n{tables}")
        arguments = ["snapshot", str(data), "--period", "2026-06", "--store", "history.db", "--format", "json", *more]
        return run_cli(arguments, cwd=tmp_path)

    return run


def test_the_query_is_published_and_its_database_is_not(publish, database, tmp_path):
    assert publish(ALL).exit_code == 0
    with sqlite3.connect(tmp_path / "history.db") as store:
        ((text,),) = store.execute("select config from csmetrics_snapshots").fetchall()
        inputs = store.execute("select table_name, file, rows from csmetrics_inputs").fetchall()
    store.close()
    config = json.loads(text)
    assert config["tables"]["subscriptions"]["sql"] == ALL
    assert "database" not in config["tables"]["subscriptions"]
    assert "database" not in config
    assert database.url.partition("://")[2].encode() not in (tmp_path / "history.db").read_bytes()
    assert inputs == [("subscriptions", "query for subscriptions", len(ROWS["subscriptions"]))]


def test_the_same_rows_are_the_same(publish):
    assert publish(ALL).exit_code == 0
    assert json.loads(publish(ALL).stdout)["results"][0]["status"] == "unchanged"


def test_another_query_is_another_configuration(publish):
    assert publish(ALL).exit_code == 0
    refused = publish(CHEAPER)
    assert refused.exit_code == 3
    assert "tables.subscriptions.sql" in refused.stdout
    restated = publish(CHEAPER, "--restate", "only pro counts")
    assert restated.exit_code == 0, restated.output


def test_changed_rows_are_told_row_by_row(publish, database):
    assert publish(ALL).exit_code == 0
    database.run("update subscriptions set amount = 21 where customer_id = 'bert'")
    refused = publish(ALL)
    assert refused.exit_code == 3
    assert "query for subscriptions" in refused.stdout
    assert "tables.subscriptions.sql" not in refused.stdout
