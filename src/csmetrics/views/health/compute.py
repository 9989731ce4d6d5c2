"""Customers by need of attention, and the models of their scores."""

from collections.abc import Sequence
from datetime import date

from csmetrics.counting.segments import as_in_data
from csmetrics.figures.choose import When
from csmetrics.figures.resolve import plan_list
from csmetrics.periods import Grain, Period
from csmetrics.subjects.health.models import require_models
from csmetrics.tables.dataset import Dataset
from csmetrics.views.health.model import Band, Standings, compute_standings
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
    """The customers who pay at the end of a period, the neediest first: score, band, change, what costs most points.

    Scores run from 0 to 100. `bands` chooses bands. `limit` keeps the neediest; totals always include everybody. Raises
    PeriodError, UnknownNameError, and DataError if there is no model.

    >>> from csmetrics import read
    >>> neediest = health(read("examples/acme"), "2026-08", limit=1).standings[0]
    >>> neediest.customer_id, neediest.band
    ('C095', 'at_risk')
    """
    data, when = data.until(as_of), When(period, grain, today)
    plan = plan_list(data, when, as_in_data(data, listed(by)), count=2, models=require_models(data))
    return compute_standings(data, plan, listed(bands), not_negative(limit))
