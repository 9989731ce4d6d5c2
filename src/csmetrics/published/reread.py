"""Today's files as they read under another configuration than today's, and rows in another unit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from csmetrics.config import Config
from csmetrics.declared import TABLES
from csmetrics.errors import CsmetricsError, DataError
from csmetrics.published.open_ends import Tables
from csmetrics.published.settings import minor_units, read_alike, with_scale_of
from csmetrics.rates.model import Rates
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.rows import Coded

Reread = Callable[[Config], tuple[Dataset, Mapping[str, str]]]
"""Reads today's files once more, under another configuration; beside the data the SHA-256 of each table's file."""

ReadRates = Callable[[Config], Rates | None]
"""Reads today's file of rates, whole, under another configuration."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Today's files as read under a configuration, and the SHA-256 of each."""

    config: Config
    tables: Tables
    sha256: Mapping[str, str]

    def unchanged(self, sha256: Mapping[str, str]) -> Tables:
        """The tables whose files are the same, byte for byte."""
        return {name: table for name, table in self.tables.items() if sha256.get(name) == self.sha256.get(name)}


@dataclass(frozen=True, slots=True)
class Route:
    """Under which configuration the changes of the files are told, and why if not under that of then.

    `apart` says that it is another than today's, so that the rest of the configuration changes after the files.
    """

    today: Reading
    apart: bool = False
    note: str = ""


def route(published: Tables, then: Config | None, now: Reading, reread: Reread | None) -> Route:
    """How to tell what the files say otherwise from what is read otherwise in them.

    Where nothing but the unit of amounts is read otherwise, the published rows can be brought to it. Else today's files
    are read under the published configuration.
    """
    if then is None:
        return Route(now, note="The published configuration cannot be read by this version. " + _COMPARED)
    exact = all(_exact(table, then, now.config) for table in published.values())
    if exact and read_alike(then, now.config):
        return Route(now)
    try:
        found = read_under(with_scale_of(then, now.config) if exact else then, reread)
    except CsmetricsError as error:
        return Route(
            now, note=f"Today's files cannot be read under the published configuration: {why(error)} {_COMPARED}"
        )
    if found is None:
        return Route(now, note="There are no files to be read under the published configuration. " + _COMPARED)
    return Route(now) if _same_tables(found.tables, now.tables) else Route(found, apart=True)


_COMPARED = "Its rows are compared as they were read then with those of now as they are read now."


def read_under(config: Config, reread: Reread | None) -> Reading | None:
    """Today's files under a configuration; None where there are no files. Raises what reading raises."""
    if reread is None:
        return None
    data, sha256 = reread(config)
    return Reading(config, data.tables, sha256)


def in_units_of(table: CheckedTable, then: Config, now: Config) -> CheckedTable:
    """The same cells with amounts in the unit that a configuration of now declares; as before where that is inexact."""
    if units_of(table, then) == units_of(table, now) or not _exact(table, then, now):
        return table
    was, current = (next(iter(units_of(table, config).values())) for config in (then, now))
    columns = {name: values * was // current for name, values in _money(table).items()}
    return replace(table, rows=replace(table.rows, columns={**table.rows.columns, **columns}))


def _exact(table: CheckedTable, then: Config, now: Config) -> bool:
    was, current = units_of(table, then), units_of(table, now)
    if was == current:
        return True
    if len({*was.values()}) > 1 or len({*current.values()}) > 1:  # currencies of several decimals
        return False
    before, after = next(iter(was.values())), next(iter(current.values()))
    held = np.iinfo(np.int64).max // before
    return all(
        np.abs(values).max(initial=0) <= held and not (values * before % after).any()
        for values in _money(table).values()
    )


def units_of(table: CheckedTable, config: Config) -> dict[str | None, int]:
    """How many of what a table's file counts make a unit of each currency of its rows; None is a row that says none."""
    column = table.rows["currency"] if table.has("currency") else None
    blank = column is None or bool((column.codes < 0).any())
    codes: list[str | None] = [*(column.values_used() if column is not None else ()), *([None] if blank else [])]
    return {code: minor_units(config, table.source.table, code) for code in codes or [None]}


def _money(table: CheckedTable) -> dict[str, np.ndarray]:
    declared = TABLES[table.source.table].columns
    return {
        name: table.rows[name] for name, column in declared.items() if column.type == "money" and name in table.rows
    }


def why(error: CsmetricsError) -> str:
    """Why something cannot be read, in a line."""
    said = str(error.problems[0]) if isinstance(error, DataError) and error.problems else str(error)
    return said.splitlines()[0]


def _same_tables(one: Tables, other: Tables) -> bool:
    return one.keys() == other.keys() and all(_same_rows(one[name], other[name]) for name in one)


def _same_rows(one: CheckedTable, other: CheckedTable) -> bool:
    """Whether one file was read to the same rows twice."""
    rows, others = one.rows, other.rows
    if len(rows) != len(others) or rows.columns.keys() != others.columns.keys():
        return False
    every = np.arange(len(rows))
    return (
        np.array_equal(rows.numbers_of(every), others.numbers_of(every))
        and all(_same_cells(rows[name], others[name]) for name in rows.columns)
        and all(names.equals(other.ids.get(column)) for column, names in one.ids.items())
    )


def _same_cells(one: Any, other: Any) -> bool:
    if isinstance(one, Coded):
        same = isinstance(other, Coded) and list(one.categories) == list(other.categories)
        return same and np.array_equal(one.codes, other.codes)
    return np.array_equal(one, other) if isinstance(one, np.ndarray) else bool(one.equals(other))
