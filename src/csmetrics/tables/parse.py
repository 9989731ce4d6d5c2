"""Text to arrow columns: typed and fast at first; as plain text, row by row accountable, when something is wrong."""

import csv
import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from os import fsencode

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from csmetrics.arrays import nulls, to_arrow
from csmetrics.columns import Column
from csmetrics.errors import FileProblemError, Problem, whole
from csmetrics.tables.text import TextFile, unreadable

BLOCK = 1 << 24  # bytes of a file that are looked at together where it is too large to be held whole
FIRST_ROW = 2  # the header is row 1, as in a spreadsheet
DICTIONARY = pa.dictionary(pa.int32(), pa.string())
TYPES: dict[str, pa.DataType] = {
    "id": pa.string(),
    "category": DICTIONARY,
    "text": pa.string(),
    "date": pa.date32(),
    "money": pa.float64(),
    "number": pa.float64(),
    "count": pa.float64(),
    "score": pa.float64(),
}
_SNIFFED_ROWS = 20
_SNIFFED_NUMBERS = 200
_DECIMALS = re.compile(r"-?(?:[0-9]*\.(?:[0-9]{1,2}|[0-9]{4,})|(?:0|[0-9]{4,})?\.[0-9]+)$")  # with a point for certain
_SAID = 80  # signs of what arrow says
_LONG_ROW = "straddling object"  # what arrow says of a row that does not fit into a block
_LARGEST_BLOCK = (1 << 31) - (1 << 16)  # bytes; a longer row cannot be read


class TypedReadFailedError(Exception):
    """Some cell or row is not what its column promises; reading it as text will tell which."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """Columns by the names of the file, the file row of each line, and the rows that could not be split.

    `typed` columns cannot tell what stood in a cell, so a problem in them is told by another read, and each is handed
    over only once: it is gone as soon as it is converted.
    """

    columns: dict[str, pa.ChunkedArray]
    rows: "range | np.ndarray"
    ragged: tuple[Problem, ...] = ()
    typed: bool = False

    def column(self, name: str) -> pa.ChunkedArray:
        """One column."""
        return self.columns.pop(name) if self.typed else self.columns[name]

    def __len__(self) -> int:
        return len(self.rows)


def parse_typed(file: TextFile, wanted: dict[str, Column], *, as_text: Collection[str]) -> Parsed:
    """The wanted columns (header name -> column) in their types, several blocks at a time; some are text at first."""
    invalid: list[pa_csv.InvalidRow] = []
    types = _types(file, wanted, as_text=as_text)
    whole = {name: pa.int64() for name in _whole_numbers(file, wanted, types)}
    try:
        table = _read(file, types | whole, invalid, threads=True)
    except pa.ArrowInvalid:
        if not whole:
            raise TypedReadFailedError from None
        table = _read_again(file, types, invalid)
    if invalid:
        raise TypedReadFailedError
    return Parsed(table, range(FIRST_ROW, FIRST_ROW + len(table[next(iter(table))])), typed=True)


def _read_again(
    file: TextFile, types: dict[str, pa.DataType], invalid: list[pa_csv.InvalidRow]
) -> dict[str, pa.ChunkedArray]:
    """The same where numbers that began as whole ones turned out to be others."""
    invalid.clear()
    try:
        return _read(file, types, invalid, threads=True)
    except pa.ArrowInvalid:
        raise TypedReadFailedError from None


def stream_typed(file: TextFile, wanted: dict[str, Column], *, as_text: Collection[str]) -> Iterator[Parsed]:
    """The same a block at a time."""
    invalid: list[pa_csv.InvalidRow] = []
    row = FIRST_ROW
    try:
        for columns in _stream(file, _types(file, wanted, as_text=as_text), invalid, threads=True):
            end = row + len(next(iter(columns.values())))
            yield Parsed(columns, range(row, end), typed=True)
            row = end
    except pa.ArrowInvalid:
        raise TypedReadFailedError from None
    if invalid:
        raise TypedReadFailedError


def _types(file: TextFile, wanted: dict[str, Column], *, as_text: Collection[str]) -> dict[str, pa.DataType]:
    text = {*as_text, *_dates_that_need_text(file, wanted), *_numbers_that_need_text(file, wanted)}
    return {name: pa.string() if name in text else TYPES[column.type] for name, column in wanted.items()}


def parse_text(file: TextFile) -> Parsed:
    """Every column as text, blank lines passed over, rows with too few or too many cells named."""
    invalid: list[pa_csv.InvalidRow] = []
    try:
        columns = _read(file, _all_text(file), invalid, threads=False)
    except pa.ArrowInvalid as error:
        raise _not_parted(file, error) from None
    return _accountable(file, columns, FIRST_ROW, invalid)


def stream_text(file: TextFile) -> Iterator[Parsed]:
    """The same a block at a time."""
    invalid: list[pa_csv.InvalidRow] = []
    row = FIRST_ROW
    try:
        for columns in _stream(file, _all_text(file), invalid, threads=False):
            parsed = _accountable(file, columns, row, invalid)
            row += len(next(iter(columns.values()))) + len(parsed.ragged)
            yield parsed
    except pa.ArrowInvalid as error:
        raise _not_parted(file, error) from None
    if any(line.number >= row for line in invalid):
        nothing = {name: pa.chunked_array([], pa.string()) for name in _all_text(file)}
        yield _accountable(file, nothing, row, invalid)


def _all_text(file: TextFile) -> dict[str, pa.DataType]:
    return {name: pa.string() for name in file.header if name}


def _accountable(
    file: TextFile, columns: dict[str, pa.ChunkedArray], first: int, invalid: list[pa_csv.InvalidRow]
) -> Parsed:
    """Lines of text with their numbers in the file, from the first on; blank ones are passed over."""
    size = len(next(iter(columns.values())))
    later = sorted(row.number for row in invalid if row.number >= first)  # a stream reads ahead
    count = size + int(
        np.searchsorted(np.array(later, dtype=np.int64) - np.arange(len(later)), first + size, side="right")
    )
    ragged = [row for row in invalid if first <= row.number < first + count]
    skipped = np.array([row.number for row in ragged], dtype=np.int64)
    rows = np.setdiff1d(np.arange(first, first + count), skipped, assume_unique=True)
    blank = np.logical_and.reduce([nulls(column) for column in columns.values()])
    if blank.any():
        kept = to_arrow(~blank)
        columns, rows = {name: column.filter(kept) for name, column in columns.items()}, rows[~blank]
    return Parsed(columns, rows, tuple(_ragged(file, row) for row in ragged))


def _read(
    file: TextFile, types: dict[str, pa.DataType], invalid: list[pa_csv.InvalidRow], *, threads: bool
) -> dict[str, pa.ChunkedArray]:
    raw = dict(zip(file.header, file.raw_header, strict=True))
    reading = pa_csv.ReadOptions(use_threads=threads)
    try:
        table = pa_csv.read_csv(_opened(file), reading, *_options(file, types, invalid))
    except pa.ArrowInvalid as error:
        if _LONG_ROW not in str(error):
            raise
        invalid.clear()
        reading.block_size = min(file.content.size() + 1, _LARGEST_BLOCK)
        table = pa_csv.read_csv(_opened(file), reading, *_options(file, types, invalid))
    return {name: table.column(raw[name]) for name in types}


def _stream(
    file: TextFile, types: dict[str, pa.DataType], invalid: list[pa_csv.InvalidRow], *, threads: bool
) -> Iterator[dict[str, pa.ChunkedArray]]:
    raw = dict(zip(file.header, file.raw_header, strict=True))
    reading = pa_csv.ReadOptions(use_threads=threads, block_size=BLOCK)
    with pa_csv.open_csv(_opened(file), reading, *_options(file, types, invalid)) as batches:
        yield from ({name: pa.chunked_array([batch.column(raw[name])]) for name in types} for batch in batches)
    yield {name: pa.chunked_array([], dtype) for name, dtype in types.items()}  # a file may have no rows


def _options(
    file: TextFile, types: dict[str, pa.DataType], invalid: list[pa_csv.InvalidRow]
) -> tuple[pa_csv.ParseOptions, pa_csv.ConvertOptions]:
    def note(row: pa_csv.InvalidRow) -> str:
        invalid.append(row)
        return "skip"

    raw = dict(zip(file.header, file.raw_header, strict=True))
    parsing = pa_csv.ParseOptions(
        delimiter=file.delimiter,
        newlines_in_values=file.quoted,
        ignore_empty_lines=False,
        invalid_row_handler=note,
    )
    conversion = pa_csv.ConvertOptions(
        column_types={raw[name]: dtype for name, dtype in types.items()},
        include_columns=[raw[name] for name in types],
        null_values=[""],  # "NA" is Namibia, not nothing
        strings_can_be_null=True,
        quoted_strings_can_be_null=True,
        decimal_point=file.decimal,
    )
    return parsing, conversion


def _opened(file: TextFile) -> pa.NativeFile:
    source = file.content.source
    if isinstance(source, bytes):
        return pa.BufferReader(source)
    try:
        return pa.OSFile(fsencode(source))
    except OSError as error:
        raise unreadable(file.name, error) from None


def _dates_that_need_text(file: TextFile, wanted: dict[str, Column]) -> set[str]:
    """Date columns whose first cells are no plain ISO days: the typed read would fail on them half way."""
    head = io.StringIO(file.content.head[: 1 << 16].decode(errors="ignore"), newline="")
    found: set[str] = set()
    try:
        for record in islice(csv.DictReader(head, file.header, delimiter=file.delimiter), 1, _SNIFFED_ROWS):
            found |= {
                name for name, column in wanted.items()
                if column.type == "date" and len(record.get(name) or "2026-01-01") != len("2026-01-01")
            }  # fmt: skip
    except csv.Error:
        pass  # the read itself will meet it, and say where
    return found


def _numbers_that_need_text(file: TextFile, wanted: dict[str, Column]) -> set[str]:
    """Columns of numbers whose first cells do not show the decimal sign: 1.234 may be many or few.

    One such as 24.89 is enough: then all are read so.
    """
    if file.decimal_declared:
        return set()
    shown = {
        name
        for record in _head(file, _SNIFFED_NUMBERS)
        for name, cell in record.items()
        if cell and _DECIMALS.match(cell.strip())
    }
    return {name for name, column in wanted.items() if column.type in ("money", "number") and name not in shown}


def _whole_numbers(file: TextFile, wanted: dict[str, Column], types: dict[str, pa.DataType]) -> set[str]:
    """Those of them whose first cells are whole numbers: while they are, there is no sign to be told."""
    open_ = {name for name, dtype in types.items() if dtype == pa.string() and wanted[name].type in ("money", "number")}
    if not open_ or file.decimal_declared:
        return set()
    others = {
        name
        for record in _head(file, _SNIFFED_NUMBERS)
        for name in open_
        if (cell := (record.get(name) or "").strip()) and not cell.isdigit()
    }
    return open_ - others


def _head(file: TextFile, rows: int) -> Iterator[dict[str, str]]:
    """The first rows of a file, as far as they can be split."""
    head = io.StringIO(file.content.head[: 1 << 16].decode(errors="ignore"), newline="")
    reader = csv.reader(head, delimiter=file.delimiter)
    try:
        for record in islice(reader, 1, rows):
            if len(record) == len(file.header):
                yield dict(zip(file.header, record, strict=True))
    except csv.Error:
        pass  # the read itself will meet it, and say where


def _not_parted(file: TextFile, error: pa.ArrowInvalid) -> FileProblemError:
    said = "a row is longer than 2 GB" if _LONG_ROW in str(error) else str(error)[:_SAID]
    return whole(file.name, f"its rows cannot be told apart ({said})", "Export it again as CSV.")


def _ragged(file: TextFile, row: pa_csv.InvalidRow) -> Problem:
    problem = f"the row has {row.actual_columns} cells, the header {row.expected_columns}"
    fix = "Put cells that hold a comma in quotes, or add what is missing."
    return Problem(file.name, row.number, None, row.text, problem, fix)
