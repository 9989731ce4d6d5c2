"""How the spells of subscriptions follow one another: those that overlap, and what an end date seems to mean."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from csmetrics.arrays import to_arrow
from csmetrics.columns import STATUSES
from csmetrics.config import TableConfig
from csmetrics.errors import FileProblemError, Problem
from csmetrics.periods import from_day_number
from csmetrics.tables.cells import NO_DAY
from csmetrics.tables.checked import AS_TEXT, CheckedTable
from csmetrics.tables.distinct import marks_of
from csmetrics.tables.doubts import MOST_EXAMPLES, Doubt, Ends
from csmetrics.tables.file_remarks import FileRemark
from csmetrics.tables.ids import codes_at
from csmetrics.tables.repeats import repeats
from csmetrics.tables.rows import Coded, Rows
from csmetrics.workers import at_once

_FEW, _MANY = 3, 10  # spells after which an end date is asked about
_LATER = 7  # days after the first one between two spells: what happens on them happens by chance
_BY_CHANCE = 3  # times as many spells as on such a day are no chance
_BITS, _DAY_BITS = 63, 32
_MOST_DAYS = 1 << 20
_ASKED = (
    "Add to csmetrics.yaml under tables: subscriptions: end_date_means: last_day, or end_date_means: first_day_without"
)


def with_successions(table: CheckedTable, settings: TableConfig) -> CheckedTable:
    """The table with what is to be said of how its spells follow one another, where they are subscriptions."""
    if table.source.table != "subscriptions" or len(table.rows) < 2:  # noqa: PLR2004  # one alone follows nothing
        return table
    order = _in_order(table.rows["customer_id"], table.rows["start_date"])
    ends, overlaps = at_once(
        lambda: None if settings.end_date_means else ends_of(table, order), lambda: overlaps_of(table, order)
    )
    return replace(table, doubts=(*table.doubts, *overlaps), ends=ends)


def ends_of(table: CheckedTable, order: np.ndarray) -> Ends | None:
    """How the ends of a table of subscriptions stand to what follows, given its order by customer; None without."""
    rows = table.rows
    if "end_date" not in rows:
        return None
    whose, start, end = (rows[name][order] for name in ("customer_id", "start_date", "end_date"))
    follows = (whose[1:] == whose[:-1]) & (end[:-1] != NO_DAY) & (start[1:] > start[:-1])
    between = (start[1:] - end[:-1])[follows]
    days = np.bincount(between[(between >= 0) & (between <= 1 + _LATER)], minlength=2 + _LATER)
    gaps = np.flatnonzero(follows)[np.flatnonzero(between == 1)[:MOST_EXAMPLES]]
    pairs = zip(rows.numbers_of(order[gaps]).tolist(), end[gaps].tolist(), rows.numbers_of(order[gaps + 1]).tolist(),
                strict=True)  # fmt: skip
    known = end[end != NO_DAY]
    last, first = int(_first_of_month(known + 1).sum()), int(_first_of_month(known).sum())
    begun = 0 if first else int((~_first_of_month(start)).sum())
    later = int(days[2:].sum())
    return Ends(table.places, int(days[1]), int(days[0]), later, last, first, begun, tuple(pairs))


def remark_on_ends(parts: Iterable[Ends]) -> FileRemark | None:
    """What to say of the ends of a file, by those of its parts. Raises FileProblemError where they must be declared."""
    every = list(parts)
    if not every:
        return None
    gap, touching, later, last, first, begun = (
        sum(getattr(part, name) for part in every) for name in ("gap", "touching", "later", "last", "first", "begun")
    )
    if gap <= _BY_CHANCE * later / _LATER:  # spells that begin on any day begin on that one too
        gap = 0
    examples = [example for part in every for example in part.examples][:MOST_EXAMPLES]
    places = every[0].places
    if (gap >= _FEW and gap > touching) or (last >= _MANY and not first and not begun):
        row, end, _ = examples[0] if examples else (1, None, 0)
        value = None if end is None else from_day_number(end).isoformat()
        what = (
            f"{gap:,} spells end on the day before the next begins"
            if gap
            else f"all {last:,} ends are last days of months"
        )
        problem = f"{what}: a last day of service, or a first day without?"
        raise FileProblemError(Problem.at(places.locate(row), "end_date", value, problem, _ASKED))
    if not gap:
        return None
    shown = "; ".join(
        f"{places.row(row)} ends {from_day_number(end)}, {places.row(to)} begins the day after"
        for row, end, to in examples
    )
    what = f"{gap:,} spell{'s end' if gap > 1 else ' ends'} on the day before the next begins, and that day is not paid"
    return FileRemark("subscriptions", places.file, f"{what}: {shown}. {_ASKED}")


def overlaps_of(table: CheckedTable, order: np.ndarray) -> list[Doubt]:
    """Spells that run while an earlier one of the same subscription does: both count. The order is by customer."""
    rows = table.rows
    order = order[_counts(rows)[order]]
    among = _of_repeated(rows, _overlapping(rows, order, rows["customer_id"][order]).touched)
    if not len(among):
        return []
    group = _group(rows, among)
    order = _in_order(group, rows["start_date"][among])
    found = _overlapping(rows, among[order], group[order])
    differ = ~_equal(rows, found.earlier, found.later) & _of_one(rows, found)
    return [_overlap(table, found.earlier[differ], found.later[differ])] if differ.any() else []


def _counts(rows: Rows) -> np.ndarray:
    """Rows with an amount and a day of service."""
    counts = rows["amount"] > 0
    if "end_date" in rows:
        counts &= rows["end_date"] > rows["start_date"]
    if "status" in rows:
        counts &= ~np.isin(rows["status"].codes, [STATUSES.index("trial"), STATUSES.index("never")])
    return np.asarray(counts)


def _of_repeated(rows: Rows, among: np.ndarray) -> np.ndarray:
    """Of some rows those whose subscription may have another, and those without its id."""
    ids = _subscriptions(rows, among)
    return among if ids is None else among[(ids < 0) | repeats(ids)]


def _group(rows: Rows, among: np.ndarray) -> np.ndarray:
    """The subscription of each row by its id; where there is none, the customer's plan and product."""
    group = rows["customer_id"][among].astype(np.int64)
    for name in ("plan", "product"):
        column: Coded | None = rows.get(name, None)
        if column is not None:
            group = group * (len(column.categories) + 1) + column.codes[among] + 1
    ids = _subscriptions(rows, among)
    if ids is None:
        return group
    return np.where(ids >= 0, -1 - ids, group)


def _subscriptions(rows: Rows, among: np.ndarray) -> np.ndarray | None:
    name = "subscription_id"
    if name in rows:
        return np.asarray(rows[name][among]).astype(np.int64)
    return marks_of(rows[name + AS_TEXT].take(to_arrow(among))) if name + AS_TEXT in rows else None


@dataclass(frozen=True, slots=True)
class _Overlaps:
    """Pairs of an earlier row and one that starts while it runs; every row of the groups that have such pairs."""

    earlier: np.ndarray
    later: np.ndarray
    touched: np.ndarray


def _overlapping(rows: Rows, at: np.ndarray, whose: np.ndarray) -> _Overlaps:
    """Those among some rows in order, given the group of each."""
    start = rows["start_date"][at]
    end = rows["end_date"][at] if "end_date" in rows else np.full(len(at), NO_DAY, dtype=np.int32)
    first = np.append(True, whose[1:] != whose[:-1])
    number = np.cumsum(first)
    reaches = (number << _DAY_BITS) + end
    reach = np.maximum.accumulate(reaches)
    late = np.flatnonzero(~first[1:] & (start[1:] + (number[1:] << _DAY_BITS) < reach[:-1])) + 1
    if not len(late):
        return _Overlaps(late, late, late)
    longest = np.maximum.accumulate(np.where(reaches == reach, np.arange(len(at)), 0))
    touched = np.zeros(number[-1] + 1, dtype=bool)
    touched[number[late]] = True
    return _Overlaps(at[longest[late - 1]], at[late], np.sort(at[touched[number]]))


def _in_order(group: np.ndarray, start: np.ndarray) -> np.ndarray:
    """The order by group and day, earlier rows first: packed into one number where it fits, which sorts far faster."""
    size, low = len(group), int(start.min(initial=0))
    group_bits = (int(group.max(initial=0)) - int(group.min(initial=0))).bit_length()
    day_bits, row_bits = (int(start.max(initial=0)) - low).bit_length(), size.bit_length()
    if group_bits + day_bits + row_bits >= _BITS:
        return np.lexsort((start, group))
    packed = (group.astype(np.int64) - int(group.min(initial=0))) << (day_bits + row_bits)
    packed += (start.astype(np.int64) - low) << row_bits
    packed += np.arange(size)
    packed.sort()
    return packed & ((1 << row_bits) - 1)


def _of_one(rows: Rows, found: _Overlaps) -> np.ndarray:
    """Which pairs are of one subscription indeed: ids read as text were compared by their marks."""
    name = "subscription_id" + AS_TEXT
    if name not in rows or not len(found.later):
        return np.ones(len(found.later), dtype=bool)
    both = codes_at(rows[name], np.concatenate([found.earlier, found.later]))
    return np.asarray(both[: len(found.later)] == both[len(found.later) :])


def _equal(rows: Rows, ones: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Which pairs of rows are equal in all that was read: they are no overlap but the same row twice."""
    equal = np.ones(len(ones), dtype=bool)
    for name, column in rows.columns.items():
        values = column.codes if isinstance(column, Coded) else column
        if isinstance(values, np.ndarray):
            equal &= values[ones] == values[others]
        elif name.endswith(AS_TEXT) and equal.any():
            both = codes_at(values, np.concatenate([ones, others]))
            equal &= both[: len(ones)] == both[len(ones) :]
    return equal


def _overlap(table: CheckedTable, earlier: np.ndarray, later: np.ndarray) -> Doubt:
    rows, places = table.rows, table.places
    order = np.argsort(later)
    earlier, later = earlier[order], later[order]
    by_id = "subscription_id" in rows or "subscription_id" + AS_TEXT in rows
    of = "subscription" if by_id else "customer, plan and product"
    numbers = rows.numbers_of(earlier).tolist(), rows.numbers_of(later).tolist()

    def problems() -> list[Problem]:
        column = "subscription_id" if "subscription_id" in rows else "customer_id"
        codes = rows[column][later]
        names = table.ids[column].take(to_arrow(codes, codes >= 0)).to_pylist()
        starts = [from_day_number(day) for day in rows["start_date"][later].tolist()]
        fix = "End the earlier row where the later one starts."
        told = (
            f"starts {start}, while {places.row(row)} of the same {of} still runs"
            for row, start in zip(numbers[0], starts, strict=True)
        )
        return [
            Problem.at(places.locate(row), column, name, problem, fix)
            for row, name, problem in zip(numbers[1], names, told, strict=True)
        ]

    said = f"starting while an earlier row of the same {of} runs, and both count"
    pairs = list(zip(*numbers, strict=True))[:MOST_EXAMPLES]
    examples = tuple((row, f"{places.row(row)} beside {places.row(before)}") for before, row in pairs)
    return Doubt("subscriptions", places, said, len(later), examples, problems=problems)


def _first_of_month(days: np.ndarray) -> np.ndarray:
    """Which days are the first of a month."""
    if not len(days):
        return np.zeros(0, dtype=bool)
    low, high = int(days.min()), int(days.max())
    if high - low > _MOST_DAYS:
        dates = days.astype("datetime64[D]")
        return np.asarray(dates.astype("datetime64[M]").astype("datetime64[D]") == dates)
    table = np.arange(low, high + 1).astype("datetime64[D]")
    return np.asarray((table.astype("datetime64[M]").astype("datetime64[D]") == table)[days - low])
