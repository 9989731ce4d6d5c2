"""Values of attributes side by side, one label for each combination that occurs, and labels numbered in their order."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from csmetrics.tables.rows import Coded

NONE = "(none)"
Label = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """The number of each customer's or row's label among the labels that occur."""

    numbers: np.ndarray
    labels: Sequence[Label]
    by_row: bool = False


def labelled(columns: Sequence[Coded], *, by_row: bool) -> Labelled:
    """The columns side by side, one attribute each, as labels."""
    number = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        number = number * len(column.categories) + column.codes
    used, numbers = _used(number, math.prod(len(column.categories) for column in columns))
    parts = np.unravel_index(used, [len(column.categories) for column in columns])
    values = [[column.categories[code] for code in part] for column, part in zip(columns, parts, strict=True)]
    return Labelled(numbers, list(zip(*values, strict=True)), by_row)


def _used(number: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """The different ones of numbers below a size, and the place of each among them."""
    if size > len(number):
        used, numbers = np.unique(number, return_inverse=True)
        return used, numbers
    there = np.bincount(number, minlength=size) > 0
    return np.flatnonzero(there), (np.cumsum(there) - 1)[number]


def numbered(keys: Mapping[str, Labelled], labels: Sequence[Label]) -> dict[str, np.ndarray]:
    """For each customer or row of each key the place of its label among all labels."""
    number = {label: at for at, label in enumerate(labels)}
    return {
        name: np.array([number[label] for label in key.labels], dtype=np.int32)[key.numbers]
        for name, key in keys.items()
        if labels
    }


def named(values: Coded) -> Coded:
    """The same values with "(none)" in place of blanks."""
    categories = [*values.categories, *([] if NONE in values.categories else [NONE])]
    return Coded(np.where(values.codes < 0, categories.index(NONE), values.codes), categories)


def in_order(labels: Collection[Label]) -> tuple[Label, ...]:
    """Labels by their values, "(none)" last."""
    return tuple(sorted(labels, key=_order))


def _order(label: Label) -> tuple[tuple[bool, str], ...]:
    return tuple((value == NONE, value) for value in label)
