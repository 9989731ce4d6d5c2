"""Spells to what a customer holds: the plan or product of its largest row, and the month of its first payment."""

from dataclasses import dataclass, replace

import numpy as np

from csmetrics.subjects.subscriptions.spells import Spells
from csmetrics.subjects.subscriptions.worth import Worth
from csmetrics.tables.rows import Coded


@dataclass(frozen=True, slots=True)
class HeldValues:
    """A value (a plan, say) by edge of a period, and of the row itself; missing where it is blank.

    By customer code: that of its largest row at the opening, at the close and on the first paying day in the period.
    `anyhow` is the first there is of close, opening and first; it stands in for whoever does not pay at an edge, so
    that nobody there makes a value of its own. `row` is by position of the row, for those live at the close.
    """

    anyhow: Coded
    opening: Coded
    close: Coded
    first: Coded
    row: Coded


def held_by(
    values: Coded, customer: np.ndarray, spells: Spells, edges: tuple[int, int], customers: int, *, worth: Worth | None
) -> HeldValues:
    """What each of so many customers holds in the period between two edges; `values` and `customer` are the rows'.

    Of rows in several currencies the largest is that of the highest `worth`.
    """
    opening, close = edges
    touching = spells.take(np.flatnonzero((spells.start < close) & (spells.end >= opening)))
    at_close, at_opening = touching.end >= close, touching.start < opening
    day = np.full(customers, close, dtype=np.int64)
    np.minimum.at(day, touching.customer, np.where(at_opening, opening - 1, touching.start))
    begun = touching.start == day[touching.customer]
    rank = np.append(np.argsort(np.argsort(values.categories)), -1)  # by name, so that the order of rows is no matter
    found = [
        _largest(values.codes, rank, _valued(touching.take(np.flatnonzero(live)), worth, edge), customers)
        for live, edge in ((at_close, 1), (at_opening, 0), (begun & ~at_opening, 1))
    ]
    anyhow = np.full(customers, -1, dtype=np.int64)
    codes = np.append(values.codes, values.codes.dtype.type(-1))  # the last is of customers without a row
    for place in reversed(found):
        np.copyto(anyhow, codes[place], where=place >= 0)
    edge = [Coded(np.where(place >= 0, codes[place], anyhow), values.categories) for place in found]
    row = anyhow[customer]
    live_rows = touching.place[at_close]
    row[live_rows] = values.codes[live_rows]
    return HeldValues(Coded(anyhow, values.categories), edge[1], edge[0], edge[2], Coded(row, values.categories))


def _valued(spells: Spells, worth: Worth | None, edge: int) -> Spells:
    """Spells with what they are worth at an edge; without a rate, which the figures will ask for, nothing."""
    if worth is None:
        return spells
    return replace(spells, value=worth.convert(spells.value, worth.of_row[spells.place], edge))


def _largest(codes: np.ndarray, rank: np.ndarray, live: Spells, customers: int) -> np.ndarray:
    """The place of each customer's largest row of some that are live on one day; -1 for who has none."""
    place = np.full(customers, -1, dtype=np.int64)
    place[live.customer] = live.place
    several = np.flatnonzero(np.bincount(live.customer, minlength=customers)[live.customer] > 1)
    if len(several):
        rows = live.take(several)
        order = np.lexsort((rank[codes[rows.place]], -rows.value, rows.customer))
        customer = rows.customer[order]
        first = order[np.r_[True, customer[1:] != customer[:-1]]]
        place[rows.customer[first]] = rows.place[first]
    return place


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
