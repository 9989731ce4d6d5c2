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
    """Of customers in each band, how many left within so many months; and how well the scores told who would.

    The windows do not overlap and end with the period. Raises PeriodError, DataError without a model.

    >>> from csmetrics import read
    >>> found = backtest(read("examples/acme"), "2026-09", months=1)
    >>> [(band.band, band.churned) for band in found.health]
    [('at_risk', 15), ('watch', 4), ('healthy', 2)]
    """
    check_months(months)
    data, when = data.until(as_of), When(period, grain, today)
    plan = plan_list(data, when)
    return compute_backtest(data, replace(plan, models=require_models(data)), months)
