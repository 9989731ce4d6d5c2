"""The kinds of files that hold tables. A new kind is one file beside this one, and one line here."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from csmetrics.arrays import distinct
from csmetrics.columns import Column
from csmetrics.config import TableConfig
from csmetrics.errors import whole
from csmetrics.sources.csv_files.source import CsvSource
from csmetrics.sources.databases.query_source import QuerySource
from csmetrics.sources.joined import JoinedSource, Several
from csmetrics.sources.packed import GzipSource, ZipSource
from csmetrics.sources.parquet import ParquetSource
from csmetrics.sources.parquet_folder import ParquetFolder, is_parquet_folder
from csmetrics.sources.sheets.source import BookSource, SheetSource
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


def source_of(found: Path | Several, settings: TableConfig) -> TableSource:
    """The file or files as a source, read as CSV where the ending says nothing else. Nothing is opened yet."""
    if settings.kept == found:
        return QuerySource(found, settings)
    if isinstance(found, Several):
        return JoinedSource(found.name, [source_of(path, settings) for path in found.paths], settings)
    if is_parquet_folder(found):
        return ParquetFolder(found, settings)
    kinds = {**_DECLARED, **READERS}
    return kinds[next(filter(found.name.lower().endswith, kinds), ".csv")](found, settings)


def paths_of(found: Path | Several) -> tuple[Path, ...]:
    """Where the file or files are."""
    return found.paths if isinstance(found, Several) else (found,)


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


def header_of(path: Path, settings: TableConfig, suits: Callable[[TableSource], bool]) -> tuple[str, ...]:
    """The header of a file alone: of one in CSV no more is looked at than its beginning. Raises DataError.

    Of a workbook it is that of the only sheet, or of the only one that `suits`.
    """
    source = source_of(path, settings)
    if isinstance(source, CsvSource):
        return source.peeked()
    return (source.chosen(suits) if isinstance(source, BookSource) else source).header


def texts_in(path: Path, settings: TableConfig, suits: Callable[[TableSource], bool], column: str) -> tuple[str, ...]:
    """The different texts in one column of a file, blanks left out. Raises DataError."""
    with opened(path, settings, suits) as source:
        (batch,) = source.batches({column: Column(column, "text", "")}, careful=True)
        return tuple(distinct(batch.columns[column]).to_pylist()) if column in batch.columns else ()


@contextmanager
def opened(
    found: Path | Several, settings: TableConfig, suits: Callable[[TableSource], bool] = lambda _: True
) -> Iterator[TableSource]:
    """Read a file, or several, inside, as often as need be. Raises DataError if it is another one afterwards.

    Of a file that holds several tables it is the one that is declared, or the only one that `suits`.
    """
    with ExitStack() as files:
        for path in paths_of(found):
            files.enter_context(unchanged(path))
        parts = [_chosen(path, settings, suits) for path in paths_of(found)]
        yield _together(found.name, parts, settings) if isinstance(found, Several) else parts[0]


def _chosen(path: Path, settings: TableConfig, suits: Callable[[TableSource], bool]) -> TableSource:
    source = source_of(path, settings)
    if settings.sheet and not isinstance(source, BookSource):
        raise whole(
            path.name,
            "csmetrics.yaml names a sheet, and this file is not a workbook",
            "Take sheet out of csmetrics.yaml.",
        )
    if isinstance(source, ParquetSource | ParquetFolder) and (settings.header_row is not None or settings.skip_rows):
        said = "header_row or skip_rows is declared, and a Parquet file has no such rows"
        raise whole(path.name, said, "Take them out of csmetrics.yaml.")
    return source.chosen(suits) if isinstance(source, BookSource) else source


def _together(name: str, parts: list[TableSource], settings: TableConfig) -> JoinedSource:
    """Several files as one; sheets of the same name are told from others in the same workbooks."""
    sheets = {part.sheet if isinstance(part, SheetSource) else "" for part in parts}
    sheet = sheets.pop() if len(sheets) == 1 else ""
    return JoinedSource(f"{name}, {sheet}" if sheet else name, parts, settings)
