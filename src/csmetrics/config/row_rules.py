"""What can be wrong with where, compute, amount_is and roll_up, beyond the form of each."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pydantic_core import InitErrorDetails

from csmetrics.config.details import fault
from csmetrics.config.mapping import BOUNDS
from csmetrics.config.scalars import COUNTED_DATES
from csmetrics.config.working_out import formula_of, is_number
from csmetrics.declared import TABLES

if TYPE_CHECKING:
    from csmetrics.config.tables import TableConfig

_NUMBER = re.compile(r"[-+]?[0-9]{1,40}(\.[0-9]{1,40})?")

Faults = Iterator[InitErrorDetails]
Comparable = Fraction | date


def row_rule_faults(tables: "Mapping[str, TableConfig]", top: Mapping[str, Any]) -> Faults:
    """What is wrong with the rows that are taken and the columns that are worked out, table by table."""
    for name, table in tables.items():
        yield from _where_faults(name, table, top.get("date_format"))
        yield from _compute_faults(name, table)
        yield from _misplaced(name, table)


def bound_of(text: str, date_format: str | None) -> Comparable | None:
    """The number or the day that cells are compared with; None where it is neither.

    >>> bound_of("1.50", None), bound_of("2026-09-01", None), bound_of("01.09.2026", "%d.%m.%Y"), bound_of("soon", None)
    (Fraction(3, 2), datetime.date(2026, 9, 1), datetime.date(2026, 9, 1), None)
    """
    return number_of(text) if number_of(text) is not None else _day_of(text.strip(), date_format)


def number_of(text: str) -> Fraction | None:
    """A number as it is written in csmetrics.yaml, None where it is none."""
    return Fraction(text.strip()) if _NUMBER.fullmatch(text.strip()) else None


def _day_of(text: str, date_format: str | None) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        known = date_format and date_format not in COUNTED_DATES
        return datetime.strptime(text, date_format or "").date() if known else None  # noqa: DTZ007  # a day alone
    except ValueError:
        return None


def _where_faults(name: str, table: "TableConfig", of_all: str | None) -> Faults:
    for header, condition in table.where.items():
        date_format = table.for_header(header).date_format or of_all
        for key in BOUNDS:
            text = getattr(condition, key)
            if text is not None and bound_of(text, date_format) is None:
                said = f'"{text}" is neither a number nor a day. Write it as 100 or as 2026-09-01.'
                yield fault((name, "where", header, key), text, said)


def _compute_faults(name: str, table: "TableConfig") -> Faults:
    for column, text in table.compute.items():
        try:
            formula = formula_of(text)
        except ValueError as error:
            yield fault((name, "compute", column), text, str(error))
            continue
        declared = TABLES[name].columns.get(column) if name in TABLES else None
        if declared and declared.type == "date" and is_number(formula):
            said = "days are not calculated with. & joins the parts of a day, as in \"[Year] & '-' & [Month] & '-01'\"."
            yield fault((name, "compute", column), text, said)


def _misplaced(name: str, table: "TableConfig") -> Faults:
    if table.roll_up and name != "customers":
        text = "accounts of one company are declared once, for all tables. Write roll_up under customers."
        yield fault((name, "roll_up"), table.roll_up, text)
    if table.amount_is and name in TABLES and not {"amount", "quantity"} <= set(TABLES[name].columns):
        yield fault((name, "amount_is"), table.amount_is, f"{name} has no quantity, so this says nothing. Take it out.")
