"""Customers as of a day, since how many months and whether they have left: to the one spell that they are told by."""

import numpy as np

from csmetrics.config import Config
from csmetrics.errors import FileProblemError, Problem
from csmetrics.periods import day_number, from_day_number
from csmetrics.tables.cells import NO_DAY
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.clock import FIRST_DAY
from csmetrics.tables.file_remarks import FileRemark
from csmetrics.tables.shapes.spells_table import Refused, Turned, moved_by

_MOST = 1200  # months


def spells(table: CheckedTable, config: Config) -> Turned:
    """A spell for each customer: back from `as_of`, or from the day on which they left, by so many whole months."""
    if config.as_of is None:
        problem = "how long customers have been there is told as of a day (shape: tenure), and nothing says which"
        fix = "Add the day of the export to csmetrics.yaml: as_of: 2026-10-31"
        raise FileProblemError(Problem.at(table.places.locate(), None, None, problem, fix))
    rows, day = table.rows, day_number(config.as_of)
    months, left = rows["months"], rows["left"].codes == list(rows["left"].categories).index("yes")
    end = rows["end_date"] if "end_date" in rows else np.where(left, day, NO_DAY).astype(np.int32)
    refused = (
        Refused(np.flatnonzero((months < 0) | (months > _MOST)), "months", *_NO_MONTHS),
        Refused(np.flatnonzero(left & (end == NO_DAY)), "end_date", *_NO_END),
        Refused(np.flatnonzero(left & (end != NO_DAY) & (end > day + 1)), "end_date", *_ENDS_LATER),
        Refused(np.flatnonzero(~left & (end <= day)), "end_date", *_ENDED),
    )
    usable = np.ones(len(rows), dtype=bool)
    for each in refused:
        usable[each.at] = False
    whole = np.where(usable, np.floor(months), 0).astype(np.int64)
    start = np.maximum(moved_by(np.where(left & usable, end, day).astype(np.int64), -whole), FIRST_DAY)
    at = np.flatnonzero(usable & (start < end))
    remarks = _remarks(table, from_day_number(day).isoformat(), int((usable & (start >= end)).sum()))
    return Turned(at, start[at], end[at], refused=refused, remarks=remarks, recorded=day)


_NO_MONTHS = (f"no number of months from 0 to {_MOST:,}", "Correct it, or remove the row.")
_NO_END = ("the customer has left, and nothing says when", "Give the day in end_date.")
_ENDS_LATER = ("the customer has left, on a day after as_of", "Correct end_date, left, or as_of in csmetrics.yaml.")
_ENDED = ("the customer has not left, and ended by as_of", "Correct end_date, left, or as_of in csmetrics.yaml.")


def _remarks(table: CheckedTable, day: str, never: int) -> tuple[FileRemark, ...]:
    """What the shape cannot tell."""
    gone = (
        f" Who has left counts as gone on {day}, nobody as gone before, so that only the period of that day has churn."
    )
    said = (
        f"read as of {day} (shape: tenure): each customer in one stretch at the price of that day. The figures know no"
        f" past prices and nobody who left and came back.{'' if 'end_date' in table.rows else gone}"
    )
    rows = f"{never:,} customers left" if never > 1 else "1 customer left"
    none = f"{rows} after no whole month and never paid." if never else ""
    return tuple(FileRemark(table.source.table, table.source.file, text) for text in (said, none) if text)
