"""Amounts of rows in the currency of the figures: each at the rate of its row's day."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from csmetrics.periods import from_day_number
from csmetrics.rates.exact import converted_each
from csmetrics.rates.model import Rates
from csmetrics.subjects.own_currency import Own, OwnAmounts
from csmetrics.subjects.sums import add_up
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.rows import Coded

_DAYS = 1 << 24  # more than there are


def amounts_of(data: Dataset, table: str, row: np.ndarray) -> np.ndarray:
    """The amounts of some rows of a table (int64 millionths), by position.

    Raises DataError with every rate that is missing.
    """
    amounts = data.rows(table)["amount"][row]
    paid = _paid_in(data, table, row)
    return np.asarray(amounts) if paid is None else converted_each(amounts, paid.which, paid.rates)


def own_of(data: Dataset, table: str, key: np.ndarray, row: np.ndarray) -> Own | None:
    """What the rows of each key come to in their own currencies; None where all of them are of the figures."""
    paid = _paid_in(data, table, row)
    if paid is None:
        return None
    amounts = data.rows(table)["amount"][row]
    places, place = np.unique(paid.currencies, return_inverse=True)  # by name
    currency = place[paid.which]
    pairs, where = np.unique(np.stack([key, currency]), axis=1, return_inverse=True)
    where, size = where.reshape(-1), pairs.shape[1]
    worth = add_up(where, converted_each(amounts, paid.which, paid.rates), size)
    rate = _common(where, paid, size)
    return Own(pairs[0], places[pairs[1]].tolist(), (OwnAmounts(add_up(where, amounts, size), rate, worth),))


def foreign(data: Dataset, table: str) -> tuple[Rates, str, Coded] | None:
    """The rates, the currency of the figures and that of each row of a table; None where all are of the figures."""
    rows, rates, to = data.rows(table), data.rates, data.currency
    if rates is None or to is None or "currency" not in rows or set(rows["currency"].values_used()) <= {to}:
        return None
    return rates, to, rows["currency"].filled(to)


@dataclass(frozen=True, slots=True)
class _Paid:
    """Currencies and days on which there are amounts in them, the rate of each, and which of them a row is of."""

    which: np.ndarray
    currencies: Sequence[str]
    rates: Sequence[Fraction | None]


def _paid_in(data: Dataset, table: str, row: np.ndarray) -> _Paid | None:
    found_in = foreign(data, table)
    if found_in is None:
        return None
    (rates, to, currency), rows = found_in, data.rows(table)
    names = currency.categories
    found, which = np.unique(currency.codes[row].astype(np.int64) * _DAYS + rows["date"][row], return_inverse=True)
    wanted = [(names[key // _DAYS], from_day_number(key % _DAYS)) for key in found.tolist()]
    paid = np.bincount(which[rows["amount"][row] != 0], minlength=len(wanted)) > 0
    known = rates.rates_of([pair for pair, needed in zip(wanted, paid, strict=True) if needed], to)
    return _Paid(which, [name for name, _ in wanted], [known.get(pair) for pair in wanted])


def _common(where: np.ndarray, paid: _Paid, size: int) -> list[Fraction | None]:
    """The rate that all rows of a place have; None where they have several."""
    number = {rate: at for at, rate in enumerate(dict.fromkeys(paid.rates))}
    each = np.array([number[rate] for rate in paid.rates], dtype=np.int64)[paid.which]
    low, high = np.full(size, len(number)), np.full(size, -1)
    np.minimum.at(low, where, each)
    np.maximum.at(high, where, each)
    listed = list(number)
    return [listed[one] if one == other else None for one, other in zip(low.tolist(), high.tolist(), strict=True)]
