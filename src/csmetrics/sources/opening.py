"""The kinds of files that hold tables. A new kind is one file beside this one, and one line here."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from csmetrics.config import TableConfig
from csmetrics.errors import whole
from csmetrics.sources.csv_files.source import CsvSource
from csmetrics.sources.databases.kept import QuerySource
from csmetrics.sources.packed import GzipSource, ZipSource
from csmetrics.sources.parquet import ParquetSource
from csmetrics.sources.parquet_folder import ParquetFolder, is_parquet_folder
from csmetrics.sources.sheets.source import BookSource
from csmetrics.sources.source import TableSource
from csmetrics.sources.steady import unchanged
from csmetrics.sources.tabs import TsvSource

READERS: Mapping[str, Callable[[Path, TableConfig], TableSource]] = {
    ".csv": CsvSource,
    ".tsv": TsvSource,
    ".csv.gz": GzipSource,
    ".tsv.gz": GzipSource,
    ".zip": ZipSource,
    ".xlsx": BookSource,
    ".xls": BookSource,
    ".ods": BookSource,
    ".parquet": ParquetSource,
}
_DECLARED = {".gz": GzipSource}  # endings that a file has only where the configuration names it


def source_of(path: Path, settings: TableConfig) -> TableSource:
    """The file as a source, read as CSV where its ending says nothing else. Nothing is opened yet."""
    if settings.kept == path:
        return QuerySource(path, settings)
    if is_parquet_folder(path):
        return ParquetFolder(path, settings)
    kinds = {**_DECLARED, **READERS}
    return kinds[next(filter(path.name.lower().endswith, kinds), ".csv")](path, settings)


def ending_of(name: str) -> str | None:
    """The ending by which a file is known to hold a table, whatever case it is in.

    >>> ending_of("Subs.CSV.GZ"), ending_of("subs.csv"), ending_of("subs.doc")
    ('.csv.gz', '.csv', None)
    """
    return next((ending for ending in READERS if name.lower().endswith(ending)), None)


def files_of(table: str, folder: Path, present: list[str]) -> list[str]:
    """What a table has in a folder by itself: its name with one of the endings, or as a folder of Parquet files."""
    known = {f"{table}{ending}" for ending in READERS}
    return [
        name
        for name in present
        if name.lower() in known or (name.lower() == table and is_parquet_folder(folder / name))
    ]


@contextmanager
def opened(
    path: Path, settings: TableConfig, suits: Callable[[TableSource], bool] = lambda _: True
) -> Iterator[TableSource]:
    """Read a file inside, as often as need be. Raises DataError if it is another one afterwards.

    Of a file that holds several tables it is the one that is declared, or the only one that `suits`.
    """
    with unchanged(path):
        source = source_of(path, settings)
        if settings.sheet and not isinstance(source, BookSource):
            raise whole(path.name, "a sheet is declared, and this is no workbook", "Take sheet out of csmetrics.yaml.")
        yield source.chosen(suits) if isinstance(source, BookSource) else source
