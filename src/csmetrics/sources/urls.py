"""URLs of databases: read with care, and shown without what may be a password."""

import re
from urllib.parse import unquote

import sqlalchemy as sql
from sqlalchemy.exc import ArgumentError

from csmetrics.passwords import hidden

POSTGRES = "postgresql+psycopg"
_DRIVERS = {"postgresql": POSTGRES, "postgres": POSTGRES}
_LAST_PORT = 65_535
_HAS_TOO_MANY = re.compile(r"@.*@|\?.*=.*@", re.DOTALL)  # nobody can tell which @ stands before the host


class UnreadableUrlError(ValueError):
    """A text that is no URL, said without any of it: a password may be anywhere in it."""


def url_of(place: str, of: str, remedy: str) -> sql.URL:
    """A URL as it is written, `of` a database. Raises UnreadableUrlError.

    >>> url_of("postgres://ann@db.example/metrics", "the store", "").drivername
    'postgresql+psycopg'
    """
    try:
        url = sql.make_url(place)
    except (ArgumentError, ValueError):
        reason = " Its port is no number, or its host is missing." if re.match(r"[A-Za-z][\w+]*://", place) else ""
        raise UnreadableUrlError(f"The URL of {of} cannot be read.{reason} {remedy}") from None
    if _HAS_TOO_MANY.search(place) and url.drivername.partition("+")[0] not in ("sqlite", "duckdb"):
        raise UnreadableUrlError(
            f"An @ in the URL of {of} may belong to the password. Write an @ of the password as %40. {remedy}"
        )
    if url.port is not None and url.port > _LAST_PORT:
        raise UnreadableUrlError(f"The port in the URL of {of} is above {_LAST_PORT}. {remedy}")
    return url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))


def shown(url: sql.URL) -> str:
    """A URL without its password, and without options, which may hold one too."""
    plain = url.set(query={}, username=_first(url.username), database=_first(url.database))
    return hidden(plain.render_as_string(hide_password=True), url.render_as_string(hide_password=False))


def _first(name: str | None) -> str | None:
    """A name up to any sign behind which somebody may have written a password."""
    return name and re.split(r"[:;?&=\s]", unquote(unquote(name)))[0]
