"""The rates of exchange of a restatement: those of then, those of now, and which of them have changed."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from csmetrics.config import Config
from csmetrics.errors import CsmetricsError
from csmetrics.published.model import Cause, RateChange
from csmetrics.published.reread import ReadRates, why
from csmetrics.rates.model import RateQuote, Rates
from csmetrics.rates.used_rates import Filled, Kept
from csmetrics.tables.dataset import Dataset

_MOST = 1000  # changes that a cause keeps; all are counted


class RatesOfStages:
    """At which rates the rows of a restatement are counted: those of then at first, those of now at all later stages.

    Either has the other's where it has none. What today's file lacks was needed by rows that are there no more; what
    was not kept is needed by those that have come since, or by another version of the program.
    """

    def __init__(self, then: Kept | None, data: Dataset, read: ReadRates | None) -> None:
        self._then = then
        self._read = read or (lambda _: data.rates)
        self._known: dict[str, Rates | None] = {}
        self.note = ""

    def then(self, config: Config) -> Rates | None:
        """Those of then; None where a configuration declares none."""
        today = self._today(config)
        if config.rates is None or self._then is None:
            return today
        return Filled.of(self._then.rates, today)

    def now(self, config: Config) -> Rates | None:
        """Those that today's file has under a configuration; None where it declares none."""
        today = self._today(config)
        if config.rates is None or self._then is None:
            return today
        return Filled.of(today, self._then.rates) if today else self._then.rates

    def cause(self, config: Config) -> Cause | None:
        """What today's file says otherwise of the rates of then, both read under a configuration; None for nothing."""
        today = self._today(config)
        if self._then is None or today is None:
            return None
        alike = self._then.form == (today.base, today.quoted)
        changes = tuple((_changed if alike else _replaced)(self._then, today, config.currency or ""))
        return Cause("rates", "", today.file, len(changes), 0, rates=changes[:_MOST]) if changes else None

    def _today(self, config: Config) -> Rates | None:
        """Today's whole file as it reads under a configuration; None where it cannot be read so, which is noted."""
        if config.rates is None:
            return None
        key = config.model_dump_json()
        if key not in self._known:
            try:
                self._known[key] = self._read(config)
            except CsmetricsError as error:
                self._known[key] = None
                self.note = f"Today's rates cannot be read under the published configuration: {why(error)}"
        return self._known[key]


def _changed(then: Kept, today: Rates, _: str) -> Iterator[RateChange]:
    """The rates of then of which today's file, which is written in the same way, has another."""
    for was in sorted(then.quotes, key=_by_day):
        for now in today.quotes_for(was.currency, today.base, was.day):
            if Fraction(now.text) != Fraction(was.text):
                yield RateChange(was.currency, was.day, then.base, then.quoted, was.text, was.of, now.text, now.of)


def _replaced(then: Kept, today: Rates, to: str) -> Iterator[RateChange]:
    """Of a file that is written in another way, the rates of then and of now where they come to something else."""
    before = then.rates
    days = sorted({quote.day for quote in then.quotes})
    pairs = ((code, to, day) for day in days for code in sorted({*_quoted_on(then, day), then.base}))
    differing = [pair for pair in pairs if before.known(*pair) != today.known(*pair) is not None]
    kept = {(quote.currency, quote.day): quote for quote in then.quotes}
    was = {kept[quote.currency, quote.day] for pair in differing for quote in before.quotes_for(*pair)}
    now = {quote for pair in differing for quote in today.quotes_for(*pair)}
    for quote in sorted(was, key=_by_day):
        yield RateChange(quote.currency, quote.day, then.base, then.quoted, quote.text, quote.of, None, None)
    for quote in sorted(now, key=_by_day):
        yield RateChange(quote.currency, quote.day, today.base, today.quoted, None, None, quote.text, quote.of)


def _quoted_on(then: Kept, day: date) -> set[str]:
    return {quote.currency for quote in then.quotes if quote.day == day}


def _by_day(quote: RateQuote) -> tuple[date, str]:
    return quote.day, quote.currency
