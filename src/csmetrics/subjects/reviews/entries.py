"""Rows of reviews.csv as entries: how many ratings there are, and how high."""

from collections.abc import Sequence

import numpy as np

from csmetrics.subjects.entries import Entries, Subject, customers_of, one_a_row
from csmetrics.subjects.sums import period_index
from csmetrics.subjects.tally import Tally
from csmetrics.tables.dataset import Dataset

_POWER = {"review_ratings": 0, "review_rating_sum": 1, "review_rating_square_sum": 2}  # of the rating


class Counted(Subject):
    """What was rated in consecutive periods."""

    name = "reviews"

    def __init__(self, data: Dataset, table: str, edges: Sequence[int]) -> None:
        self._rows = data.rows(table)
        period = period_index(self._rows["date"], edges)
        self._row = np.flatnonzero((period > 0) & (period < len(edges)))
        self._period = period[self._row]

    def entries(self, tally: Tally) -> Entries:
        """Each review with the power of its rating that the tally sums."""
        amount = self._rows["rating"][self._row].astype(np.int64) ** _POWER[tally.name]
        return one_a_row(customers_of(self._rows, self._row), self._period, self._row, amount)
