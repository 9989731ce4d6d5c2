"""A dataset counted part by part, wherever that is done, and the tallies of disjoint sets of customers added up."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future
from functools import partial
from typing import Any, TypeVar

import numpy as np

from csmetrics.counting.labels import in_order
from csmetrics.counting.segments import Segments
from csmetrics.errors import DataError, Problem
from csmetrics.subjects.grids import Grids
from csmetrics.tables.cells import LARGEST_SUM
from csmetrics.tables.dataset import Dataset, Part, PartFindings

_Found = TypeVar("_Found")
Labels = tuple[tuple[str, ...], ...]
_SAME = ("months",)  # of every part the same, not a share of it


class Here(Executor):
    """Work that is done at once, where it is asked for."""

    def submit(self, work: Callable[..., _Found], /, *args: Any, **kwargs: Any) -> Future[_Found]:
        """Do it; what goes wrong goes wrong here."""
        done: Future[_Found] = Future()
        done.set_result(work(*args, **kwargs))
        return done


HERE = Here()


def count_parts(data: Dataset, work: Callable[[Dataset], _Found], executor: Executor = HERE) -> list[_Found]:
    """What some work finds in each part of a dataset, in order, whoever does it.

    Where that is another process, work and parts are pickled, and what is found.
    """
    found = []
    for at, (each, told) in enumerate(executor.map(partial(_count_part, work), data.divisions)):
        data.learn(at, told)
        found.append(each)
    return found


def _count_part(work: Callable[[Dataset], _Found], part: Part) -> tuple[_Found, PartFindings | None]:
    loaded = part.load()
    return work(loaded), loaded.told()


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
