"""The SHA-256 of each table's file, by which it is known whether two runs read the same bytes."""

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from csmetrics.config import Config
from csmetrics.errors import DataError
from csmetrics.tables.files import table_files
from csmetrics.tables.steady import unchanged
from csmetrics.tables.text import refuse_other_kinds


def fingerprints(folder: Path, config: Config) -> dict[str, str]:
    """Table name to the SHA-256 of its file. Raises DataError when a file cannot be read."""
    return {name: _sha256(path) for name, path in table_files(folder, config).items()}


@contextmanager
def unchanged_tables(folder: Path, config: Config) -> Iterator[None]:
    """Read the tables inside, several times if need be: DataError if afterwards any file is another one."""
    with ExitStack() as files:
        for path in table_files(folder, config).values():
            files.enter_context(unchanged(path))
        yield


def _sha256(path: Path) -> str:
    refuse_other_kinds(path)
    try:
        if not path.is_file():  # opening a pipe would wait for somebody who writes
            raise DataError(f"{path} cannot be read: it is no file.")
        with path.open("rb") as file:
            return hashlib.file_digest(file, lambda: hashlib.sha256(usedforsecurity=False)).hexdigest()
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}.") from None
