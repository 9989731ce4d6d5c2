"""Rows of renewals.csv as entries: contracts that came up, and those renewed."""

from collections.abc import Sequence

import numpy as np

from csmetrics.subjects.entries import Entries, Subject
from csmetrics.subjects.sums import rows_within
from csmetrics.subjects.tally import Tally
from csmetrics.tables.dataset import Dataset


class Counted(Subject):
    """Contracts that came up in consecutive periods."""

    name = "renewals"

    def __init__(self, data: Dataset, table: str, edges: Sequence[int]) -> None:
        self._rows = data.rows(table)
        self._row, self._period = rows_within(self._rows["date"], edges)

    def entries(self, tally: Tally) -> Entries:
        """The contracts due, or those renewed."""
        outcome = self._rows["outcome"]
        chosen = tally.name == "contracts_due" or outcome.codes[self._row] == outcome.categories.index("renewed")
        row = self._row[np.broadcast_to(chosen, self._row.shape)]
        one = np.ones(len(row), dtype=np.int64)
        period = self._period[np.broadcast_to(chosen, self._row.shape)]
        return Entries(self._rows["customer_id"][row], period, one, one, None, row)
