"""One figure down to the rows of the files."""

from datetime import date

from csmetrics.counting.segments import as_in_data
from csmetrics.figures.choose import When, choose_period
from csmetrics.figures.resolve import plan_figures
from csmetrics.periods import Grain, Period, series
from csmetrics.tables.dataset import Dataset
from csmetrics.views.explain.explanations import explain_figure
from csmetrics.views.explain.model import Explanation
from csmetrics.views.reading import Names, listed, not_negative


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
) -> Explanation:
    """Where a figure comes from: its definition, its numbers, and the customers and rows behind each number.

    `by` adds the figure of each segment and, for plan and product, who moved it. `limit` keeps the biggest lines of
    each tally. Raises PeriodError, UnknownNameError.

    >>> from csmetrics import read
    >>> why = explain(read("examples/acme"), "customer_churn_rate", "2026-09")
    >>> [tally.tally for tally in why.tallies]
    ['customers_start', 'customers_churned', 'customers_joined_and_left']
    """
    data, when = data.until(as_of), When(period, grain, today)
    periods = series(choose_period(data, when), 2)
    plan = plan_figures(data, periods, [metric], as_in_data(data, listed(by)), when=when)
    return explain_figure(data, plan, not_negative(limit))
