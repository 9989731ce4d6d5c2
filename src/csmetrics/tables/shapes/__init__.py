"""Rows of subscriptions that come in another shape, as spells: one a row, so that whoever asks is led to the file.

A new shape is a file here, a line in SPELLS, and its columns in subjects/subscriptions/shapes.py. docs/shapes.md has
the rules.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from csmetrics.config import Config, TableConfig
from csmetrics.declared import SHAPES
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.one_currency import alone
from csmetrics.tables.repeats import Raw, once_each
from csmetrics.tables.shapes import events, invoices, periodic, tenure
from csmetrics.tables.shapes.spells_table import Turned, as_spells
from csmetrics.tables.successions import with_successions

SPELLS: Mapping[str, Callable[[CheckedTable, Config], Turned]] = {
    "events": events.spells,
    "periodic": periodic.spells,
    "tenure": tenure.spells,
    "invoices": invoices.spells,
}


def turned(table: CheckedTable, config: Config, raw: Raw, only: str | None = None) -> CheckedTable:
    """The checked rows of a shape, all that there are, as checked spells; of one currency `only`, where it is given.

    Raises DataError where the file as a whole cannot be read so.
    """
    settings = config.table(table.source.table)
    shape = settings.shape or ""
    each = settings.model_copy(update={"duplicates": "keep"}) if shape == "events" else settings
    once = once_each(table, each, raw)
    found = alone(as_spells(once, SPELLS[shape](once, config), SHAPES[shape]), only, config)
    return replace(_compared(found, shape, settings), settled=True)


def _compared(table: CheckedTable, shape: str, settings: TableConfig) -> CheckedTable:
    """The table with what its spells say of one another: that periods of service end on last days, that one overlaps.

    Of events and months nothing can be said: what runs at once adds up.
    """
    if shape == "tenure":
        return with_successions(table, settings.model_copy(update={"end_date_means": "first_day_without"}))
    if shape == "invoices":
        return replace(with_successions(table, settings), doubts=table.doubts)
    return table
