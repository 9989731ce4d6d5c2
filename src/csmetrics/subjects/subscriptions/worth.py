"""What recurring money in several currencies is worth at the edges of periods."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

import numpy as np

from csmetrics.errors import EVERY_FILE, DataError, Problem
from csmetrics.periods import from_day_number
from csmetrics.rates.exact import converted_each, converted_rows
from csmetrics.rates.model import Rates
from csmetrics.subjects.money import foreign
from csmetrics.subjects.subscriptions.spells import Spells
from csmetrics.subjects.sums import add_up
from csmetrics.tables.cells import LARGEST_SUM
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.rows import Coded, Rows


@dataclass(frozen=True)
class Worth:
    """What a unit of each currency is worth at each of consecutive edges, in the currency `to` of the figures.

    An edge has the rates of the day before it: the last of the period that it closes. `of_row` is the number of the
    currency of each row of subscriptions.csv among `currencies`. `asked` notes of which rates there was an amount,
    by edge and currency; money without a rate is worth nothing until `demand` stops and names all that are missing.
    """

    rates: Rates
    to: str
    currencies: tuple[str, ...]
    of_row: np.ndarray
    edges: tuple[int, ...]
    asked: np.ndarray

    @classmethod
    def of(cls, data: Dataset, edges: Sequence[int]) -> "Worth | None":
        """That of the subscriptions; None where all of them are paid in the currency of the figures."""
        found = foreign(data, "subscriptions")
        if found is None:
            return None
        rates, to, currency = found
        names = tuple(currency.categories)
        return cls(rates, to, names, currency.codes, tuple(edges), np.zeros(len(edges) * len(names), dtype=bool))

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The day of whose rates each edge is."""
        return tuple(from_day_number(edge) - timedelta(days=1) for edge in self.edges)

    @cached_property
    def table(self) -> tuple[Fraction | None, ...]:
        """The rates, of all currencies at the first edge, then at the next; None where there is none."""
        return tuple(self.rates.known(code, self.to, day) for day in self.days for code in self.currencies)

    @cached_property
    def _sizes(self) -> list[float]:
        return [float(rate or 0) for rate in self.table]

    def convert(self, amounts: np.ndarray, currency: np.ndarray, edge: np.ndarray | int) -> np.ndarray:
        """Amounts (int64 millionths), each in its currency, at the rates of their edges."""
        which = np.asarray(edge, dtype=np.int64) * len(self.currencies) + currency
        used = np.flatnonzero(np.bincount(which[amounts != 0], minlength=len(self.table)))
        self.asked[used] = True
        unknown = [at for at in used.tolist() if self.table[at] is None]
        if unknown:
            amounts = np.where(np.isin(which, unknown), 0, amounts)
        _refuse_large(amounts, max((self._sizes[at] for at in used.tolist()), default=0.0))
        return converted_each(amounts, which, self.table)

    def convert_rows(self, amounts: np.ndarray, currency: int) -> np.ndarray:
        """Amounts that are all in one currency, a row for each edge, at the rates of the edges."""
        at = np.arange(currency, len(self.table), len(self.currencies))
        self.asked[at] |= amounts.any(axis=1)
        if self.currencies[currency] == self.to:
            return amounts
        _refuse_large(amounts.T, max(self._sizes[each] for each in at.tolist()))
        rates = [self.table[each] for each in at.tolist()]
        return converted_rows(amounts, [rate or Fraction(0) for rate in rates])

    def of_edges(self, needed: Sequence[np.ndarray]) -> tuple[list[Fraction | None], list[Fraction | None]]:
        """The rates of two edges, by currency. Raises DataError where one of those needed at either is missing."""
        count = len(self.currencies)
        for edge, codes in enumerate(needed):
            self.asked[edge * count + codes] = True
        self.demand()
        return list(self.table[:count]), list(self.table[count:])

    def demand(self) -> None:
        """Ask for every rate of which there was an amount. Raises DataError with those that are missing."""
        at = np.flatnonzero(self.asked).tolist()
        count = len(self.currencies)
        self.rates.rates_of([(self.currencies[each % count], self.days[each // count]) for each in at], self.to)

    def each(self, spells: Spells, rows: Rows, edge: int) -> Spells:
        """The same spells with what each is worth at an edge; those of an account add up to what that is worth."""
        account, columns = Accounts.of(spells, self).of_spell, ("plan", "product")
        names = [_rank(rows[name]).take(spells.place) for name in columns if name in rows]
        order = np.lexsort((*names, spells.value, account))  # by what they are, so that the order of rows is no matter
        upto = np.cumsum(spells.value[order])
        first = np.flatnonzero(np.diff(account[order], prepend=-1))
        earlier = np.repeat(upto[first] - spells.value[order][first], np.diff(np.append(first, len(order))))
        currency = self.of_row[spells.place[order]]
        until, since = (
            self.convert(amounts, currency, edge) for amounts in (upto - earlier, upto - earlier - spells.value[order])
        )
        self.demand()
        value = np.empty_like(spells.value)
        value[order] = until - since
        return replace(spells, value=value)

    def paid(self, spells: Spells, edge: int, size: int) -> np.ndarray:
        """What each of so many customers pays by some spells: rounded once a customer and currency."""
        account = Accounts.of(spells, self)
        held = self.convert(add_up(account.of_spell, spells.value, len(account.owner)), account.currency, edge)
        self.demand()
        return add_up(account.owner, held, size)


@dataclass(frozen=True, slots=True)
class Accounts:
    """Customers and the currencies they pay in: the number of the account of each spell, and whose and of which it is.

    Accounts are in the order of customers.
    """

    of_spell: np.ndarray
    owner: np.ndarray
    currency: np.ndarray

    @classmethod
    def of(cls, spells: Spells, worth: Worth) -> "Accounts":
        """Those of some spells."""
        count = len(worth.currencies)
        key = spells.customer.astype(np.int64) * count + worth.of_row[spells.place]
        found, of_spell = np.unique(key, return_inverse=True)
        return cls(of_spell, found // count, found % count)


def _rank(column: Coded) -> np.ndarray:
    """The place of each value among all by name, and of none at the end."""
    return np.append(np.argsort(np.argsort(column.categories)), -1)[column.codes]


def _refuse_large(amounts: np.ndarray, rate: float) -> None:
    """What is converted must be summed exactly, as everything; amounts may stand in columns that are summed alone."""
    largest = max(int(amounts.max(initial=0)), -int(amounts.min(initial=0)))
    if largest * len(amounts) * rate < LARGEST_SUM:  # as in most businesses
        return
    if float(np.abs(amounts).sum(axis=0, dtype=np.float64).max()) * rate >= LARGEST_SUM:
        fix = "Check amount, quantity and amount_unit, and the rates; count in thousands if they are right."
        problem = Problem(EVERY_FILE, None, "amount", None, "the sum is too large to be exact", fix)
        raise DataError("The recurring revenue is too large to be summed exactly.", [problem])
