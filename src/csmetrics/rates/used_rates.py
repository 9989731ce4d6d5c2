"""Rates that figures were counted with, and rates that stand in for others."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Any

from csmetrics.rates.model import Origin, Quoted, Quotes, RateQuote, Rates

RateKey = tuple[str, str, date]
"""A currency, the one that its amounts are turned into, and the day of the rate."""


@dataclass(frozen=True)
class Noted(Rates):
    """Rates that note which of them are asked for."""

    asked: set[RateKey] = field(default_factory=set, compare=False)

    @classmethod
    def of(cls, rates: Rates) -> "Noted":
        """The same rates, of which nothing has been asked yet."""
        return cls(**_columns(rates))

    def rates_of(self, wanted: Iterable[tuple[str, date]], to: str) -> dict[tuple[str, date], Fraction]:
        """Those of many currencies and days, noted."""
        wanted = list(wanted)
        self.asked.update((currency, to, day) for currency, day in wanted)
        return super().rates_of(wanted, to)


@dataclass(frozen=True)
class Filled(Rates):
    """Rates of a file and, where it has none, those of another."""

    other: Rates | None = None

    @classmethod
    def of(cls, rates: Rates, other: Rates | None) -> "Filled":
        """The rates, filled."""
        return cls(**_columns(rates), other=other)

    def known(self, currency: str, to: str, day: date) -> Fraction | None:
        """What a unit of one currency is worth in another on a day; None where neither knows."""
        found = super().known(currency, to, day)
        return self.other.known(currency, to, day) if found is None and self.other else found


@dataclass(frozen=True, slots=True)
class Kept:
    """The rates that some figures needed, each for its day, and how they were read: the same figures, the same rates.

    >>> january = date(2026, 1, 2).toordinal()
    >>> rates = Rates("USD", "per_unit", (Quotes("EUR", (january, january + 9), ("1.10", "1.11")),))
    >>> kept = Kept.of(rates, [("EUR", "USD", date(2026, 1, 4)), ("USD", "USD", date(2026, 1, 4))])
    >>> [(each.currency, each.day.day, each.of.day, each.text) for each in kept.quotes]
    [('EUR', 4, 2, '1.10')]
    >>> kept.rates.known("EUR", "USD", date(2026, 1, 4)), kept.rates.known("EUR", "USD", date(2026, 1, 5))
    (Fraction(11, 10), None)
    """

    base: str
    quoted: Quoted
    origin: Origin
    valid_for: int
    on: date | None
    quotes: tuple[RateQuote, ...]

    @classmethod
    def of(cls, rates: Rates, asked: Iterable[RateKey]) -> "Kept":
        """Those of some rates that were asked for."""
        quotes = {quote for each in asked for quote in rates.quotes_for(*each)}
        return cls(rates.base, rates.quoted, rates.origin, rates.valid_for, rates.on, tuple(sorted(quotes)))

    @property
    def form(self) -> tuple[str, Quoted]:
        """What a rate says: in which currency, and whether it is that of one unit or for one."""
        return self.base, self.quoted

    @property
    def rates(self) -> Rates:
        """The same as rates that are known on the days alone for which they were asked."""
        by_currency = groupby(self.quotes, key=lambda quote: quote.currency)
        listed = [(currency, list(quotes)) for currency, quotes in by_currency]
        made = (
            Quotes(currency, tuple(each.day.toordinal() for each in quotes), tuple(each.text for each in quotes))
            for currency, quotes in listed
        )
        return Rates(self.base, self.quoted, tuple(made), self.origin, valid_for=0, on=self.on)


def _columns(rates: Rates) -> dict[str, Any]:
    return {each.name: getattr(rates, each.name) for each in fields(Rates)}
