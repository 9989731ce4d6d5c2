"""What stands for a database where a folder, or a URL, could stand too: told without opening or importing anything."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from csmetrics.declared import TABLES
from csmetrics.errors import DataError, did_you_mean
from csmetrics.passwords import looks_like_url

if TYPE_CHECKING:
    from csmetrics.config import Config

FILES = {".db": "sqlite", ".sqlite": "sqlite", ".sqlite3": "sqlite", ".duckdb": "duckdb"}
"""Endings of files that are databases, and the kind that each is of."""
_URL_OF_FILE = re.compile(r"(sqlite|duckdb)(\+\w+)?:///")
_WHOLE = re.compile(r"\s*\$(?:(\w+)|\{(\w+)\})\s*")
_WITHIN = re.compile(r"(?<=[:/@?&=])\$(?:([A-Z_][A-Z0-9_]*)|\{([A-Z_][A-Z0-9_]*)\})(?=[:/@?&=]|$)")


def is_database(data: str | Path) -> bool:
    """Whether what was given as DATA is a database: a URL, $NAME for one in the environment, or the file of one.

    >>> [is_database(each) for each in ("postgresql://ann@db/metrics", "$CSMETRICS_DATABASE", "exports", Path("a.db"))]
    [True, True, False, False]
    """
    text = str(data)
    if kind_of_file(text):
        return Path(text).is_file()
    if not isinstance(data, str) or _is_there(text):
        return False
    return bool(_WHOLE.fullmatch(text)) or looks_like_url(text)


def called(data: str | Path) -> str:
    """What is given as DATA, in a sentence; a URL is not shown.

    >>> called("exports"), called("postgresql://ann:secret@db/metrics")
    ('exports', 'the database')
    """
    return "the database" if is_database(data) else str(data)


def database_files(data: str | Path, config: "Config") -> Iterator[Path]:
    """The files that are databases, of those that are read: DATA itself, and those that the configuration names."""
    if is_database(data):
        yield from file_of(str(data), Path())
    home = Path() if is_database(data) else Path(data)
    for name in TABLES:
        settings = config.table(name)
        if settings.sql and settings.database:
            yield from file_of(settings.database, home)


def file_of(place: str, folder: Path) -> list[Path]:
    """The file that a place leads to, where it is one.

    >>> file_of("duckdb:///crm.duckdb", Path("exports")), file_of("postgresql://ann@db/crm", Path())
    ([PosixPath('exports/crm.duckdb')], [])
    """
    told = os.environ.get(place.strip().strip("${}"), "") if _WHOLE.fullmatch(place) else place.strip()
    name = _URL_OF_FILE.sub("", told)
    return [folder / name] if name and (name != told or kind_of_file(told)) else []


def kind_of_file(name: str) -> str | None:
    """The kind of database that a file is by its ending.

    >>> kind_of_file("crm.DB"), kind_of_file("crm.csv"), kind_of_file("sqlite:///crm.db")
    ('sqlite', None, None)
    """
    if looks_like_url(name):
        return None
    return next((kind for ending, kind in FILES.items() if name.lower().endswith(ending)), None)


def with_environment(place: str, said_in: str) -> str:
    """A place with the variables of the environment that it names: all of it, or a whole part of a URL.

    A part is written in signs of a URL, whatever is in it. Raises DataError where there is no such variable.

    >>> os.environ["CRM_PASSWORD"] = "a@b"
    >>> with_environment("postgresql://ann:$CRM_PASSWORD@db/crm", "DATA")
    'postgresql://ann:a%40b@db/crm'
    """
    if match := _WHOLE.fullmatch(place):
        return _value(match[1] or match[2], said_in)
    return _WITHIN.sub(lambda match: quote(_value(match[1] or match[2], said_in), safe=""), place)


def _value(name: str, said_in: str) -> str:
    found = os.environ.get(name, "")
    if not found.strip():
        close = did_you_mean(name, os.environ, alike=0.8)
        raise DataError(f"{said_in}: there is no ${name} in the environment.{close} Set it: export {name}=...")
    return found


def _is_there(text: str) -> bool:
    try:
        return Path(text).exists()
    except (OSError, ValueError):  # a name that is too long, or holds a NUL
        return False


def query_of(table: str) -> str:
    """What the rows of a table that come from a query are said to stand in.

    >>> query_of("usage")
    'query for usage'
    """
    return f"query for {table}"
