"""Days that can hardly be true: what programs write for "none", and slips of the keyboard."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from csmetrics.columns import Table
from csmetrics.declared import TABLES
from csmetrics.periods import day_number, from_day_number
from csmetrics.sources.source import Places
from csmetrics.tables.cells import NO_DAY
from csmetrics.tables.file_remarks import FileRemark
from csmetrics.tables.rows import Rows

ENDLESS = ("end_date", "renewal_date", "service_end")  # may lie ever so far ahead
_NONE = day_number(date(1900, 1, 1))  # the first day of spreadsheets; others write the year 1
_EPOCH = 0  # 1970-01-01, the zero of most clocks; older days are true only where most of a column is as old
_FAR = day_number(date(2300, 1, 1))
_GAP = 30 * 365  # days without any, after which the few that follow are a slip
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class OddDays:
    """How many days of a column can hardly be true, and the first few with their rows."""

    table: str
    places: Places
    column: str
    count: int
    examples: tuple[tuple[int, date], ...]

    def remark(self) -> FileRemark:
        """What to say of them."""
        shown = ", ".join(f"{day} in {self.places.row(row)}" for row, day in self.examples)
        shown = shown if self.count <= len(self.examples) else f"such as {shown}"
        days = f"a {self.column}" if self.count == 1 else f"{self.count:,} {self.column}s"
        counts = "It counts as it stands, but does" if self.count == 1 else "They count as they stand, but do"
        return FileRemark(
            self.table,
            self.places.file,
            f"{days} can hardly be true ({shown}). {counts} not date the data. Correct or remove"
            f" {'it' if self.count == 1 else 'them'}.",
        )


def odd_days(table: Table, places: Places, rows: Rows) -> tuple[OddDays, ...]:
    """The days of a table that can hardly be true."""
    found = []
    for column in table.dates():
        odd = is_odd(rows[column], endless=column in ENDLESS) if column in rows else None
        if odd is not None:
            where = np.flatnonzero(odd)
            shown = where[:_EXAMPLES]
            numbers, days = rows.numbers_of(shown).tolist(), rows[column][shown].tolist()
            examples = tuple((row, from_day_number(day)) for row, day in zip(numbers, days, strict=True))
            found.append(OddDays(table.name, places, column, len(where), examples))
    return tuple(found)


def joined(parts: Iterable[OddDays]) -> tuple[OddDays, ...]:
    """Those of the blocks of a file together."""
    found: dict[str, OddDays] = {}
    for part in parts:
        before = found.get(part.column)
        if before:
            examples = (*before.examples, *part.examples)[:_EXAMPLES]
            part = replace(before, count=before.count + part.count, examples=examples)  # noqa: PLW2901  # both together
        found[part.column] = part
    return tuple(found.values())


def plausible_spans(table: str, rows: Rows) -> Mapping[str, tuple[int, int]]:
    """The first and the last plausible day in each date column that has any."""
    spans = {}
    for column in TABLES[table].dates():
        if column not in rows:
            continue
        odd = is_odd(rows[column], endless=column in ENDLESS)
        days = rows[column] if odd is None else rows[column][~odd]
        if span := span_of(days):
            spans[column] = span
    return spans


def span_of(days: np.ndarray) -> tuple[int, int] | None:
    """The first and the last of some days, if there is any."""
    first, last = int(days.min(initial=NO_DAY)), int(days.max(initial=-NO_DAY))
    if last == NO_DAY:
        last = (
            int((days.astype(np.int32, copy=False) + np.int32(1)).max()) - 1
        )  # one more than NO_DAY is less than any day
    return (first, last) if first <= last else None


def is_odd(days: np.ndarray, *, endless: bool) -> np.ndarray | None:
    """Which days can hardly be true; None where all can.

    >>> days = [day_number(date(year, 5, 1)) for year in (1, 1960, 2025, 2026, 2026, 2062, 9999)]
    >>> is_odd(np.array(days), endless=False).tolist()
    [True, True, False, False, False, True, True]
    """
    span = span_of(days)
    if span is None or (span[0] > _EPOCH and (endless or (span[1] < _FAR and span[1] - span[0] <= _GAP))):
        return None
    there = days != NO_DAY
    old = there & (days <= _EPOCH)
    if 2 * np.count_nonzero(old) > np.count_nonzero(there):  # the data are of that time
        old = there & (days <= _NONE)
    odd = old if endless else old | (there & (days >= _ahead(days[there & ~old])))
    return odd if odd.any() else None


def _ahead(days: np.ndarray) -> int:
    """The day from which on days are too far ahead of all others."""
    found, counts = np.unique(days[days < _FAR], return_counts=True)
    wide = np.flatnonzero(np.diff(found) > _GAP)
    running = np.cumsum(counts)
    slips = [at for at in wide.tolist() if 2 * running[at] > running[-1]]
    return int(found[slips[0] + 1]) if slips else _FAR
