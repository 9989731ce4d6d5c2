"""Where published figures are kept: a SQLite file, or a PostgreSQL database, opened for reading or for one write."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sql
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from csmetrics.errors import MissingLibraryError, StoreError
from csmetrics.passwords import hidden, looks_like_url
from csmetrics.paths import not_a_file
from csmetrics.published import store_tables
from csmetrics.sources.urls import POSTGRES, UnreadableUrlError, shown, url_of
from csmetrics.stopping import undone_when_stopped

DEFAULT = "csmetrics-history.db"
WAIT = 30  # seconds for another run to finish its writing
_TURN = 250  # milliseconds of them at a time
_SQLITE = b"SQLite format 3\0"
_OF_OTHERS = (".csv", ".tsv", ".txt", ".parquet", ".xlsx", ".yaml", ".yml", ".json", ".md", ".html", ".gz", ".zip")
_BESIDE = ("-journal", "-wal", "-shm")
_LOCK = store_tables.APPLICATION  # PostgreSQL's advisory lock: one writer at a time
_WRITE = "Write postgresql+psycopg://user@host/database."


class Store:
    """A store by its place: the path of a SQLite file, or a URL such as postgresql+psycopg://user@host/database.

    >>> Store("history.db").name
    'history.db'
    >>> Store("postgresql://ann:secret@db.example/metrics").name
    'postgresql+psycopg://ann:***@db.example/metrics'

    Raises StoreError when the place is neither.
    """

    def __init__(self, place: str) -> None:
        self._place = place
        self._path = None if looks_like_url(place) else Path(place)
        self._url = _url(place)
        if self._url.drivername.startswith("sqlite"):
            self._path = Path(self._url.database or "")

    @property
    def name(self) -> str:
        """The place in words; a password is not shown."""
        return hidden(str(self._path), self._place) if self._path else shown(self._url)

    @property
    def files(self) -> tuple[Path, ...]:
        """The SQLite file, and those that SQLite keeps beside it while it is written; none of a PostgreSQL store."""
        if self._path is None:
            return ()
        real = Path(os.path.realpath(self._path))
        return (self._path, *(real.with_name(real.name + ending) for ending in _BESIDE))

    @contextmanager
    def reading(self) -> Iterator[sql.Connection | None]:
        """A connection that sees one state of the store throughout; None where nothing has been published yet."""
        if self._path and not self._looked_at(_holds_something):
            yield None
            return
        with self._connected(writing=False) as connection:
            yield connection if self._is_made(connection) else None

    @contextmanager
    def writing(self) -> Iterator[sql.Connection]:
        """A connection whose changes are all kept when the block ends, or none of them; others wait meanwhile."""
        with self._connected(writing=True) as connection:
            if self._is_made(connection):
                _bring_up_to_date(connection)
            else:
                self._make(connection)
            yield connection

    @contextmanager
    def _connected(self, *, writing: bool) -> Iterator[sql.Connection]:
        self._looked_at(partial(_check_file, writing=writing))
        engine = self._engine(writing=writing)
        try:
            with engine.begin() as connection:
                if not self._path and writing:
                    connection.execute(sql.select(sql.func.pg_advisory_xact_lock(_LOCK)))
                with undone_when_stopped(partial(_roll_back, connection)):
                    yield connection
        except DBAPIError as error:
            raise StoreError(self._said(error)) from None
        finally:
            engine.dispose()

    def _looked_at(self, look: Callable[[Path], Any]) -> Any:
        """What a look at the SQLite file says."""
        try:
            return look(self._path) if self._path else None
        except StoreError as error:
            raise StoreError(hidden(str(error), self._place)) from None

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
        if store_tables.store.name not in names:
            if self._path and names:
                raise StoreError(f"{self.name} is another program's SQLite file. Name another file as the store.")
            return False
        query = sql.select(store_tables.store.c.value).where(store_tables.store.c.name == "version")
        text = connection.execute(query).scalar()
        if text is None or not text.isdigit():
            raise StoreError(f"{self.name} is damaged: it does not say its form. Put its last backup in its place.")
        version = int(text)
        if version > store_tables.VERSION:
            raise StoreError(
                f"{self.name} was written by a newer csmetrics (form {version}; this one knows {store_tables.VERSION})."
                " Nothing was changed. Upgrade csmetrics."
            )
        return True

    def _make(self, connection: sql.Connection) -> None:
        store_tables.metadata.create_all(connection)
        connection.execute(sql.insert(store_tables.store).values(name="version", value=str(store_tables.VERSION)))
        if self._path:
            connection.exec_driver_sql(f"PRAGMA application_id = {store_tables.APPLICATION}")

    def _said(self, error: DBAPIError) -> str:
        detail = hidden(str(error.orig).strip().split("\n")[0], self._place)
        if self._path:
            known = next((words for sign, words in _SQLITE_SAYS.items() if sign in detail), None)
            return f"{self.name} {known or f'cannot be used as a store: {detail}.'}"
        if error.connection_invalidated:
            return f"The connection to {self.name} was lost. Nothing was published. Run it again."
        return f"{self.name} cannot be used as a store: {detail}."


def _bring_up_to_date(connection: sql.Connection) -> None:
    """Say in an older store that it may hold what came with the form of now."""
    values = store_tables.store.c
    older = (values.name == "version") & (values.value != str(store_tables.VERSION))
    connection.execute(sql.update(store_tables.store).where(older).values(value=str(store_tables.VERSION)))


_SQLITE_SAYS = {
    "locked": f"has been busy with another run for {WAIT} seconds. Nothing was published. Run it again.",
    "readonly": "cannot be written: you lack the permission. Ask for it, for its folder too, or name another store.",
    "disk is full": "cannot be written: the disk is full. Nothing was published. Make room and run it again.",
    "disk I/O": "cannot be written: the disk refuses, or is full. Nothing was published. Run it again.",
    "malformed": "is damaged. Nothing was changed. Restore the last backup.",
    "not a database": "is not a store, or it is damaged. Nothing was changed. Name another, or restore a backup.",
    "unable to open": "cannot be opened. Check that its folder exists and may be written.",
}


def _url(place: str) -> sql.URL:
    """The place as a URL; where it is none, nothing of it is shown, because a password may be anywhere in it."""
    if not looks_like_url(place):
        return sql.URL.create("sqlite", database=place)
    try:
        url = url_of(place, "the store", _WRITE)
    except UnreadableUrlError as error:
        raise StoreError(str(error)) from None
    if url.drivername not in ("sqlite", POSTGRES):
        raise StoreError(
            f"{url.drivername} is not a kind of store. Name a SQLite file, or postgresql+psycopg://user@host/database."
        )
    return url


def _check_file(path: Path, *, writing: bool) -> None:
    """What can be said of a SQLite file before it is opened."""
    there = _holds_something(path)
    if not path.parent.is_dir():
        raise StoreError(f"{path} cannot be a store: there is no folder {path.parent}.")
    if there and _head(path) != _SQLITE:
        raise StoreError(f"{path} {_SQLITE_SAYS['not a database']}")
    if not there and path.suffix.lower() in _OF_OTHERS:
        raise StoreError(
            f"{path} cannot be a store: {path.suffix} files hold something else. Call it history.db, for example."
        )
    if writing and path.exists() and not os.access(path, os.W_OK):
        raise StoreError(f"{path} {_SQLITE_SAYS['readonly']}")


def _holds_something(path: Path) -> bool:
    """Whether a file is there that is not empty. Raises StoreError where no file can be, or it cannot be read."""
    kind = not_a_file(path)
    if kind == "a folder":
        raise StoreError(f"{path} is a folder. Name a file in it as the store.")
    if kind not in ("", "a link that leads nowhere"):
        raise StoreError(f"{path} is {kind}. Name a file as the store.")
    try:
        return path.stat().st_size > 0
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError) as error:  # a name may be too long, or hold a NUL
        said = error.strerror if isinstance(error, OSError) else error
        raise StoreError(f"{path} cannot be read: {said}.") from None


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE))
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}.") from None


def _sqlite_engine(path: Path, *, writing: bool) -> sql.Engine:
    """A writer takes the file's lock when it begins; a reader may have to finish what a killed writer left."""
    mode = "rwc" if writing else "rw" if os.access(path, os.W_OK) else "ro"
    query = {"mode": mode, "uri": "true"}
    url = sql.URL.create("sqlite", database=f"file:{quote(os.fsencode(path.absolute()))}", query=query)
    engine = sql.create_engine(url, poolclass=NullPool, connect_args={"timeout": WAIT})

    @sql.event.listens_for(engine, "connect")
    def _by_hand(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself
        connection.execute("PRAGMA foreign_keys = ON")

    @sql.event.listens_for(engine, "begin")
    def _begin(connection: sql.Connection) -> None:
        if not (writing and _has_begun(connection)):
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _has_begun(connection: sql.Connection) -> bool:
    """Begin to write once no other run does; between the short turns of waiting Ctrl-C is heard."""
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA busy_timeout = {_TURN}")
    for _ in range(WAIT * 1000 // _TURN):
        try:
            driver.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                return False
        else:
            driver.execute(f"PRAGMA busy_timeout = {WAIT * 1000}")
            return True
    return False


def _roll_back(connection: sql.Connection) -> None:
    """Take back what has been written to a SQLite file; PostgreSQL does it by itself when the connection is gone."""
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        driver.rollback()
        driver.close()
