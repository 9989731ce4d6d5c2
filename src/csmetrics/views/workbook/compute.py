"""The month as a workbook: counted once, for all its sheets."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np

from csmetrics.errors import NoRateError
from csmetrics.figures.choose import When, choose_period
from csmetrics.figures.cohorts import Cohorts, compute_cohorts, plan_cohorts
from csmetrics.figures.evaluate import Values
from csmetrics.figures.model import Report
from csmetrics.figures.reports import counted_report, figures_of, first_reached
from csmetrics.figures.resolve import plan_figures, plan_list
from csmetrics.metrics.catalogue import closure
from csmetrics.metrics.model import Metric
from csmetrics.periods import Grain, Period, series
from csmetrics.subjects.vocabulary import find_tally
from csmetrics.tables.dataset import Dataset
from csmetrics.views.customers.model import CustomerLine, list_customers
from csmetrics.views.customers.movement_names import MOVEMENTS
from csmetrics.views.workbook.formulas import live
from csmetrics.views.workbook.model import MetricRow, MovedCustomer, PeriodNumbers, TallyRow, Workbook

LAST = 24  # periods of the trend
UNCHANGED = "unchanged"


def workbook(
    data: Dataset,
    period: str | Period | None = None,
    *,
    grain: Grain | None = None,
    today: date | None = None,
    as_of: date | str | None = None,
) -> Workbook:
    """What a workbook of a period holds: every tally and figure of it and of the 23 before, cohorts, customers.

    Without a period: the last complete one, as in `report`. Raises PeriodError, DataError.

    >>> from csmetrics import read
    >>> book = workbook(read("examples/acme"), "2026-09")
    >>> next(row.formula for row in book.metrics if row.name == "arpu")
    '=IF(customers_end=0,"",mrr_end/customers_end)'
    """
    data, when = data.until(as_of), When(period, grain, today)
    plan = plan_figures(data, series(choose_period(data, when), LAST), when=when)
    report, values = counted_report(data, plan)
    begun = min(first_reached(data, values.tallies.periods), len(values.tallies.periods) - 1)
    names = _in_order(plan.metrics, values.catalogue)
    found = {key: name for each in names for key, name in values.catalogue[each].parameters.items()}
    paying = "subscriptions" in data
    return Workbook(
        report=report,
        periods=tuple(reversed(values.tallies.periods[begun:])),
        tallies=tuple(_tallies(values, begun)),
        metrics=tuple(_metric(values, report, name, begun) for name in names),
        parameters={key: values.parameters[each][key] for each in names for key in values.parameters[each]},
        switches=found,
        cohorts=_cohorts(data, when) if paying else None,
        customers=tuple(_customers(data, when)) if paying else None,
    )


def _cohorts(data: Dataset, when: When) -> Cohorts | None:
    """The cohorts; none where nobody has paid yet, or rates of exchange do not reach back to the first."""
    table = data.table("subscriptions")
    if table is None or not table.days.get("start_date"):
        return None
    try:
        return compute_cohorts(data, plan_cohorts(data, when), "customers")
    except NoRateError:
        return None


def _in_order(names: tuple[str, ...], catalogue: Mapping[str, Metric]) -> list[str]:
    """The metrics and all that they are made of, in the order of the catalogue."""
    needed = set(closure(names, catalogue))
    return [name for name in catalogue if name in needed]


def _column(values: Values, name: str, begun: int) -> PeriodNumbers:
    """The values of the whole, newest first."""
    found = reversed(values.grids[name][begun:, 0].tolist())
    return tuple(None if np.isnan(each) else each + 0.0 for each in found)


def _tallies(values: Values, begun: int) -> Iterator[TallyRow]:
    for name in values.tallies.grids:
        declared = find_tally(name)
        if declared and name not in values.tallies.absent and not declared.between:
            table = declared.table or ""
            yield TallyRow(name, declared.meaning, declared.unit, table, _column(values, name, begun))


def _metric(values: Values, report: Report, name: str, begun: int) -> MetricRow:
    metric, last = values.catalogue[name], len(values.tallies.periods) - 1
    known = next((figure for figure in report.figures if figure.metric == name and not figure.segment), None)
    figure = known or figures_of(values, name, last, begun)[0]
    at = {needed: needed for needed in (*metric.inputs, *metric.parameters)}
    formula = None if figure.status == "unavailable" else live(metric, at, values.catalogue)
    return MetricRow(metric, figure, _column(values, name, begun), formula)


def _customers(data: Dataset, when: When) -> Iterator[MovedCustomer]:
    """Each customer of the period once, by movement, biggest first; those who pay what they paid come last."""
    lines = list_customers(data, plan_list(data, when), MOVEMENTS).lines
    moved = {line.customer_id for line in lines if line.movement != "active"}
    for movement in MOVEMENTS:
        own = (line for line in lines if line.movement == movement)
        yield from (_moved(line) for line in own if movement != "active" or line.customer_id not in moved)


def _moved(line: CustomerLine) -> MovedCustomer:
    movement: Any = UNCHANGED if line.movement == "active" else line.movement
    exchange = line.exchange or 0.0
    return MovedCustomer(line.customer_id, line.name, movement, line.before, line.after, line.change, exchange)
