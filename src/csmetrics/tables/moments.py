"""Texts to moments: ISO days and times, declared formats, counts since 1970 and the serial days of spreadsheets.

A moment is seconds since 1970 by the clock of the business, NEVER for a text that is none.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.arrays import nulls, numbers, to_arrow, truths
from csmetrics.periods import MONTH_NAMES, day_number
from csmetrics.tables.cells import matches
from csmetrics.tables.clock import NEVER, SECONDS, in_calendar, local

FOR_EVER = 2300  # from this year on the day is taken as it is written: it stands for no end, in every time zone
_ISO = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"([T ]([01][0-9]:[0-5][0-9]|2[0-3]:[0-5][0-9]|24:00)(:([0-5][0-9]|60)([.,][0-9]+)?)?"
    r"( ?(Z|UTC|[-+][0-9]{2}(:?[0-9]{2})?))?)?$"
)
_AFTER_MIDNIGHT = r"[T ]24:00:(0[1-9]|[1-5][0-9]|60|00[.,]0*[1-9])"
_CODES = {
    "Y": "(?P<Y>[0-9]{4})",
    "y": "(?P<y>[0-9]{2})",
    "m": "(?P<m>1[0-2]|0[1-9]|[1-9])",
    "d": "(?P<d>3[01]|[12][0-9]|0[1-9]|[1-9])",
    "H": "(?P<H>2[0-3]|[01][0-9]|[0-9])",
    "M": "(?P<M>[0-5][0-9]|[0-9])",
    "S": "(?P<S>[0-5][0-9]|[0-9])",
    "f": "(?P<f>[0-9]{1,6})",
    "z": "(?P<z>(?-i:Z)|(?P<sign>[-+])(?P<zh>[0-9]{2}):?(?P<zm>[0-5][0-9]))",
    "%": "%",
}
_MIDNIGHT = _CODES | {"H": "(?P<H>24)"}
_SHORT = [name[:3].casefold() for name in MONTH_NAMES]
_MONTHS = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTH_NAMES)
_YEAR_MONTH = re.compile(r"(?P<Y>[0-9]{4})[-/.]?(?P<m>0[1-9]|1[0-2])")
_MONTH_YEAR = re.compile(rf"(?:(?P<m>0?[1-9]|1[0-2])[-/.]|(?P<b>{_MONTHS})\.?[-, /]*)(?P<Y>[0-9]{{4}})", re.IGNORECASE)
_NAME_AND_TWO_DIGITS = re.compile(rf"(?P<b>{_MONTHS})\.?[-' ](?P<y>[0-9]{{2}})", re.IGNORECASE)  # as spreadsheets write
_PIVOT = 69  # of years of two digits: 69 is 1969, 68 is 2068
_NUMBER = r"^-?[0-9]{1,15}(\.[0-9]+)?$"
_LARGEST = 1e15
_SERIAL_OF_1970, _FIRST_SERIAL = 25_569, 61  # before 1 March 1900 spreadsheets disagree on the day
_LEAST = {"seconds": 1e7, "milliseconds": 1e11}  # smaller ones count something else
_DAY_ENDS, _LAST_MINUTE = 24, 59
_NO_ZONE = SECONDS  # no clock is a whole day ahead


def iso_moments(names: pa.Array, timezone: str, *, ends: bool = False) -> np.ndarray:
    """The moments of ISO days and times; with `ends` 24:00 is the last second of its day."""
    moments = np.full(len(names), NEVER, dtype=np.int64)
    known = matches(names, _ISO)
    moments[known] = _iso(names.filter(to_arrow(known)), timezone, ends=ends)
    return moments


def declared_moments(names: pa.Array, form: str, timezone: str, *, ends: bool = False) -> np.ndarray:
    """The moments of texts in a format of strptime."""
    moments = np.full(len(names), NEVER, dtype=np.int64)
    pattern = _pattern(form, _CODES)
    if pattern:
        moments = _matched(names, pattern, timezone, ends=ends)
    zone = ZoneInfo(timezone)
    for at in np.flatnonzero(moments == NEVER):  # no dates at all, or codes that are words
        moments[at] = _moment(names[int(at)].as_py(), form, zone)
    midnight = _pattern(form, _MIDNIGHT) if "%H" in form else ""
    rest = moments == NEVER
    if midnight and rest.any():
        moments[rest] = _matched(names.filter(to_arrow(rest)), midnight, timezone, ends=ends)
    return moments


def month_moments(names: pa.Array) -> np.ndarray:
    """The first moments of months that are written without a day, in a way that can be read in one way alone.

    >>> moments = month_moments(pa.array(["2026-09", "202609", "9/2026", "Sep 2026", "Sep-26", "09-26"]))
    >>> [None if moment == NEVER else int(moment) for moment in moments]
    [1788220800, 1788220800, 1788220800, 1788220800, 1788220800, None]
    """
    firsts = [_first_of_month(text) for text in names.to_pylist()]
    return np.array([NEVER if day is None else day_number(day) * SECONDS for day in firsts], dtype=np.int64)


def _first_of_month(text: str) -> date | None:
    found = _YEAR_MONTH.fullmatch(text) or _MONTH_YEAR.fullmatch(text)
    if short := _NAME_AND_TWO_DIGITS.fullmatch(text):
        return date(_full_year(int(short["y"])), _month_of(short["b"]), 1)
    if not found or not int(found["Y"]):
        return None
    return date(int(found["Y"]), int(found["m"]) if found["m"] else _month_of(found["b"]), 1)


def _month_of(name: str) -> int:
    return _SHORT.index(name[:3].casefold()) + 1


def _full_year(two: int) -> int:
    return two + (2000 if two < _PIVOT else 1900)


def counted_moments(array: pa.ChunkedArray | pa.Array, unit: str, timezone: str, decimal: str = ".") -> np.ndarray:
    """The moments of numbers (or of their texts): seconds or milliseconds since 1970, or serial days."""
    if pa.types.is_string(array.type):
        texts = array if decimal == "." else pc.replace_substring(array, decimal, ".")
        array = pc.if_else(pc.match_substring_regex(texts, _NUMBER), texts, None)
    count = numbers(pc.cast(array, pa.float64()), np.float64, np.nan)
    usable = np.abs(count) < _LARGEST  # a blank is not
    count = np.where(usable, count, 0)
    if unit == "excel":
        usable &= count >= _FIRST_SERIAL
        seconds = np.floor((count - _SERIAL_OF_1970) * SECONDS + 0.5).astype(np.int64)
        return in_calendar(np.where(usable, seconds, NEVER))
    usable &= np.abs(count) >= _LEAST[unit]
    seconds = np.floor(count if unit == "seconds" else count / 1000).astype(np.int64)
    return local(np.where(usable, seconds, NEVER), timezone)


def _pattern(form: str, codes: dict[str, str]) -> str:
    """The format as a regular expression; empty where it has codes that are words, or the same thing twice."""
    used = [code for code in re.findall("%(.)", form) if code != "%"]
    if set(used) - set(codes) or len(set(used)) < len(used) or {"Y", "y"} <= set(used):
        return ""
    parts = re.split(r"(%.|\s+)", form)
    return "(?i)^" + "".join(_part(part, codes) for part in parts) + "$"


def _part(part: str, codes: dict[str, str]) -> str:
    if part.startswith("%"):
        return codes[part[1]]
    return r"\s+" if part.isspace() else re.escape(part)


def _moment(text: str, form: str, zone: ZoneInfo) -> int:
    """One text by strptime itself."""
    try:
        found = datetime.strptime(text, form)  # noqa: DTZ007  # most formats have no zone
        if found.year >= FOR_EVER:
            return day_number(found.date()) * SECONDS
        found = found.astimezone(zone) if found.tzinfo else found
    except (ValueError, OverflowError):
        return int(NEVER)
    return day_number(found.date()) * SECONDS + (found.hour * 60 + found.minute) * 60 + found.second


def _iso(names: pa.Array, timezone: str, *, ends: bool) -> np.ndarray:
    """The moments of texts that have the form of one, by the places at which their digits stand."""
    text = _Bytes.of(names)
    timed, seconds = text.size > len("2026-09-01"), text.at(16) == ord(":")
    hour, minute = (text.number(at, 2) * timed for at in (11, 14))
    second = text.number(17, 2) * (timed & seconds)
    midnight = hour == _DAY_ENDS
    if midnight.any():
        midnight &= ~matches(names, _AFTER_MIDNIGHT)
    year = text.number(0, 4)
    days, good = _days(year, text.number(5, 2), text.number(8, 2))
    good &= (hour < _DAY_ENDS) | midnight
    sign_at = [(text.at(back) == ord("+")) | (text.at(back) == ord("-")) for back in (-6, -5, -3)]
    aware = timed & (sign_at[0] | sign_at[1] | sign_at[2] | (text.at(-1) == ord("Z")) | (text.at(-1) == ord("C")))
    ahead = np.zeros(len(names), dtype=np.int64)
    for there, start, end in zip(sign_at, (-6, -5, -3), (-2, -2, 0), strict=True):
        if (there & aware).any():
            hours, minutes = text.number(start + 1, 2), text.number(end, 2) if end else np.int64(0)
            offset = np.where(text.at(start) == ord("-"), -1, 1) * (hours * 3600 + minutes * 60)
            good &= ~(there & aware) | ((hours < _DAY_ENDS) & (minutes <= _LAST_MINUTE))
            ahead = np.where(there & aware, offset, ahead)
    moments = _together(days, hour, minute, second, midnight if ends else None)
    return _Written(moments, days, year < FOR_EVER, good, np.where(aware, ahead, _NO_ZONE)).shown(timezone)


@dataclass(frozen=True, slots=True)
class _Bytes:
    """The letters of ASCII texts by their place, counted from the front or, below zero, from the back."""

    letters: np.ndarray
    begin: np.ndarray
    size: np.ndarray

    @classmethod
    def of(cls, texts: pa.Array) -> "_Bytes":
        ends = np.frombuffer(texts.buffers()[1], np.int32, len(texts) + 1, texts.offset * 4)
        letters = texts.buffers()[2]
        return cls(np.frombuffer(letters or b"", np.uint8), ends[:-1].astype(np.int64), np.diff(ends))

    def at(self, place: int) -> np.ndarray:
        """The letter at a place of each text; beyond the end any."""
        where = self.begin + (place if place >= 0 else place + self.size)
        return self.letters[np.minimum(where, len(self.letters) - 1)]

    def number(self, place: int, count: int) -> np.ndarray:
        """The digits from a place on as a number."""
        found = np.zeros(len(self.begin), dtype=np.int64)
        for at in range(place, place + count):
            found = found * 10 + self.at(at) - ord("0")
        return found


@dataclass(frozen=True, slots=True)
class _Written:
    """Moments as they are written: which are `near` and `good`, and by how much their own clock is `ahead` of UTC."""

    moments: np.ndarray
    days: np.ndarray
    near: np.ndarray
    good: np.ndarray
    ahead: np.ndarray

    def shown(self, timezone: str) -> np.ndarray:
        """The moments by the clock of the business."""
        moments = np.where(self.near, self.moments, self.days * SECONDS)
        zoned = np.flatnonzero(self.good & self.near & (self.ahead != _NO_ZONE))
        moments[zoned] = local(moments[zoned] - self.ahead[zoned], timezone)
        return np.where(self.good, in_calendar(moments), NEVER)


def _matched(names: pa.Array, pattern: str, timezone: str, *, ends: bool) -> np.ndarray:
    """The moments of the texts that a pattern matches, by its named groups."""
    found = pc.extract_regex(names, pattern)
    texts = dict(zip((field.name for field in found.type), found.flatten(), strict=True))
    part = {name: _whole(text) for name, text in texts.items() if name not in ("z", "sign", "f")}
    zero = np.zeros(len(names), dtype=np.int64)
    hour, minute, second, fraction = (part.get(name, zero) for name in ("H", "M", "S", "f"))
    midnight = (hour == _DAY_ENDS) & (minute == 0) & (second == 0) & (fraction == 0)
    year = part["Y"] if "Y" in part else part["y"] + np.where(part["y"] < _PIVOT, 2000, 1900)
    days, good = _days(year, part["m"], part["d"])
    good &= ~nulls(found) & ((hour < _DAY_ENDS) | midnight)
    moments = _together(days, hour, minute, second, midnight if ends else None)
    ahead = np.full(len(names), _NO_ZONE)
    if "z" in texts:
        ahead = np.where(_equal(texts["sign"], "-"), -1, 1) * (part["zh"] * 3600 + part["zm"] * 60)
        good &= part["zh"] < _DAY_ENDS
    return _Written(moments, days, year < FOR_EVER, good, ahead).shown(timezone)


def _together(
    days: np.ndarray, hour: np.ndarray, minute: np.ndarray, second: np.ndarray, ends: np.ndarray | None
) -> np.ndarray:
    """Seconds since 1970; where a day `ends` one second less."""
    moments: np.ndarray = days * SECONDS + hour * 3600 + minute * 60 + np.minimum(second, _LAST_MINUTE)  # a leap second
    return moments if ends is None else moments - ends


def _equal(texts: pa.Array, text: str) -> np.ndarray:
    """Where a text is a certain one."""
    return truths(pc.equal(texts, text))


def _whole(texts: pa.Array) -> np.ndarray:
    """Digits as numbers, 0 where there are none."""
    return numbers(pc.cast(pc.if_else(pc.equal(texts, ""), "0", texts), pa.int64()), np.int64, 0)


def _days(year: np.ndarray, month: np.ndarray, day: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Days since 1970, and which of them are in the calendar."""
    months = (year - 1970) * 12 + month - 1
    first = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    length = (months + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) - first
    good = (year >= 1) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= length)  # noqa: PLR2004  # months
    return first + day - 1, good
