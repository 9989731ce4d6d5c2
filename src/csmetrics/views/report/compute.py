"""The figures of one period beside the period before."""

from datetime import date

from csmetrics.counting.segments import as_in_data
from csmetrics.periods import Grain, Period
from csmetrics.reports.compute import compute_report
from csmetrics.reports.model import Report
from csmetrics.tables.dataset import Dataset
from csmetrics.views.reading import Names, listed


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
