"""Rows that could not be used then and can be now, or the other way round: they neither appeared nor vanished."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from csmetrics.errors import Problem
from csmetrics.published.rows import Aligned

Told = dict[int, tuple[Problem, ...]]  # position of a row in one export: why it could not be used in the other


def mended(aligned: Aligned, problems: Sequence[Problem]) -> Told:
    """Rows that appeared where a row stood that could not be used then."""
    appeared = {int(aligned.now.index[at]): int(at) for at in aligned.appeared} if problems else {}
    return _met(appeared, problems, *_rows_of_pairs(aligned))


def left_out(aligned: Aligned, problems: Sequence[Problem]) -> Told:
    """Rows that vanished where a row stands that cannot be used now."""
    vanished = {int(aligned.then.index[at]): int(at) for at in aligned.vanished} if problems else {}
    return _met(vanished, problems, *reversed(_rows_of_pairs(aligned)))


def _met(rows: Mapping[int, int], problems: Sequence[Problem], there: np.ndarray, here: np.ndarray) -> Told:
    """The rows of one export that stand where problems stand in the other, whose pairs lie `there`."""
    order = np.argsort(there, kind="stable")
    found: Told = {}
    for row, listed in _by_row(problems).items() if rows else ():
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


def _by_row(problems: Iterable[Problem]) -> dict[int, tuple[Problem, ...]]:
    found: dict[int, tuple[Problem, ...]] = {}
    for problem in problems:
        if problem.row is not None:
            found[problem.row] = (*found.get(problem.row, ()), problem)
    return found
