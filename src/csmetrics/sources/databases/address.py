"""Which database is meant, and how it is called: its password is part of no message."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sql

from csmetrics.errors import DataError
from csmetrics.passwords import hidden, looks_like_url
from csmetrics.sources.databases.names import kind_of_file, with_environment
from csmetrics.sources.urls import POSTGRES, UnreadableUrlError, shown, url_of

KINDS = "postgresql://user@host/database, sqlite:///file.db or duckdb:///file.duckdb"
_WRITE = f"Write {KINDS}."
_SECRETS = ("PGPASSWORD",)  # variables by which drivers are told passwords


@dataclass(frozen=True, slots=True)
class Address:
    """A database by its kind and, as the kind is, its URL or its file."""

    kind: str  # postgresql, sqlite or duckdb
    url: str = field(default="", repr=False)  # as drivers of PostgreSQL are told it, password included
    file: Path | None = None

    @property
    def name(self) -> str:
        """What it is called, without a password.

        >>> Address("postgresql", "postgresql+psycopg://ann:secret@db.example/crm").name
        'postgresql://ann:***@db.example/crm'
        """
        if self.file:
            return str(self.file)
        return shown(sql.make_url(self.url)).replace(POSTGRES, "postgresql", 1)

    def without_secrets(self, text: str) -> str:
        """A text without the passwords that lead to this database."""
        for secret in (os.environ.get(name, "") for name in _SECRETS):
            text = hidden(text, f"x://:{quote(secret, safe='')}@") if secret else text
        return hidden(text, self.url)


def address_of(place: str, said_in: str, folder: Path) -> Address:
    """The database that a URL, $NAME or the name of a file in `folder` leads to. Raises DataError, in which no URL is.

    >>> address_of("crm.db", "DATA", Path("exports")).file
    PosixPath('exports/crm.db')
    """
    told = with_environment(place, said_in).strip()
    if kind := kind_of_file(told):
        return Address(kind, file=folder / told)
    if not looks_like_url(told):
        raise DataError(f"{said_in}: this is no database. {_WRITE}")
    try:
        url = url_of(told, "the database", _WRITE)
    except UnreadableUrlError as error:
        raise DataError(f"{said_in}: {error}") from None
    if url.drivername == POSTGRES:
        return Address("postgresql", url.render_as_string(hide_password=False))
    kind = url.drivername.partition("+")[0]
    if kind not in ("sqlite", "duckdb"):
        raise DataError(f"{said_in}: {hidden(kind, told)} is no kind of database that is read. {_WRITE}")
    if url.host or not url.database:
        raise DataError(f"{said_in}: the URL names no file. Write {kind}:///file.db, with three slashes.")
    return Address(kind, file=folder / url.database)
