"""One column to checked cells, by its declared type: ids, categories and text here, numbers and dates in their own.

The same functions take typed columns (a fast CSV read, Parquet, a DataFrame) and text (a careful CSV read).
"""

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.arrays import nulls
from csmetrics.columns import INTERVALS, Column
from csmetrics.tables.cells import Cells, CellSettings, Fault, encode
from csmetrics.tables.days import read_date
from csmetrics.tables.identifiers import read_ids
from csmetrics.tables.intervals import read_intervals
from csmetrics.tables.numbers import read_count, read_money, read_number, read_score
from csmetrics.tables.rows import Coded

_UNKNOWN = -2
_FEW = np.iinfo(np.int8).max


def read_cells(array: pa.ChunkedArray, column: Column, settings: CellSettings) -> Cells:
    """One column, checked and in the form the ledger counts with."""
    return _READERS[column.type](array, column, settings.of_column(column.name))


def read_category(array: pa.ChunkedArray, column: Column, _settings: CellSettings) -> Cells:
    """Repeated text; where the choices are declared, in their order and regardless of case."""
    if column.choices == INTERVALS:
        return read_intervals(array, column)
    encoded = encode(array, case="upper" if column.code else "lower" if column.choices else None)
    codes, names = encoded.codes, encoded.names.to_pylist()
    if not column.choices:
        return Cells(coded(codes, names), codes < 0)
    known = {choice: code for code, choice in enumerate(column.choices)}
    known |= {word: known[choice] for word, choice in column.words.items()}
    lookup = np.array([*(known.get(name, _UNKNOWN) for name in names), -1], dtype=np.int8)
    found = lookup[codes]
    if _UNKNOWN not in lookup:
        return Cells(Coded(found, column.choices), codes < 0)
    faults = _unknown(found, codes, names, column)
    return Cells(Coded(np.maximum(found, -1), column.choices), codes < 0, faults)


def _unknown(found: np.ndarray, codes: np.ndarray, names: Sequence[str], column: Column) -> list[Fault]:
    """The cells with a word that is none of the choices; where words are mapped, each with the line that maps it."""
    known, mask = f"Known are {', '.join(column.choices)}.", found == _UNKNOWN
    if not column.words:
        return [Fault(mask, "unknown " + column.name, known)]
    ours = column.choices[0]
    return [
        Fault(
            codes == code,
            "unknown " + column.name,
            f"{known} Say which: values: {{{column.name}: {{{names[code]}: {ours}}}}}.",
        )
        for code in np.unique(codes[mask]).tolist()
    ]


def coded(codes: np.ndarray, categories: Sequence[str]) -> Coded:
    """Repeated text by its codes, in as little room as they take."""
    return Coded(codes.astype(np.int8) if len(categories) <= _FEW else codes, categories)


def read_text(array: pa.ChunkedArray, _column: Column, _settings: CellSettings) -> Cells:
    """Text as it stands."""
    text = pc.cast(array, pa.string())
    return Cells(text, nulls(text))


_READERS: dict[str, Callable[[pa.ChunkedArray, Column, CellSettings], Cells]] = {
    "id": read_ids,
    "category": read_category,
    "text": read_text,
    "date": read_date,
    "money": read_money,
    "number": read_number,
    "count": read_count,
    "score": read_score,
}
