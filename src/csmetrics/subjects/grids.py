"""Where entries are added up: a grid of periods and segments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from csmetrics.declared import TABLES
from csmetrics.subjects.sums import add_up, count_up
from csmetrics.subjects.tally import Tally
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.rows import Rows

if TYPE_CHECKING:
    from csmetrics.subjects.entries import Entries

Grids = dict[str, np.ndarray]


@dataclass(frozen=True, slots=True)
class Grid:
    """One table's data with the edges of the periods and the segment of each key.

    A key is what the segments are told by: a customer code, or a row of a table that carries the attribute itself.
    Where customers can change their segment the grid has one period, and `at` gives for each edge what `segment_of`
    gives otherwise: the segment of each customer, or for "row" that of each row.
    """

    data: Dataset
    table: str
    edges: Sequence[int]
    segment_of: np.ndarray | None
    segments: int
    by_row: bool = False
    at: Mapping[str, np.ndarray] = field(default_factory=dict)

    @property
    def shape(self) -> tuple[int, int]:
        """Periods (the first is all that came before them) and segments."""
        return len(self.edges), max(self.segments, 1)

    def keys(self, rows: Rows, place: np.ndarray) -> np.ndarray:
        """The keys of some rows: their customers, or the rows themselves where they are divided by row or anonymous."""
        customers = "customer_id" in TABLES[self.table].columns and "customer_id" in rows
        if self.by_row or not customers:
            return place
        return np.asarray(rows["customer_id"][place])

    def index(self, period: np.ndarray, key: np.ndarray) -> np.ndarray:
        """The number of each entry's cell in the grid."""
        index = period.astype(np.int64)
        if self.segment_of is not None:
            index *= self.shape[1]
            index += self.segment_of[key]
        return index

    def count(self, period: np.ndarray, key: np.ndarray) -> np.ndarray:
        """How many entries, by period (0 before the first) and segment."""
        return count_up(self.index(period, key), self.shape[0] * self.shape[1]).reshape(self.shape)

    def add(self, period: np.ndarray, key: np.ndarray, amounts: np.ndarray) -> np.ndarray:
        """The sum of the entries' amounts, by period and segment."""
        return add_up(self.index(period, key), amounts, self.shape[0] * self.shape[1]).reshape(self.shape)

    def total(self, entries: "Entries", tally: Tally) -> np.ndarray:
        """A tally whose entries are one a row, by period and segment."""
        key = self.keys(self.data.rows(self.table), entries.row)
        if tally.distinct:
            found = self._distinct(entries, key, once=tally.level)
        else:
            found = self.add(entries.period, key, entries.amount)
        return np.cumsum(found, axis=0) if tally.level else found

    def by_edge(self, tally: Tally, customer: np.ndarray, row: np.ndarray, amount: np.ndarray) -> np.ndarray:
        """A tally of the one period, each amount in the segment of the edge at which it is counted."""
        if tally.between:
            chosen = changed(self.at, tally.between, customer, row)
            customer, row, amount = (column[chosen] for column in (customer, row, amount))
        segment = self.at[tally.edge][row if tally.edge == "row" else customer]
        return add_up(segment + self.shape[1], amount, self.shape[0] * self.shape[1]).reshape(self.shape)

    def _distinct(self, entries: "Entries", key: np.ndarray, *, once: bool) -> np.ndarray:
        """How many have an entry, by period and segment; `once`: each in the first of its periods alone."""
        cells, periods = self.shape[1], self.shape[0]
        segment = 0 if self.segment_of is None else self.segment_of[key].astype(np.int64)
        pairs = (entries.key.astype(np.int64) * cells + segment) * periods + entries.period
        pairs = np.sort(pairs)
        who = pairs // periods if once else pairs
        pairs = pairs[np.diff(who, prepend=-1) != 0]
        cell = pairs % periods * cells + pairs // periods % cells
        return count_up(cell, periods * cells).reshape(self.shape)

    def count_kinds(self, kind: np.ndarray, kinds: int, period: np.ndarray, key: np.ndarray) -> np.ndarray:
        """How many entries, by kind, period and segment."""
        cells = self.shape[0] * self.shape[1]
        return count_up(kind.astype(np.int64) * cells + self.index(period, key), kinds * cells).reshape(
            kinds, *self.shape
        )

    def add_kinds(
        self, kind: np.ndarray, kinds: int, period: np.ndarray, key: np.ndarray, amounts: np.ndarray
    ) -> np.ndarray:
        """The sum of the entries' amounts, by kind, period and segment."""
        cells = self.shape[0] * self.shape[1]
        return add_up(kind.astype(np.int64) * cells + self.index(period, key), amounts, kinds * cells).reshape(
            kinds, *self.shape
        )

    def periods_only(self, grid: np.ndarray, segments: int, undivided: np.ndarray | None = None) -> np.ndarray:
        """The periods' rows with the whole in front; a table that is not divided has the whole alone.

        The whole is the sum of the segments, unless the same is given `undivided`.
        """
        whole = (grid if undivided is None else undivided)[1:].sum(axis=1, keepdims=True)
        return np.hstack([whole, grid[1:] if self.segments else np.zeros((len(whole), segments), dtype=np.int64)])


def changed(
    at: Mapping[str, np.ndarray], between: tuple[str, str], customer: np.ndarray, row: np.ndarray
) -> np.ndarray:
    """Which entries have one segment by the first edge and another by the second; none where nobody can change it."""
    if not at:
        return np.zeros(len(customer), dtype=bool)
    one, other = (at[edge][row if edge == "row" else customer] for edge in between)
    return np.asarray(one != other)
