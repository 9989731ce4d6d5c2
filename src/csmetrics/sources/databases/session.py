"""The databases of one run: each is opened once, read in one transaction, and its rows are kept until the run ends."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, Self

import pyarrow as pa

from csmetrics.config import Config, TableConfig
from csmetrics.declared import TABLES
from csmetrics.errors import DataError, MissingLibraryError
from csmetrics.scratch import Scratch
from csmetrics.sources.databases.address import Address, address_of
from csmetrics.sources.databases.alchemy import AlchemyReader
from csmetrics.sources.databases.names import is_database
from csmetrics.sources.databases.query_source import ENDING, keep
from csmetrics.sources.databases.refusals import OnlyReadingError, refused, unreachable
from csmetrics.stages import stage


class Reader(Protocol):
    """One database, opened to be read: what all its queries see is of one moment."""

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """What its driver raises."""

    @property
    def tables_query(self) -> str:
        """The query that gives the names of its tables and views."""

    def pieces(self, query: str) -> Iterator[pa.Table]:
        """The rows of a query, piece by piece."""

    def close(self) -> None:
        """Leave it."""


class Databases:
    """The databases that one run reads, each opened once. Inside the block the rows of its queries are kept on disk.

    DATA is a folder, whose csmetrics.yaml may name databases, or a database itself.
    """

    def __init__(self, data: str | Path) -> None:
        self._data = str(data) if is_database(data) else None
        self._readers: dict[Address, Reader] = {}
        self._kept: dict[tuple[str, Address, str], Path] = {}
        try:
            self._scratch = Scratch()
        except OSError as error:
            raise DataError(_NO_ROOM.format(error.strerror)) from None
        self.folder = self._scratch.folder / "data" if self._data else Path(data)
        if self._data:
            self.folder.mkdir()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for reader in self._readers.values():
            with suppress(*reader.errors):
                reader.close()
        self._scratch.remove()

    @stage("read")
    def gathered(self, config: Config) -> Config:
        """The configuration with the rows of its queries at hand.

        Raises DataError where a database cannot be reached or a query cannot be read, MissingLibraryError.
        """
        queries = {name: each for name in TABLES if (each := config.table(name)).sql and not each.kept}
        if self._data:
            queries |= self._by_name(self._data, config)
        return config.keeping({name: self._rows(name, settings) for name, settings in queries.items()})

    def _by_name(self, data: str, config: Config) -> dict[str, TableConfig]:
        """The tables of the database that have names of ours, but for those that a query gives."""
        for name, settings in config.tables.items():
            if settings.file:
                raise DataError(
                    f"tables: {name}: file: DATA is a database, which holds no files. Write sql in its place."
                )
        there = self._tables(address_of(data, "DATA", Path()))
        own = {name: config.table(name) for name in TABLES}
        found = {
            name: settings.model_copy(update={"sql": _EVERYTHING.format(name), "database": data})
            for name, settings in own.items()
            if name in there and not settings.sql
        }
        if not found and not any(settings.sql for settings in own.values()):
            listed = f"It holds {', '.join(there[:_MOST])}{' and more' if there[_MOST:] else ''}." if there else ""
            name = address_of(data, "DATA", Path()).name
            raise DataError(
                f"No known table in {name}. {listed} Expected one or more of {', '.join(TABLES)}."
                " To read others, write a file with tables: {subscriptions: {sql: select ...}} and give it as --config."
            )
        return found

    def _tables(self, address: Address) -> list[str]:
        """The names of its tables and views."""
        reader = self._reader(address)
        try:
            return [name for piece in reader.pieces(reader.tables_query) for name in piece.column(0).to_pylist()]
        except reader.errors as error:
            raise unreachable(error, address) from None

    def _rows(self, table: str, settings: TableConfig) -> Path:
        """Where the rows of a query are kept; one that was asked before is not asked again."""
        address, query = self._address(table, settings), settings.sql or ""
        key = (table, address, query)
        if key not in self._kept:
            folder = self._scratch.folder / str(len(self._kept))
            folder.mkdir()
            reader = self._reader(address)
            failures: tuple[type[Exception], ...] = (OnlyReadingError, *reader.errors)
            try:
                keep(reader.pieces(query), folder / f"{table}{ENDING}")
            except failures as error:
                raise refused(error, table, address) from None
            except OSError as error:
                raise DataError(_NO_ROOM.format(error.strerror)) from None
            self._kept[key] = folder / f"{table}{ENDING}"
        return self._kept[key]

    def _address(self, table: str, settings: TableConfig) -> Address:
        if settings.database and settings.database != self._data:
            return address_of(settings.database, settings.place_of("database", table), self._home)
        if self._data:
            return address_of(self._data, "DATA", Path())
        raise DataError(
            f"tables: {table}: sql: no database is named for the query. Write database: $CSMETRICS_DATABASE beside it,"
            " or at the top of csmetrics.yaml for all queries."
        )

    @property
    def _home(self) -> Path:
        """Where files that the configuration names are."""
        return Path() if self._data else self.folder

    def _reader(self, address: Address) -> Reader:
        if address not in self._readers:
            self._readers[address] = opened_reader(address)
        return self._readers[address]


_EVERYTHING = "select * from {}"
_MOST = 10  # names of tables that a message lists
_NO_ROOM = "The rows of a query cannot be kept in the folder for temporary files ({}). Make room, or set TMPDIR."


def opened_reader(address: Address) -> Reader:
    """A database, opened. Raises DataError where it lets nobody in, MissingLibraryError."""
    if address.file and not address.file.is_file():
        raise DataError(f"The database {address.name} cannot be reached: there is no such file.")
    try:
        return _kind(address)(address)
    except ModuleNotFoundError as error:
        raise MissingLibraryError(
            f"The database {address.name} needs {error.name}, which is not installed: pip install 'csmetrics[database]'"
        ) from None


def _kind(address: Address) -> Callable[[Address], Reader]:
    """Who reads a database: the fastest whose library is installed."""
    if address.kind == "duckdb":
        from csmetrics.sources.databases.duck import DuckReader  # noqa: PLC0415  # where it is needed

        return DuckReader
    if address.kind == "postgresql" and find_spec("adbc_driver_postgresql"):
        from csmetrics.sources.databases.adbc import AdbcReader  # noqa: PLC0415  # as above

        return AdbcReader
    return AlchemyReader
