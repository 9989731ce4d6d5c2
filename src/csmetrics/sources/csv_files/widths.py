"""Rows and header that differ by blank cells alone, as where every line but the first ends with a comma."""

import csv
import io
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from csmetrics.sources.csv_files.content import content_of
from csmetrics.sources.csv_files.parse import BLOCK
from csmetrics.sources.csv_files.text import TextFile

_LOOKED_AT = 1 << 16  # bytes in which the first row ends


def even(file: TextFile) -> TextFile:
    """The file with a header as wide as its rows, if *every* row has so many cells and only blank ones are too many.

    Where a single row differs nobody knows which of its cells are meant: the file stays as it is, its rows are named.
    """
    width, header = _width_of_first_row(file), file.header
    if width == len(header) or any(header[width:]) or width == 0:
        return file
    lines = io.BytesIO(file.content.whole())
    first = lines.readline().rstrip(b"\r\n")
    if first.count(b'"') % 2 or not _all_as_wide(lines, file, width):
        return file
    raw = (*file.raw_header[:width], *("" for _ in range(width - len(header))))
    names = io.StringIO(newline="")
    csv.writer(names, delimiter=file.delimiter, lineterminator="\n").writerow(raw)
    content = content_of(names.getvalue().encode() + lines.read())
    return replace(file, content=content, header=tuple(name.strip() for name in raw), raw_header=raw)


def _width_of_first_row(file: TextFile) -> int:
    rows = csv.reader(
        io.StringIO(file.content.head[:_LOOKED_AT].decode(errors="ignore"), newline=""), delimiter=file.delimiter
    )
    try:
        next(rows)
        return len(next((row for row in rows if row), file.header))
    except (csv.Error, StopIteration):
        return len(file.header)


def _all_as_wide(lines: io.BytesIO, file: TextFile, width: int) -> bool:
    """Whether all rows have so many cells, and nothing in those for which there is no header."""
    extra = [str(place) for place in range(len(file.header), width)] or ["0"]
    reading = pa_csv.ReadOptions(column_names=[str(place) for place in range(width)], block_size=BLOCK)
    parsing = pa_csv.ParseOptions(delimiter=file.delimiter, newlines_in_values=file.quoted)
    conversion = pa_csv.ConvertOptions(include_columns=extra, column_types=dict.fromkeys(extra, pa.string()))
    start = lines.tell()
    try:
        table = pa_csv.read_csv(lines, reading, parsing, conversion)
    except pa.ArrowInvalid:
        return False
    finally:
        lines.seek(start)
    if width < len(file.header):
        return True
    return all(pc.all(pc.equal(pc.utf8_trim_whitespace(column), "")).as_py() for column in table.columns)
