"""From then to now, one kind of change at a time: each step is the tables with one more kind of change made."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from csmetrics.columns import TABLES, attribute
from csmetrics.reports.evaluate import SCALES
from csmetrics.snapshots.asof import Tables, among, recorded_before
from csmetrics.snapshots.model import RowChange
from csmetrics.snapshots.rows import Aligned, align, cell, type_of
from csmetrics.tables.checked import CheckedTable

# The kinds of change that a row can have undergone, by the columns that differ.
_GROUPS: dict[str, dict[str, tuple[str, ...]]] = {
    "subscriptions": {
        "start_date": ("start_date", "trial_end_date"),
        "end_date": ("end_date",),
        "price": ("amount", "quantity", "interval", "interval_count", "currency"),
        "plan": ("plan", "product"),
    },
}
_REST = "row_changed"
_MOST = 1000  # rows that a step keeps; all are counted


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of change in one table: the table before and after it, in the same codes, and the rows concerned.

    `at` are positions in the aligned exports, (then, now), -1 where the row was not there.
    """

    kind: str
    name: str
    before: CheckedTable
    after: CheckedTable | None
    at: np.ndarray
    columns: tuple[str, ...]
    aligned: Aligned

    def within(self, close: int) -> "Step":
        """The same step, concerning only rows recorded before the close where there are any."""
        early = np.zeros(len(self.at), dtype=bool)
        for side, at in zip((self.aligned.then, self.aligned.now), self.at.T, strict=True):
            there = at >= 0
            early[there] |= recorded_before(self.name, side, close)[at[there]]
        return replace(self, at=self.at[early]) if early.any() else self

    def customers(self) -> np.ndarray:
        """The code of the customer of each row concerned, -1 for nobody."""
        if "customer_id" not in self.aligned.ids:
            return np.full(len(self.at), -1)
        sides = [side["customer_id"].to_numpy() for side in (self.aligned.then, self.aligned.now)]
        then, now = (s[at] if len(s) else at for s, at in zip(sides, self.at.T, strict=True))
        return np.where(self.at[:, 0] < 0, now, then)

    def rows(self, effect: np.ndarray | None = None) -> tuple[RowChange, ...]:
        """The first thousand rows concerned, those of customers with the largest effect on closing MRR first.

        `effect` is by customer code. It stands at the first row of each customer, so that it adds up over rows.
        """
        codes, names = self.customers(), self.aligned.ids.get("customer_id")
        mrr = np.zeros(len(codes), dtype=np.int64) if effect is None else np.where(codes < 0, 0, effect[codes])
        order = np.lexsort((codes, -np.abs(mrr)))[:_MOST]
        first = np.diff(codes[order], prepend=-2) != 0
        return tuple(
            self._row(
                self.at[place],
                None if names is None or codes[place] < 0 else str(names[int(codes[place])]),
                int(mrr[place]) / SCALES["money"] if effect is not None and told else None,
            )
            for place, told in zip(order, first, strict=True)
        )

    def _row(self, at: np.ndarray, customer: str | None, mrr: float | None) -> RowChange:
        then, now = (int(each) for each in at)
        sides = ((self.aligned.then, then), (self.aligned.now, now))
        cells = {
            column: tuple(
                "" if place < 0 else cell(frame, self.aligned.ids, column, type_of(self.name, column), place)
                for frame, place in sides
            )
            for column in self.columns
        }
        return RowChange(
            customer,
            None if then < 0 else int(self.aligned.then.index[then]),
            None if now < 0 else int(self.aligned.now.index[now]),
            {column: (was, is_now) for column, (was, is_now) in cells.items() if was != is_now},
            mrr,
        )


def steps_between(then: Tables, now: Tables, close: int) -> Iterator[Step]:
    """Table by table: what vanished, what changed in one way after another, what appeared; ends at `now`."""
    for name in TABLES:
        before, after = then.get(name), now.get(name)
        if before is after:  # not there, or a file that is the same and read in the same way
            continue
        if name == "customers":
            others = [_early(k, table, close) for side in (then, now) for k, table in side.items() if k != name]
            before, after = (side and among(side, others) for side in (before, after))
        one = before or after
        if one is None:
            continue
        nothing = one.with_frame(one.frame[:0])
        for step in _steps(name, before or nothing, after or nothing, (before is not None, after is not None)):
            yield step.within(close)


def _early(name: str, table: CheckedTable, close: int) -> CheckedTable:
    return replace(table, rows=table.rows.take(recorded_before(name, table.rows, close)))


def _steps(name: str, then: CheckedTable, now: CheckedTable, there: tuple[bool, bool]) -> Iterator[Step]:
    aligned = align(name, then, now, list(_GROUPS.get(name, {}).values()))
    ids, template = aligned.ids, now if there[1] else then
    shown = tuple(column for column in aligned.then if column != "customer_id")

    def table(frame: pd.DataFrame) -> CheckedTable:
        return replace(template.with_frame(_as_read(name, frame)), ids=ids)

    frame, before = aligned.then.iloc[aligned.then_at], table(aligned.then)
    after = table(frame) if there[1] else None
    yield Step("row_vanished", name, before, after, _at(aligned.vanished, None), shown, aligned)
    for kind, columns in _kinds(name, aligned.then).items():
        differs = np.any([aligned.differing(column) for column in columns], axis=0)
        before = table(frame)
        frame = frame.assign(**{c: aligned.now[c].iloc[aligned.now_at].set_axis(frame.index) for c in columns})
        pairs = _at(aligned.then_at[differs], aligned.now_at[differs])
        yield Step(kind, name, before, table(frame) if there[1] else None, pairs, columns, aligned)
    after = table(aligned.now) if there[1] else None
    yield Step("row_appeared", name, table(frame), after, _at(None, aligned.appeared), shown, aligned)


def _as_read(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows with those categories alone that occur in them, as a file of these rows would be read."""
    chosen = [
        c for c in frame if type_of(name, c) == "category" and not TABLES[name].columns.get(c, attribute(c)).choices
    ]
    return frame.assign(**{c: frame[c].cat.remove_unused_categories() for c in chosen})


def _kinds(name: str, frame: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """The kinds of change a row of a table can undergo, and the columns of each that are there."""
    groups = {kind: tuple(c for c in columns if c in frame) for kind, columns in _GROUPS.get(name, {}).items()}
    grouped = {column for columns in groups.values() for column in columns}
    groups[_REST] = tuple(column for column in frame if column not in grouped)
    return {kind: columns for kind, columns in groups.items() if columns}


def _at(then: np.ndarray | None, now: np.ndarray | None) -> np.ndarray:
    size = len(then if then is not None else now if now is not None else ())
    nowhere = np.full(size, -1)
    return np.column_stack([nowhere if then is None else then, nowhere if now is None else now])
