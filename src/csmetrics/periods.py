"""Periods: half-open spans of days, and the words in which people ask for them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from csmetrics.errors import PeriodError, did_you_mean

Grain = Literal["month", "quarter", "year", "months"]
MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "year": 12}
_CALENDAR: tuple[Grain, ...] = ("month", "quarter", "year")
_OF_YEARS = ("quarter", "year")
EPOCH = date(1970, 1, 1)

_GRAMMAR = "Write 2026-09, 2026-Q3, 2026, 2026-01..2026-06 or last-12-months."
RELATIVE = (
    "last-month", "last-quarter", "last-year", "this-month", "this-quarter", "this-year", "ytd", "last-12-months",
)  # fmt: skip
"""Periods that are counted from the last month that is complete."""
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_FOR_EVER = date(2300, 1, 1)
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_NUMBERS = {name[:letters].lower(): at for at, name in enumerate(MONTH_NAMES, 1) for letters in (3, len(name))}
_NUMBERS["sept"] = 9


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """A span of whole months: the first day belongs to it, the `end` day does not.

    >>> quarter = Period(date(2026, 7, 1), date(2026, 10, 1), "quarter")
    >>> quarter.name, quarter.months, quarter.last_day.isoformat(), quarter.previous().name
    ('2026-Q3', 3, '2026-09-30', '2026-Q2')

    A quarter or year is one of the fiscal year that begins with the month `year_starts`. A fiscal year has the name of
    the calendar year in which it ends.

    >>> Period(date(2026, 2, 1), date(2026, 5, 1), "quarter", year_starts=2).name
    '2027-Q1'
    """

    start: date
    end: date
    grain: Grain = "month"
    year_starts: int = 1

    def __repr__(self) -> str:
        """Its name: <Period 2026-09>."""
        return f"<Period {self.name}>"

    @property
    def name(self) -> str:
        """The period as one would type it: 2026-09, 2026-Q3, 2026 or 2026-01..2026-06."""
        if self.grain == "year":
            return f"{self.year:04}"
        if self.grain == "quarter":
            return f"{self.year:04}-Q{self.quarter}"
        if self.grain == "month":
            return _month_name(self.start)
        return f"{_month_name(self.start)}..{_month_name(self.last_day)}"

    @property
    def year(self) -> int:
        """The year that it begins in; the fiscal year of a quarter or year, called after the year in which it ends."""
        return (_ordinal(self.start) - _ahead(self.year_starts)) // 12

    @property
    def quarter(self) -> int:
        """The quarter of the year that it begins in, 1 to 4."""
        return (_ordinal(self.start) - _ahead(self.year_starts)) % 12 // 3 + 1

    @property
    def is_fiscal(self) -> bool:
        """Whether it is of a fiscal year that is not the calendar year."""
        return self.year_starts != 1

    @property
    def months(self) -> int:
        """Length in calendar months."""
        return _ordinal(self.end) - _ordinal(self.start)

    @property
    def last_day(self) -> date:
        """The last day that belongs to the period."""
        return self.end - timedelta(days=1)

    def previous(self, count: int = 1) -> "Period":
        """The period of the same length that lies `count` lengths before."""
        first = _ordinal(self.start) - count * self.months
        return _of(first, self.months, self.grain, self.year_starts)

    def as_dict(self) -> dict[str, str]:
        """Plain values for JSON."""
        return {
            "name": self.name,
            "grain": self.grain,
            "first_day": self.start.isoformat(),
            "last_day": self.last_day.isoformat(),
        }


def series(period: Period, count: int) -> tuple[Period, ...]:
    """The `count` consecutive periods that end with this one, oldest first.

    >>> [p.name for p in series(parse_period("2026-02"), 3)]
    ['2025-12', '2026-01', '2026-02']
    """
    return tuple(period.previous(back) for back in reversed(range(count)))


def months_up_to(period: Period, months: int) -> Period:
    """The span of so many months that ends with a period.

    >>> months_up_to(parse_period("2026-Q3"), 6).name, months_up_to(parse_period("2026-Q3"), 1).name
    ('2026-04..2026-09', '2026-09')
    """
    return _of(_ordinal(period.end) - months, months, "months" if months > 1 else "month")


def edges(periods: Iterable[Period]) -> list[int]:
    """The day numbers (days since 1970-01-01) at which consecutive periods begin, and the day the last one ends."""
    listed = list(periods)
    return [day_number(period.start) for period in listed] + [day_number(listed[-1].end)]


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def from_day_number(number: int) -> date:
    """The day that lies so many days after 1970-01-01."""
    return EPOCH + timedelta(days=int(number))


def as_day(given: object, what: str = "as_of") -> date:
    """A day that somebody gave as a date, a moment or its text. Raises PeriodError.

    >>> as_day("2026-10-31"), as_day(datetime(2026, 10, 31, 12, 0))
    (datetime.date(2026, 10, 31), datetime.date(2026, 10, 31))
    """
    try:
        if isinstance(given, datetime) and given == given:  # noqa: PLR0124  # pandas' NaT is unlike itself
            return given.date()
        if isinstance(given, date) and not isinstance(given, datetime):
            return given
        if isinstance(given, str) and re.fullmatch(_DAY, given.strip()):
            return date.fromisoformat(given.strip())
    except ValueError:  # no calendar has it
        pass
    raise PeriodError(f"{what}: {_shown(given)} is not a day. Write it as 2026-10-31.")


def as_complete_day(given: object) -> date:
    """A day until which exports can be complete. Raises PeriodError.

    >>> as_complete_day("9999-12-31")
    Traceback (most recent call last):
    csmetrics.errors.PeriodError: as_of: no export is complete until 9999-12-31. Write the last day that it covers.
    """
    day = as_day(given)
    if not EPOCH <= day < _FOR_EVER:
        raise PeriodError(f"as_of: no export is complete until {day}. Write the last day that it covers.")
    return day


def day_in_words(day: date) -> str:
    """A day as people write it.

    >>> day_in_words(date(2026, 9, 28))
    '28 September 2026'
    """
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def _shown(given: object) -> str:
    return f'"{given}"' if isinstance(given, str) else repr(given)


def parse_period(text: object, newest: Period | None = None, year_starts: int = 1) -> Period:
    """The period that a person asked for. Raises PeriodError.

    `newest` is the last month that is complete, from which last-12-months and its like count; `year_starts` is the
    month in which a fiscal year begins.

    >>> parse_period("2026-Q3").last_day.isoformat(), parse_period("2026-01..2026-06").months
    ('2026-09-30', 6)
    >>> parse_period("last-12-months", newest=parse_period("2026-09")).name
    '2025-10..2026-09'
    >>> parse_period("Sep 2026").name, parse_period("Q3 2026").name, parse_period("2026-Q1", year_starts=2).start
    ('2026-09', '2026-Q3', datetime.date(2025, 2, 1))
    """
    if not isinstance(text, str):
        raise PeriodError(_no_text(text))
    asked = re.sub(r"[\s_]+", "-", text.strip().casefold())
    try:
        found = _month(asked) or _of_year(asked, year_starts) or _span(asked, text)
    except ValueError:
        found = None
    if found is None and newest is not None:
        found = _last_months(asked, newest) or _relative(asked, newest, year_starts)
    if found is None:
        raise PeriodError(f'"{text}" is not a period.{did_you_mean(asked, RELATIVE)} {_GRAMMAR}')
    return found


def is_relative(text: object) -> bool:
    """Whether a period is one that the last complete month settles, such as last-12-months.

    >>> is_relative("last-12-months"), is_relative("ytd"), is_relative("2026-09")
    (True, True, False)
    """
    return isinstance(text, str) and text.strip().casefold().startswith(("last", "this", "ytd"))


def published_period(name: str, first_day: date) -> Period:
    """The period of a name that begins with a day, which tells its fiscal year. Raises PeriodError.

    >>> published_period("2027-Q2", date(2026, 5, 1)).year_starts
    2
    """
    plain = parse_period(name)
    if plain.grain not in _OF_YEARS:
        return plain
    return parse_period(name, year_starts=(first_day.month - plain.start.month) % 12 + 1)


def _no_text(given: object) -> str:
    """What to say of a period that is no text."""
    if isinstance(given, date) and given == given:  # noqa: PLR0124  # pandas' NaT is a date, and unlike itself
        return f'{given!r} is a day, not a period. Its month is "{_month_name(given)}". {_GRAMMAR}'
    return f"{_shown(given)} is not a period: give a text, or a Period. {_GRAMMAR}"


def period_of(day: date, grain: Grain = "month", year_starts: int = 1) -> Period:
    """The month, quarter or year that holds the day; of a fiscal year that begins with the month `year_starts`.

    >>> period_of(date(2026, 9, 28), "quarter").name, period_of(date(2026, 9, 28), "quarter", year_starts=2).name
    ('2026-Q3', '2027-Q3')
    """
    length, offset = MONTHS[grain], (year_starts - 1) % MONTHS[grain]
    return _of((_ordinal(day) - offset) // length * length + offset, length, grain, year_starts)


def last_complete(today: date, newest_day: date, grain: Grain = "month", year_starts: int = 1) -> Period:
    """The last period that ended both before today and not after the newest day in the data.

    >>> last_complete(date(2026, 11, 22), newest_day=date(2026, 9, 30)).name
    '2026-09'
    """
    reached = today if newest_day >= today else newest_day + timedelta(days=1)
    return period_of(reached, grain, year_starts).previous()


def _month(text: str) -> Period | None:
    """2026-09, 2026-9, sep-2026 or 2026-september."""
    if match := re.fullmatch(r"([0-9]{4})-([0-9]{1,2}|[a-z]+)", text) or re.fullmatch(r"([a-z]+)-([0-9]{4})", text):
        one, other = match.groups()
        year, month = (one, other) if one.isdigit() else (other, one)
        number = int(month) if month.isdigit() else _NUMBERS.get(month)
        return period_of(date(int(year), number, 1)) if number else None
    return None


def _of_year(text: str, year_starts: int) -> Period | None:
    """2026-Q3, 2026Q3, Q3-2026 or 2026: a quarter or a year, of the fiscal year."""
    quarter = re.fullmatch(r"([0-9]{4})-?q([1-4])", text) or re.fullmatch(r"q([1-4])-?([0-9]{4})", text)
    if quarter:
        one, other = sorted(quarter.groups(), key=len)
        return _of(int(other) * 12 + 3 * (int(one) - 1) + _ahead(year_starts), 3, "quarter", year_starts)
    if re.fullmatch(r"[0-9]{4}", text):
        return _of(int(text) * 12 + _ahead(year_starts), 12, "year", year_starts)
    return None


def _span(text: str, asked: str) -> Period | None:
    first, dots, last = text.partition("..")
    months = _month(first.strip("-")), _month(last.strip("-"))
    if not dots or None in months:
        return None
    one, other = (_ordinal(each.start) for each in months if each)
    if other < one:
        raise PeriodError(f'"{asked}" ends before it starts. Write the earlier month first.')
    return _of(one, other - one + 1, "months")


def _last_months(text: str, newest: Period) -> Period | None:
    match = re.fullmatch(r"last-([0-9]{1,3})-months", text)
    if not match or not int(match[1]):
        return None
    return _of(_ordinal(newest.end) - int(match[1]), int(match[1]), "months")


def _relative(text: str, newest: Period, year_starts: int) -> Period | None:
    """The last complete, or the running, month, quarter or year; ytd is the year up to the last complete month."""
    if text == "ytd":
        begun = period_of(newest.start, "year", year_starts)
        return months_up_to(newest, _ordinal(newest.end) - _ordinal(begun.start))
    which, _, named = text.partition("-")
    grain: Grain | None = next((each for each in _CALENDAR if each == named), None)
    if which not in ("last", "this") or grain is None:
        return None
    running = period_of(newest.end, grain, year_starts)
    return running if which == "this" else running.previous()


def _month_name(day: date) -> str:
    return f"{day.year:04}-{day.month:02}"


def _ordinal(day: date) -> int:
    """Months since the year 0."""
    return day.year * 12 + day.month - 1


def _ahead(year_starts: int) -> int:
    """By how many months a fiscal year begins after the January of the year that it is called after, below 0."""
    return (year_starts - 1) - 12 * (year_starts > 1)


def _of(first_month: int, months: int, grain: Grain, year_starts: int = 1) -> Period:
    """So many months; a month and a span know of no fiscal year."""
    starts = year_starts if grain in _OF_YEARS else 1
    try:
        return Period(_first_day(first_month), _first_day(first_month + months), grain, starts)
    except ValueError:
        raise PeriodError(f"No calendar reaches that far: years run from 1 to 9999. {_GRAMMAR}") from None


def _first_day(ordinal: int) -> date:
    return date(ordinal // 12, ordinal % 12 + 1, 1)
