"""The figures of one period beside the period before."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from csmetrics.counting.plan import Plan
from csmetrics.counting.segments import as_in_data
from csmetrics.figures.choose import When, choose_period
from csmetrics.figures.model import Report
from csmetrics.figures.reports import bounds_checked, compute_report
from csmetrics.figures.resolve import plan_figures
from csmetrics.periods import Grain, Period, series
from csmetrics.tables.dataset import Dataset
from csmetrics.views.reading import Names, listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from csmetrics.views.explain.model import Explanation


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
    explained: bool = False,
) -> Report:
    """The figures of a period beside the period before, for the whole and for each segment of the attributes in `by`.

    Without a period: the last month (or `grain`) up to `as_of`, the last day that your exports cover. If that is not
    set either: the last one that ended before `today` and not after the newest date in the data. `history` adds the
    values of that many periods, if there is no `by`. `explained` adds the first customers and rows behind each figure
    of the whole. Rates are fractions, money is in units of the currency. Raises PeriodError, UnknownNameError.

    >>> from csmetrics import read
    >>> figures = report(read("examples/acme"), period="2026-09", metrics=["nps"])
    >>> figures.figure("nps").unit
    'points'
    """
    data, when = data.until(as_of), When(period, grain, today)
    divided, history = as_in_data(data, listed(by)), 0 if by else history
    periods = series(choose_period(data, when), max(history, 2))
    plan = plan_figures(data, periods, listed(metrics), divided, when=when)
    found = compute_report(data, plan, history)
    if not explained:
        return found
    thresholds = bounds_checked(data.config, found.figures, found.period)
    return replace(found, explanations=_explanations(data, plan), thresholds=thresholds)


def _explanations(data: Dataset, plan: Plan) -> "Mapping[str, Explanation]":
    from csmetrics.views.explain.card import LINES  # noqa: PLC0415  # most reports have no cards
    from csmetrics.views.explain.explanations import explain_figures  # noqa: PLC0415

    return explain_figures(data, plan, LINES)
