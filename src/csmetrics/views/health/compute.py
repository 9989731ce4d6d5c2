"""Customers by need of attention, and the models of their scores."""

from collections.abc import Sequence
from datetime import date

from csmetrics.counting.segments import as_in_data
from csmetrics.explanations.standings import Band, Standings, compute_standings
from csmetrics.periods import Grain, Period
from csmetrics.tables.dataset import Dataset
from csmetrics.views.reading import Names, listed, not_negative


def health(
    data: Dataset,
    period: str | Period | None = None,
    *,
    bands: Band | Sequence[Band] = (),
    by: Names = (),
    limit: int | None = None,
    grain: Grain | None = None,
    today: date | None = None,
    as_of: date | str | None = None,
) -> Standings:
    """The customers who pay at the close of a period by need of attention: score, band, change, what costs them most.

    `bands` leaves out the others; `limit` keeps the neediest, totals are always of all. Raises PeriodError,
    UnknownNameError, and DataError where there is no model.

    >>> from csmetrics import read
    >>> neediest = health(read("examples/acme"), "2026-08", limit=1).standings[0]
    >>> neediest.customer_id, neediest.band
    ('C095', 'at_risk')
    """
    return compute_standings(
        data.until(as_of),
        period,
        bands=listed(bands),
        by=as_in_data(data, listed(by)),
        limit=not_negative(limit),
        grain=grain,
        today=today,
    )
