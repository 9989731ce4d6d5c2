"""Tallies of disjoint sets of customers added up: the whole of a dataset that is counted part by part."""

from collections.abc import Mapping, Sequence

import numpy as np

from csmetrics.counting.labels import in_order
from csmetrics.counting.segments import Segments
from csmetrics.errors import DataError, Problem
from csmetrics.subjects.grids import Grids
from csmetrics.tables.cells import LARGEST_SUM

Labels = tuple[tuple[str, ...], ...]
_SAME = ("months",)  # of every part the same, not a share of it


def joined_labels(parts: Sequence[Labels]) -> Labels:
    """The labels of all parts, in the order of segments."""
    return in_order({label for labels in parts for label in labels})


def joined_segments(parts: Sequence[Segments]) -> Segments:
    """The segments of all parts."""
    labels = joined_labels([part.labels for part in parts])
    return Segments(parts[0].by, labels, reasons=parts[0].reasons)


def add_grids(parts: Sequence[Mapping[str, np.ndarray]], labels: Sequence[Labels], joined: Labels) -> Grids:
    """Grids of the whole and segments added cell by cell; a segment that a part does not have adds nothing."""
    columns = [np.array([0, *(1 + joined.index(label) for label in each)], dtype=np.intp) for each in labels]
    found: Grids = {}
    for name in dict.fromkeys(name for part in parts for name in part):
        there = [(part[name], at) for part, at in zip(parts, columns, strict=True) if name in part]
        total = np.zeros((len(there[0][0]), 1 + len(joined)), dtype=np.int64)
        if name in _SAME:
            total += there[0][0][:, :1]
        else:
            _refuse_too_large(name, [grid for grid, _ in there])
            for grid, at in there:
                total[:, at] += grid
        found[name] = total
    return found


def _refuse_too_large(name: str, grids: Sequence[np.ndarray]) -> None:
    if sum(float(np.abs(grid.astype(float)).max(initial=0)) for grid in grids) >= LARGEST_SUM:
        fix = "Check amount, quantity and amount_unit; count in thousands if they are right."
        problem = Problem("all files", None, name, None, "the sum is too large to be exact", fix)
        raise DataError(f"{name} is too large to be summed exactly.", [problem])
