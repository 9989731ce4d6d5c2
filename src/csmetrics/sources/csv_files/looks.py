"""What the first rows of a CSV look like, by which the types of its columns are tried."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from itertools import islice

import pyarrow as pa

from csmetrics.columns import Column
from csmetrics.config import TableConfig
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
_SNIFFED_ROWS = 20
_SNIFFED_NUMBERS = 200
_DECIMALS = re.compile(r"-?(?:[0-9]*\.(?:[0-9]{1,2}|[0-9]{4,})|(?:0|[0-9]{4,})?\.[0-9]+)$")  # with a point for certain


def types_to_try(file: TextFile, wanted: Mapping[str, Column], settings: TableConfig) -> list[Types]:
    """The types in which the wanted columns can be read, the leanest first; some are text until they are understood.

    The last ones hold for every row that is right. Those before may turn out wrong in any row.
    """
    text = {
        *_as_text(wanted, settings),
        *_dates_that_need_text(file, wanted),
        *_numbers_that_need_text(file, wanted),
    }
    types = {name: pa.string() if name in text else TYPES[column.type] for name, column in wanted.items()}
    numbers = dict.fromkeys(_whole_numbers(file, wanted, types), pa.int64())
    return [types | numbers, types] if numbers else [types]


def _as_text(wanted: Mapping[str, Column], settings: TableConfig) -> set[str]:
    """The columns that have no type of their own in the file: dates in a declared format, and words that are mapped.

    Nor have numbers whose decimal sign is that between the columns as well.
    """
    kinds = {"date"} if settings.date_format is not None else set()
    kinds |= {"money", "number"} if settings.decimal_sign == (settings.delimiter or ",") else set()
    return {header for header, column in wanted.items() if column.type in kinds or column.name in settings.values}


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


def _numbers_that_need_text(file: TextFile, wanted: Mapping[str, Column]) -> set[str]:
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


def _whole_numbers(file: TextFile, wanted: Mapping[str, Column], types: Types) -> set[str]:
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
