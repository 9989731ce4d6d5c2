"""Spells to what a customer holds: the plan or product of its largest row, and the month of its first payment."""

import numpy as np

from csmetrics.subjects.subscriptions.spells import Spells
from csmetrics.tables.rows import Coded


def largest_held(values: Coded, spells: Spells, opening: int, close: int, customers: int) -> Coded:
    """The value (a plan, say) of each customer's largest live row, by customer code; missing for who does not pay.

    Looked at as the period opens, and for who was not paying then on the first paying day in the period.
    """
    touching = spells.take((spells.start < close) & (spells.end >= opening))
    at_opening = touching.start < opening
    day = np.full(customers, close, dtype=np.int64)
    np.minimum.at(day, touching.customer, np.where(at_opening, opening - 1, touching.start))
    live = (touching.start <= day[touching.customer]) & (touching.end > day[touching.customer])
    rows = touching.take(live)
    rank = np.append(np.argsort(np.argsort(values.categories)), -1)  # by name, so that the order of rows is no matter
    codes = values.codes[rows.place]
    order = np.lexsort((rank[codes], -rows.value, rows.customer))
    first = order[np.r_[True, rows.customer[order][1:] != rows.customer[order][:-1]]] if len(order) else order
    held = np.full(customers, -1, dtype=np.int64)
    held[rows.customer[first]] = codes[first]
    return Coded(held, values.categories)


def first_payment_month(spells: Spells, customers: int) -> Coded:
    """The month in which each customer first paid, by customer code; missing for who never did."""
    never = np.iinfo(np.int64).max
    first = np.full(customers, never, dtype=np.int64)
    np.minimum.at(first, spells.customer, spells.start)
    paid = first < never
    months = first[paid].astype("datetime64[D]").astype("datetime64[M]")
    found, codes = np.unique(months, return_inverse=True)
    cohort = np.full(customers, -1, dtype=np.int64)
    cohort[paid] = codes
    return Coded(cohort, np.datetime_as_string(found).tolist())
