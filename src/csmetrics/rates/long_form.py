"""The long form of a file of rates, a row each: date,currency,rate."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from csmetrics.config import Config
from csmetrics.errors import DataError, Problem, whole
from csmetrics.rates.rates_file import RatesFile, day_in, rate_in

COLUMNS = ("date", "currency", "rate")
_CODE = re.compile("[A-Z]{3}")

RatesFound = dict[str, dict[int, str]]
"""What a file says: currency to day to rate, as it is written."""


def is_long(header: Sequence[str]) -> bool:
    """Whether a header is one of the long form, or means to be."""
    return len(set(COLUMNS) & {name.casefold() for name in header}) > 1


def found_in_rows(written: RatesFile, config: Config) -> RatesFound:
    """The rates of every row. Raises DataError with everything that is wrong with them."""
    place = _places(written)
    form = config.table("rates").for_column()
    reading = _Reading(written, config.currency or "", form.decimal_sign or ".", form.date_format)
    for number, row in written.numbered():
        if len(row) < max(place.values()) + 1 or any(cell.strip() for cell in row[len(written.header) :]):
            reading.wrong(number, None, None, f"the row has {len(row)} cells, the header {len(written.header)}", _EVEN)
        else:
            reading.take(number, *(row[place[name]].strip() for name in COLUMNS))
    if reading.problems:
        raise DataError(f"Some rates in {written.name} cannot be used.", reading.problems)
    return reading.found


_EVEN = "Write a date, a currency and a rate."


def _places(written: RatesFile) -> dict[str, int]:
    """Which column is which; one that is missing, stands twice or might change what the rate means is refused."""
    names = [name.casefold() for name in written.header]
    for name in COLUMNS:
        if names.count(name) != 1:
            what = "the column is missing" if name not in names else "the column appears twice"
            raise whole(written.name, what, "A file of rates has the columns date, currency and rate.", 1, name)
    if others := [name for name in written.header if name and name.casefold() not in COLUMNS]:
        what = "a further column, which may change what the rate means"
        raise whole(written.name, what, "Keep the columns date, currency and rate alone.", 1, others[0])
    return {name: names.index(name) for name in COLUMNS}


@dataclass(slots=True)
class _Reading:
    """The rates taken so far, in which row each stands, and what is wrong with others."""

    written: RatesFile
    base: str
    decimal: str
    form: str | None
    found: RatesFound = field(default_factory=dict)
    rows: dict[tuple[str, int], int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    days: dict[str, int | None] = field(default_factory=dict)  # by their text, for most stand in many rows

    def wrong(self, row: int, column: str | None, value: str | None, what: str, fix: str) -> None:
        """Remember what is wrong with a row."""
        self.problems.append(self.written.problem(row, column, value, what, fix))

    def take(self, row: int, date: str, currency: str, rate: str) -> None:
        """Take a rate, or remember all that is wrong with it."""
        if date not in self.days:
            self.days[date] = day_in(date, self.form)
        day, code, text = self.days[date], currency.upper(), rate_in(rate, self.decimal)
        wrong = list(self._faults(day, code, text, rate))
        for column, what, fix in wrong:
            self.wrong(row, column, {"date": date, "currency": currency, "rate": rate}[column], what, fix)
        if not wrong and day is not None and text is not None and code != self.base:
            self._keep(row, code, day, text)

    def _faults(self, day: int | None, code: str, text: str | None, rate: str) -> Iterator[tuple[str, str, str]]:
        if day is None:
            yield "date", "not a date", "Write it as 2026-01-05."
        if not _CODE.fullmatch(code):
            yield "currency", "not a currency code", "Write three letters, such as EUR."
        if text is None:
            yield "rate", *_no_rate(rate, self.decimal)
        elif code == self.base and float(text) != 1:
            yield "rate", f"a rate of {code}, the currency of the figures, other than 1", _OTHER

    def _keep(self, row: int, code: str, day: int, text: str) -> None:
        first = self.rows.setdefault((code, day), row)
        before = self.found.setdefault(code, {}).setdefault(day, text)
        if before != text:
            what = f"another rate of {code} for this day than in row {first}, {before}"
            self.wrong(row, "rate", text, what, "Keep the one that counts.")


_OTHER = "Take the row out, or correct currency: in csmetrics.yaml."


def _no_rate(rate: str, decimal: str) -> tuple[str, str]:
    """What is wrong with a rate, and what to do."""
    if not rate:
        return "blank", "Write the rate, or take the row out."
    if decimal == "." and rate_in(rate, ","):
        return "not a number", "Write a point before the decimals, or declare decimal: ',' in csmetrics.yaml."
    return "not a number above 0", "Correct it, or take the row out."
