"""One file or DataFrame to a checked table."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from csmetrics.columns import Column, Table, attribute
from csmetrics.config import Config
from csmetrics.tables import text
from csmetrics.tables.checked import CheckedTable, Given, check_columns
from csmetrics.tables.parse import (
    FIRST_ROW,
    Parsed,
    TypedReadFailedError,
    parse_text,
    parse_typed,
    stream_text,
    stream_typed,
)
from csmetrics.tables.steady import unchanged
from csmetrics.tables.widths import even

_ROWS = 1 << 18  # of a Parquet file that are looked at together


def read_csv(path: Path, table: Table, config: Config, *, detail: bool, attributes: tuple[str, ...]) -> CheckedTable:
    """A CSV, typed and fast; if anything is wrong with it, once more as text to say what and where."""
    with unchanged(path):
        return _checked(*_opened(path, table, config, detail=detail, attributes=attributes))


def _checked(file: text.TextFile, given: Given) -> CheckedTable:
    try:
        parsed = parse_typed(file, given.wanted, as_text=_as_text(given))
        checked = check_columns(given, parsed)
        if not text.may_swallow_lines(file, len(parsed)):
            return checked
    except (TypedReadFailedError, text.FileProblemError):
        pass  # the careful read will say it with the very text of the cell
    if quote := text.open_quote(file, {name for name, column in given.wanted.items() if column.type == "date"}):
        raise text.FileProblemError(quote)
    return check_columns(given, parse_text(file))


def read_csv_blocks(
    path: Path, table: Table, config: Config, *, detail: bool, attributes: tuple[str, ...], careful: bool = False
) -> Iterator[CheckedTable]:
    """A CSV block by block, typed or, if `careful`, as text that says which cell is wrong.

    Raises TypedReadFailedError where a careful read is needed, FileProblemError where only the whole file can tell.
    """
    with unchanged(path):
        yield from _blocks(*_opened(path, table, config, detail=detail, attributes=attributes), careful=careful)


def _blocks(file: text.TextFile, given: Given, *, careful: bool) -> Iterator[CheckedTable]:
    if careful and file.quoted:
        raise text.whole(file.name, "a quoted file has problems", "")
    typed = stream_typed(file, given.wanted, as_text=_as_text(given))
    rows = 0
    for parsed in stream_text(file) if careful else typed:
        rows += len(parsed)
        yield check_columns(given, parsed)
    if not careful and text.may_swallow_lines(file, rows):
        raise text.whole(file.name, "cells hold lines", "")


def read_parquet_blocks(
    path: Path, table: Table, config: Config, *, detail: bool, attributes: tuple[str, ...]
) -> Iterator[CheckedTable]:
    """A Parquet file block by block."""
    import pyarrow.parquet as pq  # noqa: PLC0415

    row = FIRST_ROW
    try:
        with unchanged(path), pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=_ROWS):
                arrow = pa.Table.from_batches([batch])
                yield _check_arrow(arrow, path.name, table, config, row, detail=detail, attributes=attributes)
                row += len(arrow)
    except (pa.ArrowInvalid, OSError):
        raise text.whole(path.name, "not a Parquet file", "") from None


def _opened(
    path: Path, table: Table, config: Config, *, detail: bool, attributes: tuple[str, ...]
) -> tuple[text.TextFile, Given]:
    file = even(text.load(path, table, config.table(table.name)))
    wanted = _wanted(table, file.header, config, detail=detail, attributes=attributes)
    return file, Given(file.name, file.header, wanted, table, config)


def _as_text(given: Given) -> set[str]:
    """The columns that have no type of their own in the file: dates in a declared format, and words that are mapped."""
    settings = given.config.table(given.table.name)
    dated = settings.date_format is not None
    return {
        header
        for header, column in given.wanted.items()
        if (dated and column.type == "date") or column.name in settings.values
    }


def read_parquet(
    path: Path, table: Table, config: Config, *, detail: bool, attributes: tuple[str, ...]
) -> CheckedTable:
    """A Parquet file of the same columns."""
    import pyarrow.parquet as pq  # noqa: PLC0415  # most folders hold none

    with unchanged(path):
        content = pa.BufferReader(text.require_readable(path))
        try:
            arrow = pq.read_table(content)
        except (pa.ArrowInvalid, OSError) as error:
            raise text.whole(path.name, f"not a Parquet file ({str(error)[:80]})", "Export it again.") from None
    return read_arrow(arrow, path.name, table, config, detail=detail, attributes=attributes)


def read_arrow(
    arrow: pa.Table, name: str, table: Table, config: Config, *, detail: bool, attributes: tuple[str, ...]
) -> CheckedTable:
    """An arrow table of the same columns; its first line counts as row 2."""
    return _check_arrow(arrow, name, table, config, FIRST_ROW, detail=detail, attributes=attributes)


def _check_arrow(
    arrow: pa.Table, name: str, table: Table, config: Config, row: int, *, detail: bool, attributes: tuple[str, ...]
) -> CheckedTable:
    header = tuple(name.strip() for name in arrow.column_names)
    arrow = arrow.rename_columns(list(header))
    text.check_header(header, name, table, config.table(table.name))
    wanted = _wanted(table, header, config, detail=detail, attributes=attributes)
    parsed = Parsed({c: arrow.column(c) for c in wanted}, range(row, row + arrow.num_rows))
    return check_columns(Given(name, header, wanted, table, config), parsed)


def _wanted(
    table: Table, header: tuple[str, ...], config: Config, *, detail: bool, attributes: tuple[str, ...]
) -> dict[str, Column]:
    """The columns to read, by their name in the file."""
    settings = config.table(table.name)
    wanted = {
        text.header_of(settings, column.name): column
        for column in table.columns.values()
        if detail or not column.detail or column.name in attributes or _tells_customers(column, config, attributes)
    }
    if table.open:
        ours = {text.header_of(settings, name) for name in table.columns}
        ours |= {theirs for name, theirs in settings.columns.items() if name not in attributes}
        for name in header:
            if name and name not in ours and (detail or name in attributes):
                wanted[name] = attribute(name)
    return {name: column for name, column in wanted.items() if name in header and column.name not in settings.constants}


def _tells_customers(column: Column, config: Config, attributes: tuple[str, ...]) -> bool:
    """Whether a column that figures can mostly do without is needed to tell whose rows these are."""
    return column.name == "customer_id" and (bool(attributes) or config.surveys.repeat_answers == "latest")
