"""The usable rows of a table as plain columns: what is counted with. A DataFrame of them is made when one is asked for.

pandas takes longer to import than ten thousand customers take to count, so nothing on the way to a figure needs it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from csmetrics.arrays import to_arrow

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Coded:
    """Repeated text: for each row the place of its text among the categories, -1 for blank."""

    codes: np.ndarray
    categories: Sequence[str]

    def __len__(self) -> int:
        return len(self.codes)

    def take(self, which: np.ndarray) -> "Coded":
        """Some of the rows, by mask or position."""
        return Coded(self.codes[which], self.categories)

    def filled(self, name: str) -> "Coded":
        """The same, with a name where there is none.

        >>> filled = Coded(np.array([0, -1]), ["EUR"]).filled("USD")
        >>> filled.codes.tolist(), filled.categories
        ([0, 1], ['EUR', 'USD'])
        """
        names = list(dict.fromkeys((*self.categories, name)))
        return Coded(np.where(self.codes < 0, names.index(name), self.codes), names)

    def used(self) -> np.ndarray:
        """How many rows have each category."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.categories))

    def values_used(self) -> list[str]:
        """The categories that rows have."""
        return [self.categories[code] for code in np.flatnonzero(self.used()).tolist()]


@dataclass(frozen=True, slots=True)
class Rows:
    """Columns by name, and the number that each row has in its file (the header is row 1).

    A column is a numpy array, `Coded`, or text as arrow holds it.
    """

    columns: Mapping[str, Any]
    numbers: "range | np.ndarray"

    @classmethod
    def of(cls, frame: "pd.DataFrame") -> "Rows":
        """The rows of a DataFrame that is indexed by file row."""

        def column(name: str) -> Any:
            values = frame[name].array
            if hasattr(values, "categories"):
                return Coded(values.codes, values.categories.to_list())
            return pa.array(values) if hasattr(values, "__arrow_array__") else frame[name].to_numpy()

        return cls({name: column(name) for name in frame}, frame.index.to_numpy())

    def __len__(self) -> int:
        return len(self.numbers)

    def __contains__(self, name: str) -> bool:
        return name in self.columns

    def __getitem__(self, name: str) -> Any:
        return self.columns[name]

    def get(self, name: str, default: Any) -> Any:
        """A column, or what stands in for one that is not there."""
        return self.columns.get(name, default)

    def take(self, which: np.ndarray) -> "Rows":
        """Some of the rows, by mask or position."""
        return Rows({name: take(column, which) for name, column in self.columns.items()}, self.numbers_of(which))

    def numbers_of(self, which: np.ndarray) -> np.ndarray:
        """The file rows of some of the rows, by mask or position."""
        if isinstance(self.numbers, range):
            return np.arange(len(self))[which] + self.numbers.start
        return self.numbers[which]

    def to_frame(self) -> "pd.DataFrame":
        """The same as a DataFrame, indexed by file row."""
        import pandas as pd  # noqa: PLC0415  # heavy, and figures do without

        def series(column: Any) -> Any:
            if isinstance(column, Coded):
                return pd.Categorical.from_codes(column.codes, list(column.categories))
            return column if isinstance(column, np.ndarray) else pd.array(column, dtype="string[pyarrow]")

        numbers = self.numbers
        index = pd.RangeIndex(numbers.start, numbers.stop) if isinstance(numbers, range) else pd.Index(numbers)
        return pd.DataFrame({name: series(column) for name, column in self.columns.items()}, index=index, copy=False)


def take(column: Any, which: np.ndarray) -> Any:
    """Some cells of a column, by mask or position."""
    if isinstance(column, np.ndarray):
        return column[which]
    if isinstance(column, Coded):
        return column.take(which)
    return column.filter(to_arrow(which)) if which.dtype == bool else column.take(to_arrow(which))
