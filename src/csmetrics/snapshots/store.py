"""Where published figures are kept: a SQLite file, or a PostgreSQL database, opened for reading or for one write."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sql
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import NullPool

from csmetrics.errors import MissingLibraryError, StoreError
from csmetrics.snapshots import schema

DEFAULT = "csmetrics-history.db"
WAIT = 30  # seconds for another run to finish its writing
_SQLITE = b"SQLite format 3\0"
_LOCK = schema.APPLICATION  # PostgreSQL's advisory lock: one writer at a time
_DRIVERS = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


class Store:
    """A store by its place: the path of a SQLite file, or a URL such as postgresql+psycopg://user@host/database.

    >>> Store("history.db").name
    'history.db'
    >>> Store("postgresql://ann:secret@db.example/metrics").name
    'postgresql+psycopg://ann:***@db.example/metrics'

    Raises StoreError when the place is neither.
    """

    def __init__(self, place: str) -> None:
        self._path = None if "://" in place else Path(place)
        self._url = _url(place)
        if self._url.drivername.startswith("sqlite"):
            self._path = Path(self._url.database or "")

    @property
    def name(self) -> str:
        """The place in words; a password is not shown."""
        return str(self._path) if self._path else self._url.render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[sql.Connection | None]:
        """A connection that sees one state of the store throughout; None where nothing has been published yet."""
        if self._path and not (self._path.exists() and self._path.stat().st_size):
            yield None
            return
        with self._connected(writing=False) as connection:
            yield connection if self._is_made(connection) else None

    @contextmanager
    def writing(self) -> Iterator[sql.Connection]:
        """A connection whose changes are all kept when the block ends, or none of them; others wait meanwhile."""
        with self._connected(writing=True) as connection:
            if not self._is_made(connection):
                self._make(connection)
            yield connection

    @contextmanager
    def _connected(self, *, writing: bool) -> Iterator[sql.Connection]:
        if self._path:
            _check_file(self._path, writing=writing)
        engine = self._engine(writing=writing)
        try:
            with engine.begin() as connection:
                if not self._path and writing:
                    connection.execute(sql.select(sql.func.pg_advisory_xact_lock(_LOCK)))
                yield connection
        except DBAPIError as error:
            raise StoreError(self._said(error)) from None
        finally:
            engine.dispose()

    def _engine(self, *, writing: bool) -> sql.Engine:
        try:
            if not self._path:
                arguments = {"connect_timeout": WAIT}
                return sql.create_engine(self._url, poolclass=NullPool, connect_args=arguments)
            return _sqlite_engine(self._path, writing=writing)
        except ModuleNotFoundError:
            raise MissingLibraryError(
                "A PostgreSQL store needs psycopg, which is not installed: pip install 'csmetrics[postgres]'"
            ) from None

    def _is_made(self, connection: sql.Connection) -> bool:
        """Whether there is a store; one of a newer program, or another program's file, is refused."""
        names = sql.inspect(connection).get_table_names()
        if schema.store.name not in names:
            if self._path and names:
                raise StoreError(f"{self.name} is another program's SQLite file. Name another file as the store.")
            return False
        query = sql.select(schema.store.c.value).where(schema.store.c.name == "version")
        text = connection.execute(query).scalar()
        if text is None or not text.isdigit():
            raise StoreError(f"{self.name} is damaged: it does not say its form. Put its last backup in its place.")
        version = int(text)
        if version > schema.VERSION:
            raise StoreError(
                f"{self.name} was written by a newer csmetrics (form {version}; this one knows {schema.VERSION})."
                " Nothing was changed. Upgrade csmetrics."
            )
        return True

    def _make(self, connection: sql.Connection) -> None:
        schema.metadata.create_all(connection)
        connection.execute(sql.insert(schema.store).values(name="version", value=str(schema.VERSION)))
        if self._path:
            connection.exec_driver_sql(f"PRAGMA application_id = {schema.APPLICATION}")

    def _said(self, error: DBAPIError) -> str:
        detail = str(error.orig).strip().split("\n")[0]
        if self._path:
            known = next((words for sign, words in _SQLITE_SAYS.items() if sign in detail), None)
            return f"{self.name} {known or f'cannot be used as a store: {detail}.'}"
        if error.connection_invalidated:
            return f"The connection to {self.name} was lost. Nothing was published. Run it again."
        return f"{self.name} cannot be used as a store: {detail}."


_SQLITE_SAYS = {
    "locked": f"has been busy with another run for {WAIT} seconds. Nothing was published. Run it again.",
    "readonly": "may not be written. Give yourself the right to write it and its folder, or name another store.",
    "disk is full": "cannot be written: the disk is full. Nothing was published. Make room and run it again.",
    "disk I/O": "cannot be written: the disk refuses, or is full. Nothing was published. Run it again.",
    "malformed": "is damaged. Nothing was changed. Put its last backup in its place.",
    "not a database": "is damaged, or no store. Nothing was changed. Put its last backup in its place.",
    "unable to open": "cannot be opened. Check that its folder exists and may be written.",
}


def _url(place: str) -> sql.URL:
    if "://" not in place:
        return sql.URL.create("sqlite", database=place)
    try:
        url = sql.make_url(place)
    except (ArgumentError, ValueError):  # ValueError: a port that is no number
        raise StoreError(f"{place} is no URL. Write postgresql+psycopg://user@host/database.") from None
    url = url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))
    if url.drivername not in ("sqlite", "postgresql+psycopg"):
        raise StoreError(
            f"{url.drivername} is no kind of store. Name a SQLite file, or postgresql+psycopg://user@host/database."
        )
    return url


def _check_file(path: Path, *, writing: bool) -> None:
    """What can be said of a SQLite file before it is opened."""
    if path.is_dir():
        raise StoreError(f"{path} is a folder. Name a file in it as the store.")
    if not path.parent.is_dir():
        raise StoreError(f"{path} cannot be a store: there is no folder {path.parent}.")
    try:
        head = _head(path)
    except FileNotFoundError:
        head = b""
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}.") from None
    if head and head != _SQLITE:
        raise StoreError(f"{path} {_SQLITE_SAYS['not a database']}")
    if writing and path.exists() and not os.access(path, os.W_OK):
        raise StoreError(f"{path} {_SQLITE_SAYS['readonly']}")


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(_SQLITE))


def _sqlite_engine(path: Path, *, writing: bool) -> sql.Engine:
    """A writer takes the file's lock when it begins; a reader may have to finish what a killed writer left."""
    mode = "rwc" if writing else "rw" if os.access(path, os.W_OK) else "ro"
    query = {"mode": mode, "uri": "true"}
    url = sql.URL.create("sqlite", database=f"file:{quote(str(path.absolute()))}", query=query)
    engine = sql.create_engine(url, poolclass=NullPool, connect_args={"timeout": WAIT})

    @sql.event.listens_for(engine, "connect")
    def _by_hand(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself
        connection.execute("PRAGMA foreign_keys = ON")

    @sql.event.listens_for(engine, "begin")
    def _begin(connection: sql.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine
