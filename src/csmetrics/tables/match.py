"""The customers of all tables of a dataset: codes differ from table to table, ids do not."""

from collections.abc import Mapping
from functools import cached_property

import numpy as np
import pyarrow as pa

from csmetrics.arrays import chunks_of
from csmetrics.tables.distinct import distinct
from csmetrics.workers import WORKERS

IdsByTable = Mapping[str, pa.Array]


class CustomerIndex:
    """One number for each customer of all tables, made when somebody first asks."""

    def __init__(self, ids: IdsByTable) -> None:
        self._ids = ids

    @property
    def ids(self) -> IdsByTable:
        """The distinct ids of each table, by its codes."""
        return self._ids

    @property
    def names(self) -> pa.Array:
        """The distinct ids of all tables."""
        return self._numbered_ids[1]

    def numbers(self, table: str) -> np.ndarray:
        """The number of each of a table's customer codes: the place of the id among the names."""
        return self._numbered_ids[0][table]

    def codes_in(self, table: str, other: str) -> np.ndarray:
        """For each customer code of a table its code in another, -1 where the other does not have it.

        There is one more -1 at the end, for rows without a customer, whose code is -1.
        """
        theirs = self.numbers(other)
        code = np.full(len(self.names), -1, dtype=np.int32)
        code[theirs] = np.arange(len(theirs), dtype=np.int32)
        return np.append(code[self.numbers(table)], np.int32(-1))

    @cached_property
    def _numbered_ids(self) -> tuple[dict[str, np.ndarray], pa.Array]:
        every = [piece for ids in self._ids.values() for piece in chunks_of(ids)]
        codes, names = distinct(pa.concat_arrays(every) if every else pa.array([], pa.string()), WORKERS)
        ends = np.cumsum([len(ids) for ids in self._ids.values()])
        return dict(zip(self._ids, np.split(codes, ends[:-1]), strict=True)), names
