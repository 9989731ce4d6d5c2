"""What there is in a folder beside its tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from csmetrics.config import Config
from csmetrics.errors import Problem
from csmetrics.rates.model import Rates
from csmetrics.tables.amounts import rates_for
from csmetrics.tables.file_remarks import FileRemark
from csmetrics.tables.one_currency import remarks_on_others
from csmetrics.tables.table_files import file_notes, file_remarks
from csmetrics.tables.usable import UsableTables


@dataclass(frozen=True, slots=True)
class Findings:
    """What there is beside the tables: files passed over, tables that cannot be used, rates of exchange.

    `alone` is the one currency whose rows count, where it was asked for.
    """

    notes: tuple[str, ...] = ()
    remarks: tuple[FileRemark, ...] = ()
    unusable: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    rates: Rates | None = None
    alone: str | None = None


def found_in(folder: Path, config: Config, tables: UsableTables, only: str | None = None) -> Findings:
    """What a folder holds beside its tables; where one currency counts `only`, no rates."""
    notes = tuple(file_notes(folder, config))
    remarks = (*file_remarks(folder, config), *remarks_on_others(tables.usable, only))
    rates = None if only else rates_for(tables.usable, config, folder)
    return Findings(notes, remarks, tables.unusable, rates, only)
