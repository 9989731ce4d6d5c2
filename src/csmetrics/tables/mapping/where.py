"""Which rows are taken: `where: {Status: [active, past_due]}`. Nothing is left out in silence.

A row that fails a condition is not taken. One that fails none, and of which a condition cannot be told, is a problem.
"""

import operator
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa

from csmetrics.columns import Column
from csmetrics.config.mapping import BOUNDS, Condition
from csmetrics.config.row_rules import bound_of, number_of
from csmetrics.errors import FileProblemError, Problem, whole
from csmetrics.periods import day_number
from csmetrics.sources.source import Places, RowNumbers
from csmetrics.tables.cells import NO_DAY, CellSettings, Fault, encode
from csmetrics.tables.days import read_date
from csmetrics.tables.mapping.texts import numbers_of, picked, refuse_whole, texts_of
from csmetrics.tables.written_numbers import ExactNumbers
from csmetrics.visible import visible

_SHOWN = 10  # values that an error lists
_SAID = {"above": "above", "at_least": "at least", "below": "below", "at_most": "at most"}


@dataclass(frozen=True, slots=True)
class Taken:
    """Which rows of a batch are taken, which of the others by what condition are not, and which nobody can tell of.

    `whole` says that only all rows of the file can tell how numbers are read.
    """

    mask: np.ndarray
    not_taken: Mapping[str, int]
    problems: tuple[Problem, ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class _Test:
    """A condition on all rows: those that fail it, in words, and those of which it cannot be told."""

    fails: np.ndarray
    said: str
    unsure: tuple[Fault, ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class _Cells:
    """A column that a condition looks at."""

    header: str
    array: pa.ChunkedArray
    texts: pa.ChunkedArray
    rows: RowNumbers
    places: Places
    settings: CellSettings


def taken(
    columns: Mapping[str, pa.ChunkedArray],
    rows: RowNumbers,
    where: Sequence[tuple[str, Condition]],
    places: Places,
    settings: CellSettings,
) -> Taken:
    """The rows that meet all conditions. Raises FileProblemError where a column can be read in two ways."""
    mask, why, unsure = np.ones(len(rows), dtype=bool), Counter[str](), []
    only_whole = False
    for header, condition in where:
        array = columns[header]
        cells = _Cells(header, array, texts_of(array, header, places), rows, places, settings.of_header(header))
        for test in _tests(condition, cells):
            why[test.said] += int((mask & test.fails).sum())
            mask &= ~test.fails
            unsure += [(cells, fault) for fault in test.unsure]
            only_whole |= test.whole
    problems: list[Problem] = []
    told = mask.copy()
    for cells, fault in unsure:
        problems += _problems(cells, fault, told & fault.mask)
        told &= ~fault.mask
    return Taken(told, dict(+why), tuple(problems), only_whole)


def no_row_is_left(
    columns: Mapping[str, pa.ChunkedArray], rows: int, where: Sequence[tuple[str, Condition]], places: Places
) -> FileProblemError:
    """The error for conditions that no row meets, with what does stand in the columns they look at."""
    there = "; ".join(
        f"{name} has {_listed(texts_of(columns[name], name, places))}" for name in dict(where) if name in columns
    )
    what = f"where takes none of its {rows:,} rows" if rows > 1 else "where does not take its one row"
    return whole(places.locate(), what, f"{there}. Correct where in csmetrics.yaml." if there else "")


def _listed(texts: pa.ChunkedArray) -> str:
    """What stands in a column, the most frequent first."""
    found = encode(texts)
    counts, spelt = Counter[str](), dict[str, str]()
    for name, rows in zip(("blank", *found.names.to_pylist()), np.bincount(found.codes + 1).tolist(), strict=False):
        counts[name.casefold()] += rows
        spelt.setdefault(name.casefold(), name)
    common = sorted((+counts).items(), key=lambda pair: (-pair[1], pair[0]))
    more = f" and {len(common) - _SHOWN:,} more values" if len(common) > _SHOWN else ""
    return ", ".join(f"{spelt[name]} ({rows:,})" for name, rows in common[:_SHOWN]) + more


def _problems(cells: _Cells, fault: Fault, mask: np.ndarray) -> Iterator[Problem]:
    for at, cell in zip(np.flatnonzero(mask).tolist(), picked(cells.texts, mask), strict=True):
        place = cells.places.locate(int(cells.rows[at]))
        yield Problem.at(place, cells.header, cell, fault.problem, fault.fix)


def _tests(condition: Condition, cells: _Cells) -> Iterator[_Test]:
    if condition.in_ is not None:
        found, only_whole = _among(condition.in_, cells)
        said = " not " if len(condition.in_) == 1 else " none of "
        yield _Test(~found, f"{cells.header} is{said}{_words(condition.in_)}", whole=only_whole)
    if condition.not_ is not None:
        found, only_whole = _among(condition.not_, cells)
        said = " " if len(condition.not_) == 1 else " one of "
        yield _Test(found, f"{cells.header} is{said}{_words(condition.not_)}", whole=only_whole)
    if condition.blank is not None:
        blank = encode(cells.texts).codes < 0
        said = "not blank" if condition.blank else "blank"
        yield _Test(~blank if condition.blank else blank, f"{cells.header} is {said}")
    for key in BOUNDS:
        if (text := getattr(condition, key)) is not None:
            yield _compared(key, text, cells)


def _words(values: Sequence[str]) -> str:
    return ", ".join(value if value.strip() else "blank" for value in values)


def _among(values: Sequence[str], cells: _Cells) -> tuple[np.ndarray, bool]:
    """Which cells have one of the values: as text without regard to case, or as a number where both are one."""
    words = {visible(value).casefold() for value in values}
    wanted = {number for value in values if (number := number_of(value)) is not None}
    if not wanted:
        found = encode(cells.texts)
        same = np.array([name.casefold() in words for name in found.names.to_pylist()], dtype=bool)
        return np.append(same, "" in words)[found.codes], False
    read = numbers_of(cells.array, cells.texts, cells.settings)
    unread = _codes(read, [fault for fault in read.faults if not fault.whole_file])
    same = np.array(
        [
            name.casefold() in words or (number in wanted and code not in unread)
            for code, (name, number) in enumerate(zip(read.names.to_pylist(), read.numbers, strict=True))
        ],
        dtype=bool,
    )
    _refuse_two_readings(read, wanted, words, cells)
    return np.append(same, "" in words)[read.codes], read.whole


def _codes(read: ExactNumbers, faults: Sequence[Fault]) -> set[int]:
    """The texts that have one of some faults."""
    return {code for fault in faults for code in np.unique(read.codes[fault.mask]).tolist()}


def _refuse_two_readings(read: ExactNumbers, wanted: set[Fraction], words: set[str], cells: _Cells) -> None:
    """Raise FileProblemError for a number that is wanted in one of its two readings."""
    asked = [fault for fault in read.faults if fault.whole_file]
    names = read.names.to_pylist()
    for code in sorted(_codes(read, asked)):
        digits = re.sub(r"[^0-9.,-]", "", names[code])
        readings = {number_of(digits.replace(",", "").replace(".", "")), number_of(digits.replace(",", "."))}
        if names[code].casefold() not in words and readings & wanted:
            refuse_whole(asked, cells.header, cells.texts, cells.rows, cells.places)


def _compared(key: str, text: str, cells: _Cells) -> _Test:
    """A condition on numbers or days."""
    form = cells.settings.form.date_format
    bound = bound_of(text, form)
    asked = f"{_SAID[key]} {text}"
    if isinstance(bound, date):
        read = read_date(cells.array, Column(cells.header, "date", ""), cells.settings)
        blank, faults, values, limit = read.blank, read.faults, read.values, day_number(bound)
        wrong = blank | (values == NO_DAY)
        fails, only_whole = ~_HOLDS[key](values, limit) & ~wrong, False
    else:
        exact = numbers_of(cells.array, cells.texts, cells.settings)
        blank, faults, only_whole = exact.codes < 0, exact.faults, exact.whole
        wrong = np.logical_or.reduce([blank, *(fault.mask for fault in faults)])
        holds = np.array([_HOLDS[key](number, bound) for number in exact.numbers], dtype=bool)
        fails = ~np.append(holds, False)[exact.codes] & ~wrong
    refuse_whole(faults, cells.header, cells.texts, cells.rows, cells.places)
    return _Test(fails, f"{cells.header} is not {asked}", _unsure(blank, faults, asked), only_whole)


_HOLDS: Mapping[str, Callable[[Any, Any], Any]] = {
    "above": operator.gt, "at_least": operator.ge, "below": operator.lt, "at_most": operator.le,
}  # fmt: skip


def _unsure(blank: np.ndarray, faults: Sequence[Fault], asked: str) -> tuple[Fault, ...]:
    """Cells that cannot be compared, each kind with what to do about it."""
    fix = "Fill it in, or add blank: false to the condition: then rows without it are left out."
    whether = f"and where asks whether it is {asked}"
    told = (Fault(each.mask, f"{each.problem}, {whether}", each.fix) for each in faults)
    return (Fault(blank, f"blank, {whether}", fix), *told)
