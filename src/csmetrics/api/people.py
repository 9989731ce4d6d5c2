"""The customers: who moved, who needs attention, what they said."""

from datetime import date
from typing import TYPE_CHECKING

from csmetrics.api.reading import Names, listed, not_negative
from csmetrics.counting.segments import as_in_data
from csmetrics.periods import Grain, Period
from csmetrics.reports.backtest import Backtest, compute_backtest
from csmetrics.subjects.health.models import Model, propose_models
from csmetrics.tables.dataset import Dataset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csmetrics.explanations.customers import CustomerList
    from csmetrics.explanations.feedback import Feedback
    from csmetrics.explanations.model import Movement
    from csmetrics.explanations.scorecard import CustomerScores
    from csmetrics.explanations.standings import Band, Standings


def customers(
    data: Dataset,
    period: str | Period | None = None,
    *,
    movements: "Movement | Sequence[Movement]" = (),
    by: Names = (),
    limit: int | None = None,
    grain: Grain | None = None,
    today: date | None = None,
    as_of: date | str | None = None,
) -> "CustomerList":
    """The customers behind movements (by default all but active) in a period, biggest first, with totals.

    `limit` keeps the biggest; totals are always of all. Raises PeriodError, UnknownNameError, DataError.

    >>> from csmetrics import read
    >>> left = customers(read("examples/acme"), "2026-09", movements=["churned"])
    >>> [(line.customer_id, line.before, line.rows) for line in left.lines]
    [('C107', 126.0, (309,)), ('C094', 38.0, (293,))]
    """
    from csmetrics.explanations.customers import list_customers  # noqa: PLC0415  # pandas is slow to import

    return list_customers(
        data.until(as_of),
        period,
        movements=listed(movements),
        by=as_in_data(data, listed(by)),
        limit=not_negative(limit),
        grain=grain,
        today=today,
    )


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
) -> "Feedback":
    """What customers wrote in a period, by theme, and the comments, newest first.

    `theme` keeps the words and comments of one theme ("(untagged)": of none), `limit` the newest comments;
    `quotes=False` leaves their texts out. Raises PeriodError, UnknownNameError, DataError.

    >>> from csmetrics import read
    >>> said = feedback(read("examples/acme"), "2026-Q3", limit=1)
    >>> said.whole.comments, said.lines[0].theme, said.lines[0].comments
    (69, 'mobile_app', 18)
    """
    from csmetrics.explanations.feedback import find_feedback  # noqa: PLC0415  # pandas is slow to import

    return find_feedback(
        data.until(as_of), period, theme=theme, limit=not_negative(limit), quotes=quotes, grain=grain, today=today
    )


def health(
    data: Dataset,
    period: str | Period | None = None,
    *,
    bands: "Band | Sequence[Band]" = (),
    by: Names = (),
    limit: int | None = None,
    grain: Grain | None = None,
    today: date | None = None,
    as_of: date | str | None = None,
) -> "Standings":
    """The customers who pay at the close of a period by need of attention: score, band, change, what costs them most.

    `bands` leaves out the others; `limit` keeps the neediest, totals are always of all. Raises PeriodError,
    UnknownNameError, and DataError where there is no model.

    >>> from csmetrics import read
    >>> neediest = health(read("examples/acme"), "2026-08", limit=1).standings[0]
    >>> neediest.customer_id, neediest.band
    ('C095', 'at_risk')
    """
    from csmetrics.explanations.standings import compute_standings  # noqa: PLC0415  # pandas is slow to import

    return compute_standings(
        data.until(as_of),
        period,
        bands=listed(bands),
        by=as_in_data(data, listed(by)),
        limit=not_negative(limit),
        grain=grain,
        today=today,
    )


def customer_health(
    data: Dataset,
    customer: str,
    period: str | Period | None = None,
    *,
    grain: Grain | None = None,
    today: date | None = None,
    as_of: date | str | None = None,
) -> "CustomerScores":
    """The health and the distress score of one customer, signal by signal with the rows behind it.

    Raises PeriodError, UnknownNameError for a customer who does not pay at the close, DataError without a model.

    >>> from csmetrics import read
    >>> card = customer_health(read("examples/acme"), "C095", "2026-08").scorecards[0]
    >>> card.band, card.lines[1].signal, card.lines[1].value, card.lines[1].rows
    ('at_risk', 'last_nps', 3.0, (1368,))
    """
    from csmetrics.explanations.scorecard import explain_customer  # noqa: PLC0415  # pandas is slow to import

    return explain_customer(data.until(as_of), customer, period, grain=grain, today=today)


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


def health_models(data: Dataset) -> tuple[Model, Model]:
    """The health and the distress model, as declared or as the tables allow. Raises DataError, UnknownNameError."""
    return propose_models(data)
