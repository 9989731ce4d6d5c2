"""Two exports of one table, row against row: the same, changed, vanished or appeared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.columns import attribute
from csmetrics.declared import TABLES
from csmetrics.published.cell_forms import BLANKS, Form
from csmetrics.tables.checked import SECOND, CheckedTable

_NOT_COMPARED = ("canceled_at",)  # no figure uses it
# What tells a row, strictest first, where not all of it is the same in both exports.
_TOLD_BY: dict[str, tuple[tuple[str, ...], ...]] = {
    "subscriptions": (
        ("customer_id", "subscription_id", "start_date"),
        ("customer_id", "start_date"),
        ("customer_id", "subscription_id"),
    ),
    "surveys": (("response_id",), ("customer_id", "survey", "responded_at")),
    "costs": (("date", "category"),),
    "purchases": (("purchase_id",), ("customer_id", "date")),
    "customers": (("customer_id",),),
}


@dataclass(frozen=True, slots=True)
class Aligned:
    """Two exports in the same codes: then and now, and which rows (positions) are the same row in both."""

    then: pd.DataFrame
    now: pd.DataFrame
    ids: Mapping[str, pa.Array]
    then_at: np.ndarray
    now_at: np.ndarray

    @property
    def vanished(self) -> np.ndarray:
        """Positions of rows that are there no more."""
        return np.setdiff1d(np.arange(len(self.then)), self.then_at, assume_unique=True)

    @property
    def appeared(self) -> np.ndarray:
        """Positions of rows that were not there then."""
        return np.setdiff1d(np.arange(len(self.now)), self.now_at, assume_unique=True)

    def differing(self, column: str) -> np.ndarray:
        """Which pairs differ in a column."""
        then, now = comparable(self.then[column])[self.then_at], comparable(self.now[column])[self.now_at]
        return np.asarray(then != now)


def align(name: str, then: CheckedTable, now: CheckedTable, groups: Sequence[Sequence[str]]) -> Aligned:
    """Rows matched one to one: those that are the same first, then those alike but for one group of columns."""
    before, after, ids = _in_same_codes(name, then, now)
    left, right = np.arange(len(before)), np.arange(len(after))
    pairs: list[tuple[np.ndarray, np.ndarray]] = []
    for keys, told in _rounds(name, list(before), groups).items():
        at, to = _matched(
            before.iloc[left], after.iloc[right], keys, [c for c in keys if told and c in ids and c != "customer_id"]
        )
        pairs.append((left[at], right[to]))
        left, right = np.delete(left, at), np.delete(right, to)
    then_at, now_at = (np.concatenate(side) for side in zip(*pairs, strict=True))
    return Aligned(before, after, ids, then_at, now_at)


def cell(frame: pd.DataFrame, ids: Mapping[str, pa.Array], column: str, kind: str, at: int, *, form: Form) -> str:
    """A cell as its file writes it; blank for none."""
    value = frame[column].iloc[at]
    if column in ids:
        return "" if value < 0 else str(ids[column][int(value)])
    if pd.isna(value):
        return ""
    code = frame["currency"].iloc[at] if kind == "money" and "currency" in frame else None
    return form.written(column, kind, value, code if isinstance(code, str) else None)


def day_of_row(table: CheckedTable, column: str, row: int) -> int | None:
    """A date by its row in the file; None where there is no such row."""
    if column not in table.rows:
        return None
    numbers = table.rows.numbers_of(np.arange(len(table.rows)))
    at = int(np.searchsorted(numbers, row))
    return int(table.rows[column][at]) if at < len(numbers) and numbers[at] == row else None


def type_of(name: str, column: str) -> str:
    """The declared type of a column; any further one is an attribute, but for the second of the day of an answer."""
    if column == SECOND:
        return "second"
    return TABLES[name].columns.get(column, attribute(column)).type


def comparable(column: pd.Series) -> np.ndarray:
    """A column as numbers that are equal where its cells are; both sides are in the same codes."""
    values = column.array.codes if isinstance(column.dtype, pd.CategoricalDtype) else column.to_numpy()
    return np.asarray(values)


def _rounds(name: str, columns: Sequence[str], groups: Sequence[Sequence[str]]) -> dict[tuple[str, ...], bool]:
    """The columns by which rows are matched, strictest first, and whether rows with blank ids stay out.

    Ids of rows help to tell them, but no figure depends on them: rows that differ in them alone are the same.
    """
    hints = {c for c in columns if c != "customer_id" and type_of(name, c) == "id"}
    everything = tuple(c for c in columns if c not in hints)
    declared = TABLES[name]
    otherwise = (declared.identity, ("customer_id", *declared.dates(recorded=True)[:1]))
    told_by = [tuple(c for c in keys if c in columns or c != "customer_id") for keys in _TOLD_BY.get(name, otherwise)]
    first, *rest = [keys for keys in told_by if set(keys) <= set(columns)] or [()]
    but_one = [tuple(c for c in everything if c not in group) for group in groups]
    rounds = {(*everything, *sorted(hints)): False, everything: False, first: True}
    rounds |= dict.fromkeys(but_one, False) | dict.fromkeys(rest, True)
    return {keys: told for keys, told in rounds.items() if keys}


def _in_same_codes(
    name: str, then: CheckedTable, now: CheckedTable
) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, pa.Array]]:
    columns = [c for c in dict.fromkeys([*then.frame, *now.frame]) if c not in _NOT_COMPARED]
    sides: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
    ids: dict[str, pa.Array] = {}
    for column in columns:
        kind = type_of(name, column)
        if kind == "text":
            continue
        if kind == "id":
            ids[column], codes = _same_ids(then, now, column)
            values: Sequence[Any] = codes
        elif kind == "category":
            values = _same_categories(name, then.frame, now.frame, column)
        else:
            values = [_numbers(name, table.frame, column) for table in (then, now)]
        for side, value in zip(sides, values, strict=True):
            side[column] = value
    before, after = (pd.DataFrame(s, index=t.frame.index) for s, t in zip(sides, (then, now), strict=True))
    return before, after, ids


def _same_ids(then: CheckedTable, now: CheckedTable, column: str) -> tuple[pa.Array, list[np.ndarray]]:
    known = [table.ids.get(column, pa.array([], pa.string())) for table in (then, now)]
    names = pc.unique(pa.concat_arrays([pc.cast(each, pa.string()) for each in known]))
    codes = []
    for table, own in zip((then, now), known, strict=True):
        lookup = np.append(pc.index_in(own, names).to_numpy(zero_copy_only=False), -1).astype(np.int32)
        here = table.frame[column].to_numpy() if column in table.frame else np.full(len(table.frame), -1)
        codes.append(lookup[here])
    return names, codes


def _same_categories(name: str, then: pd.DataFrame, now: pd.DataFrame, column: str) -> list[pd.Categorical]:
    declared = TABLES[name].columns.get(column, attribute(column))
    there = [frame[column].array for frame in (then, now) if column in frame]
    known = declared.choices or tuple(dict.fromkeys(value for array in there for value in array.categories))
    found = []
    for frame in (then, now):
        if column in frame:
            values = frame[column].array.set_categories(known)
        else:
            values = pd.Categorical.from_codes(np.full(len(frame), -1), list(known))
        found.append(values.fillna(declared.default) if declared.default in known else values)
    return found


def _numbers(name: str, frame: pd.DataFrame, column: str) -> np.ndarray:
    if column in frame:
        return frame[column].to_numpy()
    declared = TABLES[name].columns.get(column, attribute(column))
    blank = float(declared.default) if declared.default else BLANKS.get(declared.type, 0)
    return np.full(len(frame), blank, dtype=np.float64 if declared.default else np.int32)


def _matched(
    before: pd.DataFrame, after: pd.DataFrame, keys: Sequence[str], never_blank: Sequence[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Positions of rows with the same keys, the first with the first, the second with the second, and so on."""
    sides = []
    columns = {c: (comparable(before[c]), comparable(after[c])) for c in keys}
    kinds = {column: np.result_type(*values) for column, values in columns.items()}
    for side, frame in enumerate((before, after)):
        key = pd.DataFrame({column: values[side].astype(kinds[column]) for column, values in columns.items()})
        hashed = pd.DataFrame({"key": pd.util.hash_pandas_object(key, index=False).to_numpy()})
        hashed["nth"] = hashed.groupby("key").cumcount()
        blank = np.zeros(len(frame), dtype=bool)
        for column in never_blank:
            blank |= columns[column][side] < 0
        hashed["at"] = np.arange(len(frame))
        sides.append(hashed[~blank])
    both = sides[0].merge(sides[1], on=["key", "nth"])
    return both["at_x"].to_numpy(), both["at_y"].to_numpy()
