"""Cohorts as a page for people."""

from collections.abc import Iterable
from functools import partial
from typing import Literal

from csmetrics.figures.cohorts import Cohort, Cohorts
from csmetrics.output.page import (
    AnyBlock,
    Cell,
    Fitting,
    Page,
    PageColumn,
    PageTable,
    TableSection,
    Title,
    chosen,
    lines,
)
from csmetrics.output.readable import DASH, show, show_whole_percent
from csmetrics.output.rich_blocks import Beside, Instead
from csmetrics.output.sentences import no_room, number_columns, of_fiscal_year, rates_used, runs, text_columns
from csmetrics.views.cohorts.fields import unit_of

As = Literal["share", "value"]
_TELLING = (0, 1, 2, 3, 6, 12, 24, 36, 48, 9, 18, 30, 4, 5)  # the ages that stay longest where room is scarce


def page(cohorts: Cohorts, *, shown: As = "share") -> Page:
    """A cohort a row, an age a column, the average beneath."""
    return (
        Title(_heading(cohorts)),
        *chosen(cohorts.chosen),
        Instead(lambda: _pictures(cohorts)),
        lines(_said(cohorts, shown), tone="quiet"),
        _triangle(cohorts, shown),
        *((lines(*cohorts.notes),) if cohorts.notes else ()),
        *((lines(rates_used(cohorts.rates), tone="quiet"),) if cohorts.rates else ()),
    )


def _pictures(cohorts: Cohorts) -> Iterable[AnyBlock]:
    from csmetrics.views.cohorts.pictures import pictures  # noqa: PLC0415  # only a browser draws them

    return [Beside(tuple(found))] if (found := pictures(cohorts)) else []


def _grain(cohorts: Cohorts) -> str:
    return "span" if cohorts.period.grain == "months" else cohorts.period.grain


def _heading(cohorts: Cohorts) -> str:
    what = "Customers" if cohorts.of == "customers" else "MRR"
    currency = f", {cohorts.currency}" if cohorts.currency else ""
    fiscal = of_fiscal_year(cohorts.period)
    return f"{what} by the {_grain(cohorts)} of the first payment, up to {cohorts.period.name}{fiscal}{currency}"


def _said(cohorts: Cohorts, shown: As) -> str:
    """What a cell is."""
    what = "Customers" if cohorts.of == "customers" else "MRR"
    grain = _grain(cohorts)
    since = f"{what} at the close of each {grain} since"
    if cohorts.rates and not cohorts.rates.on:
        since += ", at the rates of exchange of that day"  # so what they did is in it
    if shown == "value":
        return f"{since}; {grain} 0 is that of the first payment."
    return f"{since}, in % of {grain} 0, that of the first payment."


def _triangle(cohorts: Cohorts, shown: As) -> Fitting:
    ages = len(cohorts.average)
    columns = (
        *text_columns("cohort"),
        *number_columns("size"),
        *(PageColumn(str(age), number=True, gives_way=_gives_way(age, ages)) for age in range(ages)),
    )
    rows = [_row(cohorts, cohort, shown, ages) for cohort in cohorts.cohorts]
    average = (
        Cell("average" if shown == "share" else "average share", "strong"),
        Cell(""),
        *(Cell(_average(share, shown), "strong") for share in cohorts.average),
    )
    table = PageTable(columns, (TableSection("", (*rows, average)),), left_out=partial(_left_out, _grain(cohorts)))
    return Fitting((table,), table)


def _row(cohorts: Cohorts, cohort: Cohort, shown: As, ages: int) -> tuple[Cell, ...]:
    unit = unit_of(cohorts)
    cells = [
        Cell(show(value, unit) if shown == "value" else _percent(share), heat=_heat(share))
        for value, share in zip(cohort.values, cohort.shares, strict=True)
    ]
    return Cell(cohort.period.name), Cell(show(cohort.size, unit)), *cells, *[Cell("")] * (ages - len(cells))


def _heat(share: float | None) -> float | None:
    """Squared, because cohorts differ most where much is left."""
    return None if share is None else min(share, 1.0) ** 2


def _percent(share: float | None) -> str:
    return DASH if share is None else show_whole_percent(share)


def _average(share: float | None, shown: As) -> str:
    return _percent(share) + (" %" if shown == "value" and share is not None else "")


def _gives_way(age: int, ages: int) -> int:
    """The telling ages stay, and of the others the youngest and the very oldest longest."""
    if age == ages - 1:
        return 1
    return _TELLING.index(age) + 1 - (age == 0) if age in _TELLING else len(_TELLING) + 1 + age


def _left_out(grain: str, columns: tuple[PageColumn, ...]) -> str:
    ages = runs([int(column.title) for column in columns])
    noun = grain.capitalize() + ("s" if len(columns) > 1 else "")
    return no_room(f"{noun} {ages}")
