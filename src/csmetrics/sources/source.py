"""What every source says, whatever stands behind it: its header, its cells in batches, and where each row stands."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

import numpy as np
import pyarrow as pa

from csmetrics.arrays import to_arrow
from csmetrics.columns import Column
from csmetrics.errors import Place, Problem

FIRST_ROW = 2  # the header is row 1, as in a spreadsheet
FILE = 1 << 32  # what a row of the second of several files has beyond its own number, of the third twice, and so on
LOOKED_AT = 12  # rows in which a header is looked for
RowNumbers = range | np.ndarray  # the number of each row in its source


class TypedReadFailedError(Exception):
    """Some cell or row is not what its column promises; a careful reading will tell which."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a source: columns by the names of its header, the number of each row, rows that have no columns.

    `refused` are rows of which the configuration cannot work out what it should, `not_taken` how many it does not take
    and why.

    `typed` columns cannot tell what stood in a cell, so a problem in them is told by a careful reading, and each is
    handed over only once: it is gone as soon as it is converted. `as_written` looks their rows up in the source.
    """

    columns: dict[str, pa.ChunkedArray]
    rows: RowNumbers
    ragged: tuple[Problem, ...] = ()
    typed: bool = False
    as_written: Callable[[np.ndarray], list[Hashable]] | None = None
    refused: tuple[Problem, ...] = ()
    not_taken: Mapping[str, int] = field(default_factory=dict)

    def column(self, name: str) -> pa.ChunkedArray:
        """One column."""
        return self.columns.pop(name) if self.typed else self.columns[name]

    def cells(self, rows: np.ndarray) -> list[Hashable]:
        """What stands in some rows, in every column."""
        return self.as_written(rows) if self.as_written else cells_at(self.columns, self.rows, rows)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Places:
    """How the rows of a source are called: by its name and a number, unless a kind of source says it better.

    No two tables of a dataset share a name: a sheet is "book.xlsx, Subs". Places are kept with the rows, so they must
    be small, and picklable.

    >>> Places("subs.csv").locate(17).words
    'subs.csv row 17'
    """

    file: str  # or what stands for one
    header: int = FIRST_ROW - 1  # the row of the header: nothing that is spoken of stands above it

    def locate(self, row: int | None = None) -> Place:
        """The place of a row, or of the source as a whole."""
        return Place(self.file, row and max(row, self.header))

    def row(self, number: int) -> str:
        """The same in a sentence that has named the source already: "row 17"."""
        return self.locate(number).words.removeprefix(self.file).lstrip(" ,")

    @property
    def files(self) -> tuple[str, ...]:
        """The files that are this source together; none where it is one."""
        return ()

    def has(self, problem: Problem) -> bool:
        """Whether a problem is of this source."""
        return problem.file == self.file

    def number(self, problem: Problem) -> int | None:
        """The number of the row of a problem in this source."""
        return problem.row

    def told(self, numbers: Sequence[int]) -> "RowsOf":
        """What people call some rows."""
        return RowsOf(tuple(numbers))


@dataclass(frozen=True, slots=True)
class RowsOf:
    """Rows as people count them; where a source is several files, the file of each as well."""

    rows: tuple[int, ...]
    files: tuple[str, ...] = ()


class TableSource(Protocol):
    """Somewhere that rows of one table come from: a file, a sheet of a workbook, a query, a DataFrame.

    `typed` sources can give columns in their types at once. That is fast and cannot say what is wrong with a cell, so
    whoever finds something wrong reads once more, carefully.
    """

    @property
    def places(self) -> Places:
        """How its rows are called, in words a person can go by: `places.locate(17)`."""

    @property
    def typed(self) -> bool:
        """Whether it can be read without care first."""

    @property
    def header(self) -> tuple[str, ...]:
        """The names of its columns. Raises DataError where it cannot be read."""

    def batches(self, wanted: Mapping[str, Column], *, careful: bool, in_blocks: bool = False) -> Iterator[Batch]:
        """The rows, at least in the columns wanted by their names in the header: in one batch, or in blocks.

        Raises DataError, or TypedReadFailedError unless it is `careful`. In blocks, FileProblemError may also mean that
        only one batch can tell.
        """

    def size(self) -> int:
        """Bytes, about as many as its rows take in memory."""

    def fingerprint(self) -> str:
        """The SHA-256 of what it holds, by which it is known whether two runs read the same. Raises DataError."""


@runtime_checkable
class MayHaveTitles(Protocol):
    """A source in which titles may stand above the header."""

    def rows_below(self) -> Sequence[tuple[str, ...]]:
        """The first few rows below the one that is taken for the header; each has a cell at least."""


def cells_at(columns: Mapping[str, pa.ChunkedArray], numbers: RowNumbers, rows: np.ndarray) -> list[Hashable]:
    """What stands in some rows of columns whose rows have these numbers, in every column."""
    at = to_arrow(np.searchsorted(np.asarray(numbers), rows))
    cells = [columns[name].take(at).to_pylist() for name in columns]
    return [tuple(map(str, row)) for row in zip(*cells, strict=True)]
