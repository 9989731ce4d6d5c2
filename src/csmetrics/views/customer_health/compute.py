"""One customer's scores, signal by signal."""

from datetime import date

from csmetrics.figures.choose import When
from csmetrics.figures.resolve import plan_list
from csmetrics.periods import Grain, Period
from csmetrics.subjects.health.models import require_models
from csmetrics.tables.dataset import Dataset
from csmetrics.views.customer_health.model import CustomerScores, explain_customer


def customer_health(
    data: Dataset,
    customer: str,
    period: str | Period | None = None,
    *,
    grain: Grain | None = None,
    today: date | None = None,
    as_of: date | str | None = None,
) -> CustomerScores:
    """The health and the distress score of one customer, signal by signal, with the rows behind each.

    Scores and points run from 0 to 100. Raises PeriodError, UnknownNameError if the customer does not pay at the end of
    the period, and DataError if there is no model.

    >>> from csmetrics import read
    >>> card = customer_health(read("examples/acme"), "C095", "2026-08").scorecards[0]
    >>> card.band, card.lines[1].signal, card.lines[1].value, card.lines[1].rows
    ('at_risk', 'last_nps', 3.0, (1368,))
    """
    data, when = data.until(as_of), When(period, grain, today)
    plan = plan_list(data, when, count=2, models=require_models(data))
    return explain_customer(data, plan, customer)
