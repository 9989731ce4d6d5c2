"""Periods: half-open spans of days, and the words in which people ask for them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from csmetrics.errors import PeriodError

Grain = Literal["month", "quarter", "year", "months"]
MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "year": 12}
EPOCH = date(1970, 1, 1)

_GRAMMAR = "Write 2026-09, 2026-Q3, 2026, 2026-01..2026-06 or last-12-months."
_MONTH = r"([0-9]{4})-([0-9]{2})"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_FOR_EVER = date(2300, 1, 1)
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """A span of whole months: the first day belongs to it, the `end` day does not.

    >>> quarter = Period(date(2026, 7, 1), date(2026, 10, 1), "quarter")
    >>> quarter.name, quarter.months, quarter.last_day.isoformat(), quarter.previous().name
    ('2026-Q3', 3, '2026-09-30', '2026-Q2')
    """

    start: date
    end: date
    grain: Grain = "month"

    def __repr__(self) -> str:
        """Its name: <Period 2026-09>."""
        return f"<Period {self.name}>"

    @property
    def name(self) -> str:
        """The period as one would type it: 2026-09, 2026-Q3, 2026 or 2026-01..2026-06."""
        if self.grain == "year":
            return f"{self.start.year:04}"
        if self.grain == "quarter":
            return f"{self.start.year:04}-Q{(self.start.month + 2) // 3}"
        if self.grain == "month":
            return _month_name(self.start)
        return f"{_month_name(self.start)}..{_month_name(self.last_day)}"

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
        return _of(first, self.months, self.grain)

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


def parse_period(text: object, newest: Period | None = None) -> Period:
    """The period that a person asked for; `newest` is the month that last-12-months ends with. Raises PeriodError.

    >>> parse_period("2026-Q3").last_day.isoformat(), parse_period("2026-01..2026-06").months
    ('2026-09-30', 6)
    >>> parse_period("last-12-months", newest=parse_period("2026-09")).name
    '2025-10..2026-09'
    """
    if not isinstance(text, str):
        raise PeriodError(_no_text(text))
    asked = text.strip()
    try:
        found = _calendar_period(asked) or _span(asked) or _last_months(asked, newest)
    except ValueError:
        found = None
    if found is None:
        raise PeriodError(f'"{text}" is not a period. {_GRAMMAR}')
    return found


def _no_text(given: object) -> str:
    """What to say of a period that is no text."""
    if isinstance(given, date) and given == given:  # noqa: PLR0124  # pandas' NaT is a date, and unlike itself
        return f'{given!r} is a day, not a period. Its month is "{_month_name(given)}". {_GRAMMAR}'
    return f"{_shown(given)} is not a period: give a text, or a Period. {_GRAMMAR}"


def period_of(day: date, grain: Grain = "month") -> Period:
    """The month, quarter or year that holds the day."""
    length = MONTHS[grain]
    return _of(_ordinal(day) // length * length, length, grain)


def last_complete(today: date, newest_day: date, grain: Grain = "month") -> Period:
    """The last period that ended both before today and not after the newest day in the data.

    >>> last_complete(date(2026, 11, 22), newest_day=date(2026, 9, 30)).name
    '2026-09'
    """
    reached = today if newest_day >= today else newest_day + timedelta(days=1)
    return period_of(reached, grain).previous()


def _calendar_period(text: str) -> Period | None:
    if match := re.fullmatch(_MONTH, text):
        return period_of(date(int(match[1]), int(match[2]), 1))
    if match := re.fullmatch(r"([0-9]{4})-[Qq]([1-4])", text):
        return period_of(date(int(match[1]), 3 * int(match[2]), 1), "quarter")
    if re.fullmatch(r"[0-9]{4}", text):
        return period_of(date(int(text), 1, 1), "year")
    return None


def _span(text: str) -> Period | None:
    match = re.fullmatch(rf"{_MONTH}\.\.{_MONTH}", text)
    if not match:
        return None
    first, last = date(int(match[1]), int(match[2]), 1), date(int(match[3]), int(match[4]), 1)
    if last < first:
        raise PeriodError(f'"{text}" ends before it starts. Write the earlier month first.')
    return _of(_ordinal(first), _ordinal(last) - _ordinal(first) + 1, "months")


def _last_months(text: str, newest: Period | None) -> Period | None:
    match = re.fullmatch(r"last-([0-9]{1,3})-months", text)
    if not match or newest is None or not int(match[1]):
        return None
    return _of(_ordinal(newest.end) - int(match[1]), int(match[1]), "months")


def _month_name(day: date) -> str:
    return f"{day.year:04}-{day.month:02}"


def _ordinal(day: date) -> int:
    """Months since the year 0."""
    return day.year * 12 + day.month - 1


def _of(first_month: int, months: int, grain: Grain) -> Period:
    try:
        return Period(_first_day(first_month), _first_day(first_month + months), grain)
    except ValueError:
        raise PeriodError(f"No calendar reaches that far: years run from 1 to 9999. {_GRAMMAR}") from None


def _first_day(ordinal: int) -> date:
    return date(ordinal // 12, ordinal % 12 + 1, 1)
