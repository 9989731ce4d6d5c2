"""What a database holds gives the figures that the same rows give as CSV, to the byte."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from conftest import tries
from csmetrics import api
from databases.conftest import COLUMNS, KINDS, as_csv

pytestmark = pytest.mark.slow

COMMANDS = {
    "report": ["DATA", "--period", "2026-06", "--by", "country"],
    "trend": ["DATA", "--period", "2026-06"],
    "cohorts": ["DATA"],
    "customers": ["DATA", "--period", "2026-06"],
    "explain": ["customer_churn_rate", "DATA", "--period", "2026-06"],
    "feedback": ["DATA", "--period", "2026-06"],
    "check": ["DATA"],
}


def said(run_cli, tmp_path, command, data, *more):
    arguments = [data if each == "DATA" else each for each in COMMANDS[command]]
    result = run_cli([command, *arguments, "--format", "json", *more], cwd=tmp_path)
    assert result.exit_code == 0, result.output
    return result.stdout


def with_names(text):
    for table in COLUMNS:
        text = text.replace(f"query for {table}", f"{table}.csv")
    return text


def without_sources(text):
    return {name: value for name, value in json.loads(text).items() if name not in ("sources", "rules")}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_url_gives_what_the_files_give(command, database, folder, run_cli, tmp_path):
    files = said(run_cli, tmp_path, command, str(folder(**as_csv())))
    assert with_names(said(run_cli, tmp_path, command, database.url)) == files


def test_so_do_queries_of_other_tables(empty, folder, run_cli, tmp_path, monkeypatch):
    empty.fill()
    empty.run("alter table subscriptions rename to billing", "alter table surveys rename to answers_of_all")
    monkeypatch.setenv("CRM", empty.url)
    config = """\
    database: $CRM
    tables:
      subscriptions: {sql: select * from billing}
      surveys:
        sql: |
          select customer_id as who, survey, score, responded_at, comment
          from answers_of_all;
        columns: {customer_id: who}
    """
    files = as_csv()
    expected = said(run_cli, tmp_path, "report", str(folder(**files)))
    (tmp_path / "data" / "subscriptions.csv").unlink()
    (tmp_path / "data" / "surveys.csv").unlink()
    data = folder(csmetrics__yaml=config)
    found = said(run_cli, tmp_path, "report", str(data))
    assert without_sources(with_names(found)) == without_sources(expected)
    assert {each["file"] for each in json.loads(found)["sources"]} == {
        "customers.csv", "query for subscriptions", "query for surveys",
    }  # fmt: skip


def test_a_view_is_as_good_as_a_table(empty, folder, run_cli, tmp_path):
    empty.fill()
    empty.run("alter table subscriptions rename to kept", "create view subscriptions as select * from kept")
    files = said(run_cli, tmp_path, "report", str(folder(**as_csv())))
    assert with_names(said(run_cli, tmp_path, "report", empty.url)) == files


@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
def test_the_file_of_a_database_is_data(kind, make, folder, run_cli, tmp_path):
    database = make(kind).fill()
    files = said(run_cli, tmp_path, "report", str(folder(**as_csv())))
    path = database.url.partition(":///")[2]
    assert with_names(said(run_cli, tmp_path, "report", path)) == files


def test_rows_are_read_block_by_block_where_there_are_many(database, folder, run_cli, tmp_path):
    few = tmp_path / "few.yaml"
    few.write_text("memory_share: 0.0000000001\n")
    files = said(run_cli, tmp_path, "report", str(folder(**as_csv())))
    assert with_names(said(run_cli, tmp_path, "report", database.url, "--config", str(few))) == files


@pytest.fixture
def made():
    """The databases that all examples share."""
    return {}


def told(report):
    return [(each.metric, each.segment, each.value, each.status, each.interval, each.n) for each in report.figures]


AMOUNTS = st.decimals(min_value=0, max_value=10**7, places=2)
SPELLS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "00042", "ü x", "it's"]),
        st.dates(date(2024, 1, 1), date(2026, 9, 1)),
        st.one_of(st.none(), st.integers(1, 900)),
        AMOUNTS,
    ),
    min_size=1,
    max_size=20,
    unique_by=lambda row: (row[0], row[1]),
)


@pytest.mark.parametrize("kind", KINDS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=tries(10), phases=[Phase.generate])
@given(spells=SPELLS)
def test_any_business_has_the_same_figures(kind, spells, make, made, tmp_path_factory):
    columns = {"subscriptions": {"customer_id": "text", "start_date": "date", "end_date": "date", "amount": "numeric"}}
    rows = [
        (who, str(start), end and str(date.fromordinal(start.toordinal() + end)), str(amount))
        for who, start, end, amount in spells
    ]
    made.setdefault(kind, None)
    database = made[kind] = made[kind] or make(kind)
    database.run("drop table if exists subscriptions")
    database.fill({"subscriptions": rows}, columns)
    folder = tmp_path_factory.mktemp("data")
    for name, text in as_csv({"subscriptions": rows}, columns).items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    one, other = (api.read(each).until("2026-08-31") for each in (folder, database.url))
    assert [(s.rows, s.used, s.first_day, s.last_day) for s in one.sources] == [
        (s.rows, s.used, s.first_day, s.last_day) for s in other.sources
    ]
    asked = {"today": date(2026, 10, 5), "period": "2026-08"}
    assert told(api.report(one, **asked)) == told(api.report(other, **asked))
    assert other.rows("subscriptions")["amount"].sum() == sum(int(Decimal(amount) * 10**6) for *_, amount in rows)


def test_nothing_is_left_behind(database, tmp_path, monkeypatch, run_cli):
    kept = tmp_path / "temporary"
    kept.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(kept))
    assert said(run_cli, tmp_path, "report", database.url)
    assert list(kept.iterdir()) == []
