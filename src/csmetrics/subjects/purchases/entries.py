"""Rows of purchases.csv as entries: what was bought or refunded by whom, and who bought at all."""

from collections.abc import Sequence

import numpy as np

from csmetrics.stages import stage
from csmetrics.subjects.entries import Entries, Subject
from csmetrics.subjects.money import amounts_of, own_of
from csmetrics.subjects.own_currency import Own
from csmetrics.subjects.sums import period_index
from csmetrics.subjects.tally import Tally
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.rows import Rows

_NO_NUMBER = np.iinfo(np.int32).max
_REVENUE = ("purchase_revenue", "revenue_ever")  # of every row; the other tallies count purchases


class PurchaseEntries(Subject):
    """What was bought in consecutive periods and before them."""

    name = "purchases"

    @stage("entries")
    def __init__(self, data: Dataset, table: str, edges: Sequence[int]) -> None:
        self._data, self._rows = data, data.rows(table)
        period = period_index(self._rows["date"], edges)
        self._row = np.flatnonzero(period < len(edges))
        self._period = period[self._row]
        self._bought = are_purchases(self._rows, self._row)
        self._amounts = amounts_of(data, table, self._row)

    def entries(self, tally: Tally) -> Entries:
        """Every row with its amount where revenue is summed, else each purchase as one."""
        money = tally.name in _REVENUE
        row, period = (self._row, self._period) if money else (self._row[self._bought], self._period[self._bought])
        customer, amount = self._rows["customer_id"][row], self._amounts if money else self._amounts[self._bought]
        return Entries(customer, period, amount if money else np.ones_like(amount), amount, customer, row)

    def own(self, tally: Tally, found: Entries, keys: np.ndarray) -> Own | None:
        """What the rows of contributors come to in each currency."""
        if tally.unit != "money":
            return None
        chosen = np.isin(found.row_key, keys)
        return own_of(self._data, self.name, found.row_key[chosen], found.row[chosen])


def are_purchases(rows: Rows, row: np.ndarray) -> np.ndarray:
    """Which rows stand for a purchase: no refunds, and of a customer's rows of one purchase_id the earliest alone."""
    bought: np.ndarray = rows["amount"][row] >= 0
    return _first_lines(rows, row[bought])[row] if "purchase_id" in rows else bought


def _first_lines(rows: Rows, place: np.ndarray) -> np.ndarray:
    """Which rows stand for their purchase: the earliest of each customer and purchase_id, of one day the first."""
    number, customer = rows["purchase_id"][place].astype(np.int64), rows["customer_id"][place].astype(np.int64)
    number = np.where(number < 0, -1 - np.arange(len(place)), number)  # each row without an id is a purchase
    order = np.lexsort((rows["date"][place], number, customer))
    first = (np.diff(number[order], prepend=_NO_NUMBER) != 0) | (np.diff(customer[order], prepend=-1) != 0)
    found = np.zeros(len(rows), dtype=bool)
    found[place[order[first]]] = True
    return found


SUBJECT = PurchaseEntries
