"""The text of a CSV to columns: in their types, or as plain text with what could not be split."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from os import fsencode

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from csmetrics.arrays import nulls, to_arrow
from csmetrics.errors import FileProblemError, Problem, whole
from csmetrics.sources.csv_files.looks import Types
from csmetrics.sources.csv_files.text import TextFile
from csmetrics.sources.file_source import unreadable
from csmetrics.sources.source import FIRST_ROW, Batch, TypedReadFailedError

BLOCK = 1 << 24  # bytes of a file that are looked at together where it is too large to be held whole
_SAID = 80  # signs of what arrow says
_LONG_ROW = "straddling object"  # what arrow says of a row that does not fit into a block
_LARGEST_BLOCK = (1 << 31) - (1 << 16)  # bytes; a longer row cannot be read
Columns = dict[str, pa.ChunkedArray]


def typed_batches(
    file: TextFile,
    tried: Sequence[Types],
    as_written: Callable[[np.ndarray], list[Hashable]],
    *,
    in_blocks: bool,
) -> Iterator[Batch]:
    """Columns in the first types that hold. In blocks the last are taken at once: what holds is known at the end."""
    for types in tried[-1:] if in_blocks else tried:
        try:
            yield from _numbered(file, types, as_written, in_blocks=in_blocks)
        except pa.ArrowInvalid:
            continue
        return
    raise TypedReadFailedError


def _numbered(
    file: TextFile, types: Types, as_written: Callable[[np.ndarray], list[Hashable]], *, in_blocks: bool
) -> Iterator[Batch]:
    invalid: list[pa_csv.InvalidRow] = []
    row = FIRST_ROW + file.shift
    for columns in _columns(file, types, invalid, careful=False, in_blocks=in_blocks):
        if invalid:
            break
        end = row + len(next(iter(columns.values())))
        yield Batch(columns, range(row, end), typed=True, as_written=as_written)
        row = end
    if invalid:
        raise TypedReadFailedError


def text_batches(file: TextFile, *, in_blocks: bool) -> Iterator[Batch]:
    """Every column as text, blank lines passed over, rows with too few or too many cells named."""
    invalid: list[pa_csv.InvalidRow] = []
    types, row = {name: pa.string() for name in file.header if name}, FIRST_ROW + file.shift
    try:
        for columns in _columns(file, types, invalid, careful=True, in_blocks=in_blocks):
            batch = _accountable(file, columns, row, invalid)
            row += len(next(iter(columns.values()))) + len(batch.ragged)
            yield batch
    except pa.ArrowInvalid as error:
        raise _not_parted(file, error) from None
    if any(line.number >= row for line in invalid):
        nothing = {name: pa.chunked_array([], pa.string()) for name in types}
        yield _accountable(file, nothing, row, invalid)


def _accountable(file: TextFile, columns: Columns, first: int, invalid: list[pa_csv.InvalidRow]) -> Batch:
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
    return Batch(columns, rows, tuple(_ragged(file, row) for row in ragged))


def _columns(
    file: TextFile, types: Types, invalid: list[pa_csv.InvalidRow], *, careful: bool, in_blocks: bool
) -> Iterator[Columns]:
    """The columns of all rows at once, or of a block after the other; rows that cannot be split are put aside."""
    reading = pa_csv.ReadOptions(use_threads=not careful)
    if not in_blocks:
        yield _read(file, types, invalid, reading)
        return
    reading.block_size = BLOCK
    raw = dict(zip(file.header, file.raw_header, strict=True))
    with pa_csv.open_csv(_opened(file), reading, *_options(file, types, invalid)) as batches:
        yield from ({name: pa.chunked_array([batch.column(raw[name])]) for name in types} for batch in batches)
    yield {name: pa.chunked_array([], dtype) for name, dtype in types.items()}  # a file may have no rows


def _read(file: TextFile, types: Types, invalid: list[pa_csv.InvalidRow], reading: pa_csv.ReadOptions) -> Columns:
    raw = dict(zip(file.header, file.raw_header, strict=True))
    try:
        table = pa_csv.read_csv(_opened(file), reading, *_options(file, types, invalid))
    except pa.ArrowInvalid as error:
        if _LONG_ROW not in str(error):
            raise
        invalid.clear()
        reading.block_size = min(file.content.size() + 1, _LARGEST_BLOCK)
        table = pa_csv.read_csv(_opened(file), reading, *_options(file, types, invalid))
    return {name: table.column(raw[name]) for name in types}


def _options(
    file: TextFile, types: Types, invalid: list[pa_csv.InvalidRow]
) -> tuple[pa_csv.ParseOptions, pa_csv.ConvertOptions]:
    def note(row: pa_csv.InvalidRow) -> str:
        invalid.append(row if row.number is None else row._replace(number=row.number + file.shift))
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


def _not_parted(file: TextFile, error: pa.ArrowInvalid) -> FileProblemError:
    said = "a row is longer than 2 GB" if _LONG_ROW in str(error) else str(error)[:_SAID]
    return whole(file.name, f"its rows cannot be told apart ({said})", "Export it again as CSV.")


def _ragged(file: TextFile, row: pa_csv.InvalidRow) -> Problem:
    problem = f"the row has {row.actual_columns} cells, the header {row.expected_columns}"
    fix = "Put cells that hold a comma in quotes, or add what is missing."
    return Problem(file.name, row.number, None, row.text, problem, fix)
