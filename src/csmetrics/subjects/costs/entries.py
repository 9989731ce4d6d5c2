"""Rows of costs.csv as entries: what was spent on winning and on keeping customers, by category."""

from collections.abc import Sequence

import numpy as np

from csmetrics.subjects.entries import Entries, Subject
from csmetrics.subjects.money import amounts_of, own_of
from csmetrics.subjects.own_currency import Own
from csmetrics.subjects.sums import rows_within
from csmetrics.subjects.tally import Tally
from csmetrics.tables.dataset import Dataset


class CostEntries(Subject):
    """What was spent in consecutive periods."""

    name = "costs"

    def __init__(self, data: Dataset, table: str, edges: Sequence[int]) -> None:
        self._data, self._rows = data, data.rows(table)
        self._row, self._period = rows_within(self._rows["date"], edges)
        self._amounts = amounts_of(data, table, self._row)
        costs = data.config.costs
        self._listed = {"acquisition_cost": costs.acquisition, "retention_cost": costs.retention}

    def entries(self, tally: Tally) -> Entries:
        """The rows in the categories that the configuration lists for the tally."""
        category, listed = self._rows["category"], self._listed[tally.name]
        meant = np.array([*(name.casefold() in listed for name in category.categories), False])
        chosen = meant[category.codes[self._row]]
        row = self._row[chosen]
        key, amount = category.codes[row].astype(np.int64), self._amounts[chosen]
        return Entries(key, self._period[chosen], amount, amount, key, row, list(category.categories))

    def own(self, tally: Tally, found: Entries, keys: np.ndarray) -> Own | None:
        """What the rows of contributors come to in each currency."""
        if tally.unit != "money":
            return None
        chosen = np.isin(found.row_key, keys)
        return own_of(self._data, self.name, found.row_key[chosen], found.row[chosen])


SUBJECT = CostEntries
