"""Who stands behind a movement."""

from collections.abc import Sequence
from datetime import date

from csmetrics.counting.segments import as_in_data
from csmetrics.figures.choose import When
from csmetrics.figures.resolve import plan_list
from csmetrics.periods import Grain, Period
from csmetrics.tables.dataset import Dataset
from csmetrics.views.customers.model import CustomerList, list_customers, refuse_without_subscriptions
from csmetrics.views.customers.movement_names import Movement
from csmetrics.views.reading import Names, listed, not_negative


def customers(
    data: Dataset,
    period: str | Period | None = None,
    *,
    movements: Movement | Sequence[Movement] = (),
    by: Names = (),
    limit: int | None = None,
    grain: Grain | None = None,
    today: date | None = None,
    as_of: date | str | None = None,
) -> CustomerList:
    """The customers who joined, left, grew or shrank in a period, biggest first, with totals.

    `movements` chooses some (all but active by default). `limit` keeps the biggest; totals always include everybody.
    MRR is in units of the currency. Raises PeriodError, UnknownNameError, DataError.

    >>> from csmetrics import read
    >>> left = customers(read("examples/acme"), "2026-09", movements=["churned"])
    >>> [(line.customer_id, line.before, line.rows) for line in left.lines]
    [('C107', 138.0708, (309,)), ('C094', 38.0, (293,))]
    """
    data, when = data.until(as_of), When(period, grain, today)
    refuse_without_subscriptions(data)
    plan = plan_list(data, when, as_in_data(data, listed(by)))
    return list_customers(data, plan, listed(movements), not_negative(limit))
