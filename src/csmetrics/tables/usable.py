"""Which tables can be used: the rows that cannot are tolerated up to a share of all rows, and of all money."""

from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

from csmetrics.config import Config
from csmetrics.errors import DataError, Problem
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.compare import doubts_of
from csmetrics.tables.roll_up import rolled_up
from csmetrics.tables.via import joined_tables

_STANDARD: Final = Config.model_fields["tolerate"].default
Readers = Mapping[str, Callable[[], CheckedTable]]


@dataclass(frozen=True, slots=True)
class UsableTables:
    """The tables that can be used, and the problems of those that cannot."""

    usable: Mapping[str, CheckedTable]
    unusable: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)


def read_each(
    readers: Readers, config: Config, *, joined: bool = False
) -> tuple[dict[str, CheckedTable], dict[str, tuple[Problem, ...]]]:
    """The tables that could be read, and the problems of the files that could not.

    Tables that name customers in another way get the customers' own ids, and accounts of one company count as one,
    unless they are `joined` already.
    """
    tables: dict[str, CheckedTable] = {}
    failed: dict[str, tuple[Problem, ...]] = {}
    with ThreadPoolExecutor(max_workers=2) as pool:  # the parser works outside the interpreter's lock
        reading = {name: pool.submit(read) for name, read in readers.items()}
    for name, table in reading.items():
        try:
            tables[name] = table.result()
        except DataError as error:
            if not error.problems:
                raise
            failed[name] = error.problems
    if joined:
        return tables, failed
    tables, strangers = joined_tables(tables, config)
    for name, problems in strangers.items():
        tables.pop(name)
        failed[name] = problems
    tables, untold = rolled_up(tables, failed, config)
    return tables, failed | untold


def read_all(
    readers: Readers, config: Config, *, strict: bool, needed: Collection[str] | None = None, joined: bool = False
) -> UsableTables:
    """All tables, or one error with all problems of all of them; a table that is not `needed` may be unusable."""
    tables, failed = read_each(readers, config, joined=joined)
    refused = {name: t for name, t in tables.items() if t.problems and (strict or _too_many(t, config))}
    unusable = failed | {name: table.problems for name, table in refused.items()}
    contradictions = [p for doubt in doubts_of(tables, config) for p in doubt.problems()] if strict else []
    fatal = [problem for name, listed in unusable.items() if needed is None or name in needed for problem in listed]
    if fatal or contradictions or len(unusable) == len(readers):
        every = list(dict.fromkeys(problem for listed in unusable.values() for problem in listed))
        every += contradictions
        raise DataError(_summary(list(refused.values()), every, config, strict=strict), every)
    return UsableTables({name: table for name, table in tables.items() if name not in unusable}, unusable)


def _too_many(table: CheckedTable, config: Config) -> bool:
    """Whether more of the file's rows, or of its money, cannot be used than is tolerated."""
    tolerated = config.table(table.source.table).tolerate or 0.0
    gone = sum(each.rows for each in table.left_out)
    return gone > tolerated * table.source.rows or _money_refused(table) > tolerated


def _money_refused(table: CheckedTable) -> float:
    """The share of the file's money that cannot be used; of several currencies that of the one with the largest."""
    gone: dict[str, float] = {}
    for each in table.left_out:
        gone[each.currency] = gone.get(each.currency, 0.0) + (each.amount or 0.0)
    kept = dict(table.amounts) | {"": sum(table.amounts.values())}  # who says no currency is weighed among all
    return max((money / (money + kept.get(name, 0.0)) for name, money in gone.items() if money), default=0.0)


def _summary(refused: list[CheckedTable], fatal: list[Problem], config: Config, *, strict: bool) -> str:
    if not refused:
        return f"{', '.join(sorted({problem.file for problem in fatal}))} cannot be used."
    said = "; ".join(map(_share_refused, refused))
    limit = "--strict allows none" if strict else _tolerated(refused, config)
    return f"{said} ({limit})."


def _share_refused(table: CheckedTable) -> str:
    gone = sum(each.rows for each in table.left_out)
    share = _money_refused(table)
    held = f", with {share:.0%} of its money" if share > gone / table.source.rows else ""
    return f"{table.source.file}: {gone:,} of {table.source.rows:,} rows cannot be used{held}"


def _tolerated(refused: list[CheckedTable], config: Config) -> str:
    shares = {config.table(table.source.table).tolerate or 0.0 for table in refused}
    listed = ", ".join("one in a hundred" if share == _STANDARD else f"{share:.2%}" for share in sorted(shares))
    return f"the limit is {listed}; tolerate changes it"
