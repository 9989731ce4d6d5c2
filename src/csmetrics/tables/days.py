"""Dates as day numbers: ISO days and times, declared formats, typed columns; what can be read two ways is refused."""

from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.columns import Column
from csmetrics.periods import day_number
from csmetrics.tables.cells import NO_DAY, Cells, Fault, Settings, encode, matches, nulls

_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_TIME = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([01][0-9]|2[0-3]):[0-5][0-9](:([0-5][0-9]|60)([.,][0-9]+)?)?$"
_ZONED = _TIME[:-1] + r" ?(Z|UTC|[-+][0-9]{2}:?([0-9]{2})?)$"
_AMBIGUOUS = r"^[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4}"
_IMPOSSIBLE, _TWO_WAYS = 1, 2


def read_date(array: pa.ChunkedArray, _column: Column, settings: Settings) -> Cells:
    """Days since 1970-01-01; blank is NO_DAY. A time counts in the declared timezone before its day is taken."""
    if pa.types.is_date(array.type):
        return _days(pc.cast(array, pa.date32()))
    if pa.types.is_timestamp(array.type):
        local = array if array.type.tz is None else pc.local_timestamp(pc.cast(array, _zoned(array, settings)))
        return _days(pc.cast(pc.floor_temporal(local, unit="day"), pa.date32()))
    codes, names = encode(array)
    days, problems = _text_days(names, settings)
    lookup = np.append(days, NO_DAY).astype(np.int32)
    kinds = np.append(problems, 0)
    faults = [
        Fault(kinds[codes] == kind, problem, fix, whole_file=kind == _TWO_WAYS)
        for kind, (problem, fix) in _date_faults(settings).items()
    ]
    return Cells(lookup[codes], codes < 0, faults)


def _date_faults(settings: Settings) -> dict[int, tuple[str, str]]:
    declared = settings.table.date_format
    form = f"Write it as {declared} says" if declared else "Write 2026-09-01"
    return {
        _IMPOSSIBLE: ("not a date", f"{form}, or declare date_format: in csmetrics.yaml."),
        _TWO_WAYS: (
            "a date that can be read two ways",
            'Declare date_format: "%d/%m/%Y" (day first) or "%m/%d/%Y" (month first) in csmetrics.yaml.',
        ),
    }


def _text_days(names: pa.Array, settings: Settings) -> tuple[np.ndarray, np.ndarray]:
    """Day number and kind of fault (0 for none) of each distinct text."""
    if settings.table.date_format:
        return _declared_days(names, settings)
    plain = matches(names, _DAY) | matches(names, _TIME)
    zoned = matches(names, _ZONED)
    days = np.full(len(names), NO_DAY, dtype=np.int64)
    days[plain] = _iso_days(pc.utf8_slice_codeunits(names.filter(pa.array(plain)), 0, 10))
    if zoned.any():
        days[zoned] = _instants(names.filter(pa.array(zoned)), settings)
    kinds = np.where(days == NO_DAY, _IMPOSSIBLE, 0)
    return days, np.where(matches(names, _AMBIGUOUS), _TWO_WAYS, kinds)


def _declared_days(names: pa.Array, settings: Settings) -> tuple[np.ndarray, np.ndarray]:
    try:
        moments = pd.to_datetime(names.to_pandas(), format=settings.table.date_format, errors="coerce")
    except ValueError:
        return np.full(len(names), NO_DAY), np.full(len(names), _IMPOSSIBLE)
    if moments.dt.tz is not None:
        moments = moments.dt.tz_convert(settings.timezone).dt.tz_localize(None)
    days = _day_numbers(moments)
    return days, np.where(days == NO_DAY, _IMPOSSIBLE, 0)


def _instants(texts: pa.Array, settings: Settings) -> np.ndarray:
    plain = texts.to_pandas().str.replace(",", ".", regex=False).str.replace(" ?UTC$", "Z", regex=True)
    moments = pd.to_datetime(plain, format="ISO8601", utc=True, errors="coerce")
    return _day_numbers(moments.dt.tz_convert(settings.timezone).dt.tz_localize(None))


def _day_numbers(moments: pd.Series) -> np.ndarray:
    days = moments.to_numpy(dtype="datetime64[s]").astype("datetime64[D]")
    return np.where(np.isnat(days), NO_DAY, days.astype(np.int64))


def _iso_days(texts: pa.Array) -> np.ndarray:
    """Day numbers of ISO days; the few thousand distinct days that a file holds are read one by one."""
    encoded = texts.dictionary_encode()
    days = np.array([_iso_day(text) for text in encoded.dictionary.to_pylist()], dtype=np.int64)
    return days[encoded.indices.to_numpy()] if len(days) else days


def _iso_day(text: str) -> int:
    try:
        return day_number(date.fromisoformat(text))
    except ValueError:
        return NO_DAY


def _days(array: pa.ChunkedArray) -> Cells:
    blank = nulls(array)
    days = pc.fill_null(pc.cast(array, pa.int32()), NO_DAY)
    return Cells(days.to_numpy(), blank)


def _zoned(array: pa.ChunkedArray, settings: Settings) -> pa.DataType:
    return pa.timestamp(array.type.unit, settings.timezone)
