"""Parsed columns to a checked table: usable rows in, every other row named."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from csmetrics.columns import Column, Table, attribute
from csmetrics.config import Config
from csmetrics.errors import DataError, FileProblemError, Problem, whole
from csmetrics.periods import from_day_number
from csmetrics.tables.arrays import to_arrow
from csmetrics.tables.cells import Cells, Fault, Settings, mapped
from csmetrics.tables.changing import refuse_changing
from csmetrics.tables.convert import read_cells
from csmetrics.tables.headers import Heading, slip_notes
from csmetrics.tables.ids import Names
from csmetrics.tables.parse import Parsed, TypedReadFailedError
from csmetrics.tables.plausible import OddDays, odd_days, plausible_spans, span_of
from csmetrics.tables.remarks import FileRemark
from csmetrics.tables.rows import Coded, Rows, take
from csmetrics.tables.rules import row_faults
from csmetrics.tables.source import Source

if TYPE_CHECKING:
    import pandas as pd

SECOND = "responded_at_second"  # of the day; beside responded_at where only the latest answer counts


@dataclass(frozen=True)
class CheckedTable:
    """The usable rows of a table.

    Ids are codes, `ids[column]` being the names they stand for; dates are days since 1970-01-01 (NO_DAY for none),
    money is in millionths.
    """

    rows: Rows
    ids: Mapping[str, pa.Array]
    source: Source
    problems: tuple[Problem, ...] = ()
    header: tuple[str, ...] = ()  # every column of the file, read or not, by our names
    spans: Mapping[str, tuple[int, int]] | None = None  # the days of all rows, where only some are here
    remarks: tuple[FileRemark, ...] = ()
    notes: tuple[str, ...] = ()  # what to say of its columns
    odd_days: tuple[OddDays, ...] = ()

    @cached_property
    def days(self) -> Mapping[str, tuple[int, int]]:
        """The first and the last plausible day in each date column that has any."""
        if self.spans is not None:
            return self.spans
        return plausible_spans(self.source.table, self.rows)

    @cached_property
    def frame(self) -> "pd.DataFrame":
        """The rows as a DataFrame, indexed by file row."""
        return self.rows.to_frame()

    def with_frame(self, frame: "pd.DataFrame") -> "CheckedTable":
        """The same table with other rows."""
        return replace(self, rows=Rows.of(frame))


@dataclass(frozen=True, slots=True)
class Given:
    """What is being checked: the file's name, its header understood, the columns wanted by their names in it."""

    name: str
    heading: Heading
    wanted: dict[str, Column]
    table: Table
    config: Config


def check_columns(given: Given, parsed: Parsed) -> CheckedTable:
    """The table of the rows that can be used, with a problem for each cell that cannot.

    Raises TypedReadFailedError where there is a problem that typed columns cannot tell.
    """
    table, config, wanted = given.table, given.config, given.wanted
    settings = Settings(config.table(table.name), config.timezone, config.amount_unit == "cents")
    refuse_changing(given.name, table.name, given.heading, parsed)
    columns = {
        column.name: _cells(given, parsed, header, settings)
        for header, column in wanted.items()
        if header not in given.heading.changing
    }
    columns |= _constants(table, settings, len(parsed))
    faults = _faults(columns, table, config)
    if parsed.typed and any(fault.mask.any() for listed in faults.values() for fault in listed):
        raise TypedReadFailedError
    own = {} if parsed.typed else {column.name: header for header, column in wanted.items() if column.name in columns}
    texts = {name: parsed.columns[header] for name, header in own.items()}
    texts |= {name: _repeated(value, len(parsed)) for name, value in settings.table.constants.items()}
    problems, bad = _problems(given.name, parsed, faults, texts)
    if config.surveys.repeat_answers == "latest" and "responded_at" in columns:
        seconds, nobody = columns["responded_at"].seconds, np.zeros(len(parsed), dtype=bool)
        columns[SECOND] = Cells(nobody.astype(np.int32) if seconds is None else seconds, nobody)
    rows = Rows({name: cells.values for name, cells in columns.items()}, parsed.rows)
    rows = rows.take(~bad) if bad.any() else rows
    ids = Names({column: cells.names for column, cells in columns.items() if cells.names is not None})
    header = (*given.heading.named, *settings.table.constants)
    ragged = _without_texts(parsed.ragged, table, header)
    every = (*sorted((*ragged, *problems), key=lambda problem: problem.row or 0),)
    notes = (*given.heading.notes(given.name), *slip_notes(given.name, table, given.heading))
    source = replace(_source(given.name, table, parsed, rows), unread=given.heading.unread)
    odd = odd_days(table.name, given.name, rows)
    return CheckedTable(rows, ids, source, every, header, notes=notes, odd_days=odd)


def _without_texts(ragged: tuple[Problem, ...], table: Table, header: tuple[str, ...]) -> tuple[Problem, ...]:
    """The rows that could not be split, not quoted where they hold what people wrote or are called."""
    private = any(name in header for name, column in table.columns.items() if column.type == "text")
    return tuple(replace(problem, value=None) for problem in ragged) if private else ragged


def _cells(given: Given, parsed: Parsed, header: str, settings: Settings) -> Cells:
    column, array = given.wanted[header], parsed.column(header)
    try:
        if column.name in settings.table.values:
            array = mapped(array, settings.table.meanings(column.name))
        return read_cells(array, column, settings)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        raise whole(
            given.name, f"the column {header} holds {array.type}, not {column.type}", "Export it as text."
        ) from None


def _repeated(value: str, size: int) -> pa.ChunkedArray:
    return pa.chunked_array([pa.DictionaryArray.from_arrays(to_arrow(np.zeros(size, dtype=np.int32)), [value])])


def _constants(table: Table, settings: Settings, size: int) -> dict[str, Cells]:
    """Columns that the configuration fills with one value."""
    filled = {}
    for name, value in settings.table.constants.items():
        column = table.columns.get(name, attribute(name))
        cells = read_cells(pa.chunked_array([pa.array([value], pa.string())]), column, settings)
        wrong = next(
            (fault.problem for fault in cells.faults if fault.mask.any()), "blank" if cells.blank.any() else ""
        )
        if wrong:
            raise DataError(
                f'tables: {table.name}: constants: {name}: "{value}": {wrong}. Correct it in csmetrics.yaml.'
            )
        values = take(cells.values, np.zeros(size, dtype=np.intp))
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
            cells = _plain(texts[column].take(to_arrow(where[:1] if fault.whole_file else where)))
            named = [
                Problem(name, int(parsed.rows[at]), column, _shown(value), fault.problem, fault.fix)
                for at, value in zip(where, cells, strict=False)
            ]
            if fault.whole_file:
                raise FileProblemError(named[0])
            found += named
            bad |= fault.mask
    return found, bad


def _plain(cells: pa.ChunkedArray) -> list[Any]:
    """The cells as they stand; days beyond every calendar as the numbers that they are kept as."""
    try:
        return list(cells.to_pylist())
    except (OverflowError, ValueError):
        whole = pa.int32() if pa.types.is_date32(cells.type) else pa.int64()
        return list(cells.cast(whole).to_pylist())


def _shown(value: Any) -> str | None:
    return None if value is None else str(value)


def _source(name: str, table: Table, parsed: Parsed, rows: Rows) -> Source:
    spans = [span for name in table.dates(recorded=True) if name in rows and (span := span_of(rows[name]))]
    attributes = {
        column: int(np.count_nonzero(values.used()))
        for column, values in rows.columns.items()
        if isinstance(values, Coded) and ((table.open and column not in table.columns) or column in ("plan", "product"))
    }
    return Source(
        table.name,
        name,
        rows=len(parsed) + len(parsed.ragged),
        used=len(rows),
        first_day=from_day_number(min(first for first, _ in spans)) if spans else None,
        last_day=from_day_number(max(last for _, last in spans)) if spans else None,
        columns=tuple(name for name in rows.columns if name != SECOND),
        attributes=attributes,
    )
