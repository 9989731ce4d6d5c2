"""What past scores were worth."""

from dataclasses import replace
from datetime import date

from csmetrics.figures.backtest import Backtest, check_months, compute_backtest
from csmetrics.figures.choose import When
from csmetrics.figures.resolve import plan_list
from csmetrics.periods import Grain, Period
from csmetrics.subjects.health.models import require_models
from csmetrics.tables.dataset import Dataset


def backtest(
    data: Dataset,
    period: str | Period | None = None,
    *,
    months: int = 3,
    grain: Grain | None = None,
    today: date | None = None,
    as_of: date | str | None = None,
) -> Backtest:
    """Check past scores: how many customers of each band left within `months` months.

    Shares run from 0 to 1. The time windows do not overlap, and the last one ends with the period. Raises PeriodError,
    and DataError if there is no model.

    >>> from csmetrics import read
    >>> found = backtest(read("examples/acme"), "2026-09", months=1)
    >>> [(band.band, band.churned) for band in found.health]
    [('at_risk', 15), ('watch', 4), ('healthy', 2)]
    """
    check_months(months)
    data, when = data.until(as_of), When(period, grain, today)
    plan = plan_list(data, when)
    return compute_backtest(data, replace(plan, models=require_models(data)), months)
