"""Rows that could not be used then and can be now, or the other way round: they neither appeared nor vanished."""

from collections.abc import Iterable, Mapping

import numpy as np

from csmetrics.errors import Problem
from csmetrics.published.alignment import Aligned
from csmetrics.tables.checked import CheckedTable

ProblemsByRow = dict[int, tuple[Problem, ...]]  # position of a row in one export: why it could not be used in the other


def mended(aligned: Aligned, then: CheckedTable) -> ProblemsByRow:
    """Rows that appeared where a row stood that could not be used then."""
    appeared = {int(aligned.now.index[at]): int(at) for at in aligned.appeared} if then.problems else {}
    return _met(appeared, then, *_rows_of_pairs(aligned))


def left_out(aligned: Aligned, now: CheckedTable) -> ProblemsByRow:
    """Rows that vanished where a row stands that cannot be used now."""
    vanished = {int(aligned.then.index[at]): int(at) for at in aligned.vanished} if now.problems else {}
    return _met(vanished, now, *reversed(_rows_of_pairs(aligned)))


def _met(rows: Mapping[int, int], other: CheckedTable, there: np.ndarray, here: np.ndarray) -> ProblemsByRow:
    """The rows of one export that stand where problems stand in the other, whose pairs lie `there`."""
    order = np.argsort(there, kind="stable")
    found: ProblemsByRow = {}
    for row, listed in _by_row(other).items() if rows else ():
        at = next(
            (
                rows[place]
                for place in _places(row, there[order], here[order])
                if rows.get(place, -1) not in (-1, *found)
            ),
            None,
        )
        if at is not None:
            found[at] = listed
    return found


def _places(row: int, there: np.ndarray, here: np.ndarray) -> Iterable[int]:
    """Where to look for a row of the other export: as far from the rows beside it as it stood there."""
    after = int(np.searchsorted(there, row))
    near = [at for at in (after - 1, after) if 0 <= at < len(there)]
    return dict.fromkeys(row + int(here[at] - there[at]) for at in near) if near else (row,)


def _rows_of_pairs(aligned: Aligned) -> tuple[np.ndarray, np.ndarray]:
    """The rows of the file that each pair has, then and now."""
    return aligned.then.index.to_numpy()[aligned.then_at], aligned.now.index.to_numpy()[aligned.now_at]


def _by_row(table: CheckedTable) -> dict[int, tuple[Problem, ...]]:
    found: dict[int, tuple[Problem, ...]] = {}
    for problem in table.problems:
        row = table.places.number(problem)
        if row is not None:
            found[row] = (*found.get(row, ()), problem)
    return found
