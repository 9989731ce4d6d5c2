"""Rows of subscriptions.csv to spells: who pays how much, from which day up to which."""

from dataclasses import dataclass

import numpy as np

from csmetrics.columns import INTERVALS, STATUSES
from csmetrics.config import Config
from csmetrics.errors import DataError, Problem
from csmetrics.stages import stage
from csmetrics.subjects.subscriptions.yearly import interval_codes, yearly_values
from csmetrics.tables.cells import LARGEST_SUM, NO_DAY
from csmetrics.tables.rows import Rows

_MONTHS_PER_INTERVAL = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_DAYS_PER_INTERVAL = {"day": 1, "week": 7}


@dataclass(frozen=True, slots=True)
class Spells:
    """Paying spells: customer code, first day, first day after, yearly value in millionths, place among the rows."""

    customer: np.ndarray
    start: np.ndarray
    end: np.ndarray
    value: np.ndarray
    place: np.ndarray

    def take(self, which: np.ndarray) -> "Spells":
        """Some of the spells, by mask or position."""
        return Spells(*(getattr(self, name)[which] for name in self.__slots__))


@stage("entries")
def paying_spells(rows: Rows, horizon: int, config: Config) -> Spells:
    """The spells that bring in money before the horizon, cut off there; where billed, as billed months."""
    spells = whole_spells(rows, horizon, config)
    if config.rules.recognise == "when_billed":
        spells = _billings(spells, rows)
    _refuse_large(spells, rows)
    return spells


def whole_spells(rows: Rows, horizon: int, config: Config) -> Spells:
    """The spells that bring in money before the horizon, cut off there, each from its first paid day to its last.

    A row is live from the later of its start and the end of its trial up to its end.
    """
    start, end = spans(rows, horizon)
    value = yearly_values(rows, config)
    place = np.arange(len(rows), dtype=np.int32)
    spells = Spells(rows["customer_id"], start, end, value, place)
    live = (value > 0) & (start < spells.end)
    return spells if live.all() else spells.take(np.flatnonzero(live))


def spans(rows: Rows, horizon: int) -> tuple[np.ndarray, np.ndarray]:
    """The first paid day of each row, and the first day after it, the horizon at the latest."""
    start = rows["start_date"]
    if "trial_end_date" in rows:
        trial = rows["trial_end_date"]
        start = np.where((trial != NO_DAY) & (trial > start), trial, start)
    return start, np.minimum(last_days(rows), horizon)


def last_days(rows: Rows) -> np.ndarray:
    """The first day without service of each row, NO_DAY for none; by its status, a row may have had none with it."""
    end = rows["end_date"] if "end_date" in rows else np.full(len(rows), NO_DAY, dtype=np.int32)
    if "status" not in rows:
        return end
    status = rows["status"].codes
    for name, day in (("ended", "canceled_at"), ("paused", "paused_from")):
        if day in rows:
            end = np.where((status == STATUSES.index(name)) & (end == NO_DAY), rows[day], end)
    uncounted = (status == STATUSES.index("trial")) | (status == STATUSES.index("never"))
    return np.where(uncounted, rows["start_date"], end)


def _refuse_large(spells: Spells, rows: Rows) -> None:
    """What is live on one day must be summed exactly, and so can every movement, for none is larger."""
    if spells.value.sum(dtype=np.float64) < LARGEST_SUM or _largest_level(spells) < LARGEST_SUM:
        return
    row = int(rows.numbers_of(spells.place[[np.argmax(spells.value)]])[0])
    fix = "Check amount, quantity and amount_unit; count in thousands if they are right."
    problem = Problem("subscriptions.csv", row, "amount", None, "the largest of values too large to be summed", fix)
    raise DataError("The recurring revenue is too large to be summed exactly.", [problem])


def _largest_level(spells: Spells) -> float:
    """The largest sum of what is live on one day."""
    value = spells.value.astype(np.float64)
    order = np.argsort(np.concatenate([spells.end, spells.start]), kind="stable")  # an end comes before a start
    return float(np.cumsum(np.concatenate([-value, value])[order]).max(initial=0.0))


def _billings(spells: Spells, rows: Rows) -> Spells:
    """Each spell as the calendar months in which it is billed, at the full price, as the simpler books do."""
    codes = interval_codes(rows)[spells.place]
    counts = rows["interval_count"][spells.place] if "interval_count" in rows else np.ones(len(codes), int)
    months = np.array([_MONTHS_PER_INTERVAL.get(name, 0) for name in INTERVALS])[codes] * counts
    days = np.array([_DAYS_PER_INTERVAL.get(name, 0) for name in INTERVALS])[codes] * counts
    by_day = (spells.end - spells.start - 1) // np.maximum(days, 1) + 1
    billings = np.where(days > 0, by_day, _monthly_billings(spells.start, spells.end, np.maximum(months, 1)))
    which = np.repeat(np.arange(len(billings)), billings)
    nth = np.arange(len(which)) - np.repeat(np.cumsum(billings) - billings, billings)
    month = np.where(
        days[which] > 0,
        _month(spells.start[which] + nth * days[which]),
        _month(spells.start)[which] + nth * months[which],
    )
    billed = spells.take(which)
    return Spells(billed.customer, _first_day(month), _first_day(month + 1), billed.value, billed.place)


def _monthly_billings(start: np.ndarray, until: np.ndarray, months: np.ndarray) -> np.ndarray:
    """How many billings, one every so many months, fall on days before `until`."""
    between = _month(until) - _month(start)
    whole = between // months
    day = start - _first_day(_month(start))
    last_of_month = _first_day(_month(until) + 1) - _first_day(_month(until)) - 1
    billed_in_last = np.minimum(day, last_of_month) < until - _first_day(_month(until))
    return whole + np.where(between % months == 0, billed_in_last, True).astype(int)


def _month(days: np.ndarray) -> np.ndarray:
    """Months since January 1970."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def _first_day(months: np.ndarray) -> np.ndarray:
    return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
