"""How far the files reach: the days that their rows name, and until when they tell who pays."""

from collections.abc import Mapping

from csmetrics.declared import TABLES
from csmetrics.periods import day_number
from csmetrics.tables.checked import CheckedTable


def days_of(tables: Mapping[str, CheckedTable], *, recorded: bool) -> list[int]:
    """The first and the last plausible day of each column of dates, or only of those on which something was recorded.

    Where there is none, those of the files as they were read.
    """
    found: list[int] = []
    for name, table in tables.items():
        for column in TABLES[name].dates(recorded=recorded):
            found += table.days.get(column, ())
        if table.told_until is not None:
            found.append(table.told_until)
    sources = [table.source for table in tables.values()]
    return found or [
        day_number(day) for source in sources for day in (source.first_day, source.last_day) if day is not None
    ]


def told_until(tables: Mapping[str, CheckedTable]) -> int | None:
    """The day up to which all of them tell who pays, where there is one after which a missing row says nothing."""
    return min((table.told_until for table in tables.values() if table.told_until is not None), default=None)
