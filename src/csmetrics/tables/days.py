"""Dates as day numbers: ISO days and times, declared formats, typed columns; what can be read two ways is refused."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.arrays import nulls, numbers
from csmetrics.columns import Column
from csmetrics.config.scalars import COUNTED_DATES
from csmetrics.tables.cells import NO_DAY, Cells, CellSettings, Fault, encode
from csmetrics.tables.clock import FIRST_DAY, LAST_DAY, NEVER, SECONDS, in_calendar, local
from csmetrics.tables.date_formats import forms_of, ways_to_read
from csmetrics.tables.moments import counted_moments, declared_moments, iso_moments, month_moments

ENDS = (
    "end_date",
    "trial_end_date",
    "service_end",
)  # a time in the last minute of one is the end of that day: the next day is it
_LAST_MINUTE = SECONDS - 60
_TWO_WAYS, _NOT_ISO = "a date that can be read two ways", "a date that is not written as 2026-09-01"
_WORDS = {
    "seconds": "seconds since 1970, such as 1788220800",
    "milliseconds": "milliseconds since 1970, such as 1788220800000",
    "excel": "the number of a spreadsheet's day, such as 46266",
}


def read_date(array: pa.ChunkedArray, column: Column, settings: CellSettings) -> Cells:
    """Days since 1970-01-01; blank is NO_DAY. A time counts in the declared timezone before its day is taken."""
    if pa.types.is_date(array.type):
        return _typed_days(array)
    if pa.types.is_timestamp(array.type):
        return _typed_moments(array, column, settings)
    form = settings.form.date_format
    if form in COUNTED_DATES and _is_number(array.type):
        moments = counted_moments(array, form, settings.timezone)
        return _cells(moments, nulls(array), [_no_date((moments == NEVER) & ~nulls(array), form)], column)
    encoded = encode(array)
    codes, names = encoded.codes, encoded.names
    moments = _moments(names, settings, ends=column.name in ENDS)
    if column.month:
        moments = np.where(moments == NEVER, month_moments(names), moments)
    wrong = np.append(moments == NEVER, False)
    faults = _faults(wrong[codes], codes, names, np.flatnonzero(wrong[:-1]), form) if wrong.any() else []
    return _cells(np.append(moments, NEVER)[codes], codes < 0, faults, column)


def _moments(names: pa.Array, settings: CellSettings, *, ends: bool) -> np.ndarray:
    """The local moment of each distinct text in seconds since 1970, NEVER for one that is none."""
    form = settings.form.date_format
    if form is None:
        return iso_moments(names, settings.timezone, ends=ends)
    if form in COUNTED_DATES:
        return counted_moments(names, form, settings.timezone, settings.form.decimal or ".")
    return declared_moments(names, form, settings.timezone, ends=ends)


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _typed_days(array: pa.ChunkedArray) -> Cells:
    if pa.types.is_date64(array.type):
        days = numbers(pc.cast(array, pa.int64()), np.int64, 0) // (SECONDS * 1000)
    else:
        days = numbers(array, np.int32, 0)
    blank = nulls(array)
    outside = ((days < FIRST_DAY) | (days > LAST_DAY)) & ~blank
    return Cells(np.where(blank | outside, NO_DAY, days).astype(np.int32), blank, [_no_date(outside, None)])


def _typed_moments(array: pa.ChunkedArray, column: Column, settings: CellSettings) -> Cells:
    whole = pc.cast(pc.floor_temporal(array, unit="second"), pa.timestamp("s", array.type.tz))
    moments = numbers(pc.cast(whole, pa.int64()), np.int64, NEVER)
    moments = in_calendar(moments) if array.type.tz is None else local(moments, settings.timezone)
    blank = nulls(array)
    return _cells(moments, blank, [_no_date((moments == NEVER) & ~blank, None)], column)


def _cells(moments: np.ndarray, blank: np.ndarray, faults: list[Fault], column: Column) -> Cells:
    """The days of moments; an end in the last minute of a day is the day after, and `moved` says so."""
    there = moments != NEVER
    days, seconds = np.where(there, moments // SECONDS, NO_DAY), np.where(there, moments % SECONDS, 0)
    if not seconds.any():
        return Cells(days.astype(np.int32), blank, faults)
    moved = (seconds >= _LAST_MINUTE) & (days < LAST_DAY) if column.name in ENDS else np.zeros(len(days), dtype=bool)
    return Cells((days + moved).astype(np.int32), blank, faults, seconds=seconds.astype(np.int32), moved=moved)


def _no_date(mask: np.ndarray, form: str | None) -> Fault:
    """Cells that are no dates."""
    written = f"Write {_WORDS[form]}" if form in _WORDS else f"Write it as {form} says" if form else "Write 2026-09-01"
    return Fault(mask, "not a date", f"{written}, or declare date_format: in csmetrics.yaml.")


def _faults(mask: np.ndarray, codes: np.ndarray, names: pa.Array, wrong: np.ndarray, form: str | None) -> list[Fault]:
    """What is wrong with cells; a form of writing dates that is not declared concerns the file as a whole."""
    if form:
        return [_no_date(mask, form)]
    texts = names.take(pa.array(wrong)).to_pylist()
    ways = [ways_to_read(text) for text in texts]
    other = [at for at, count in zip(wrong.tolist(), ways, strict=True) if count]
    example = next((text for text, count in zip(texts, ways, strict=True) if count), texts[0])
    forms = forms_of(names.to_pylist(), example) if len(wrong) == len(names) or other else ()
    if forms:
        telling = [at for at, count in zip(wrong.tolist(), ways, strict=True) if count == 1]
        return [_declare(np.isin(codes, telling) if telling else mask, forms)]
    if not other:
        return [_no_date(mask, None)]
    another = np.isin(codes, other)
    problem = _TWO_WAYS if ways_to_read(example) > 1 else _NOT_ISO
    fix = f"No date_format reads every cell of the column{_stops(names)}. Write all dates in one way: 2026-09-01."
    return [Fault(another, problem, fix, whole_file=True), _no_date(mask & ~another, None)]


def _declare(mask: np.ndarray, forms: Sequence[str]) -> Fault:
    """The formats that read every cell of a column; two of them are a question."""
    shown = [form if form in COUNTED_DATES else f'"{form}"' for form in forms]
    if len(shown) > 1:
        fix = f"Declare date_format: {shown[0]} (day first) or {shown[1]} (month first) in csmetrics.yaml."
        return Fault(mask, _TWO_WAYS, fix, whole_file=True)
    problem = "a number where a date belongs" if forms[0] in COUNTED_DATES else _NOT_ISO
    return Fault(mask, problem, f"Declare date_format: {shown[0]} in csmetrics.yaml.", whole_file=True)


def _stops(names: pa.Array) -> str:
    """A cell that is written as it should be, which no other format would read."""
    plain = next((text for text in names.to_pylist() if _is_iso_day(text)), None)
    return f', such as "{plain}"' if plain else ""


def _is_iso_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
