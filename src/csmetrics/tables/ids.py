"""Ids as text: what their spelling tells, and codes of a few."""

import numpy as np
import pyarrow as pa

from csmetrics.arrays import to_arrow, widths
from csmetrics.tables.cells import encode
from csmetrics.tables.cleaning import is_ascii, signs_of

_LETTERS = 26


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
