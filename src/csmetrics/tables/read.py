"""One file or DataFrame to a checked table."""

from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from csmetrics.arrays import to_arrow
from csmetrics.columns import TABLES, Column, Table, attribute
from csmetrics.config import Config, TableConfig
from csmetrics.errors import FileProblemError, whole
from csmetrics.synonyms import folded
from csmetrics.tables import text
from csmetrics.tables.checked import AS_TEXT, CheckedTable, Given, check_columns
from csmetrics.tables.headers import Heading, columns_wanted
from csmetrics.tables.parse import (
    FIRST_ROW,
    Parsed,
    TypedReadFailedError,
    parse_text,
    parse_typed,
    stream_text,
    stream_typed,
)
from csmetrics.tables.repeats import Raw, once_each
from csmetrics.tables.rows import Coded, Rows
from csmetrics.tables.steady import unchanged
from csmetrics.tables.successions import with_successions
from csmetrics.tables.widths import even

ENDINGS = ("canceled_at", "paused_from")  # days on which a row may end, if its status says so
_NO_ATTRIBUTES = {  # names asked for to tell rows and customers, not to divide by
    folded(column.name)
    for table in TABLES.values()
    for column in table.columns.values()
    if column.type in ("id", "text")
}
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
            return settled(checked, _settings(given), partial(text.rows_at, file))
    except (TypedReadFailedError, FileProblemError):
        pass  # the careful read will say it with the very text of the cell
    if quote := text.open_quote(file, {name for name, column in given.wanted.items() if column.type == "date"}):
        raise FileProblemError(quote)
    parsed = parse_text(file)
    return settled(check_columns(given, parsed), _settings(given), partial(_cells_at, parsed.columns, parsed.rows))


def settled(table: CheckedTable, settings: TableConfig, raw: Raw) -> CheckedTable:
    """A table that is here as a whole, with what its rows say of one another."""
    found = with_successions(once_each(table, settings, raw), settings)
    columns = {name: column for name, column in found.rows.columns.items() if not name.endswith(AS_TEXT)}
    return replace(found, rows=Rows(columns, found.rows.numbers), settled=True)


def settled_part(table: CheckedTable, settings: TableConfig) -> CheckedTable:
    """The same of a table that holds all rows of some customers, whose other columns are no longer at hand."""
    if table.settled:
        return table
    cells = {name: _as_cells(column) for name, column in table.rows.columns.items()}
    return settled(table, settings, partial(_cells_at, cells, table.rows.numbers))


def _as_cells(column: Any) -> Any:
    return (
        to_arrow(column.codes)
        if isinstance(column, Coded)
        else to_arrow(column)
        if isinstance(column, np.ndarray)
        else column
    )


def _settings(given: Given) -> TableConfig:
    return given.config.table(given.table.name)


def _cells_at(
    columns: Mapping[str, pa.ChunkedArray], numbers: "range | np.ndarray", rows: np.ndarray
) -> list[Hashable]:
    """What stands in some rows, in every column."""
    at = to_arrow(np.searchsorted(np.asarray(numbers), rows))
    cells = [columns[name].take(at).to_pylist() for name in columns]
    return [tuple(map(str, row)) for row in zip(*cells, strict=True)]


def read_csv_blocks(
    path: Path, table: Table, config: Config, *, detail: bool, attributes: tuple[str, ...], careful: bool = False
) -> Iterator[CheckedTable]:
    """A CSV block by block, typed or, if `careful`, as text that says which cell is wrong.

    Raises TypedReadFailedError where a careful read is needed, FileProblemError where only the whole file can tell.
    """
    with unchanged(path):
        file, given = _opened(path, table, config, detail=detail, attributes=attributes)
        yield from _blocks(file, replace(given, block=True), careful=careful)


def _blocks(file: text.TextFile, given: Given, *, careful: bool) -> Iterator[CheckedTable]:
    if careful and file.quoted:
        raise whole(file.name, "a quoted file has problems", "")
    typed = stream_typed(file, given.wanted, as_text=_as_text(given))
    rows = 0
    for parsed in stream_text(file) if careful else typed:
        rows += len(parsed)
        yield check_columns(given, parsed)
    if not careful and text.may_swallow_lines(file, rows):
        raise whole(file.name, "cells hold lines", "")


def read_parquet_blocks(
    path: Path, table: Table, config: Config, *, detail: bool, attributes: tuple[str, ...]
) -> Iterator[CheckedTable]:
    """A Parquet file block by block."""
    import pyarrow.parquet as pq  # noqa: PLC0415

    row = FIRST_ROW
    text.refuse_other_kinds(path)
    try:
        with unchanged(path), path.open("rb") as opened, pq.ParquetFile(opened) as file:
            for batch in file.iter_batches(batch_size=_ROWS):
                arrow = pa.Table.from_batches([batch])
                given, parsed = _arrow(arrow, path.name, table, config, row, detail=detail, attributes=attributes)
                yield check_columns(replace(given, block=True), parsed)
                row += len(arrow)
    except (pa.ArrowInvalid, OSError):
        raise whole(path.name, "not a Parquet file", "") from None


def _opened(
    path: Path, table: Table, config: Config, *, detail: bool, attributes: tuple[str, ...]
) -> tuple[text.TextFile, Given]:
    file = even(text.load(path, table, config.table(table.name)))
    wanted = _wanted(table, file.heading, config, detail=detail, attributes=attributes)
    return file, Given(file.name, file.heading, wanted, table, config)


def _as_text(given: Given) -> set[str]:
    """The columns that have no type of their own in the file: dates in a declared format, and words that are mapped.

    Nor have numbers whose decimal sign is that between the columns as well.
    """
    settings = given.config.table(given.table.name)
    kinds = {"date"} if settings.date_format is not None else set()
    kinds |= {"money", "number"} if settings.decimal_sign == (settings.delimiter or ",") else set()
    return {header for header, column in given.wanted.items() if column.type in kinds or column.name in settings.values}


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
            raise whole(path.name, f"not a Parquet file ({str(error)[:80]})", "Export it again.") from None
    return read_arrow(arrow, path.name, table, config, detail=detail, attributes=attributes)


def read_arrow(
    arrow: pa.Table, name: str, table: Table, config: Config, *, detail: bool, attributes: tuple[str, ...]
) -> CheckedTable:
    """An arrow table of the same columns; its first line counts as row 2."""
    given, parsed = _arrow(arrow, name, table, config, FIRST_ROW, detail=detail, attributes=attributes)
    columns = {column: arrow.column(place) for place, column in enumerate(arrow.column_names)}
    raw = partial(_cells_at, columns, range(FIRST_ROW, FIRST_ROW + len(arrow)))
    return settled(check_columns(given, parsed), _settings(given), raw)


def _arrow(
    arrow: pa.Table, name: str, table: Table, config: Config, row: int, *, detail: bool, attributes: tuple[str, ...]
) -> tuple[Given, Parsed]:
    header = tuple(name.strip() for name in arrow.column_names)
    arrow = arrow.rename_columns(list(header))
    heading = text.understood(header, name, table, config.table(table.name))
    wanted = _wanted(table, heading, config, detail=detail, attributes=attributes)
    parsed = Parsed({c: arrow.column(c) for c in wanted}, range(row, row + arrow.num_rows))
    return Given(name, heading, wanted, table, config), parsed


def _wanted(
    table: Table, heading: Heading, config: Config, *, detail: bool, attributes: tuple[str, ...]
) -> dict[str, Column]:
    """The columns to read, by their name in the file: those that would change a figure are looked at in any case."""
    looked_at = {theirs: Column(theirs, "text", "Would change a figure.") for theirs in heading.changing}
    asked = {folded(name) for name in attributes}
    for theirs, column in columns_wanted(heading, table).items():
        if detail or not column.detail or folded(column.name) in asked or _needed(column, heading, config, attributes):
            looked_at[theirs] = column
        elif column.name in (*table.identity, "customer_id", "subscription_id"):
            looked_at[theirs] = Column(column.name + AS_TEXT, "text", "Tells whether two rows are the same.")
    return looked_at | _own(table, heading, asked)


def _own(table: Table, heading: Heading, asked: Collection[str]) -> dict[str, Column]:
    """The columns that divide the rows of the table itself: those asked for, by name or as surveys.channel."""
    return {
        theirs: attribute(name)
        for name, theirs in heading.own.items()
        if folded(f"{table.name}.{name}") in asked or (folded(name) in asked and folded(name) not in _NO_ATTRIBUTES)
    }


def _needed(column: Column, heading: Heading, config: Config, attributes: tuple[str, ...]) -> bool:
    """Whether a column that figures can mostly do without is needed: to tell whose rows these are, or when they end."""
    if column.name == "customer_id":
        return bool(attributes) or config.surveys.repeat_answers == "latest"
    return column.name == "purchase_id" or (column.name in ENDINGS and "status" in heading.ours)
