"""Work done side by side: numpy computes outside the interpreter's lock."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from csmetrics.stages import handing_over

WORKERS = min(4, os.cpu_count() or 1)
_Task = TypeVar("_Task")
_Result = TypeVar("_Result")
_Other = TypeVar("_Other")


def side_by_side(work: Callable[[_Task], _Result], tasks: Iterable[_Task]) -> list[_Result]:
    """What the work makes of each task, in the order of the tasks.

    >>> side_by_side(abs, [-1, 2, -3])
    [1, 2, 3]
    """
    with handing_over(work) as handed, ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(handed, tasks))


def at_once(one: Callable[[], _Result], other: Callable[[], _Other]) -> tuple[_Result, _Other]:
    """What two pieces of work make, done side by side.

    >>> at_once(lambda: 1, lambda: "two")
    (1, 'two')
    """
    found: list[Any] = side_by_side(_do, [one, other])
    return found[0], found[1]


def _do(work: Callable[[], Any]) -> Any:
    return work()
