"""One column to checked cells, by its declared type: ids, categories and text here, numbers and dates in their own.

The same functions take typed columns (a fast CSV read, Parquet, a DataFrame) and text (a careful CSV read).
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.columns import Column
from csmetrics.tables.cells import Cells, Fault, Settings, encode, nulls
from csmetrics.tables.days import read_date
from csmetrics.tables.numbers import read_count, read_money, read_number, read_score

_UNKNOWN = -2


def read_cells(array: pa.ChunkedArray, column: Column, settings: Settings) -> Cells:
    """One column, checked and in the form the ledger counts with."""
    return _READERS[column.type](array, column, settings)


def read_ids(array: pa.ChunkedArray, _column: Column, _settings: Settings) -> Cells:
    """Ids as codes into their distinct names; blank is -1. Surrounding blanks are no part of an id."""
    codes, names = encode(array)
    return Cells(codes, codes < 0, names=names)


def read_category(array: pa.ChunkedArray, column: Column, _settings: Settings) -> Cells:
    """Repeated text as a Categorical; where the choices are declared, in their order and regardless of case."""
    codes, names = encode(array, case="upper" if column.code else "lower" if column.choices else None)
    if not column.choices:
        return Cells(pd.Categorical.from_codes(codes, names.to_pylist()), codes < 0)
    known = {choice: code for code, choice in enumerate(column.choices)}
    lookup = np.array([*(known.get(name, _UNKNOWN) for name in names.to_pylist()), -1], dtype=np.int8)
    found = lookup[codes]
    fault = Fault(found == _UNKNOWN, "unknown " + column.name, f"Known are {', '.join(column.choices)}.")
    return Cells(pd.Categorical.from_codes(np.maximum(found, -1), list(column.choices)), codes < 0, [fault])


def read_text(array: pa.ChunkedArray, _column: Column, _settings: Settings) -> Cells:
    """Text as it stands."""
    text = pc.cast(array, pa.string())
    return Cells(pd.array(text, dtype="string[pyarrow]"), nulls(text))


_READERS: dict[str, Callable[[pa.ChunkedArray, Column, Settings], Cells]] = {
    "id": read_ids,
    "category": read_category,
    "text": read_text,
    "date": read_date,
    "money": read_money,
    "number": read_number,
    "count": read_count,
    "score": read_score,
}
