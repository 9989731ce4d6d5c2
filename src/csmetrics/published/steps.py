"""From then to now, one kind of change at a time: each step is the tables with one more kind of change made."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pyarrow as pa

from csmetrics.columns import attribute
from csmetrics.declared import TABLES
from csmetrics.errors import Place, Problem
from csmetrics.figures.evaluate import SCALES
from csmetrics.published.alignment import Aligned, align, cell, day_of_row, type_of
from csmetrics.published.cell_forms import Form
from csmetrics.published.mended import ProblemsByRow, left_out, mended
from csmetrics.published.model import RowChange
from csmetrics.published.open_ends import ENDINGS, Tables, among, recorded_before
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
_ONE_FORM = Form()
_MOST = 1000  # rows that a step keeps; all are counted


@dataclass(frozen=True, slots=True)
class _Side:
    """One row in one export, or that it is not there (`at` is -1)."""

    name: str
    frame: pd.DataFrame
    ids: Mapping[str, pa.Array]
    at: int
    form: Form
    file: CheckedTable | None

    @property
    def number(self) -> int | None:
        """The row of the file."""
        return None if self.at < 0 else int(self.frame.index[self.at])

    @property
    def in_several(self) -> bool:
        """Whether the table of this export is several files."""
        return self.file is not None and bool(self.file.places.files)

    @property
    def place(self) -> Place | None:
        """The row; where the table is several files, in its file."""
        if self.number is None:
            return None
        return self.file.places.locate(self.number) if self.file and self.in_several else Place("", self.number)

    def cell(self, column: str, form: Form) -> str:
        """A cell as of the period, in a form."""
        if self.at < 0 or column in form.constants:
            return ""
        return cell(self.frame, self.ids, column, type_of(self.name, column), self.at, form=form)

    def in_file(self, column: str) -> str:
        """A cell as it stands in the file, where an end beyond the close has been left open."""
        if column in ENDINGS and self.number is not None and self.file is not None:
            day = day_of_row(self.file, column, self.number)
            return self.cell(column, self.form) if day is None else self.form.written(column, "date", day)
        return self.cell(column, self.form)


@dataclass(frozen=True, slots=True)
class ChangeStep:
    """One kind of change in one table: the table before and after it, in the same codes, and the rows concerned.

    `at` are positions in the aligned exports, (then, now), -1 where the row was not there. `told` has, by position,
    why rows could not be used in the other export. `files` are the two exports as read, ends beyond the close included.
    """

    kind: str
    name: str
    before: CheckedTable
    after: CheckedTable | None
    at: np.ndarray
    columns: tuple[str, ...]
    aligned: Aligned
    told: ProblemsByRow = field(default_factory=dict)
    files: tuple[CheckedTable | None, CheckedTable | None] = (None, None)

    @property
    def of_currency(self) -> bool:
        """Whether the step changes the currency of some row."""
        return "currency" in self.columns and bool(self.aligned.differing("currency").any())

    def within(self, close: int) -> "ChangeStep":
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

    def rows(self, forms: tuple[Form, Form], effect: np.ndarray | None = None) -> tuple[RowChange, ...]:
        """The first thousand rows concerned, those of customers with the largest effect on closing MRR first.

        `forms` are those of the file then and now. `effect` is by customer code. It stands at the first row of each
        customer, so that it adds up over rows.
        """
        codes, names = self.customers(), self.aligned.ids.get("customer_id")
        mrr = np.zeros(len(codes), dtype=np.int64) if effect is None else np.where(codes < 0, 0, effect[codes])
        order = np.lexsort((codes, -np.abs(mrr)))[:_MOST]
        first = np.diff(codes[order], prepend=-2) != 0
        return tuple(
            replace(
                self._row(self._sides(self.at[place], forms)),
                customer_id=None if names is None or codes[place] < 0 else str(names[int(codes[place])]),
                mrr=int(mrr[place]) / SCALES["money"] if effect is not None and told else None,
            )
            for place, told in zip(order, first, strict=True)
        )

    def _sides(self, at: np.ndarray, forms: tuple[Form, Form]) -> tuple[_Side, _Side]:
        """A row in the export of then and in that of now."""
        frames, ids = (self.aligned.then, self.aligned.now), self.aligned.ids
        then, now = (
            _Side(self.name, frame, ids, int(place), form, file)
            for frame, place, form, file in zip(frames, at, forms, self.files, strict=True)
        )
        return then, now

    def _row(self, sides: tuple[_Side, _Side]) -> RowChange:
        was, now = (side.place for side in sides)
        if was and now:
            return _change(was, now, self._differing(sides))
        problems = self.told.get(max(side.at for side in sides), ())
        if problems:
            other = sides[0] if now else sides[1]
            there = Place(problems[0].file if other.in_several else "", problems[0].row)
            was, now = was or there, now or there
        said = "; ".join(dict.fromkeys(problem.problem for problem in problems))
        return replace(_change(was, now, self._mended(problems, sides) or self._whole(sides)), problem=said)

    def _differing(self, sides: tuple[_Side, _Side]) -> dict[str, tuple[str, str]]:
        """The cells that differ; not those that do only beyond the close."""
        pairs = {column: tuple(side.cell(column, _ONE_FORM) for side in sides) for column in self.columns}
        return {column: _stood(column, sides) for column, (was, now) in pairs.items() if was != now}

    def _whole(self, sides: tuple[_Side, _Side]) -> dict[str, tuple[str, str]]:
        """All cells of a row that came or went."""
        pairs = {column: _stood(column, sides) for column in self.columns}
        return {column: pair for column, pair in pairs.items() if any(pair)}

    def _mended(self, problems: tuple[Problem, ...], sides: tuple[_Side, _Side]) -> dict[str, tuple[str, str]]:
        """The cells that could not be used, beside what stands there in the other export."""
        bad = {each.column: each.value or "" for each in problems if each.column and each.column in self.aligned.then}
        pairs = {column: _stood(column, sides) for column in bad}
        there = [side.at >= 0 for side in sides]
        return {
            column: (was if there[0] else bad[column], now if there[1] else bad[column])
            for column, (was, now) in pairs.items()
        }


def _change(was: Place | None, now: Place | None, columns: Mapping[str, tuple[str, str]]) -> RowChange:
    """A row that stood somewhere and stands somewhere now."""
    nowhere = Place("")
    one, other = was or nowhere, now or nowhere
    return RowChange(None, one.row, other.row, columns, was_file=one.file, file=other.file)


def _stood(column: str, sides: tuple[_Side, _Side]) -> tuple[str, str]:
    then, now = (side.in_file(column) for side in sides)
    return then, now


def steps_between(
    then: Tables, now: Tables, close: int, files: tuple[Tables, Tables] = ({}, {})
) -> Iterator[ChangeStep]:
    """Table by table: what vanished, what changed in one way after another, what appeared; ends at `now`.

    `files` are the same tables with the ends that lie beyond the close.
    """
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
        nothing = replace(one.with_frame(one.frame[:0]), problems=())
        whole = (files[0].get(name), files[1].get(name))
        for step in _steps(name, before or nothing, after or nothing, (before is not None, after is not None)):
            yield replace(step, files=whole).within(close)


def _early(name: str, table: CheckedTable, close: int) -> CheckedTable:
    return replace(table, rows=table.rows.take(recorded_before(name, table.rows, close)))


def _steps(name: str, then: CheckedTable, now: CheckedTable, there: tuple[bool, bool]) -> Iterator[ChangeStep]:
    aligned = align(name, then, now, list(_GROUPS.get(name, {}).values()))
    ids, template = aligned.ids, now if there[1] else then
    shown = tuple(column for column in aligned.then if column != "customer_id")
    out, back = left_out(aligned, now), mended(aligned, then)

    def table(frame: pd.DataFrame) -> CheckedTable:
        return replace(template.with_frame(_as_read(name, frame)), ids=ids)

    def step(kind: str, before: pd.DataFrame, after: pd.DataFrame, at: np.ndarray, told: ProblemsByRow) -> ChangeStep:
        return ChangeStep(kind, name, table(before), table(after) if there[1] else None, at, shown, aligned, told)

    frame = aligned.then.iloc[np.append(aligned.then_at, sorted(out)).astype(np.intp)]
    yield step("row_vanished", aligned.then, frame, _at(np.setdiff1d(aligned.vanished, list(out)), None), {})
    if out:
        before, frame = frame, aligned.then.iloc[aligned.then_at]
        yield step("row_left_out", before, frame, _at(np.array(sorted(out)), None), out)
    for kind, columns in _kinds(name, aligned.then).items():
        differs = np.any([aligned.differing(column) for column in columns], axis=0)
        before = frame
        frame = frame.assign(**{c: aligned.now[c].iloc[aligned.now_at].set_axis(frame.index) for c in columns})
        pairs = _at(aligned.then_at[differs], aligned.now_at[differs])
        yield replace(step(kind, before, frame, pairs, {}), columns=columns)
    if back:
        before, frame = frame, aligned.now.iloc[np.append(aligned.now_at, sorted(back))]
        yield step("row_mended", before, frame, _at(None, np.array(sorted(back))), back)
    yield step("row_appeared", frame, aligned.now, _at(None, np.setdiff1d(aligned.appeared, list(back))), {})


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
