"""What a shape finds in its rows, and the table of spells that is made of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from csmetrics.columns import Table
from csmetrics.config import Config
from csmetrics.declared import TABLES
from csmetrics.errors import FileProblemError, Problem
from csmetrics.periods import from_day_number
from csmetrics.tables.cells import NO_DAY
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.currency import MICROS
from csmetrics.tables.doubts import MOST_EXAMPLES, Doubt
from csmetrics.tables.file_remarks import FileRemark
from csmetrics.tables.leftout import left_out
from csmetrics.tables.money_by_currency import totals_of
from csmetrics.tables.plausible import is_odd, plausible_spans, span_of
from csmetrics.tables.rows import Coded, Rows


@dataclass(frozen=True, slots=True)
class Refused:
    """Rows that cannot be used, by their positions, for one reason; each may have its own words for it."""

    at: np.ndarray
    column: str
    problem: str | Sequence[str]
    fix: str

    def told(self) -> Iterator[tuple[int, str]]:
        """Each position with the reason."""
        each = [self.problem] * len(self.at) if isinstance(self.problem, str) else self.problem
        yield from zip(self.at.tolist(), each, strict=True)


@dataclass(frozen=True, slots=True)
class Turned:
    """The spells that a shape found: the position of the row of each, in order, its days, what it has beside its row.

    `told_until` is the day up to which the file tells who pays, where a row that is missing later says nothing.
    """

    at: np.ndarray
    start: np.ndarray
    end: np.ndarray | None = None
    columns: Mapping[str, Any] = field(default_factory=dict)
    refused: Sequence[Refused] = ()
    doubts: Sequence[Doubt] = ()
    remarks: Sequence[FileRemark] = ()
    told_until: int | None = None
    recorded: int | None = None  # the day on which all rows were, where they name none


def as_spells(table: CheckedTable, found: Turned, shape: Table) -> CheckedTable:
    """The table of the spells, each with the number of its row; what could not be used is named."""
    rows = _rows(table.rows, found)
    problems, usable = _problems(table, found)
    told = (*table.problems, *problems)
    listed = tuple(sorted(told, key=lambda problem: table.places.number(problem) or 0))
    gone = left_out(table.source.table, problems, table.places, _amounts(table.rows, ~usable))
    header = [name for name in table.header if name not in shape.columns or name in rows]
    many = f"{table.source.rows:,} row{'' if table.source.rows == 1 else 's'}"
    spells = f"{len(rows):,} spell{'' if len(rows) == 1 else 's'}"
    note = f"{table.source.file} is read in the shape {shape.shape}: {many}, {spells}."
    return replace(
        table,
        rows=rows,
        source=replace(table.source, used=int(usable.sum())),
        problems=listed,
        header=(*header, *(name for name in rows.columns if name not in header)),
        notes=(note, *table.notes),
        remarks=(*table.remarks, *found.remarks),
        doubts=(*table.doubts, *found.doubts),
        left_out=(*table.left_out, *gone),
        amounts=totals_of(table.rows.take(usable)),
        told_until=found.told_until,
        spans=_spans(table.rows, rows, shape, found.recorded),
    )


def _spans(read: Rows, rows: Rows, shape: Table, day: int | None) -> Mapping[str, tuple[int, int]]:
    """The first and the last plausible days; what was recorded without beginning a spell dates the file as well."""
    found = dict(plausible_spans("subscriptions", rows))
    each = [found["start_date"]] if "start_date" in found else []
    each += [(day, day)] if day is not None and len(read) else []
    for column in shape.dates(recorded=True):
        odd = is_odd(read[column], endless=False)
        span = span_of(read[column] if odd is None else read[column][~odd])
        each += [span] if span else []
    return found | ({"start_date": (min(first for first, _ in each), max(last for _, last in each))} if each else {})


def _rows(rows: Rows, found: Turned) -> Rows:
    """The columns that spells have, in their order."""
    kept = rows.take(found.at)
    days = {"start_date": found.start.astype(np.int32)}
    if found.end is not None:
        days["end_date"] = found.end.astype(np.int32)
    columns = {**kept.columns, **found.columns, **days}
    return Rows({name: columns[name] for name in TABLES["subscriptions"].columns if name in columns}, kept.numbers)


def _problems(table: CheckedTable, found: Turned) -> tuple[list[Problem], np.ndarray]:
    """A problem for each row that cannot be used, and which rows can."""
    usable = np.ones(len(table.rows), dtype=bool)
    problems = []
    for refused in found.refused:
        numbers = table.rows.numbers_of(refused.at).tolist()
        for (at, problem), number in zip(refused.told(), numbers, strict=True):
            value = shown(table, refused.column, at)
            problems.append(Problem.at(table.places.locate(number), refused.column, value, problem, refused.fix))
            usable[at] = False
    return problems, usable


def _amounts(rows: Rows, gone: np.ndarray) -> dict[int, tuple[str, float]]:
    """The currency and the amount of some rows, by their numbers."""
    amounts = np.abs(rows["amount"][gone]) / MICROS
    codes = rows["currency"].codes[gone] if "currency" in rows else np.full(len(amounts), -1)
    names = [*(rows["currency"].categories if "currency" in rows else ()), ""]
    told = zip(rows.numbers_of(gone).tolist(), codes.tolist(), amounts.tolist(), strict=True)
    return {number: (names[code], amount) for number, code, amount in told}


def shown(table: CheckedTable, column: str, at: int) -> str | None:
    """A cell as a person would write it: a word of the file where there is one, amounts in units."""
    values = table.rows[column]
    if column in table.ids:
        code = int(values[at])
        return None if code < 0 else str(table.ids[column][code].as_py())
    if isinstance(values, Coded):
        code, words = int(values.codes[at]), (table.words or {}).get(column, {})
        return None if code < 0 else words.get(values.categories[code], values.categories[code])
    if values.dtype == np.int32:
        return None if values[at] == NO_DAY else from_day_number(int(values[at])).isoformat()
    return f"{values[at] / MICROS:g}" if column == "amount" else f"{values[at]:g}"


def doubt(table: CheckedTable, at: np.ndarray, column: str, said: str, problem: tuple[str, str]) -> Doubt:
    """Rows (by their positions) that count and that somebody should look at; `said` follows the number of rows."""
    numbers = table.rows.numbers_of(np.sort(at)).tolist()
    what, fix = problem

    def problems() -> list[Problem]:
        cells = [shown(table, column, position) for position in np.sort(at).tolist()]
        return [
            Problem.at(table.places.locate(number), column, cell, what, fix)
            for number, cell in zip(numbers, cells, strict=True)
        ]

    examples = tuple((number, table.places.row(number)) for number in numbers[:MOST_EXAMPLES])
    return Doubt(table.source.table, table.places, said, len(numbers), examples, problems=problems)


def owners(table: CheckedTable) -> np.ndarray:
    """Whose each row is, as a number: of the customer, and of the subscription where rows name one."""
    customer = table.rows["customer_id"].astype(np.int64)
    if "subscription_id" not in table.rows:
        return customer
    return customer * (len(table.ids["subscription_id"]) + 1) + table.rows["subscription_id"] + 1


def units(rows: Rows, config: Config) -> np.ndarray:
    """How many units each amount is the price of: one, where it is that of all of them together."""
    if "quantity" not in rows or config.table("subscriptions").amount_is == "line":
        return np.ones(len(rows))
    return np.asarray(rows["quantity"], dtype=np.float64)


def pays(rows: Rows, config: Config) -> np.ndarray:
    """Which rows bring in something."""
    return np.asarray((rows["amount"] > 0) & (units(rows, config) > 0))


def refuse_unsettled_amounts(table: CheckedTable, config: Config) -> None:
    """Raise FileProblemError where an amount may be the price of one unit or of all of them."""
    settings = config.table(table.source.table)
    told = {"amount", "quantity"} & set(settings.constants) or settings.amount_is
    if told or "quantity" not in table.rows:
        return
    several = np.flatnonzero((table.rows["quantity"] != 1) & (table.rows["amount"] != 0))
    if len(several):
        at = int(several[0])
        place = table.places.locate(int(table.rows.numbers_of(several[:1])[0]))
        problem = "there is a quantity beside it, so it may be the price of one unit or of the whole line"
        fix = "Add to csmetrics.yaml under tables: subscriptions: amount_is: unit, or amount_is: line"
        raise FileProblemError(Problem.at(place, "amount", shown(table, "amount", at), problem, fix))


def months_of(days: np.ndarray) -> np.ndarray:
    """The month of each day, as months since January 1970."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def first_days(months: np.ndarray) -> np.ndarray:
    """The first day of each month."""
    return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def moved_by(days: np.ndarray, months: np.ndarray) -> np.ndarray:
    """Each day so many months later; in a shorter month its last day.

    >>> moved_by(np.array([30]), np.array([1])).astype("datetime64[D]").tolist()  # from 31 January 1970
    [datetime.date(1970, 2, 28)]
    """
    month = months_of(days)
    length = first_days(month + months + 1) - first_days(month + months)
    return first_days(month + months) + np.minimum(days - first_days(month), length - 1)
