"""DuckDB's files: read in arrow's types as they are. Opened for reading alone, no program can write them meanwhile."""

from collections.abc import Iterator
from typing import Any

import duckdb
import pyarrow as pa

from csmetrics.sources.databases.address import Address
from csmetrics.sources.databases.arrow_tables import pieces_of
from csmetrics.sources.databases.refusals import OnlyReadingError, unreachable

ROWS = 1 << 16


class DuckReader:
    """A file that stays as it is as long as it is open."""

    errors = (duckdb.Error,)
    tables_query = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY 1"

    def __init__(self, address: Address) -> None:
        no_variables: dict[str, Any] = {
            "python_enable_replacements": "false"
        }  # a table is one of the file, never one of Python's
        try:
            self._connection = duckdb.connect(str(address.file), read_only=True, config=no_variables)
        except duckdb.Error as error:
            raise unreachable(error, address) from None

    def pieces(self, query: str) -> Iterator[pa.Table]:
        """The rows of a query; the first piece is there even without rows."""
        statements = self._connection.extract_statements(query)
        if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
            raise OnlyReadingError
        found = self._connection.sql(query)
        reader = getattr(found, "to_arrow_reader", None) or found.fetch_arrow_reader  # its older name
        yield from pieces_of(reader(ROWS))

    def close(self) -> None:
        """Let others write again."""
        self._connection.close()
