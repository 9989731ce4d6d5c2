"""How much money a file has in each currency, in the rows that can be used and in those that cannot."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from csmetrics.arrays import to_arrow
from csmetrics.currencies import CURRENCIES
from csmetrics.tables.cells import Cells
from csmetrics.tables.currency import MICROS
from csmetrics.tables.leftout import money_in
from csmetrics.tables.rows import Coded, Rows


def amounts_refused(
    columns: Mapping[str, Cells],
    numbers: range | np.ndarray,
    bad: np.ndarray,
    texts: Mapping[str, pa.ChunkedArray],
) -> dict[int, tuple[str, float]]:
    """The currency and what stands in the amount of the rows that cannot be used, by their numbers in the file."""
    if "amount" not in columns or not isinstance(columns["amount"].values, np.ndarray) or not bad.any():
        return {}
    where = np.flatnonzero(bad)
    cells = texts["amount"].take(to_arrow(where)).to_pylist()
    read = np.abs(columns["amount"].values[where]) / MICROS
    known = [
        float(value) or money_in(None if cell is None else str(cell)) for value, cell in zip(read, cells, strict=True)
    ]
    named = columns["currency"].values.take(where) if "currency" in columns else Coded(np.full(len(where), -1), [])
    names = [*(name if name in CURRENCIES else "" for name in named.categories), ""]
    return {
        int(numbers[at]): (names[code], amount)
        for at, code, amount in zip(where, named.codes.tolist(), known, strict=True)
        if amount is not None
    }


def totals_of(rows: Rows) -> dict[str, float]:
    """What the amounts come to in each currency, regardless of their signs."""
    amounts = np.abs(rows["amount"])
    if "currency" not in rows:
        return {"": float(amounts.sum()) / MICROS}
    column = rows["currency"]
    names = [*column.categories, ""]
    sums = np.bincount(column.codes % len(names), weights=amounts, minlength=len(names)) / MICROS
    return {name: total for name, total in zip(names, sums.tolist(), strict=True) if total}
