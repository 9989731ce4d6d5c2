"""One file or DataFrame to a checked frame: usable rows in, every other row named."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from csmetrics.columns import Column, Table, attribute
from csmetrics.config import Config
from csmetrics.errors import DataError, Problem
from csmetrics.periods import from_day_number
from csmetrics.tables import text
from csmetrics.tables.cells import NO_DAY, Cells, Fault, Settings
from csmetrics.tables.convert import read_cells
from csmetrics.tables.parse import FIRST_ROW, Parsed, TypedReadFailedError, parse_text, parse_typed
from csmetrics.tables.rules import row_faults
from csmetrics.tables.source import Source

TOLERATED = 0.01  # the share of rows that may be unusable before a file is refused


@dataclass(frozen=True, slots=True)
class CheckedTable:
    """The usable rows of a table.

    `frame` is indexed by file row. Ids are codes, `ids[column]` being the names they stand for; dates are days since
    1970-01-01 (NO_DAY for none), money is in millionths.
    """

    frame: pd.DataFrame
    ids: Mapping[str, pa.Array]
    source: Source
    problems: tuple[Problem, ...] = ()
    header: tuple[str, ...] = ()  # every column of the file, read or not, by our names


def read_csv(path: Path, table: Table, config: Config, *, detail: bool, attributes: tuple[str, ...]) -> CheckedTable:
    """A CSV, typed and fast; if anything is wrong with it, once more as text to say what and where."""
    settings = config.table(table.name)
    file = text.load(path, table, settings)
    wanted = _wanted(table, file.header, config, detail=detail, attributes=attributes)
    if (
        file.quoted and file.body.count(b'"') % 2
    ):  # a quote that swallows the rest of the file can look like a long comment
        _refuse_open_quote(file)
    try:
        checked = _check(_In(file.name, file.header, wanted, table, config), parse_typed(file, wanted))
        if not checked.problems:
            return checked
    except TypedReadFailedError:
        pass
    _refuse_open_quote(file)
    return _check(_In(file.name, file.header, wanted, table, config), parse_text(file))


def _refuse_open_quote(file: text.TextFile) -> None:
    if quote := text.open_quote(file):
        raise text.FileProblemError(quote)


def read_parquet(
    path: Path, table: Table, config: Config, *, detail: bool, attributes: tuple[str, ...]
) -> CheckedTable:
    """A Parquet file of the same columns."""
    try:
        arrow = pq.read_table(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise text.whole(path.name, f"not a Parquet file ({str(error)[:80]})", "Export it again.") from None
    return read_arrow(arrow, path.name, table, config, detail=detail, attributes=attributes)


def read_arrow(
    arrow: pa.Table, name: str, table: Table, config: Config, *, detail: bool, attributes: tuple[str, ...]
) -> CheckedTable:
    """An arrow table of the same columns; its first line counts as row 2."""
    header = tuple(arrow.column_names)
    text.check_header(header, name, table, config.table(table.name))
    wanted = _wanted(table, header, config, detail=detail, attributes=attributes)
    parsed = Parsed({c: arrow.column(c) for c in wanted}, range(FIRST_ROW, FIRST_ROW + arrow.num_rows))
    return _check(_In(name, header, wanted, table, config), parsed)


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


@dataclass(frozen=True, slots=True)
class _In:
    """What is being checked."""

    name: str
    header: tuple[str, ...]
    wanted: dict[str, Column]
    table: Table
    config: Config


def _tells_customers(column: Column, config: Config, attributes: tuple[str, ...]) -> bool:
    """Whether a column that figures can mostly do without is needed to tell whose rows these are."""
    return column.name == "customer_id" and (bool(attributes) or config.surveys.repeat_answers == "latest")


def _check(given: _In, parsed: Parsed) -> CheckedTable:
    table, config, wanted = given.table, given.config, given.wanted
    settings = Settings(config.table(table.name), config.timezone, config.amount_unit == "cents")
    columns = {wanted[header].name: read_cells(parsed.columns[header], wanted[header], settings) for header in wanted}
    columns |= _constants(table, settings, len(parsed))
    faults = _faults(columns, table, config)
    texts = {column.name: parsed.columns[header] for header, column in wanted.items()}
    problems, bad = _problems(given.name, parsed, faults, texts)
    frame = _frame(columns, parsed, bad)
    ids = {column: cells.names for column, cells in columns.items() if cells.names is not None}
    every = (*sorted((*parsed.ragged, *problems), key=lambda problem: problem.row or 0),)
    ours = {theirs: name for name, theirs in settings.table.columns.items()}
    header = (*(ours.get(name, name) for name in given.header if name), *settings.table.constants)
    return CheckedTable(frame, ids, _source(given.name, table, parsed, frame, columns), every, header)


def _constants(table: Table, settings: Settings, size: int) -> dict[str, Cells]:
    """Columns that the configuration fills with one value."""
    filled = {}
    for name, value in settings.table.constants.items():
        column = table.columns.get(name, attribute(name))
        cells = read_cells(pa.chunked_array([pa.array([value] * min(size, 1), pa.string())]), column, settings)
        for fault in cells.faults:
            if fault.mask.any():
                raise DataError(
                    f'csmetrics.yaml, tables: {table.name}: constants: {name}: "{value}" is {fault.problem}.'
                )
        where = np.zeros(size, dtype=np.intp)
        values = cells.values.take(where) if size else cells.values
        filled[name] = Cells(values, np.zeros(size, dtype=bool), names=cells.names)
    return filled


def _faults(columns: dict[str, Cells], table: Table, config: Config) -> dict[str, list[Fault]]:
    faults = {name: list(cells.faults) for name, cells in columns.items()}
    for column in table.columns.values():
        if column.required and not column.blank:
            faults[column.name].append(
                Fault(columns[column.name].blank, "the required cell is blank", "Fill it in, or remove the row.")
            )
    for name, more in row_faults(table.name, columns, config).items():
        faults[name].extend(more)
    return faults


def _problems(
    name: str, parsed: Parsed, faults: dict[str, list[Fault]], texts: dict[str, pa.ChunkedArray]
) -> tuple[list[Problem], np.ndarray]:
    """A problem for each faulty cell, and the mask of rows that hold one; a file-wide fault stops at once."""
    bad = np.zeros(len(parsed), dtype=bool)
    found: list[Problem] = []
    for column, listed in faults.items():
        for fault in listed:
            if not fault.mask.any():
                continue
            where = np.flatnonzero(fault.mask)
            cells = texts[column].take(where[:1] if fault.whole_file else where).to_pylist()
            named = [
                Problem(name, int(parsed.rows[at]), column, _shown(value), fault.problem, fault.fix)
                for at, value in zip(where, cells, strict=False)
            ]
            if fault.whole_file:
                raise text.FileProblemError(named[0])
            found += named
            bad |= fault.mask
    return found, bad


def _shown(value: Any) -> str | None:
    return None if value is None else str(value)


def _frame(columns: dict[str, Cells], parsed: Parsed, bad: np.ndarray) -> pd.DataFrame:
    values = {name: cells.values for name, cells in columns.items()}
    index = (
        pd.RangeIndex(parsed.rows.start, parsed.rows.stop) if isinstance(parsed.rows, range) else pd.Index(parsed.rows)
    )
    frame = pd.DataFrame(values, index=index, copy=False)
    return frame[~bad] if bad.any() else frame


def _source(name: str, table: Table, parsed: Parsed, frame: pd.DataFrame, columns: dict[str, Cells]) -> Source:
    dates = [frame[column] for column in table.dates(recorded=True) if column in frame]
    days = np.concatenate([d.to_numpy() for d in dates]) if dates else np.array([], dtype=np.int32)
    days = days[days != NO_DAY]
    attributes = {
        column: frame[column].nunique()
        for column in columns
        if (table.open and column not in table.columns) or column in ("plan", "product")
    }
    return Source(
        table.name,
        name,
        rows=len(parsed) + len(parsed.ragged),
        used=len(frame),
        first_day=from_day_number(days.min()) if len(days) else None,
        last_day=from_day_number(days.max()) if len(days) else None,
        columns=tuple(columns),
        attributes=attributes,
    )
