"""Dates as day numbers: ISO days and times, declared formats, typed columns; what can be read two ways is refused."""

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.columns import Column
from csmetrics.periods import day_number
from csmetrics.tables.arrays import nulls, numbers, to_arrow
from csmetrics.tables.cells import NO_DAY, Cells, Fault, Settings, encode, matches

if TYPE_CHECKING:
    import pandas as pd

_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_TIME = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([01][0-9]|2[0-3]):[0-5][0-9](:([0-5][0-9]|60)([.,][0-9]+)?)?$"
_ZONED = _TIME[:-1] + r" ?(Z|UTC|[-+][0-9]{2}:?([0-9]{2})?)$"
_FAR = r"^(2[3-9]|[3-9][0-9])[0-9]{2}-"
_OTHER = r"^[0-9]{1,2}([/.-])[0-9]{1,2}[/.-]([0-9]{4}|[0-9]{2})"
_IMPOSSIBLE, _DAY_FIRST, _MONTH_FIRST, _TWO_WAYS = 1, 2, 3, 4
_SECONDS = 86_400
_NEVER = np.iinfo(np.int64).min  # no moment
_MONTHS_A_YEAR = 12


def read_date(array: pa.ChunkedArray, _column: Column, settings: Settings) -> Cells:
    """Days since 1970-01-01; blank is NO_DAY. A time counts in the declared timezone before its day is taken."""
    if pa.types.is_date(array.type):
        return Cells(numbers(pc.cast(array, pa.date32()), np.int32, NO_DAY), nulls(array))
    if pa.types.is_timestamp(array.type):
        return _typed_moments(array, settings)
    encoded = encode(array)
    codes, names = encoded.codes, encoded.names()
    moments = _declared(names, settings) if settings.table.date_format else _iso(names, settings)
    kinds = np.append(_kinds(names, moments, settings), 0)
    found = [kind for kind in np.unique(kinds) if kind]
    faults = [_fault(int(kind), kinds[codes] == kind, names, kinds, settings) for kind in found]
    moments = np.append(moments, _NEVER)[codes]
    return Cells(_days(moments), codes < 0, faults, seconds=_seconds(moments))


def _typed_moments(array: pa.ChunkedArray, settings: Settings) -> Cells:
    local = array
    if array.type.tz is not None:
        local = pc.local_timestamp(pc.cast(array, pa.timestamp(array.type.unit, settings.timezone)))
    whole = pc.cast(pc.floor_temporal(local, unit="second"), pa.timestamp("s"))
    moments = numbers(pc.cast(whole, pa.int64()), np.int64, _NEVER)
    return Cells(_days(moments), nulls(array), seconds=_seconds(moments))


def _days(moments: np.ndarray) -> np.ndarray:
    return np.where(moments == _NEVER, NO_DAY, moments // _SECONDS).astype(np.int32)


def _seconds(moments: np.ndarray) -> np.ndarray | None:
    """The second of the day of each moment; None where no time is given at all."""
    seconds = (moments % _SECONDS).astype(np.int32)
    return seconds if seconds[moments != _NEVER].any() else None


def _kinds(names: pa.Array, moments: np.ndarray, settings: Settings) -> np.ndarray:
    """What is wrong with each distinct text, 0 for nothing."""
    kinds = np.where(moments == _NEVER, _IMPOSSIBLE, 0)
    if settings.table.date_format:
        return kinds
    other = matches(names, _OTHER)
    for at in np.flatnonzero(other):
        first, second = (int(part) for part in re.split(r"[/.-]", names[int(at)].as_py())[:2])
        one_way = _DAY_FIRST if first > _MONTHS_A_YEAR else _MONTH_FIRST if second > _MONTHS_A_YEAR else _TWO_WAYS
        kinds[at] = one_way if min(first, second) <= _MONTHS_A_YEAR else _IMPOSSIBLE
    return kinds


def _fault(kind: int, mask: np.ndarray, names: pa.Array, kinds: np.ndarray, settings: Settings) -> Fault:
    """The fault in words; a form of writing dates that is not declared concerns the file as a whole."""
    if kind == _IMPOSSIBLE:
        declared = settings.table.date_format
        form = f"Write it as {declared} says" if declared else "Write 2026-09-01"
        return Fault(mask, "not a date", f"{form}, or declare date_format: in csmetrics.yaml.")
    form = names[int(np.flatnonzero(kinds == kind)[0])].as_py()
    day_first, month_first = _forms(form)
    if kind == _TWO_WAYS:
        fix = f"Declare date_format: {day_first} (day first) or {month_first} (month first) in csmetrics.yaml."
        return Fault(mask, "a date that can be read two ways", fix, whole_file=True)
    fix = f"Declare date_format: {day_first if kind == _DAY_FIRST else month_first} in csmetrics.yaml."
    return Fault(mask, "a date that is not written as 2026-09-01", fix, whole_file=True)


def _forms(text: str) -> tuple[str, str]:
    """The two formats, day first and month first, in the manner of a date."""
    match = re.match(_OTHER, text)
    sign, year = (match[1], "%Y" if len(match[2]) > 2 else "%y") if match else ("/", "%Y")  # noqa: PLR2004
    return f'"%d{sign}%m{sign}{year}"', f'"%m{sign}%d{sign}{year}"'


def _iso(names: pa.Array, settings: Settings) -> np.ndarray:
    """The local moment of each ISO day or time in seconds since 1970; _NEVER for other texts."""
    moments = np.full(len(names), _NEVER, dtype=np.int64)
    plain, timed, zoned = (matches(names, pattern) for pattern in (_DAY, _TIME, _ZONED))
    far = matches(names, _FAR)  # 9999-12-31 means for ever, in every timezone, and is more than some clocks can hold
    plain, timed, zoned = plain | (far & (timed | zoned)), timed & ~far, zoned & ~far
    moments[plain] = _iso_days(pc.utf8_slice_codeunits(names.filter(to_arrow(plain)), 0, 10))
    if timed.any():
        moments[timed] = _parsed(_normal(names, timed), None, None)
    if zoned.any():
        moments[zoned] = _parsed(_normal(names, zoned), None, settings.timezone)
    return moments


def _declared(names: pa.Array, settings: Settings) -> np.ndarray:
    """The same for texts in the declared format."""
    form = settings.table.date_format or ""
    moments = _parsed(names.to_pandas(), form, settings.timezone if "%z" in form else None)
    for at in np.flatnonzero(moments == _NEVER):  # no dates at all, or some beyond what pandas holds
        moments[at] = _far_moment(names[int(at)].as_py(), form)
    return moments


def _far_moment(text: str, form: str) -> int:
    try:
        return day_number(datetime.strptime(text, form).date()) * _SECONDS  # noqa: DTZ007  # the day alone is taken
    except ValueError:
        return int(_NEVER)


def _normal(names: pa.Array, chosen: np.ndarray) -> "pd.Series":
    """ISO times in the one way that pandas reads."""
    texts = names.filter(to_arrow(chosen)).to_pandas()
    return texts.str.replace(",", ".", regex=False).str.replace(" ?UTC$", "Z", regex=True)


def _parsed(texts: "pd.Series", form: str | None, timezone: str | None) -> np.ndarray:
    """Seconds since 1970 by the clock of the timezone, if the texts carry an offset, else by their own."""
    import pandas as pd  # noqa: PLC0415  # heavy, and plain ISO days do without

    try:
        moments = pd.to_datetime(texts, format=form or "ISO8601", errors="coerce", utc=True)
    except ValueError:
        return np.full(len(texts), _NEVER, dtype=np.int64)
    seconds = moments.dt.tz_localize(None).to_numpy(dtype="datetime64[s]", copy=True)
    if timezone:
        near = (moments.dt.year < date.max.year).to_numpy()
        seconds[near] = moments[near].dt.tz_convert(timezone).dt.tz_localize(None).to_numpy(dtype="datetime64[s]")
    return np.where(np.isnat(seconds), _NEVER, seconds.astype(np.int64))


def _iso_days(texts: pa.Array) -> np.ndarray:
    """Seconds since 1970 of ISO days; the few thousand distinct days that a file holds are read one by one."""
    return np.array([_iso_day(text) for text in texts.to_pylist()], dtype=np.int64)


def _iso_day(text: str) -> int:
    try:
        return day_number(date.fromisoformat(text)) * _SECONDS
    except ValueError:
        return int(_NEVER)
