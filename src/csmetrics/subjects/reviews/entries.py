"""Rows of reviews.csv as entries: how many ratings there are, and how high."""

from collections.abc import Sequence

import numpy as np

from csmetrics.subjects.entries import Entries, Subject, customers_of, one_a_row
from csmetrics.subjects.sums import rows_within
from csmetrics.subjects.tally import Tally
from csmetrics.tables.dataset import Dataset

_POWER = {"review_ratings": 0, "review_rating_sum": 1, "review_rating_square_sum": 2}  # of the rating


class ReviewEntries(Subject):
    """What was rated in consecutive periods."""

    name = "reviews"

    def __init__(self, data: Dataset, table: str, edges: Sequence[int]) -> None:
        self._rows = data.rows(table)
        self._row, self._period = rows_within(self._rows["date"], edges)

    def entries(self, tally: Tally) -> Entries:
        """Each review with the power of its rating that the tally sums."""
        amount = self._rows["rating"][self._row].astype(np.int64) ** _POWER[tally.name]
        return one_a_row(customers_of(self._rows, self._row), self._period, self._row, amount)


SUBJECT = ReviewEntries
