"""One source to a checked table, whole or block by block."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from csmetrics.arrays import to_arrow
from csmetrics.columns import Column, Table, attribute
from csmetrics.config import Config, TableConfig
from csmetrics.declared import TABLES, table_in_shape
from csmetrics.errors import DataError, FileProblemError, whole
from csmetrics.sources.frames import FrameSource
from csmetrics.sources.joined import Several
from csmetrics.sources.opening import opened
from csmetrics.sources.source import (
    FIRST_ROW,
    Batch,
    MayHaveTitles,
    TableSource,
    TypedReadFailedError,
    cells_at,
)
from csmetrics.synonyms import folded
from csmetrics.tables.checked import AS_TEXT, CheckedTable, Given, check_columns
from csmetrics.tables.headers import Heading, columns_wanted, understand
from csmetrics.tables.mapping.source import as_mapped
from csmetrics.tables.one_currency import alone
from csmetrics.tables.repeats import Raw, once_each
from csmetrics.tables.roll_up import by_account, by_company
from csmetrics.tables.rows import Coded, Rows
from csmetrics.tables.shapes import turned
from csmetrics.tables.successions import with_successions

if TYPE_CHECKING:
    import pandas as pd

ENDINGS = ("canceled_at", "paused_from")  # days on which a row may end, if its status says so
_NO_ATTRIBUTES = {  # names asked for to tell rows and customers, not to divide by
    folded(column.name)
    for table in TABLES.values()
    for column in table.columns.values()
    if column.type in ("id", "text")
}


def read_file(
    found: Path | Several,
    table: Table,
    config: Config,
    *,
    detail: bool,
    attributes: tuple[str, ...],
    only: str | None = None,
) -> CheckedTable:
    """A file, or several that are one table. Raises DataError if it is another one afterwards, whatever was found."""
    with opened_table(found, table, config) as source:
        return read_table(source, asked_of(source, table, config, detail=detail, attributes=attributes, only=only))


@contextmanager
def opened_table(found: Path | Several, table: Table, config: Config) -> Iterator[TableSource]:
    """Read files as a table inside: of their rows those that the configuration takes, with what it works out."""
    with opened(found, config.table(table.name), partial(holds, table, config)) as source:
        yield as_mapped(source, table, config)


def read_frame(frame: "pd.DataFrame", table: Table, config: Config) -> CheckedTable:
    """A DataFrame, with all its columns."""
    source = as_mapped(FrameSource(frame, table.name), table, config)
    everything = tuple(f"{table.name}.{column}" for column in source.header)
    return read_table(source, asked_of(source, table, config, detail=True, attributes=everything))


def holds(table: Table, config: Config, source: TableSource) -> bool:
    """Whether a source has the columns of a table, by what its header says."""
    settings = config.table(table.name)
    try:
        header = source.header
    except DataError:
        return False
    return _is_header(header, source, table_in_shape(table.name, settings.shape), settings)


def asked_of(
    source: TableSource,
    table: Table,
    config: Config,
    *,
    detail: bool,
    attributes: tuple[str, ...],
    only: str | None = None,
) -> Given:
    """What is to be read of a source, by what its header says. Raises DataError where it is not that of the table."""
    table = table_in_shape(table.name, config.table(table.name).shape)
    heading = _understood(source, table, config.table(table.name))
    wanted = _wanted(table, heading, config, detail=detail, attributes=attributes)
    return Given(source.places, heading, wanted, table, config, only=only)


def _understood(source: TableSource, table: Table, settings: TableConfig) -> Heading:
    """The header matched with the columns that we know. Raises DataError, with a lower row that would be a header."""
    try:
        return understand(source.header, source.places, table, settings)
    except DataError:
        for row, cells in enumerate(_below(source, settings), FIRST_ROW):
            if _is_header(cells, source, table, settings):
                said = f"the row is no header, and row {row} looks like one"
                fix = f"Write in csmetrics.yaml: tables: {{{table.name}: {{header_row: {row}}}}}."
                raise whole(source.places.locate(1), said, fix) from None
        raise


def _below(source: TableSource, settings: TableConfig) -> Sequence[tuple[str, ...]]:
    """The rows in which the header may stand, if it is not declared where it stands."""
    told = settings.header_row is not None or source.header[0].lower().startswith("sep=")
    return source.rows_below() if isinstance(source, MayHaveTitles) and not told else ()


def _is_header(cells: tuple[str, ...], source: TableSource, table: Table, settings: TableConfig) -> bool:
    try:
        understand(cells, source.places, table, settings)
    except DataError:
        return False
    return True


def read_table(source: TableSource, given: Given) -> CheckedTable:
    """A source as a whole, typed and fast; if anything is wrong with it, once more to say what and where."""
    if source.typed:
        try:
            return _whole(source, given, careful=False)
        except (TypedReadFailedError, FileProblemError):
            pass  # the careful reading will say it with the very text of the cell
    return _whole(source, given, careful=True)


def _whole(source: TableSource, given: Given, *, careful: bool) -> CheckedTable:
    batches = source.batches(given.wanted, careful=careful)
    if given.table.shape:
        ((table, batch),) = [(check_columns(given, batch), batch) for batch in batches]
        return turned(table, given.config, batch.cells, given.only)
    ((table, batch),) = [(_checked(given, batch), batch) for batch in batches]
    return settled(table, given.config.table(given.table.name), batch.cells)


def read_blocks(source: TableSource, given: Given, *, careful: bool) -> Iterator[CheckedTable]:
    """A source block by block, for one that is too large to be held.

    Raises TypedReadFailedError where a careful reading is needed, FileProblemError where only the whole can tell.
    """
    block = replace(given, block=True)
    for batch in source.batches(given.wanted, careful=careful, in_blocks=True):
        yield _checked(block, batch)


def _checked(given: Given, batch: Batch) -> CheckedTable:
    return alone(check_columns(given, batch), given.only, given.config)


def settled(table: CheckedTable, settings: TableConfig, raw: Raw) -> CheckedTable:
    """A table that is here as a whole, with what its rows say of one another."""
    found = with_successions(once_each(table, settings, raw), settings)
    columns = {name: column for name, column in found.rows.columns.items() if not name.endswith(AS_TEXT)}
    return replace(found, rows=Rows(columns, found.rows.numbers), settled=True)


def settled_part(table: CheckedTable, settings: TableConfig) -> CheckedTable:
    """The same of a table that holds all rows of some customers, whose other columns are no longer at hand."""
    if table.settled:
        return table
    own = by_account(table)
    cells = {name: _as_cells(column) for name, column in own.rows.columns.items()}
    return by_company(settled(own, settings, partial(cells_at, cells, own.rows.numbers)))


def _as_cells(column: Any) -> Any:
    return (
        to_arrow(column.codes)
        if isinstance(column, Coded)
        else to_arrow(column)
        if isinstance(column, np.ndarray)
        else column
    )


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
