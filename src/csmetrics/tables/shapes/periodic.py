"""Months to spells: a row is a month of a customer, or the quarter or year that begins with it."""

import numpy as np

from csmetrics.columns import INTERVALS
from csmetrics.config import Config
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.clock import LAST_DAY
from csmetrics.tables.plausible import is_odd
from csmetrics.tables.rows import Rows
from csmetrics.tables.shapes.spells_table import Refused, Turned, first_days, months_of, pays, refuse_unsettled_amounts

_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def spells(table: CheckedTable, config: Config) -> Turned:
    """A spell for each row that brings in something."""
    refuse_unsettled_amounts(table, config)
    rows = table.rows
    length = _months(rows)
    month = months_of(rows["month"])
    start, end = first_days(month), np.minimum(first_days(month + length), LAST_DAY)
    short, within = length == 0, (length > 1) & (rows["month"] != start)
    at = np.flatnonzero(pays(rows, config) & ~short & ~within)
    return Turned(at, start[at], end[at], refused=_refused(short, within), told_until=_told_until(rows, start, end))


def _months(rows: Rows) -> np.ndarray:
    """The months that each row covers; 0 for intervals that are no months."""
    if "interval" not in rows:
        return np.ones(len(rows), dtype=np.int64)
    months = np.array([*(_MONTHS.get(name, 0) for name in INTERVALS), 1])[rows["interval"].codes]
    return months * rows.get("interval_count", 1)


def _refused(short: np.ndarray, within: np.ndarray) -> tuple[Refused, ...]:
    """Rows that cover no whole months, or of which it is not clear which."""
    month = "Say which months the row covers: one row a month, or a quarter, half_year or year from its first month."
    first = "Write the first day of its first month, such as 2026-07-01 or 2026-07 for the third quarter of 2026."
    return (
        Refused(np.flatnonzero(short), "interval", "a row in the shape periodic covers whole months", month),
        Refused(np.flatnonzero(within), "month", "a row of several months, dated within or at the end of them", first),
    )


def _told_until(rows: Rows, start: np.ndarray, end: np.ndarray) -> int | None:
    """The last day of the newest rows: who has none after it may pay or not."""
    odd = is_odd(rows["month"], endless=False)
    there = end > start if odd is None else (end > start) & ~odd
    if not there.any():
        return None
    newest = start[there].max()
    return int(end[there & (start == newest)].min()) - 1
