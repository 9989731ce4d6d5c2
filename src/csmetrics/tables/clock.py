"""What the clock of a time zone shows at a moment, for many moments at once and for every year there is."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from csmetrics.periods import day_number

NEVER = np.iinfo(np.int64).min  # no moment
SECONDS = 86_400  # a day
FIRST_DAY, LAST_DAY = day_number(date.min), day_number(date.max)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def in_calendar(moments: np.ndarray) -> np.ndarray:
    """The moments, NEVER for those that lie outside the years 1 to 9999."""
    outside = (moments < FIRST_DAY * SECONDS) | (moments >= (LAST_DAY + 1) * SECONDS)
    return np.where(outside, NEVER, moments)


def local(moments: np.ndarray, timezone: str) -> np.ndarray:
    """Seconds since 1970 in UTC as seconds since 1970 by the clock of a time zone.

    >>> [int(each) for each in local(np.array([0, 1_767_225_600]), "Europe/Berlin") // 3600]
    [1, 490897]
    """
    moments = in_calendar(moments)
    if timezone == "UTC" or not len(moments):
        return moments
    zone = ZoneInfo(timezone)
    days, place = np.unique(moments[moments != NEVER] // SECONDS, return_inverse=True)
    begin, end = (np.array([_offset(int(day) * SECONDS, zone) for day in each]) for each in (days, days + 1))
    shifted = moments.copy()
    known = np.flatnonzero(moments != NEVER)
    shifted[known] += begin[place]
    for at in known[(begin != end)[place]]:  # the clock is put forward or back on this day
        shifted[at] = moments[at] + _offset(int(moments[at]), zone)
    return in_calendar(shifted)


def _offset(moment: int, zone: ZoneInfo) -> int:
    """By how many seconds the clock is ahead of UTC at a moment."""
    try:
        ahead = (_EPOCH + timedelta(seconds=moment)).astimezone(zone).utcoffset()
    except OverflowError:  # at the very ends of the calendar
        ahead = zone.utcoffset(datetime.min if moment < 0 else datetime.max)  # noqa: DTZ901  # by its own clock
    return round(ahead.total_seconds()) if ahead is not None else 0
