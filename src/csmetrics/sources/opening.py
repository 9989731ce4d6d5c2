"""The kinds of files that hold tables. A new kind is one file beside this one, and one line here."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from csmetrics.config import TableConfig
from csmetrics.sources.csv_files.source import CsvSource
from csmetrics.sources.parquet import ParquetSource
from csmetrics.sources.source import TableSource
from csmetrics.sources.steady import unchanged

READERS: Mapping[str, Callable[[Path, TableConfig], TableSource]] = {
    ".csv": CsvSource,
    ".parquet": ParquetSource,
}


def source_of(path: Path, settings: TableConfig) -> TableSource:
    """The file as a source, read as CSV where its ending says nothing else. Nothing is opened yet."""
    return READERS.get(path.suffix, CsvSource)(path, settings)


@contextmanager
def opened(path: Path, settings: TableConfig) -> Iterator[TableSource]:
    """Read a file inside, as often as need be. Raises DataError if it is another one afterwards."""
    with unchanged(path):
        yield source_of(path, settings)
