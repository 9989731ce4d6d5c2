"""What customers said, by theme."""

from datetime import date

from csmetrics.figures.choose import When
from csmetrics.figures.resolve import plan_list
from csmetrics.periods import Grain, Period
from csmetrics.tables.dataset import Dataset
from csmetrics.views.feedback.model import Feedback, find_feedback, refuse_unsaid
from csmetrics.views.reading import not_negative


def feedback(
    data: Dataset,
    period: str | Period | None = None,
    *,
    theme: str | None = None,
    limit: int | None = None,
    quotes: bool = True,
    grain: Grain | None = None,
    today: date | None = None,
    as_of: date | str | None = None,
) -> Feedback:
    """What customers wrote in a period, by theme, and the comments, newest first.

    `theme` keeps one theme ("(untagged)" keeps comments without any), `limit` the newest comments. `quotes=False`
    leaves out what was written. Shares run from 0 to 1. Raises PeriodError, UnknownNameError, DataError.

    >>> from csmetrics import read
    >>> said = feedback(read("examples/acme"), "2026-Q3", limit=1)
    >>> said.whole.comments, said.lines[0].theme, said.lines[0].comments
    (69, 'mobile_app', 18)
    """
    data, when = data.until(as_of), When(period, grain, today)
    refuse_unsaid(data, theme)
    return find_feedback(data, plan_list(data, when, count=2), theme, not_negative(limit), quotes=quotes)
