"""A check of the files: what was read of each, and every problem, those between rows and between tables included."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np

from csmetrics.config import Config
from csmetrics.declared import TABLES
from csmetrics.errors import DataError, Problem
from csmetrics.framed import Framed
from csmetrics.periods import day_number, from_day_number
from csmetrics.sources.joined import Several
from csmetrics.stages import stage
from csmetrics.tables.amounts import currency_of, refuse_without_rates
from csmetrics.tables.cells import NO_DAY
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.compare import doubts_of
from csmetrics.tables.dataset import folder_readers
from csmetrics.tables.exports import ReadAs, exports_among
from csmetrics.tables.file_record import Source
from csmetrics.tables.successions import remark_on_ends
from csmetrics.tables.table_files import file_notes, file_remarks, table_files, unread_files
from csmetrics.tables.usable import read_each


@dataclass(frozen=True, slots=True)
class Check(Framed, view="check"):
    """What was read of each file, which tables are absent, which files were passed over, and every problem found.

    `notes` name columns and files that come close to known ones.

    A file that cannot be used at all has no source, only its problems.
    """

    sources: tuple[Source, ...]
    absent: tuple[str, ...]
    problems: tuple[Problem, ...]
    unread: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    read_as: tuple[ReadAs, ...] = ()


@stage("read")
def check_folder(folder: Path, config: Config, today: date | None = None) -> Check:
    """Read every column of every known file and compare rows and tables with each other."""
    readers = folder_readers(folder, config, detail=True, attributes=())
    tables, failed = read_each(readers, config)
    problems = list(dict.fromkeys(problem for listed in failed.values() for problem in listed))
    problems += [problem for table in tables.values() for problem in table.problems]
    problems += [problem for doubt in doubts_of(tables, config) for problem in doubt.problems()]
    try:
        ends = remark_on_ends(table.ends for table in tables.values() if table.ends)
    except DataError as error:
        ends = None
        problems += error.problems
    if today:
        problems += _dates_ahead(tables, today)
    for looked_at in (partial(currency_of, tables, config), partial(refuse_without_rates, tables, config, folder)):
        try:
            looked_at()
        except DataError as error:
            if not error.problems:  # such as a file that may not be read: there is no row to name
                raise
            problems += error.problems
    return Check(
        sources=tuple(table.source for table in tables.values()),
        absent=tuple(name for name in TABLES if name not in readers),
        problems=_in_order(problems, folder, config),
        unread=unread_files(folder, config),
        notes=(
            *file_notes(folder, config),
            *map(str, file_remarks(folder, config)),
            *([str(ends)] if ends else []),
            *(str(days.remark()) for table in tables.values() for days in table.odd_days),
            *(note for table in tables.values() for note in table.notes),
            *(_rolled_up(table, config) for table in tables.values() if table.below),
        ),
        read_as=exports_among((table.source for table in tables.values()), config),
    )


def _rolled_up(table: CheckedTable, config: Config) -> str:
    """How many customers count as part of others."""
    many = f"{table.below:,} customers count" if table.below > 1 else "1 customer counts"
    return f"{table.source.file}: {many} as part of the parent that {config.table('customers').roll_up} names."


def _in_order(problems: Iterable[Problem], folder: Path, config: Config) -> tuple[Problem, ...]:
    """Table by table, file by file and row by row, whatever the files are called."""
    there = table_files(folder, config)
    files = [file for name, table in TABLES.items() for file in _names(config, there, name) or [table.file]]
    place = {file: at for at, file in reversed(list(enumerate(files)))}
    return tuple(sorted(problems, key=lambda problem: (place.get(problem.file, len(files)), problem.row or 0)))


def _names(config: Config, there: Mapping[str, Path | Several], name: str) -> list[str]:
    """What the files of a table are called, those alone that are not called by its name."""
    found, declared = there.get(name), config.table(name).file
    if isinstance(found, Several):
        return [found.name, *(path.name for path in found.paths)]
    return [declared] if isinstance(declared, str) else []


def _dates_ahead(tables: dict[str, CheckedTable], today: date) -> list[Problem]:
    """Things recorded on days that have not come yet."""
    found: list[Problem] = []
    for name, table in tables.items():
        for column in TABLES[name].dates(recorded=True):
            if column not in table.rows:
                continue
            days = table.rows[column]
            ahead = np.flatnonzero((days > day_number(today)) & (days != NO_DAY))
            found += [
                Problem.at(
                    table.places.locate(int(row)), column, from_day_number(day).isoformat(),
                    f"the date lies after today ({today})", "Correct it, or leave the row out until then.",
                )
                for row, day in zip(table.rows.numbers_of(ahead), days[ahead], strict=True)
            ]  # fmt: skip
    return found
