"""Text to arrow columns: typed and fast at first; as plain text, row by row accountable, when something is wrong."""

import csv
import io
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from csmetrics.columns import Column
from csmetrics.errors import Problem
from csmetrics.tables.arrays import nulls, to_arrow
from csmetrics.tables.text import TextFile, unreadable

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


def parse_typed(file: TextFile, wanted: dict[str, Column], *, declared_dates: bool) -> Parsed:
    """The wanted columns (header name -> column) in their types, several blocks at a time.

    Dates in a declared format are text at first, for only ISO days have a type of their own.
    """
    dates = {name for name, column in wanted.items() if column.type == "date"}
    as_text = dates if declared_dates else _dates_that_need_text(file, wanted)
    types = {name: pa.string() if name in as_text else TYPES[column.type] for name, column in wanted.items()}
    invalid: list[pa_csv.InvalidRow] = []
    try:
        table = _read(file, types, invalid, threads=True)
    except pa.ArrowInvalid:
        raise TypedReadFailedError from None
    if invalid:
        raise TypedReadFailedError
    return Parsed(table, range(FIRST_ROW, FIRST_ROW + len(table[next(iter(table))])), typed=True)


def parse_text(file: TextFile) -> Parsed:
    """Every column as text, blank lines passed over, rows with too few or too many cells named."""
    invalid: list[pa_csv.InvalidRow] = []
    columns = _read(file, {name: pa.string() for name in file.header if name}, invalid, threads=False)
    skipped = np.array([row.number for row in invalid], dtype=np.int64)
    count = len(next(iter(columns.values()))) + len(skipped)
    rows = np.setdiff1d(np.arange(FIRST_ROW, FIRST_ROW + count), skipped, assume_unique=True)
    blank = np.logical_and.reduce([nulls(column) for column in columns.values()])
    if blank.any():
        kept = to_arrow(~blank)
        columns, rows = {name: column.filter(kept) for name, column in columns.items()}, rows[~blank]
    return Parsed(columns, rows, tuple(_ragged(file, row) for row in invalid))


def _read(
    file: TextFile, types: dict[str, pa.DataType], invalid: list[pa_csv.InvalidRow], *, threads: bool
) -> dict[str, pa.ChunkedArray]:
    def note(row: pa_csv.InvalidRow) -> str:
        invalid.append(row)
        return "skip"

    raw = dict(zip(file.header, file.raw_header, strict=True))
    table = pa_csv.read_csv(
        _opened(file),
        read_options=pa_csv.ReadOptions(use_threads=threads),
        parse_options=pa_csv.ParseOptions(
            delimiter=file.delimiter,
            newlines_in_values=file.quoted,
            ignore_empty_lines=False,
            invalid_row_handler=note,
        ),
        convert_options=pa_csv.ConvertOptions(
            column_types={raw[name]: dtype for name, dtype in types.items()},
            include_columns=[raw[name] for name in types],
            null_values=[""],  # "NA" is Namibia, not nothing
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
            decimal_point=file.decimal,
        ),
    )
    return {name: table.column(raw[name]) for name in types}


def _opened(file: TextFile) -> pa.NativeFile:
    source = file.content.source
    if isinstance(source, bytes):
        return pa.BufferReader(source)
    try:
        return pa.OSFile(str(source))
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


def _ragged(file: TextFile, row: pa_csv.InvalidRow) -> Problem:
    problem = f"the row has {row.actual_columns} cells, the header {row.expected_columns}"
    fix = "Put cells that hold a comma in quotes, or add what is missing."
    return Problem(file.name, row.number, None, row.text, problem, fix)
