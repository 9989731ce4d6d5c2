"""What holds for all amounts of all tables: one currency, and sums that stay exact."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from csmetrics.config import Config
from csmetrics.currencies import currencies_of_sign
from csmetrics.declared import TABLES
from csmetrics.errors import EVERY_FILE, DataError, Problem
from csmetrics.rates.model import Rates
from csmetrics.rates.read_rates import read_rates
from csmetrics.sources.source import Places
from csmetrics.tables.cells import LARGEST_SUM, summable
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.currency import MICROS
from csmetrics.tables.usable import UsableTables


def currency_of(tables: Mapping[str, CheckedTable], config: Config) -> str | None:
    """The currency of the figures: that of the configuration, else the one currency that all amounts are in.

    More than one without rates of exchange is an error that names them, and so are blanks beside one.
    """
    found, blank = _currencies(tables, config)
    if not config.currency and blank:
        raise DataError("Some amounts have a currency and some have none.", blank)
    if config.rates is None and len(found) > 1:
        raise DataError("The amounts cannot be added up.", [_several(found, config)])
    currency = config.currency or next(iter(found), None)
    _refuse_other_signs(tables, None if config.rates else currency)
    return currency


def rates_for(tables: Mapping[str, CheckedTable], config: Config, folder: Path) -> Rates | None:
    """The rates of the currencies that there are in some tables; None where none are declared, or there is no money.

    Raises DataError with everything that is wrong with the file of rates, MissingLibraryError.
    """
    rates = read_rates(config, folder) if any(_has_money(table) for table in tables.values()) else None
    return rates.only(_currencies(tables, config)[0]) if rates else None


def refuse_without_rates(tables: Mapping[str, CheckedTable], config: Config, folder: Path) -> None:
    """Raises what `rates_for` raises, and DataError for currencies of which the file has no rate at its newest day.

    Whether every day has one is found out where amounts are counted.
    """
    rates = rates_for(tables, config, folder)
    if rates and config.currency:
        rates.rates_of([(code, rates.newest) for code in _currencies(tables, config)[0]], config.currency)


def without_money(tables: UsableTables, config: Config, needed: Collection[str] | None, folder: Path) -> UsableTables:
    """The same without the tables of amounts, where no figure needs them and their currencies cannot be added up.

    So it is without rates of exchange, and with a file of rates that cannot be used.
    """
    money = {name for name, table in tables.usable.items() if _has_money(table)}
    if needed is None or money & set(needed):
        return tables
    try:
        currency_of(tables.usable, config)
        rates_for(tables.usable, config, folder)
    except DataError as error:
        if not error.problems:
            raise
        usable = {name: table for name, table in tables.usable.items() if name not in money}
        files = {name: tables.usable[name].source.file for name in tables.usable if name in money}
        said = {name: tuple(_in_file(each, file) for each in error.problems) for name, file in files.items()}
        return UsableTables(usable, {**tables.unusable, **said})
    return tables


def _in_file(problem: Problem, file: str) -> Problem:
    """What is wrong with all files together, said of one of them."""
    return replace(problem, file=file) if problem.file == EVERY_FILE else problem


def _has_money(table: CheckedTable) -> bool:
    return "amount" in TABLES[table.source.table].columns


def _currencies(tables: Mapping[str, CheckedTable], config: Config) -> tuple[dict[str, str], list[Problem]]:
    """Where each currency stands, and where there is none beside others."""
    found: dict[str, str] = {}
    blank: list[Problem] = []
    for table in tables.values():
        if not table.has("currency"):
            continue
        column = table.rows["currency"]
        used = column.used()
        for code, count in zip(column.categories, used, strict=True):
            if count:
                rows = "row" if count == 1 else "rows"
                found.setdefault(code, f"{count:,} {rows} of {table.source.file}")
        if used.any() and (column.codes < 0).any():
            row = int(table.rows.numbers_of(column.codes < 0)[0])
            fix = "Fill in the currencies, or declare currency: for the blank ones in csmetrics.yaml."
            place = table.places.locate(row)
            blank.append(Problem.at(place, "currency", None, "blank, while other rows have one", fix))
    if config.currency:
        found.setdefault(config.currency, _DECLARED)
    return found, blank


_DECLARED = "declared in csmetrics.yaml"  # and in no row


def _several(found: Mapping[str, str], config: Config) -> Problem:
    listed = ", ".join(f"{code} ({where})" for code, where in sorted(found.items()))
    one = config.currency or min(found)
    alone = min((code for code, where in found.items() if where != _DECLARED), key=lambda code: (code != one, code))
    fix = (
        "To convert them, put a file of exchange rates into the folder and add two lines to"
        f" csmetrics.yaml: currency: {one} and rates: {{file: rates.csv}} (docs/currencies.md). To count only one"
        f" currency, add --currency {alone}."
    )
    return Problem(EVERY_FILE, None, "currency", None, f"more than one, {listed}", fix)


def _refuse_other_signs(tables: Mapping[str, CheckedTable], currency: str | None) -> None:
    """Amounts of which only a sign tells the currency are of the one currency there is, or at least of one."""
    signs = {sign: table.source.file for table in tables.values() for sign in sorted(table.signs)}
    meant = [set(currencies_of_sign(sign)) for sign in signs]
    if not meant or (set.intersection(*meant) if currency is None else all(currency in each for each in meant)):
        return
    listed = ", ".join(f"{sign} ({file})" for sign, file in signs.items())
    listed += f", {currency}" if currency else ""
    fix = "Convert the amounts to one currency, or split the data."
    raise DataError(
        "The amounts cannot be added up.",
        [Problem(EVERY_FILE, None, "currency", None, f"more than one, {listed}", fix)],
    )


def refuse_large_sums(tables: Mapping[str, CheckedTable]) -> None:
    """Amounts and use that int64 millionths cannot add up exactly are an error.

    Those of subscriptions are never all added up: the ledger looks at what is live on one day.
    """
    for name, table in tables.items():
        for column, (unit, _) in _SUMMED.items() if name != _BY_DAY else ():
            if table.has(column) and not summable(table.rows[column], unit):
                raise _too_large(table.places, column)


def absolute_sums(table: CheckedTable) -> dict[str, float]:
    """What the amounts of each column come to, regardless of their sign."""
    return {name: float(np.abs(table.rows[name].astype(float)).sum()) for name in _SUMMED if table.has(name)}


def refuse_large_totals(name: str, places: Places, totals: Mapping[str, float]) -> None:
    """The same of a table in pieces, by the sum of their `absolute_sums`."""
    for column, (unit, _) in _SUMMED.items() if name != _BY_DAY else ():
        if totals.get(column, 0.0) >= LARGEST_SUM / unit:
            raise _too_large(places, column)


def _too_large(places: Places, column: str) -> DataError:
    problem = Problem.at(places.locate(), column, None, "the sum is too large to be exact", _SUMMED[column][1])
    return DataError(f"Some {column}s cannot be summed exactly.", [problem])


_BY_DAY = "subscriptions"
_SUMMED = {
    "amount": (1, "Check amount_unit; count in thousands if the amounts are right."),
    "value": (MICROS, "Count in thousands."),
}
