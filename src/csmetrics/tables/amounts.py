"""What holds for all amounts of all tables: one currency, and sums that stay exact."""

from collections.abc import Mapping

import numpy as np

from csmetrics.config import Config
from csmetrics.currencies import currencies_of_sign
from csmetrics.errors import DataError, Problem
from csmetrics.sources.source import Places
from csmetrics.tables.cells import LARGEST_SUM, summable
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.currency import MICROS


def currency_of(tables: Mapping[str, CheckedTable], config: Config) -> str | None:
    """The one currency of all amounts; more than one is an error that names them, and so are blanks beside one."""
    _refuse_rates(config)
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
        found.setdefault(config.currency, "declared in csmetrics.yaml")
    elif blank:
        raise DataError("Some amounts have a currency and some have none.", blank)
    if len(found) > 1:
        listed = ", ".join(f"{code} ({where})" for code, where in sorted(found.items()))
        fix = "Convert the amounts to one currency, or split the data."
        problem = Problem("all files", None, "currency", None, f"more than one, {listed}", fix)
        raise DataError("The amounts cannot be added up.", [problem])
    currency = next(iter(found), None)
    _refuse_other_signs(tables, currency)
    return currency


def _refuse_rates(config: Config) -> None:
    """Amounts are not converted yet, and whoever declares rates expects that they are."""
    if config.rates is not None:
        fix = "Take the section out, and convert the amounts to one currency."
        problem = Problem("csmetrics.yaml", None, "rates", None, "several currencies are not counted yet", fix)
        raise DataError("The amounts cannot be added up.", [problem])


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
        [Problem("all files", None, "currency", None, f"more than one, {listed}", fix)],
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
