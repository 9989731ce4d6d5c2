"""Amounts of rows in the currency of the figures: each at the rate of its row's day."""

import numpy as np

from csmetrics.periods import from_day_number
from csmetrics.rates.exact import converted_each
from csmetrics.tables.dataset import Dataset

_DAYS = 1 << 24  # more than there are


def amounts_of(data: Dataset, table: str, row: np.ndarray) -> np.ndarray:
    """The amounts of some rows of a table (int64 millionths), by position.

    Raises DataError with every rate that is missing.
    """
    rows, rates, to = data.rows(table), data.rates, data.currency
    amounts = rows["amount"][row]
    if rates is None or to is None or "currency" not in rows or set(rows["currency"].values_used()) <= {to}:
        return np.asarray(amounts)
    names = list(dict.fromkeys((*rows["currency"].categories, to)))
    codes = np.where(rows["currency"].codes < 0, names.index(to), rows["currency"].codes)[row].astype(np.int64)
    found, which = np.unique(codes * _DAYS + rows["date"][row], return_inverse=True)
    wanted = [(names[key // _DAYS], from_day_number(key % _DAYS)) for key in found.tolist()]
    paid = np.bincount(which[amounts != 0], minlength=len(wanted)) > 0
    known = rates.rates_of([pair for pair, needed in zip(wanted, paid, strict=True) if needed], to)
    return converted_each(amounts, which, [known.get(pair) for pair in wanted])
