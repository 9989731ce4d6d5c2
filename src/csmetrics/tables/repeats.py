"""Rows that stand more than once in a file: equal in every cell, or of one name.

A row that has a name (an answer, a ticket) and stands twice was exported twice: it counts once. Equal rows without a
name may well be two: they all count, unless the configuration says otherwise, and it is said.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from csmetrics.arrays import to_arrow, widths
from csmetrics.columns import Table
from csmetrics.config import TableConfig
from csmetrics.declared import TABLES, table_in_shape
from csmetrics.errors import Problem
from csmetrics.tables.cells import NO_DAY
from csmetrics.tables.checked import AS_TEXT, CheckedTable
from csmetrics.tables.currency import MICROS
from csmetrics.tables.distinct import marks_of
from csmetrics.tables.doubts import MOST_EXAMPLES, Doubt
from csmetrics.tables.ids import codes_at
from csmetrics.tables.rows import Coded, Rows, take

Raw = Callable[[np.ndarray], Sequence[Hashable]]
"""What stands in some rows of a file, by their numbers, each as something that can be compared."""

_NOBODY, _ALONE = -1, -2  # a row without a name; one whose name no other row has
_ODD = np.int64(0x1E3779B97F4A7C15)  # without pattern in its bits
_SIEVE = 22  # bits
_TELLING = 3  # columns
_BLOCK = 1 << 15  # rows whose numbers stay at hand while they are mixed
_ADDED_UP = ("usage", "customers")  # rows of a day add up; a customer is named in any case
_ANONYMOUS = ("surveys", "reviews")  # equal rows of nobody knows whom are no surprise


def once_each(table: CheckedTable, settings: TableConfig, raw: Raw) -> CheckedTable:
    """The table with each named row once, and what there is to say of rows that are equal."""
    named = _names(table)
    doubts: list[Doubt] = []
    dropped = np.zeros(len(table.rows), dtype=bool)
    if named is not None:
        dropped, doubts = _named_twice(table, table_in_shape(table.source.table, settings.shape), named, raw)
    if settings.duplicates != "keep" and table.source.table not in _ADDED_UP:
        unnamed = _of_somebody(table) & (~dropped if named is None else named == _NOBODY)
        first, again = _equal(table.rows, np.flatnonzero(unnamed), raw)
        if settings.duplicates == "drop":
            dropped[again] = True
        elif len(again):
            doubts.append(_equal_rows(table, first, again))
    return _without(replace(table, doubts=(*table.doubts, *doubts)), dropped)


def _without(table: CheckedTable, dropped: np.ndarray) -> CheckedTable:
    if not dropped.any():
        return table
    rows = table.rows.take(~dropped)
    return replace(table, rows=rows, source=replace(table.source, used=len(rows)))


def _of_somebody(table: CheckedTable) -> np.ndarray:
    """The rows that are told by whom they are of, where rows may be anonymous; else all."""
    if table.source.table not in _ANONYMOUS:
        return np.ones(len(table.rows), dtype=bool)
    rows, text = table.rows, "customer_id" + AS_TEXT
    if "customer_id" in rows:
        return np.asarray(rows["customer_id"]) >= 0
    return widths(rows[text]) > 0 if text in rows else np.zeros(len(rows), dtype=bool)


def _marks(rows: Rows, name: str) -> np.ndarray | None:
    """An id as a number, -1 for none: equal ids have equal numbers, but those read as text may share one by chance."""
    if name in rows:
        return np.asarray(rows[name]).astype(np.int64)
    return marks_of(rows[name + AS_TEXT]) if name + AS_TEXT in rows else None


def _names(table: CheckedTable) -> np.ndarray | None:
    """The name of each row that shares one as a number, -1 for all others; None where rows have no names."""
    columns, rows = TABLES[table.source.table].identity, table.rows
    marks = None if not columns or columns[0] == "customer_id" else _marks(rows, columns[0])
    if marks is None:
        return None
    alike = _repeated(marks, marks >= 0)
    names = np.where(marks < 0, _NOBODY, _ALONE)
    if len(alike):
        exact = rows[columns[0]][alike] if columns[0] in rows else codes_at(rows[columns[0] + AS_TEXT], alike)
        for other in columns[1:]:
            exact = exact.astype(np.int64) * len(rows[other].categories) + rows[other].codes[alike]
        names[alike] = exact
    return names


@dataclass(frozen=True, slots=True)
class _Twice:
    """Rows that go, and those that count in their place."""

    gone: np.ndarray
    kept: np.ndarray

    def __len__(self) -> int:
        return len(self.gone)


def _named_twice(table: CheckedTable, declared: Table, names: np.ndarray, raw: Raw) -> tuple[np.ndarray, list[Doubt]]:
    dropped = np.zeros(len(names), dtype=bool)
    alike = _repeated(names, names >= 0)
    if not len(alike):
        return dropped, []
    order = alike[np.lexsort((-alike, *_latest_first(table, declared, alike), names[alike]))]
    first = np.diff(names[order], prepend=-2) != 0
    kept = order[np.maximum.accumulate(np.where(first, np.arange(len(order)), 0))]
    contents = dict(zip(order.tolist(), raw(table.rows.numbers_of(order)), strict=True))
    same = np.array([contents[at] == contents[to] for at, to in zip(order.tolist(), kept.tolist(), strict=True)])
    dropped[order[~first]] = True
    twice, other = (_Twice(order[chosen], kept[chosen]) for chosen in (~first & same, ~first & ~same))
    column = declared.identity[0]
    doubts = []
    if len(twice):
        first_one = _Twice(np.maximum(twice.gone, twice.kept), np.minimum(twice.gone, twice.kept))
        doubts.append(_doubt(table, column, first_one, "exported twice and counted once, equal in every cell",
                             ("the row stands in the file twice", "Remove one of them.")))  # fmt: skip
    if len(other):
        doubts.append(_doubt(table, column, other, f"of a {column} that a later row has too, the later counts",
                             ("a later row has the same name and other cells", "Keep one of them.")))  # fmt: skip
    return dropped, doubts


def _latest_first(table: CheckedTable, declared: Table, at: np.ndarray) -> tuple[np.ndarray, ...]:
    """What puts the later of two rows first; of one day the one with the lower score."""
    days = [table.rows[name][at] for name in declared.dates(recorded=True) if name in table.rows]
    known = [np.where(day == NO_DAY, -1, day).astype(np.int64) for day in days]
    latest = -np.maximum.reduce(known) if known else np.zeros(len(at), dtype=np.int64)
    score = table.rows["score"][at].astype(np.int64) if "score" in table.rows else np.zeros(len(at), dtype=np.int64)
    return score, latest


def _equal_rows(table: CheckedTable, first: np.ndarray, again: np.ndarray) -> Doubt:
    said = "equal to an earlier row in every cell, and all count (duplicates: drop or keep settles it)"
    problem = "an earlier row is equal in every cell", "Remove it if it was exported twice."
    doubt = _doubt(table, "", _Twice(again, first), said, problem)
    if not table.has("amount") or (table.has("currency") and len(table.rows["currency"].values_used()) > 1):
        return doubt  # amounts in several currencies come to nothing
    return replace(doubt, amount=float(table.rows["amount"][again].sum()) / MICROS)


def _doubt(table: CheckedTable, column: str, rows: _Twice, said: str, problem: tuple[str, str]) -> Doubt:
    order = np.argsort(rows.gone, kind="stable")
    gone, kept = table.rows.numbers_of(rows.gone[order]).tolist(), table.rows.numbers_of(rows.kept[order]).tolist()
    what, fix = problem

    def problems() -> list[Problem]:
        cells = _cells(table, column, rows.gone[order])
        return [
            Problem.at(table.places.locate(at), column or None, value, f"{what} ({table.places.row(to)})", fix)
            for at, to, value in zip(gone, kept, cells, strict=True)
        ]

    row = table.places.row
    examples = tuple((at, f"{row(at)} as {row(to)}") for at, to in zip(gone[:MOST_EXAMPLES], kept, strict=False))
    return Doubt(table.source.table, table.places, said, len(rows), examples, problems=problems)


def _equal(rows: Rows, among: np.ndarray, raw: Raw) -> tuple[np.ndarray, np.ndarray]:
    """Rows that are equal to an earlier one in every cell of the file: the earlier one, and the row itself."""
    alike = _alike(rows, among)
    first: list[int] = []
    again: list[int] = []
    seen: dict[Hashable, int] = {}
    for at, content in zip(alike.tolist(), raw(rows.numbers_of(alike)) if len(alike) else (), strict=True):
        before = seen.setdefault(content, at)
        if before != at:
            first.append(before)
            again.append(at)
    return np.array(first, dtype=np.int64), np.array(again, dtype=np.int64)


def _cells(table: CheckedTable, column: str, at: np.ndarray) -> list[str | None]:
    """The ids of some rows."""
    if not column:
        return [None] * len(at)
    if column in table.rows:
        found: list[str | None] = table.ids[column].take(to_arrow(table.rows[column][at])).to_pylist()
        return found
    texts: list[str | None] = table.rows[column + AS_TEXT].take(to_arrow(at)).to_pylist()
    return texts


def _alike(rows: Rows, among: np.ndarray) -> np.ndarray:
    """The rows that have another like them in all columns that were read, in the order of the file.

    A few columns tell most rows apart; the others are looked at for the rest alone.
    """
    names = [name for name in _telling_first(rows) if _is_compared(rows[name], name)]
    for some in (names[:_TELLING], names):
        chosen = {name: rows[name] if len(among) == len(rows) else take(rows[name], among) for name in some}
        among = among[repeats(_mixed(chosen))] if names else among[:0]
    return among[_alike_in_all([_comparable(take(rows[name], among), name) for name in names])]


def _telling_first(rows: Rows) -> list[str]:
    """The columns, those that tell most rows apart first."""
    order = ("customer_id", "customer_id" + AS_TEXT, "start_date", "date", "responded_at", "opened_at", "amount")
    return sorted(rows.columns, key=lambda name: order.index(name) if name in order else len(order))


def _alike_in_all(columns: Sequence[np.ndarray]) -> np.ndarray:
    """The places at which all columns together are what they are at another."""
    if not columns or not len(columns[0]):
        return np.zeros(0, dtype=np.int64)
    order = np.lexsort(columns)
    differs = np.zeros(len(order) + 1, dtype=bool)
    differs[[0, -1]] = True
    for column in columns:
        differs[1:-1] |= column[order][1:] != column[order][:-1]
    return np.sort(order[~(differs[:-1] & differs[1:])])


def _is_compared(column: Any, name: str) -> bool:
    """Whether a column tells rows apart: what people wrote does not."""
    return isinstance(column, Coded | np.ndarray) or name.endswith(AS_TEXT)


def _mixed(columns: Mapping[str, Any]) -> np.ndarray:
    """A number for each row: of equal rows the same, of others hardly ever."""
    every = [_comparable(column, name) for name, column in columns.items()]
    key = np.zeros(len(every[0]), dtype=np.int64)
    for begin in range(0, len(key), _BLOCK):
        block = key[begin : begin + _BLOCK]
        for column in every:
            block ^= column[begin : begin + _BLOCK]
            block *= _ODD
            block ^= block >> 32
    return key


def _comparable(column: Any, name: str) -> np.ndarray:
    """A column as whole numbers that are equal where its cells are; texts may share one by chance."""
    if name.endswith(AS_TEXT):
        return marks_of(column)
    values = column.codes if isinstance(column, Coded) else column
    return np.asarray(values.view(np.int64) if values.dtype == np.float64 else values)


def _repeated(values: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """The positions, among those chosen, of values that stand there more than once."""
    at = np.flatnonzero(chosen)
    return at[repeats(values[at])]


def repeats(values: np.ndarray) -> np.ndarray:
    """Which values stand more than once.

    >>> repeats(np.array([7, 8, 7])).tolist()
    [True, False, True]
    """
    ordered = np.sort(values)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    found = np.zeros(len(values), dtype=bool)
    if not len(twice):
        return found
    sieve = np.zeros(1 << _SIEVE, dtype=bool)  # most values that stand once do not pass
    sieve[_sifted(twice)] = True
    for begin in range(0, len(values), _BLOCK):
        block = values[begin : begin + _BLOCK]
        maybe = np.flatnonzero(sieve[_sifted(block)])
        place = np.minimum(np.searchsorted(twice, block[maybe]), len(twice) - 1)
        found[begin + maybe] = twice[place] == block[maybe]
    return found


def _sifted(values: np.ndarray) -> np.ndarray:
    return ((values * _ODD) >> (64 - _SIEVE)) & ((1 << _SIEVE) - 1)
