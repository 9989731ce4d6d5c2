"""Days to periods, and exact sums by period and segment."""

from collections.abc import Sequence

import numpy as np

_HALF = 26  # bits
_EXACT = 1 << 53


def period_index(days: np.ndarray, edges: Sequence[int]) -> np.ndarray:
    """The period each day falls into: 0 before the first edge, then 1, 2, ...; beyond the last edge len(edges).

    >>> period_index(np.array([9, 10, 19, 20, 99]), [10, 20, 30]).tolist()
    [0, 1, 1, 2, 3]
    """
    first, last = edges[0], edges[-1]
    table = np.searchsorted(np.asarray(edges), np.arange(first - 1, last + 1), side="right").astype(np.int16)
    return table[np.clip(days, first - 1, last) - (first - 1)]


def rows_within(days: np.ndarray, edges: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """The rows whose day lies in one of the periods, and the period of each.

    >>> [each.tolist() for each in rows_within(np.array([9, 10, 20, 99]), [10, 20, 30])]
    [[1, 2], [1, 2]]
    """
    period = period_index(days, edges)
    row = np.flatnonzero((period > 0) & (period < len(edges)))
    return row, period[row]


def add_up(index: np.ndarray, amounts: np.ndarray, size: int) -> np.ndarray:
    """The sum of whole amounts by index, exact to the unit however large they are.

    Floats hold whole numbers up to 2**53 exactly, so amounts that may come to more are summed in two halves.

    >>> add_up(np.array([0, 1, 0]), np.array([2**60, 3, 1]), 2).tolist()
    [1152921504606846977, 3]
    """
    largest = max(int(amounts.max(initial=0)), -int(amounts.min(initial=0)))
    if largest * len(amounts) <= _EXACT:
        return np.bincount(index, weights=amounts, minlength=size).astype(np.int64)
    halves = (amounts >> _HALF, amounts & ((1 << _HALF) - 1))
    high, low = (np.bincount(index, weights=half, minlength=size).astype(np.int64) for half in halves)
    return (high << _HALF) + low


def count_up(index: np.ndarray, size: int) -> np.ndarray:
    """How often each index occurs."""
    return np.bincount(index, minlength=size).astype(np.int64)
