"""Ids to codes: customers count as small integers, and their names are made again when somebody asks for them."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import pyarrow as pa

from csmetrics.arrays import to_arrow, widths
from csmetrics.tables.cells import encode
from csmetrics.tables.cleaning import is_ascii, signs_of

_LETTERS = 26


class Names(Mapping[str, pa.Array]):
    """The distinct ids of each id column, by code; made when first asked for."""

    def __init__(self, makers: Mapping[str, Callable[[], pa.Array]]) -> None:
        self._makers = makers
        self._made: dict[str, pa.Array] = {}

    def __getstate__(self) -> dict[str, object]:
        """To be copied and pickled they are made, for what makes them is bound to the file as it was read."""
        made = {column: self[column] for column in self}
        return {"_makers": dict.fromkeys(made), "_made": made}

    def __getitem__(self, column: str) -> pa.Array:
        if column not in self._made:
            self._made[column] = self._makers[column]()
        return self._made[column]

    def __contains__(self, column: object) -> bool:
        return column in self._makers

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def are_plain(ids: pa.Array) -> bool:
    """Whether no id has a capital letter, a sign beyond ASCII or a leading zero: none can be another spelt otherwise.

    >>> are_plain(pa.array(["c0042", "7"])), are_plain(pa.array(["007"])), are_plain(pa.array(["C1"]))
    (True, False, False)
    """
    signs = signs_of(ids)
    capital = (signs - np.uint8(ord("A")) < _LETTERS).any()
    return not capital and is_ascii(ids) and not begins_with_zero(ids).any()


def codes_at(text: pa.ChunkedArray | pa.Array, at: np.ndarray) -> np.ndarray:
    """Codes of the texts of some rows, the same for equal ones."""
    chosen = text.take(to_arrow(at))
    return encode(chosen if isinstance(chosen, pa.ChunkedArray) else pa.chunked_array([chosen])).codes


def begins_with_zero(ids: pa.Array) -> np.ndarray:
    """Which ids begin with a zero that other signs follow."""
    signs, length = signs_of(ids), widths(ids)
    longer = length > 1
    found = np.zeros(len(ids), dtype=bool)
    found[longer] = signs[(np.cumsum(length) - length)[longer]] == ord("0")
    return found
