"""What past scores were worth."""

from datetime import date

from csmetrics.periods import Grain, Period
from csmetrics.reports.backtest import Backtest, compute_backtest
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
    return compute_backtest(data.until(as_of), period, months=months, grain=grain, today=today)
