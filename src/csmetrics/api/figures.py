"""The figures: of a period, over many periods, by cohort, and one down to its rows."""

from datetime import date
from typing import TYPE_CHECKING

from csmetrics.api.reading import Names, listed, not_negative
from csmetrics.counting.segments import as_in_data
from csmetrics.periods import Grain, Period
from csmetrics.reports.compute import compute_report
from csmetrics.reports.model import Report
from csmetrics.tables.dataset import Dataset

if TYPE_CHECKING:
    from csmetrics.explanations.model import Explanation
    from csmetrics.reports.cohorts import Cohorts, Of
    from csmetrics.reports.trend import Trend


def report(
    data: Dataset,
    period: str | Period | None = None,
    *,
    metrics: Names = (),
    by: Names = (),
    grain: Grain | None = None,
    today: date | None = None,
    as_of: date | str | None = None,
    history: int = 0,
) -> Report:
    """The figures of a period beside the period before, for the whole and each segment of the attributes in `by`.

    Without a period: the last month (or `grain`) up to `as_of`, until when the files are complete; where neither that
    nor the configuration says, the last that ended before `today` and not after the newest date in the data.
    Without `by`, `history` adds the values of so many periods. Raises PeriodError, UnknownNameError.

    >>> from csmetrics import read
    >>> figures = report(read("examples/acme"), period="2026-09", metrics=["nps"])
    >>> figures.figure("nps").unit
    'points'
    """
    return compute_report(
        data.until(as_of),
        period,
        metrics=listed(metrics),
        by=as_in_data(data, listed(by)),
        today=today,
        grain=grain,
        history=history,
    )


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
) -> "Trend":
    """The figures of the `last` consecutive periods that end with a period, each counted afresh, oldest first.

    Without a period: up to the last complete one, as in `report`. Periods before the data begin are left out.
    Raises PeriodError, UnknownNameError.

    >>> from csmetrics import read
    >>> customers = trend(read("examples/acme"), "2026-09", metrics=["customers"], last=3).lines[0]
    >>> customers.values, customers.change
    ((74.0, 76.0, 77.0), 3.0)
    """
    from csmetrics.reports.trend import compute_trend  # noqa: PLC0415  # a report does without

    return compute_trend(
        data.until(as_of),
        period,
        metrics=listed(metrics),
        by=as_in_data(data, listed(by)),
        last=last,
        grain=grain,
        today=today,
    )


def cohorts(
    data: Dataset,
    period: str | Period | None = None,
    *,
    of: "Of" = "customers",
    grain: Grain | None = None,
    today: date | None = None,
    as_of: date | str | None = None,
) -> "Cohorts":
    """Those who first paid in each month (or `grain`), at the close of that and of every period since.

    `of` tells whether customers or MRR are counted. Raises PeriodError, DataError.

    >>> from csmetrics import read
    >>> first = cohorts(read("examples/acme"), "2026-09").cohorts[0]
    >>> first.period.name, first.values[:4]
    ('2024-07', (25.0, 24.0, 23.0, 23.0))
    """
    from csmetrics.reports.cohorts import compute_cohorts  # noqa: PLC0415  # as above

    return compute_cohorts(data.until(as_of), period, of=of, grain=grain, today=today)


def explain(
    data: Dataset,
    metric: str,
    period: str | Period | None = None,
    *,
    by: Names = (),
    limit: int | None = None,
    grain: Grain | None = None,
    today: date | None = None,
    as_of: date | str | None = None,
) -> "Explanation":
    """One figure with its definition, its numbers, and behind each tally the customers and file rows.

    `by` adds the figure of each segment and, for plan and product, who changed it since the period before. `limit`
    keeps the biggest lines of each tally. Raises PeriodError, UnknownNameError.

    >>> from csmetrics import read
    >>> why = explain(read("examples/acme"), "customer_churn_rate", "2026-09")
    >>> [tally.tally for tally in why.tallies]
    ['customers_start', 'customers_churned', 'customers_joined_and_left']
    """
    from csmetrics.explanations.compute import explain_figure  # noqa: PLC0415  # pandas is slow to import

    return explain_figure(
        data.until(as_of),
        metric,
        period,
        by=as_in_data(data, listed(by)),
        limit=not_negative(limit),
        grain=grain,
        today=today,
    )
