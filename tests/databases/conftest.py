"""A small business in a database of each kind, and as the CSV files that it could have been."""

import csv
import io
import os
import sqlite3
import uuid
from importlib.util import find_spec

import duckdb
import pytest
import sqlalchemy as sql

from conftest import lacking
from csmetrics.sources.databases import session

POSTGRES = os.environ.get("CSMETRICS_TEST_POSTGRES", "")
SERVER, ADBC = (pytest.param(kind, marks=pytest.mark.services) for kind in ("postgresql", "adbc"))
KINDS = ["sqlite", "duckdb", SERVER, ADBC]

# Our column, and its type in a database that has types.
COLUMNS = {
    "customers": {"customer_id": "text", "name": "text", "country": "text", "created_at": "date"},
    "subscriptions": {
        "customer_id": "text", "start_date": "date", "end_date": "date", "amount": "numeric(12, 2)",
        "quantity": "integer", "plan": "text", "canceled_at": "date",
    },
    "surveys": {
        "customer_id": "text", "survey": "text", "score": "integer", "responded_at": "timestamp", "comment": "text",
    },
}  # fmt: skip
ROWS = {
    "customers": [
        ("anna", "Anna's, Ltd", "DE", "2026-01-01"), ("bert", 'Bert "& Co"', "US", "2026-01-01"),
        ("cleo", "Cleo", None, "2026-02-20"), ("dora", "Döra", "US", "2026-06-01"),
    ],
    "subscriptions": [
        ("anna", "2026-01-05", None, "100.10", 1, "pro", None),
        ("bert", "2026-01-10", None, "19.99", 3, "basic", None),
        ("cleo", "2026-03-01", "2026-06-20", "80.00", 1, "pro", None),
        ("dora", "2026-06-03", None, "30.01", 1, "basic", None),
    ],
    "surveys": [
        ("anna", "nps", 9, "2026-06-03 10:00:00", "Fine"), ("bert", "nps", 6, "2026-06-05 23:59:59", None),
        ("cleo", "nps", None, "2026-06-09 00:00:00", None),
    ],
}  # fmt: skip


class Made:
    """A database of one kind: how DATA names it, and a way to change it."""

    def __init__(self, kind, url):
        self.kind, self.url = kind, url

    def run(self, *statements):
        if self.kind == "sqlite":
            with sqlite3.connect(self.url.removeprefix("sqlite:///")) as connection:
                for statement in statements:
                    connection.execute(statement)
            connection.close()
        elif self.kind == "duckdb":
            with duckdb.connect(self.url.removeprefix("duckdb:///")) as connection:
                for statement in statements:
                    connection.execute(statement)
        else:
            engine = sql.create_engine(self.url.replace("postgresql://", "postgresql+psycopg://"))
            with engine.begin() as connection:
                for statement in statements:
                    connection.exec_driver_sql(statement, execution_options={"no_parameters": True})
            engine.dispose()

    def fill(self, rows=ROWS, columns=COLUMNS):
        for table, listed in rows.items():
            types = ", ".join(f"{name} {kind}" for name, kind in columns[table].items())
            self.run(f"create table {table} ({types})")
            values = ", ".join(f"({', '.join(map(literal, row))})" for row in listed)
            if listed:
                self.run(f"insert into {table} values {values}")  # noqa: S608
        return self


def literal(value):
    return "null" if value is None else str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


@pytest.fixture
def new_postgres():
    """A function that makes a new database and returns its URL; they are dropped afterwards."""
    if not POSTGRES:
        lacking("no PostgreSQL server: CSMETRICS_TEST_POSTGRES names none")
    server = sql.create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    made = []

    def make():
        made.append(f"csmetrics_{uuid.uuid4().hex}")
        with server.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {made[-1]}")
        url = sql.make_url(POSTGRES).set(database=made[-1], drivername="postgresql")
        return url.render_as_string(hide_password=False)

    yield make
    with server.connect() as connection:
        for name in made:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    server.dispose()


@pytest.fixture
def make(tmp_path, request, monkeypatch):
    """A function that makes an empty database of a kind. ADBC and psycopg read the same server."""

    def making(kind):
        if kind in ("sqlite", "duckdb"):
            return Made(kind, f"{kind}:///{tmp_path / 'crm'}{'.db' if kind == 'sqlite' else '.duckdb'}")
        if kind == "adbc" and not find_spec("adbc_driver_postgresql"):
            lacking("adbc-driver-postgresql is not installed")
        if kind == "postgresql":
            monkeypatch.setattr(session, "find_spec", lambda _: None)
        return Made(kind, request.getfixturevalue("new_postgres")())

    return making


@pytest.fixture(params=KINDS)
def empty(request, make):
    """An empty database of each kind."""
    return make(request.param)


@pytest.fixture
def database(empty):
    """The business in a database of each kind."""
    return empty.fill()


def as_csv(rows=ROWS, columns=COLUMNS):
    """The same as files, by name as the fixture `folder` takes them."""
    files = {}
    for table, listed in rows.items():
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns[table])
        writer.writerows(["" if cell is None else cell for cell in row] for row in listed)
        files[f"{table}__csv"] = text.getvalue()
    return files
