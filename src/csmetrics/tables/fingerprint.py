"""Whether two runs read the same files."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from csmetrics.config import Config
from csmetrics.sources.opening import opened, source_of
from csmetrics.tables.table_files import table_files


def fingerprints(folder: Path, config: Config) -> dict[str, str]:
    """Table name to the SHA-256 of its file. Raises DataError when a file cannot be read."""
    files = table_files(folder, config).items()
    return {name: source_of(found, config.table(name)).fingerprint() for name, found in files}


@contextmanager
def unchanged_tables(folder: Path, config: Config) -> Iterator[None]:
    """Read the tables inside, several times if need be: DataError if afterwards any file is another one."""
    with ExitStack() as files:
        for name, found in table_files(folder, config).items():
            files.enter_context(opened(found, config.table(name)))
        yield
