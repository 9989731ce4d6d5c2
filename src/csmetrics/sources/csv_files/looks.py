"""What the first rows of a CSV look like, by which the types of its columns are tried."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from itertools import islice

import pyarrow as pa

from csmetrics.columns import Column
from csmetrics.config import ColumnForm, TableConfig
from csmetrics.sources.csv_files.text import TextFile

TYPES: dict[str, pa.DataType] = {
    "id": pa.string(),
    "category": pa.dictionary(pa.int32(), pa.string()),
    "text": pa.string(),
    "date": pa.date32(),
    "money": pa.float64(),
    "number": pa.float64(),
    "count": pa.float64(),
    "score": pa.float64(),
}
Types = dict[str, pa.DataType]  # of columns, by their names in the header
_NUMBERS = ("money", "number")
_SNIFFED_ROWS = 20
_SNIFFED_NUMBERS = 200
_DECIMALS = re.compile(r"-?(?:[0-9]*\.(?:[0-9]{1,2}|[0-9]{4,})|(?:0|[0-9]{4,})?\.[0-9]+)$")  # with a point for certain


def types_to_try(file: TextFile, wanted: Mapping[str, Column], settings: TableConfig) -> list[Types]:
    """The types in which the wanted columns can be read, the leanest first; some are text until they are understood.

    The last ones hold for every row that is right. Those before may turn out wrong in any row.
    """
    text = {
        *_as_text(file, wanted, settings),
        *_dates_that_need_text(file, wanted),
        *_numbers_that_need_text(file, _open(wanted, settings)),
    }
    types = {name: pa.string() if name in text else TYPES[column.type] for name, column in wanted.items()}
    numbers = dict.fromkeys(_whole_numbers(file, _open(wanted, settings) & {*text}), pa.int64())
    return [types | numbers, types] if numbers else [types]


def _as_text(file: TextFile, wanted: Mapping[str, Column], settings: TableConfig) -> set[str]:
    """The columns that have no type of their own in the file: dates in a declared format, and words that are mapped.

    Nor have numbers with another decimal sign than the rest, or with that between the columns.
    """
    return {
        header
        for header, column in wanted.items()
        if column.name in settings.values or _has_own_form(file, column, settings.for_column(column.name))
    }


def _has_own_form(file: TextFile, column: Column, form: ColumnForm) -> bool:
    if column.type == "date":
        return form.date_format is not None
    return column.type in _NUMBERS and form.decimal_sign not in (None, file.decimal)


def _open(wanted: Mapping[str, Column], settings: TableConfig) -> set[str]:
    """The columns of numbers whose decimal sign is not declared."""
    return {
        header
        for header, column in wanted.items()
        if column.type in _NUMBERS and settings.for_column(column.name).decimal_sign is None
    }


def _dates_that_need_text(file: TextFile, wanted: Mapping[str, Column]) -> set[str]:
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


def _numbers_that_need_text(file: TextFile, open_: set[str]) -> set[str]:
    """Columns of numbers whose first cells do not show the decimal sign: 1.234 may be many or few.

    One such as 24.89 is enough: then all are read so.
    """
    if not open_ or file.decimal != ".":
        return open_
    shown = {
        name
        for record in _head(file, _SNIFFED_NUMBERS)
        for name, cell in record.items()
        if cell and _DECIMALS.match(cell.strip())
    }
    return open_ - shown


def _whole_numbers(file: TextFile, open_: set[str]) -> set[str]:
    """Those of them whose first cells are whole numbers: while they are, there is no sign to be told."""
    if not open_:
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
