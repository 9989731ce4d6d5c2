"""What became of those who first paid in each period."""

from datetime import date

from csmetrics.figures.choose import When
from csmetrics.figures.cohorts import Cohorts, Of, compute_cohorts, plan_cohorts
from csmetrics.periods import Grain, Period
from csmetrics.tables.dataset import Dataset


def cohorts(
    data: Dataset,
    period: str | Period | None = None,
    *,
    of: Of = "customers",
    grain: Grain | None = None,
    today: date | None = None,
    as_of: date | str | None = None,
) -> Cohorts:
    """How many of those who first paid in each month (or `grain`) still pay, at the end of that and of each later one.

    `of` counts customers or adds up their MRR. `values` are numbers, not shares: values[0] is the size of the cohort.
    Raises PeriodError, DataError.

    >>> from csmetrics import read
    >>> first = cohorts(read("examples/acme"), "2026-09").cohorts[0]
    >>> first.period.name, first.values[:4]
    ('2024-07', (25.0, 24.0, 23.0, 23.0))
    """
    data, when = data.until(as_of), When(period, grain, today)
    return compute_cohorts(data, plan_cohorts(data, when), of)
