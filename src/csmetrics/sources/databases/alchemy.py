"""Databases read through SQLAlchemy: rows in blocks, of which no more than one is here at a time."""

import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pyarrow as pa
import sqlalchemy as sql
from sqlalchemy.pool import NullPool

from csmetrics.sources.databases.address import Address
from csmetrics.sources.databases.arrow_tables import from_values, table_of
from csmetrics.sources.databases.refusals import OnlyReadingError, unreachable

WAIT = 30  # seconds to be let in, or for another program to finish its writing
ROWS = 1 << 14  # that are here at once as Python's own values
TABLES_OF_POSTGRES = (
    "SELECT table_name FROM information_schema.tables WHERE table_schema = ANY(current_schemas(false)) ORDER BY 1"
)
_OF_SQLITE = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY 1"


class AlchemyReader:
    """One transaction that may only read, and sees one state of the database throughout."""

    errors = (sql.exc.SQLAlchemyError,)

    def __init__(self, address: Address) -> None:
        self._is_file = address.file is not None
        self.tables_query = _OF_SQLITE if self._is_file else TABLES_OF_POSTGRES
        self._engine = _sqlite(address) if self._is_file else _postgres(address)
        try:
            self._connection = self._engine.connect()
            if not self._is_file:
                self._connection = self._connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
        except sql.exc.SQLAlchemyError as error:
            self._engine.dispose()
            raise unreachable(error, address) from None

    def pieces(self, query: str) -> Iterator[pa.Table]:
        """The rows of a query; the first piece is there even without rows."""
        options = {"no_parameters": True, "yield_per": ROWS}
        result = self._connection.exec_driver_sql(self._asked(query), execution_options=options)
        if not result.returns_rows:
            raise OnlyReadingError
        names, any_rows = list(result.keys()), False
        for rows in result.partitions(ROWS):
            any_rows = True
            yield table_of(names, list(zip(*rows, strict=True)), from_values)
        if not any_rows:
            yield table_of(names, [()] * len(names), from_values)

    def close(self) -> None:
        """End the transaction and leave."""
        self._connection.close()
        self._engine.dispose()

    def _asked(self, query: str) -> str:
        """PostgreSQL would run what stands behind a semicolon; within brackets there can be but one query."""
        return query if self._is_file else bracketed(query)


def bracketed(query: str) -> str:
    """A query within another, where nothing but a query can stand."""
    return f"SELECT * FROM (\n{query.strip().rstrip(';')}\n) AS rows_of_the_query"  # noqa: S608  # it is the user's own


def _postgres(address: Address) -> sql.Engine:
    arguments = {} if "connect_timeout" in address.url else {"connect_timeout": WAIT}
    return sql.create_engine(address.url, poolclass=NullPool, connect_args=arguments)


def _sqlite(address: Address) -> sql.Engine:
    """A file opened for reading alone; what has been read once stays as it is until the end."""
    path = quote(os.fsencode(address.file.absolute())) if address.file else ""
    url = sql.URL.create("sqlite", database=f"file:{path}", query={"mode": "ro", "uri": "true"})
    engine = sql.create_engine(url, poolclass=NullPool, connect_args={"timeout": WAIT})

    @sql.event.listens_for(engine, "connect")
    def _by_hand(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself

    @sql.event.listens_for(engine, "begin")
    def _begin(connection: sql.Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine
