"""A check of the files: what was read of each, and every problem, those between rows and between tables included."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow.compute as pc

from csmetrics.columns import TABLES
from csmetrics.config import Config
from csmetrics.errors import DataError, Problem
from csmetrics.periods import day_number, from_day_number
from csmetrics.tables.cells import NO_DAY
from csmetrics.tables.dataset import currency_of, folder_readers, read_each, unread_files
from csmetrics.tables.read import CheckedTable
from csmetrics.tables.source import Source


@dataclass(frozen=True, slots=True)
class Check:
    """What was read of each file, which tables are absent, which files were passed over, and every problem found.

    A file that cannot be used at all has no source, only its problems.
    """

    sources: tuple[Source, ...]
    absent: tuple[str, ...]
    problems: tuple[Problem, ...]
    unread: tuple[str, ...] = ()


def check_folder(folder: Path, config: Config, today: date | None = None) -> Check:
    """Read every column of every known file and compare rows and tables with each other."""
    readers = folder_readers(folder, config, detail=True, attributes=())
    tables, problems = read_each(readers)
    problems += [problem for table in tables.values() for problem in table.problems]
    for compare in (_overlaps, _repeated_ids, _unknown_customers):
        problems += compare(tables)
    if today:
        problems += _dates_ahead(tables, today)
    try:
        currency_of(tables, config)
    except DataError as error:
        problems += error.problems
    return Check(
        sources=tuple(table.source for table in tables.values()),
        absent=tuple(name for name in TABLES if name not in readers),
        problems=tuple(sorted(problems, key=_place)),
        unread=unread_files(folder, config),
    )


def _place(problem: Problem) -> tuple[int, int]:
    names = [table.file for table in TABLES.values()]
    return (names.index(problem.file) if problem.file in names else len(names), problem.row or 0)


def _overlaps(tables: dict[str, CheckedTable]) -> list[Problem]:
    """Rows of one subscription that are live on the same day: its revenue would count twice."""
    table = tables.get("subscriptions")
    if table is None or "subscription_id" not in table.frame:
        return []
    frame = table.frame[table.frame["subscription_id"] >= 0]
    frame = frame.sort_values(["subscription_id", "start_date"], kind="stable")
    end = frame["end_date"] if "end_date" in frame else pd.Series(NO_DAY, frame.index)
    reached = end.groupby(frame["subscription_id"]).cummax()
    before = reached.groupby(frame["subscription_id"]).shift()
    overlapping = (frame["start_date"] < before).to_numpy() & (end > frame["start_date"]).to_numpy()
    names = table.ids["subscription_id"]
    earlier = pd.Series(frame.index, frame.index).shift()
    return [
        Problem(
            table.source.file, int(row), "subscription_id", names[int(code)].as_py(),
            f"starts {from_day_number(start)}, while row {int(other)} of the same subscription still runs",
            "End the earlier row where the later one starts.",
        )
        for row, code, start, other in zip(
            frame.index[overlapping], frame["subscription_id"][overlapping], frame["start_date"][overlapping],
            earlier[overlapping], strict=True,
        )
    ]  # fmt: skip


def _repeated_ids(tables: dict[str, CheckedTable]) -> list[Problem]:
    """Rows of one table that bear the same id (customers are looked at when they are read)."""
    found: list[Problem] = []
    for name, table in tables.items():
        column = TABLES[name].identity
        if column is None or column == "customer_id" or column not in table.frame:
            continue
        codes = table.frame[column]
        codes = codes[codes >= 0]
        repeated = codes[codes.duplicated()]
        found += [
            Problem(
                table.source.file, int(row), column, table.ids[column][int(code)].as_py(),
                "the id stands in an earlier row too", "Remove the row if it was exported twice.",
            )
            for row, code in repeated.items()
        ]  # fmt: skip
    return found


def _unknown_customers(tables: dict[str, CheckedTable]) -> list[Problem]:
    """Customers that other tables name and customers.csv does not: they have no attributes."""
    customers = tables.get("customers")
    if customers is None:
        return []
    known = customers.ids["customer_id"]
    found: list[Problem] = []
    for name, table in tables.items():
        if name == "customers" or "customer_id" not in table.ids:
            continue
        names = table.ids["customer_id"]
        unknown = ~pc.is_in(names, known).to_numpy(zero_copy_only=False)
        codes = table.frame["customer_id"]
        codes = codes[codes >= 0]
        first = codes[unknown[codes.to_numpy()]].drop_duplicates()
        found += [
            Problem(
                table.source.file, int(row), "customer_id", names[int(code)].as_py(),
                f"a customer that {customers.source.file} does not have", "Add the customer, or correct the id.",
            )
            for row, code in first.items()
        ]  # fmt: skip
    return found


def _dates_ahead(tables: dict[str, CheckedTable], today: date) -> list[Problem]:
    """Things recorded on days that have not come yet."""
    found: list[Problem] = []
    for name, table in tables.items():
        for column in TABLES[name].dates(recorded=True):
            if column not in table.frame:
                continue
            days = table.frame[column]
            ahead = days[(days > day_number(today)) & (days != NO_DAY)]
            found += [
                Problem(
                    table.source.file, int(row), column, from_day_number(day).isoformat(),
                    f"the date lies after today ({today})", "Correct it, or leave the row out until then.",
                )
                for row, day in ahead.items()
            ]  # fmt: skip
    return found
