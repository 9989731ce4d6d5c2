"""The rows of one currency alone, in their own money: the others are left out and counted, and no rate is asked for."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from csmetrics.config import Config
from csmetrics.declared import TABLES
from csmetrics.errors import EVERY_FILE, DataError, Problem
from csmetrics.tables.amounts import without_money
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.file_remarks import FileRemark
from csmetrics.tables.usable import UsableTables

_UNKNOWN = ""  # the currency of amounts of which nothing tells it


def alone(table: CheckedTable, only: str | None, config: Config) -> CheckedTable:
    """A table, or a block of one, without the rows of other currencies; how many rows each has is kept.

    How far the file reaches, and what cannot be used of it, is that of all its rows.
    """
    if only is None or "amount" not in TABLES[table.source.table].columns:
        return table
    declared = config.currency or _UNKNOWN
    if not table.has("currency"):
        names, codes = [declared], np.zeros(len(table.rows), dtype=np.int64)
    else:
        column = table.rows["currency"]
        names, codes = [*column.categories, declared], column.codes
    counts = np.bincount(np.where(codes < 0, len(names) - 1, codes), minlength=len(names)).tolist()
    currencies: dict[str, int] = {}
    for name, count in zip(names, counts, strict=True):
        currencies[name] = currencies.get(name, 0) + count
    kept = np.array([name in {only, _UNKNOWN} for name in names])[codes]
    rows = table.rows if kept.all() else table.rows.take(kept)
    return replace(
        table,
        rows=rows,
        source=replace(table.source, used=len(rows)),
        spans=table.days,
        signs=table.signs if declared in {only, _UNKNOWN} else frozenset(),
        currencies={name: count for name, count in currencies.items() if count},
    )


def in_one_currency(
    tables: UsableTables, config: Config, needed: Collection[str] | None, only: str | None, folder: Path
) -> tuple[UsableTables, Config]:
    """The tables whose amounts can be added up, and the configuration that holds for them.

    Raises DataError where there is nothing in the currency asked for, or no saying what is.
    """
    if only:
        _refuse_unknown(tables.usable, only)
        config = config.alone_in(only)
    return without_money(tables, config, needed, folder), config


def remarks_on_others(tables: Mapping[str, CheckedTable], only: str | None) -> Iterator[FileRemark]:
    """What is left out of each table for being in another currency."""
    for name, table in tables.items():
        others = [_rows(count, code) for code, count in sorted(table.currencies.items()) if code not in {only, ""}]
        if others:
            count = sum(count for code, count in table.currencies.items() if code not in {only, ""})
            text = f"{' and '.join(others)} {'is' if count == 1 else 'are'} left out: {only} alone is counted."
            yield FileRemark(name, table.source.file, text)


def _rows(count: int, code: str) -> str:
    return f"{count:,} {'row' if count == 1 else 'rows'} in {code}"


def _refuse_unknown(tables: Mapping[str, CheckedTable], only: str) -> None:
    there = {(code, table.source.file): count for table in tables.values() for code, count in table.currencies.items()}
    codes = {code for code, _ in there}
    if _UNKNOWN in codes and not codes <= {_UNKNOWN, only}:
        file = next(file for code, file in there if code == _UNKNOWN)
        what = f"some amounts have no currency, so there is no saying whether they are in {only}"
        fix = "Fill in the currencies, or declare currency: for the blank ones in csmetrics.yaml."
        raise DataError(
            "Some amounts have a currency and some have none.", [Problem(file, None, "currency", None, what, fix)]
        )
    if only in codes:
        return
    listed = ", ".join(f"{code} ({count:,} of {file})" for (code, file), count in sorted(there.items()) if code)
    what = f"none is in {only}"
    fix = (
        f"There are rows in {listed}."
        if listed
        else "No amount says its currency: declare currency: in csmetrics.yaml."
    )
    raise DataError(f"There are no amounts in {only}.", [Problem(EVERY_FILE, None, "currency", None, what, fix)])
