"""The rows that signals are read from: by customer code of subscriptions.csv, in the order of their days."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from csmetrics.columns import SURVEYS
from csmetrics.stages import stage
from csmetrics.subjects.subscriptions.spells import Spells, paying_spells
from csmetrics.subjects.subscriptions.worth import Worth
from csmetrics.subjects.sums import add_up
from csmetrics.subjects.surveys.responses import turned_round
from csmetrics.tables.cells import NO_DAY, NO_SCORE
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.numbers import numbers_in
from csmetrics.tables.strangers import refuse_strangers

if TYPE_CHECKING:
    from csmetrics.tables.checked import CheckedTable
    from csmetrics.tables.rows import Coded

_FEW_DAYS = 1 << 16


@dataclass(frozen=True, slots=True)
class DatedRows:
    """DatedRows of customers who ever subscribed, by day: customer code, day, what stands there, place in the frame."""

    customer: np.ndarray
    day: np.ndarray
    value: np.ndarray
    place: np.ndarray

    def window(self, start: int, end: int) -> slice:
        """The rows of the days from `start` up to, not including, `end`."""
        first, last = np.searchsorted(self.day, [start, end])
        return slice(int(first), int(last))

    def last(self, start: int, end: int, size: int) -> np.ndarray:
        """The position of each customer's last row within some days, -1 for none."""
        found = np.full(size, -1, dtype=np.int64)
        inside = self.window(start, end)
        found[self.customer[inside]] = np.arange(inside.start, inside.stop)  # of equal codes the last one stays
        return found


@dataclass(frozen=True, slots=True)
class Tickets:
    """Tickets of customers who ever subscribed; `since` is the first day on which any was opened."""

    customer: np.ndarray
    opened: np.ndarray
    closed: np.ndarray
    score: np.ndarray
    place: np.ndarray
    since: int


class Evidence:
    """What a dataset says about the customers who ever subscribed, each table made ready when first asked for.

    Nothing is cut off at any day: whoever asks as of a day must leave out what lies after it.
    """

    @stage("entries")
    def __init__(self, data: Dataset, horizon: int) -> None:
        self.data = data
        self.subscriptions: CheckedTable = data.table("subscriptions")  # type: ignore[assignment]  # has_model says so
        self.size = len(self.subscriptions.ids["customer_id"])
        self.spells: Spells = paying_spells(self.subscriptions.rows, horizon, data.config)
        self._codes: dict[str, np.ndarray] = {}
        self._answers: dict[tuple[str, str], DatedRows] = {}
        self._columns: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        self._reached = 0
        self._last_use = np.empty(0, dtype=np.int64)

    @stage("entries")
    def mrr(self, close: int) -> np.ndarray:
        """What each customer pays by the year on the last day before the close, in millionths."""
        return self._paid(self.live(close), close)

    @stage("entries")
    def mrr_then_and_now(self, opening: int, close: int) -> tuple[np.ndarray, np.ndarray]:
        """What each customer who pays at the close paid at the opening and pays there, both at the rates of the close.

        So what lies between the two is what customers did, whatever the rates did, and no rate of then is asked for.
        Of others both are nothing.
        """
        now, live = self.mrr(close), self.live(opening)
        return self._paid(live[now[self.spells.customer[live]] > 0], close), now

    def _paid(self, live: np.ndarray, edge: int) -> np.ndarray:
        """What each customer pays by some spells, at the rates of an edge."""
        if worth := Worth.of(self.data, [edge]):
            return worth.paid(self.spells.take(live), 0, self.size)
        return add_up(self.spells.customer[live], self.spells.value[live], self.size)

    def live(self, close: int) -> np.ndarray:
        """The paying spells that run on the last day before the close."""
        return np.flatnonzero((self.spells.start < close) & (self.spells.end >= close))

    @cached_property
    def first_payment(self) -> np.ndarray:
        """The first day on which each customer paid; NO_DAY for never."""
        first = np.full(self.size, NO_DAY, dtype=np.int64)
        np.minimum.at(first, self.spells.customer, self.spells.start.astype(np.int64))
        return first

    @cached_property
    def use(self) -> DatedRows:
        """DatedRows of usage.csv with any use; `value` is the amount."""
        value = self.data.rows("usage")["value"]
        return self._by_day("usage", "date", value, value > 0)

    @cached_property
    def first_use(self) -> np.ndarray:
        """The first day on which each customer used anything; NO_DAY for never."""
        first = np.full(self.size, NO_DAY, dtype=np.int64)
        first[self.use.customer[::-1]] = self.use.day[::-1]
        return first

    def last_use(self, close: int) -> np.ndarray:
        """The last day before the close on which each customer used anything, -1 for never.

        Closes are best asked for in their order: each then adds only what is new.
        """
        end = self.use.window(0, close).stop
        if end < self._reached or not len(self._last_use):
            self._reached, self._last_use = 0, np.full(self.size, -1, dtype=np.int64)
        new = slice(self._reached, end)
        self._last_use[self.use.customer[new]] = self.use.day[new]
        self._reached = end
        return self._last_use.copy()

    @cached_property
    def features(self) -> tuple[np.ndarray, int]:
        """The feature of each row of use as a number, and how many there are."""
        column: Coded = self.data.rows("usage")["feature"]
        return column.codes[self.use.place], len(column.categories)

    @cached_property
    def tickets(self) -> Tickets:
        """All tickets."""
        rows = self.data.rows("tickets")
        customer = self._customers("tickets")
        kept = np.flatnonzero(customer >= 0)
        opened = rows["opened_at"]
        closed = rows["closed_at"] if "closed_at" in rows else np.full(len(rows), NO_DAY)
        score = rows["score"] if "score" in rows else np.full(len(rows), NO_SCORE)
        score = turned_round(score, "csat", self.data.config)
        whole = self.data.whole.table("tickets")  # the first ticket of anybody
        since = whole.days["opened_at"][0] if whole and "opened_at" in whole.days else NO_DAY
        return Tickets(customer[kept], opened[kept], closed[kept], score[kept], kept, since)

    def survey(self, name: str) -> DatedRows:
        """The answers to a survey; of two on one day the lower stands last."""
        if ("surveys", name) not in self._answers:
            rows = self.data.rows("surveys")
            score = turned_round(rows["score"], name, self.data.config)
            chosen = (rows["survey"].codes == SURVEYS.index(name)) & (score != NO_SCORE)
            self._answers["surveys", name] = self._by_day("surveys", "responded_at", score, chosen)
        return self._answers["surveys", name]

    def question(self, name: str) -> DatedRows:
        """The answers to a question; of two on one day the lower stands last."""
        if ("answers", name) not in self._answers:
            rows = self.data.rows("answers")
            column: Coded = rows["question"]
            asked = np.append([text == name for text in column.categories], False)[column.codes]
            self._answers["answers", name] = self._by_day("answers", "date", rows["score"], asked)
        return self._answers["answers", name]

    def column(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """The number in a column of customers.csv and the place of the row, by customer; NaN and -1 for none."""
        if name not in self._columns:
            refuse_strangers(self.data, "subscriptions")
            column: Coded = self.data.rows("customers")[name]
            numbers = np.append(numbers_in(list(column.categories), self.data.config, ("customers", name)), np.nan)
            customer = self._customers("customers")
            kept = np.flatnonzero(customer >= 0)
            value, place = np.full(self.size, np.nan), np.full(self.size, -1, dtype=np.int64)
            value[customer[kept]], place[customer[kept]] = numbers[column.codes[kept]], kept
            self._columns[name] = value, place
        return self._columns[name]

    def _customers(self, name: str) -> np.ndarray:
        """The code in subscriptions.csv of each row's customer, -1 for none."""
        table: CheckedTable = self.data.table(name)  # type: ignore[assignment]  # asked for where it is there
        if "customer_id" not in table.rows:
            return np.full(len(table.rows), -1, dtype=np.int32)
        if name not in self._codes:
            self._codes[name] = self.data.customers.codes_in(name, "subscriptions")
        return self._codes[name][table.rows["customer_id"]]

    def _by_day(self, name: str, day: str, value: np.ndarray, chosen: np.ndarray) -> DatedRows:
        """The chosen rows with a known customer by day, and of one day by falling value if there are scores."""
        customer = self._customers(name)
        place = np.flatnonzero(chosen & (customer >= 0)).astype(np.int32)
        days = self.data.rows(name)[day][place]
        order = _by_days(days) if name == "usage" else np.lexsort((-value[place].astype(np.int64), days))
        if order is not None:
            place, days = place[order], days[order]
        return DatedRows(customer[place], days, value[place], place)


def _by_days(days: np.ndarray) -> np.ndarray | None:
    """The order of the days, None where they are in order; small numbers are sorted several times as fast."""
    if not len(days) or (days[1:] >= days[:-1]).all():
        return None
    first = int(days.min())
    small = int(days.max()) - first < _FEW_DAYS
    return np.argsort((days - first).astype(np.uint16) if small else days, kind="stable")
