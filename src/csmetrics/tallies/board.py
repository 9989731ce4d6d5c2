"""Where entries are summed: a grid of periods and segments."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from csmetrics.ledger.slots import add_up, count_up
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.rows import Rows

Grids = dict[str, np.ndarray]


@dataclass(frozen=True, slots=True)
class Board:
    """One table's data with the edges of the periods and the segment of each key.

    A key is what the segments are told by: a customer code, or a row of a table that carries the attribute itself.
    """

    data: Dataset
    edges: Sequence[int]
    segment_of: np.ndarray | None
    segments: int
    by_row: bool = False

    @property
    def shape(self) -> tuple[int, int]:
        """Slots (the first is all that came before the periods) and segments."""
        return len(self.edges), max(self.segments, 1)

    def keys(self, rows: Rows, place: np.ndarray) -> np.ndarray:
        """The keys of some rows: their customers, or the rows themselves where they are divided by row or anonymous."""
        if self.by_row or "customer_id" not in rows:
            return place
        return np.asarray(rows["customer_id"][place])

    def index(self, slot: np.ndarray, key: np.ndarray) -> np.ndarray:
        """The number of each entry's cell in the grid."""
        index = slot.astype(np.int64)
        if self.segment_of is not None:
            index *= self.shape[1]
            index += self.segment_of[key]
        return index

    def count(self, slot: np.ndarray, key: np.ndarray) -> np.ndarray:
        """How many entries, by slot (0 before the first period) and segment."""
        return count_up(self.index(slot, key), self.shape[0] * self.shape[1]).reshape(self.shape)

    def add(self, slot: np.ndarray, key: np.ndarray, amounts: np.ndarray) -> np.ndarray:
        """The sum of the entries' amounts, by slot and segment."""
        return add_up(self.index(slot, key), amounts, self.shape[0] * self.shape[1]).reshape(self.shape)

    def count_kinds(self, kind: np.ndarray, kinds: int, slot: np.ndarray, key: np.ndarray) -> np.ndarray:
        """How many entries, by kind, slot and segment."""
        cells = self.shape[0] * self.shape[1]
        return count_up(kind.astype(np.int64) * cells + self.index(slot, key), kinds * cells).reshape(
            kinds, *self.shape
        )

    def add_kinds(
        self, kind: np.ndarray, kinds: int, slot: np.ndarray, key: np.ndarray, amounts: np.ndarray
    ) -> np.ndarray:
        """The sum of the entries' amounts, by kind, slot and segment."""
        cells = self.shape[0] * self.shape[1]
        return add_up(kind.astype(np.int64) * cells + self.index(slot, key), amounts, kinds * cells).reshape(
            kinds, *self.shape
        )

    def periods_only(self, grid: np.ndarray, segments: int, undivided: np.ndarray | None = None) -> np.ndarray:
        """The periods' rows with the whole in front; a table that is not divided has the whole alone.

        The whole is the sum of the segments, unless the same is given `undivided`.
        """
        whole = (grid if undivided is None else undivided)[1:].sum(axis=1, keepdims=True)
        return np.hstack([whole, grid[1:] if self.segments else np.zeros((len(whole), segments), dtype=np.int64)])
