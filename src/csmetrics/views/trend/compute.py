"""Figures over many periods."""

from datetime import date

from csmetrics.counting.segments import as_in_data
from csmetrics.figures.choose import When
from csmetrics.figures.resolve import plan_figures
from csmetrics.figures.trend import Trend, chosen_periods, compute_trend
from csmetrics.periods import Grain, Period
from csmetrics.tables.dataset import Dataset
from csmetrics.views.reading import Names, listed


def trend(
    data: Dataset,
    period: str | Period | None = None,
    *,
    metrics: Names = (),
    by: Names = (),
    last: int = 12,
    grain: Grain | None = None,
    today: date | None = None,
    as_of: date | str | None = None,
) -> Trend:
    """The figures of the `last` periods that end with a period, oldest first. Each period is counted by itself.

    Without a period: up to the last complete one, as in `report`. Periods before the data begin are left out. `values`
    have one float or None a period. Raises PeriodError, UnknownNameError.

    >>> from csmetrics import read
    >>> customers = trend(read("examples/acme"), "2026-09", metrics=["customers"], last=3).lines[0]
    >>> customers.values, customers.change
    ((74.0, 76.0, 77.0), 3.0)
    """
    data, when = data.until(as_of), When(period, grain, today)
    periods = chosen_periods(data, when, last)
    plan = plan_figures(data, periods, listed(metrics), as_in_data(data, listed(by)), when=when)
    return compute_trend(data, plan, last)
