"""PostgreSQL read through ADBC, where its driver is installed: rows come in arrow's types, without a detour."""

from collections.abc import Iterator

import pyarrow as pa

from csmetrics.sources.databases.address import Address
from csmetrics.sources.databases.alchemy import TABLES_OF_POSTGRES, WAIT, bracketed
from csmetrics.sources.databases.arrow_tables import pieces_of
from csmetrics.sources.databases.refusals import unreachable
from csmetrics.sources.urls import POSTGRES

_ONE_STATE = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
_BLOCK = "adbc.postgresql.batch_size_hint_bytes"
_BYTES = 4 << 20  # of rows that are here at a time


class AdbcReader:
    """One transaction that may only read, and sees one state of the database throughout."""

    tables_query = TABLES_OF_POSTGRES

    def __init__(self, address: Address) -> None:
        from adbc_driver_manager import Error  # noqa: PLC0415  # few have it
        from adbc_driver_postgresql import dbapi  # noqa: PLC0415  # as above

        self.errors: tuple[type[Exception], ...] = (Error, pa.ArrowException)
        try:
            self._connection = dbapi.connect(_waiting(address.url))
            with self._connection.cursor() as cursor:
                cursor.execute(_ONE_STATE)
        except Error as error:
            raise unreachable(error, address) from None

    def pieces(self, query: str) -> Iterator[pa.Table]:
        """The rows of a query; the first piece is there even without rows."""
        with self._connection.cursor() as cursor:
            cursor.adbc_statement.set_options(**{_BLOCK: str(_BYTES)})
            cursor.execute(bracketed(query))
            yield from pieces_of(cursor.fetch_record_batch())

    def close(self) -> None:
        """End the transaction and leave."""
        self._connection.close()


def _waiting(url: str) -> str:
    """The URL as libpq reads it, with an end to waiting."""
    plain = url.replace(POSTGRES, "postgresql", 1)
    return plain if "connect_timeout" in plain else f"{plain}{'&' if '?' in plain else '?'}connect_timeout={WAIT}"
