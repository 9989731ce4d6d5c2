"""Columns to a checked table: usable rows in, every other row named."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from csmetrics.arrays import to_arrow
from csmetrics.columns import Column, Table, attribute
from csmetrics.config import Config, TableConfig
from csmetrics.declared import TABLES
from csmetrics.errors import DataError, FileProblemError, Problem, whole
from csmetrics.periods import from_day_number
from csmetrics.sources.source import Batch, Places, TypedReadFailedError
from csmetrics.tables.attributes import counted_attributes, dividing
from csmetrics.tables.cells import NO_DAY, Cells, CellSettings, Fault, mapped
from csmetrics.tables.changing import refuse_changing
from csmetrics.tables.clock import LAST_DAY
from csmetrics.tables.convert import read_cells
from csmetrics.tables.cross_columns import Blanks, blanks_in, remarks_on_blanks, said_of_others
from csmetrics.tables.doubts import Doubt, Ends
from csmetrics.tables.file_record import Source
from csmetrics.tables.file_remarks import FileRemark
from csmetrics.tables.headers import Heading, slip_notes
from csmetrics.tables.leftout import LeftOut, left_out
from csmetrics.tables.money_by_currency import amounts_refused, totals_of
from csmetrics.tables.plausible import OddDays, odd_days, plausible_spans, span_of
from csmetrics.tables.row_checks import row_faults
from csmetrics.tables.rows import Rows, take
from csmetrics.tables.scored import Scored, scores_of

if TYPE_CHECKING:
    import pandas as pd

AS_TEXT = " as text"  # after the name of an id that no figure needs: it is looked at where rows may be the same
OF_DAY = " second"  # after the name of a date whose time of the day tells something
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
    places: Places  # how its rows are called
    problems: tuple[Problem, ...] = ()
    header: tuple[str, ...] = ()  # every column of the file, read or not, by our names
    spans: Mapping[str, tuple[int, int]] | None = None  # the days of all rows, where only some are here
    remarks: tuple[FileRemark, ...] = ()
    scored: Mapping[str, Scored] | None = None  # the scores of all rows, where only some are here
    notes: tuple[str, ...] = ()  # what to say of its columns
    settled: bool = False  # whether its rows have been compared with one another
    doubts: tuple[Doubt, ...] = ()
    ends: Ends | None = None
    left_out: tuple[LeftOut, ...] = ()
    amounts: Mapping[str, float] = field(default_factory=dict)  # of all usable rows, by currency, without their signs
    currencies: Mapping[str, int] = field(default_factory=dict)  # rows of each, left out or not, where one alone counts
    signs: frozenset[str] = frozenset()  # beside amounts of which nothing else says the currency
    blanks: Blanks = field(default_factory=dict)
    odd_days: tuple[OddDays, ...] = ()
    below: int = 0  # customers that count as part of their parents
    words: Mapping[str, Mapping[str, str]] | None = None  # what the file calls words of ours, by mapped column
    told_until: int | None = None  # the day up to which it tells who pays, where no row says who has stopped

    def has(self, column: str) -> bool:
        """Whether the column of ours is here; an attribute that happens to have its name is not it."""
        return column in TABLES[self.source.table].columns and column in self.rows

    @cached_property
    def days(self) -> Mapping[str, tuple[int, int]]:
        """The first and the last plausible day in each date column that has any."""
        if self.spans is not None:
            return self.spans
        return plausible_spans(self.source.table, self.rows)

    @cached_property
    def scores(self) -> Mapping[str, Scored]:
        """The scores of each survey that has any; those of tickets are of csat, those of reviews of reviews."""
        if self.scored is not None:
            return self.scored
        return dict(scores_of(self.source.table, self.rows))

    @cached_property
    def frame(self) -> "pd.DataFrame":
        """The rows as a DataFrame, indexed by file row."""
        return self.rows.to_frame()

    def with_frame(self, frame: "pd.DataFrame") -> "CheckedTable":
        """The same table with other rows."""
        return replace(self, rows=Rows.of(frame))


@dataclass(frozen=True, slots=True)
class Given:
    """What is being checked: how its rows are called, its header understood, the columns wanted by their names."""

    places: Places
    heading: Heading
    wanted: dict[str, Column]
    table: Table
    config: Config
    only: str | None = None  # the one currency whose rows count
    block: bool = False  # is this one part of a file of which the others are not here?

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.places.file


def check_columns(given: Given, batch: Batch) -> CheckedTable:
    """The table of the rows that can be used, with a problem for each cell that cannot.

    Raises TypedReadFailedError where there is a problem that typed columns cannot tell, FileProblemError where a block
    cannot tell what the whole file can.
    """
    table, config, wanted = given.table, given.config, given.wanted
    typed, name = batch.typed, table.name
    settings = CellSettings(config.table(name), config.timezone, config.currency, handed_over=not typed, name=name)
    refuse_changing(given.places, table.name, given.heading, batch)
    columns = _columns(given, batch, settings)
    if given.block and any(cells.whole for cells in columns.values()):
        raise whole(given.places.locate(), "only the whole file tells how its cells are to be read", "")
    columns, remarks = said_of_others(columns, given.name, table.name)
    columns |= _inclusive(columns, settings.table)
    faults = _faults(columns, table, config)
    if batch.typed and any(fault.mask.any() for listed in faults.values() for fault in listed):
        raise TypedReadFailedError
    own = {} if batch.typed else {column.name: header for header, column in wanted.items() if column.name in columns}
    texts = {name: batch.columns[header] for name, header in own.items()}
    texts |= {name: _repeated(value, len(batch)) for name, value in settings.table.constants.items()}
    problems, bad = _problems(given.places, batch, faults, texts)
    if config.surveys.repeat_answers == "latest" and (moments := _moments(table.name, columns)):
        columns[SECOND] = _second(moments, len(batch))
    columns |= {name + OF_DAY: _second([columns[name]], len(batch)) for name in _timed(table) if name in columns}
    rows = Rows({name: cells.values for name, cells in columns.items()}, batch.rows)
    rows = rows.take(~bad) if bad.any() else rows
    ids = {column: cells.names for column, cells in columns.items() if cells.names is not None}
    header = (*given.heading.named, *settings.table.constants)
    ragged = _without_texts(batch.ragged, table, header)
    told = (*ragged, *batch.refused, *problems)
    every = tuple(sorted(told, key=lambda problem: given.places.number(problem) or 0))
    blanks = blanks_in(columns, settings.table)
    return CheckedTable(
        rows,
        ids,
        replace(_source(given, batch, rows), unread=given.heading.unread, files=given.places.files),
        given.places,
        every,
        header,
        remarks=remarks + (() if given.block else remarks_on_blanks(blanks, given.name, table.name)),
        notes=(*given.heading.notes(given.name), *slip_notes(given.name, table, given.heading)),
        left_out=left_out(table.name, every, given.places, amounts_refused(columns, batch.rows, bad, texts)),
        amounts=totals_of(rows) if "amount" in rows and "amount" in table.columns else {},
        signs=frozenset(sign for cells in columns.values() for sign in cells.signs),
        blanks=blanks,
        odd_days=odd_days(table, given.places, rows),
        words={name: cells.words for name, cells in columns.items() if name in settings.table.values},
    )


def _inclusive(columns: Mapping[str, Cells], settings: TableConfig) -> dict[str, Cells]:
    """Ends that are declared to be the last day of service, as the first day without."""
    if settings.end_date_means != "last_day":
        return {}
    return {name: _day_after(columns[name]) for name in ("end_date", "service_end") if name in columns}


def _day_after(ends: Cells) -> Cells:
    kept = ends.values >= LAST_DAY  # none, or the last one of the calendar
    if ends.moved is not None:
        kept = kept | ends.moved  # a time at the end of the day has made it the next day already
    return replace(ends, values=np.where(kept, ends.values, ends.values + 1).astype(np.int32))


def _columns(given: Given, batch: Batch, settings: CellSettings) -> dict[str, Cells]:
    """Every column read: the currency first, for amounts depend on it."""
    headers = {c.name: header for header, c in given.wanted.items() if header not in given.heading.changing}
    found: dict[str, Cells] = {}
    if "currency" in headers:
        found["currency"] = _cells(given, batch, headers["currency"], settings)
        settings = replace(settings, currencies=found["currency"].values)
    elif code := settings.table.constants.get("currency"):
        settings = replace(settings, currency=code.strip().upper())
    columns = {
        name: found[name] if name in found else _cells(given, batch, header, settings)
        for name, header in headers.items()
    }
    return columns | _constants(given.table, settings, len(batch))


def _moments(table: str, columns: Mapping[str, Cells]) -> list[Cells]:
    """The dates that tell when an answer was given, the one that counts first."""
    names = {"surveys": ("responded_at",), "tickets": ("rated_at", "closed_at")}.get(table, ())
    return [columns[name] for name in names if name in columns]


def _timed(table: Table) -> list[str]:
    """The dates whose time of the day tells something."""
    return [column.name for column in table.columns.values() if column.timed]


def _second(moments: Sequence[Cells], size: int) -> Cells:
    """The second of the day of each answer, 0 where there is no time."""
    second, known = np.zeros(size, dtype=np.int32), np.zeros(size, dtype=bool)
    for each in moments:
        here = ~known & (each.values != NO_DAY)
        second = second if each.seconds is None else np.where(here, each.seconds, second)
        known |= here
    return Cells(second, np.zeros(size, dtype=bool))


def _without_texts(ragged: tuple[Problem, ...], table: Table, header: tuple[str, ...]) -> tuple[Problem, ...]:
    """The rows that could not be split, not quoted where they hold what people wrote or are called."""
    private = any(name in header for name, column in table.columns.items() if column.type == "text")
    return tuple(replace(problem, value=None) for problem in ragged) if private else ragged


def _cells(given: Given, batch: Batch, header: str, settings: CellSettings) -> Cells:
    column, array = given.wanted[header], batch.column(header)
    if header in given.heading.calculated:
        settings = replace(settings, table=settings.table.model_copy(update={"decimal": ".", "thousands": None}))
    try:
        if column.name not in settings.table.values:
            return read_cells(array, column, settings)
        array, meanings = mapped(array, settings.table.meanings(column.name))
        return replace(read_cells(array, column, settings), words=_only_words(meanings, column, settings))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        raise whole(
            given.places.locate(), f"the column {header} holds {array.type}, not {column.type}", "Export it as text."
        ) from None


def _only_words(meanings: Mapping[str, str], column: Column, settings: CellSettings) -> dict[str, str]:
    """What the file calls a word of ours, where it has one word for it."""
    if column.type != "category":  # a word of ours stands for itself; amounts, days and scores are none
        return {}
    read = read_cells(pa.chunked_array([pa.array(meanings.values(), pa.string())]), column, settings).values
    said = Counter(read.codes.tolist())
    pairs = zip(read.codes.tolist(), meanings, strict=True)
    return {read.categories[code]: word for code, word in pairs if code >= 0 and said[code] == 1}


def _repeated(value: str, size: int) -> pa.ChunkedArray:
    return pa.chunked_array([pa.DictionaryArray.from_arrays(to_arrow(np.zeros(size, dtype=np.int32)), [value])])


def _constants(table: Table, settings: CellSettings, size: int) -> dict[str, Cells]:
    """Columns that the configuration fills with one value."""
    filled = {}
    for name, value in settings.table.constants.items():
        column = table.columns.get(name, attribute(name))
        one = replace(settings, currencies=None)
        cells = read_cells(pa.chunked_array([pa.array([value], pa.string())]), column, one)
        wrong = next(
            (fault.problem for fault in cells.faults if fault.mask.any()), "blank" if cells.blank.any() else ""
        )
        if wrong:
            raise DataError(
                f'tables: {table.name}: constants: {name}: "{value}": {wrong}. Correct it in csmetrics.yaml.'
            )
        filled[name] = _filled(cells, size)
    return filled


def _filled(cells: Cells, size: int) -> Cells:
    """One cell in every row, with all that it says."""
    every, blank = np.zeros(size, dtype=np.intp), np.zeros(size, dtype=bool)
    counts = None if cells.counts is None else cells.counts[every]
    currencies = None if cells.currencies is None else cells.currencies.take(every)
    values = take(cells.values, every)
    return Cells(values, blank, names=cells.names, counts=counts, currencies=currencies, signs=cells.signs)


def _faults(columns: dict[str, Cells], table: Table, config: Config) -> dict[str, list[Fault]]:
    faults = {name: list(cells.faults) for name, cells in columns.items()}
    for column in table.columns.values():
        if column.required and not column.blank:
            faults[column.name].append(
                Fault(columns[column.name].blank, "this cell must not be blank", "Fill it in, or remove the row.")
            )
    for name, more in row_faults(table.name, columns, config).items():
        faults[name].extend(more)
    return faults


def _problems(
    places: Places, batch: Batch, faults: dict[str, list[Fault]], texts: dict[str, pa.ChunkedArray]
) -> tuple[list[Problem], np.ndarray]:
    """A problem for each faulty cell, and the mask of rows that hold one; a file-wide fault stops at once."""
    bad = np.zeros(len(batch), dtype=bool)
    found: list[Problem] = []
    for column, listed in faults.items():
        for fault in listed:
            if not fault.mask.any():
                continue
            where = np.flatnonzero(fault.mask)
            cells = _plain(texts[column].take(to_arrow(where[:1] if fault.whole_file else where)))
            named = [
                Problem.at(places.locate(int(batch.rows[at])), column, _shown(value), fault.problem, fault.fix)
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


def _source(given: Given, batch: Batch, rows: Rows) -> Source:
    table, lost = given.table, (*batch.ragged, *batch.refused)
    spans = [span for name in table.dates(recorded=True) if name in rows and (span := span_of(rows[name]))]
    attributes = counted_attributes(
        {column: int(np.count_nonzero(each.used())) for column, each in dividing(table, rows)}
    )
    return Source(
        table.name,
        given.name,
        rows=len(batch) + len(set(map(given.places.number, lost))),
        used=len(rows),
        first_day=from_day_number(min(first for first, _ in spans)) if spans else None,
        last_day=from_day_number(max(last for _, last in spans)) if spans else None,
        columns=tuple(name for name in rows.columns if name != SECOND and not name.endswith((AS_TEXT, OF_DAY))),
        attributes=attributes,
        not_taken=batch.not_taken,
    )
