"""Quotes in a CSV: one that is left open swallows lines that were rows."""

import csv
import io
import re
from collections.abc import Hashable

import numpy as np

from csmetrics.errors import Problem
from csmetrics.sources.csv_files.text import TextFile

_DATED = re.compile(r"^([0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}.*)?$")  # a date by its looks, or nothing
_LONGEST_CELL = (1 << 31) - 1  # signs; csv would refuse 131,073


def may_swallow_lines(file: TextFile, rows: int) -> bool:
    """Whether some cell holds line breaks or some quote is left open, so that lines of the file are no rows."""
    if not file.quoted:
        return False
    return file.content.quotes % 2 > 0 or file.content.lines() != rows + 1


def open_quote(file: TextFile, dates: set[str]) -> Problem | None:
    """The row in which a quote is opened and not closed as it should be, if there is one.

    A quote may be closed by one that was to open another cell, many rows later; the lines in between then look like
    rows themselves, with as many cells as the header and dates where dates should be.
    """
    if not file.quoted:
        return None
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))
    # csv counts lines; a record may span several, so records are counted here.
    text = io.StringIO(file.content.whole().decode(), newline="")
    row, reader = 1, csv.reader(text, delimiter=file.delimiter, strict=True)
    suspect = None
    try:
        for row, record in enumerate(reader, 1):
            if suspect is None and any("\n" in cell for cell in record) and _swallows(file, record, dates):
                suspect = row
    except csv.Error:
        # The record that failed is the one after the last good one, unless an earlier one had swallowed lines.
        suspect = suspect or (row + 1 if row > 1 or reader.line_num > 1 else 1)
    if suspect is None:
        return None
    fix = 'Close the quote; a quote inside a quoted cell is written twice ("").'
    row = suspect + file.shift if suspect > 1 else file.header_row
    return Problem(file.name, row, None, None, "a quote is opened and not closed", fix)


def rows_at(file: TextFile, rows: np.ndarray) -> list[Hashable]:
    """What stands in some rows of a file whose lines are its rows, cell by cell."""
    lines = file.content.lines_at((rows - file.shift - 1).tolist())
    return [tuple(cell.strip() for cell in row) for row in csv.reader(lines, delimiter=file.delimiter)]


def _swallows(file: TextFile, record: list[str], dates: set[str]) -> bool:
    """Whether a record has the wrong width, or a cell of it holds lines that are rows by their looks."""
    if len(record) not in (0, len(file.header)):
        return True
    inner = [line for cell in record if "\n" in cell for line in cell.splitlines()[1:-1]]
    rows = [row for row in csv.reader(inner, delimiter=file.delimiter) if len(row) == len(file.header)]
    where = [at for at, name in enumerate(file.header) if name in dates]
    return any(all(_DATED.match(row[at].strip()) for at in where) for row in rows if where)
