"""Numbers: money, quantities, counts and scores, from typed columns or from text."""

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.arrays import nulls, numbers, texts_to_arrow, to_arrow, widths
from csmetrics.columns import Column
from csmetrics.config import Config
from csmetrics.tables.cells import NO_SCORE, Cells, CellSettings, Fault, matches
from csmetrics.tables.currency import MICROS, currencies_of, few_decimals, micros_of
from csmetrics.tables.rows import Coded
from csmetrics.tables.written_numbers import PLAIN, WrittenNumbers, held, not_finite, read_written

_LARGEST = 9.0e12  # units of money that int64 millionths can hold
_LARGEST_COUNT = 10_000
_LARGEST_SCORE = 1_000_000
_MILLS, _CLOSE = 1_000, 1e-7  # parts of a unit with three decimals, and how far a float may be off
_APART = r"[-\s\pZ\x{2010}-\x{2015}:.,;=/|)(\[]+"  # signs and blanks between a score and its words
_LABELLED = rf"^[\s\pZ]*([-+]?[0-9]+){_APART}[\"']?\pL.*$"
_WORDS = 20  # that are named one by one


def read_money(array: pa.ChunkedArray, column: Column, settings: CellSettings) -> Cells:
    """Money as whole millionths of the currency unit."""
    read = _read_float(array, settings, money=True)
    values, faults = read.values, [*read.faults]
    found = currencies_of(read.signs, settings, len(values))
    scale, unknown = micros_of(found.currencies, settings, ~read.blank)
    faults += [*found.faults, *unknown]
    with np.errstate(over="ignore"):  # what is beyond all bounds is named below
        values = values * scale if isinstance(scale, np.ndarray) else np.multiply(values, scale, out=values)
    low, high = _extremes(values)
    if low < 0 and not column.negative:
        faults.append(Fault(values < 0, f"{column.name} is below zero", "A price is zero or more."))
    if max(-low, high) > _LARGEST * MICROS:
        beyond = np.abs(values) > _LARGEST * MICROS
        faults.append(Fault(beyond, "too large to be money", "Check the amount and amount_unit."))
        values = np.where(beyond, 0.0, values)
    money = np.rint(values, out=values).astype(np.int64)
    three = _three_decimals(array, found.currencies, settings)
    whole = read.whole or three or found.told is not None
    return Cells(money, read.blank, faults, currencies=found.told, signs=found.open, three=three, whole=whole)


def _three_decimals(array: pa.ChunkedArray, currencies: Coded | None, settings: CellSettings) -> bool:
    """Whether amounts that came as numbers may have been read from a text in which 1.234 was many.

    Then all that are not whole have up to three decimals, some of them three, and up to three digits before.
    """
    if not settings.handed_over or not pa.types.is_floating(array.type) or settings.form.decimal_sign:
        return False
    rows = ~nulls(array)
    if currencies is not None and not few_decimals(rows, settings).any():
        return False
    values = np.abs(numbers(pc.cast(array, pa.float64()), np.float64, 0.0))
    values = values[np.isfinite(values) & (np.mod(values, 1) != 0)]
    mills = np.rint(values * _MILLS)
    close = np.isclose(values * _MILLS, mills, rtol=0, atol=_CLOSE)
    return bool(len(values) and close.all() and (values >= 1).all() and (values < _MILLS).all() and (mills % 10).any())


def read_number(array: pa.ChunkedArray, column: Column, settings: CellSettings) -> Cells:
    """Zero or a positive number; blank is the column's default."""
    read = _read_float(array, settings)
    values, faults = read.values, [*read.faults]
    low, high = _extremes(values)
    if low < 0:
        faults.append(Fault(values < 0, f"{column.name} is below zero", "Give zero or more."))
    if high > _LARGEST:
        faults.append(Fault(values > _LARGEST, f"too large a {column.name}", "Check the column."))
    values[read.blank] = float(column.default or 0)
    return Cells(values, read.blank, faults, whole=read.whole)


def read_count(array: pa.ChunkedArray, column: Column, settings: CellSettings) -> Cells:
    """A whole number from 1 up; blank is the column's default."""
    read = _read_plain(array, settings, "Give 1, 2, 3 ...")
    values = read.values
    values[read.blank] = float(column.default or 1)
    low, high = _extremes(values)
    if max(-low, high) <= _LARGEST_COUNT:
        whole = values.astype(np.int32)
        if whole.min(initial=1) >= 1 and (whole == values).all():
            return Cells(whole, read.blank, read.faults)
    wrong = (values < 1) | (np.mod(values, 1) != 0) | (values > _LARGEST_COUNT)
    fault = Fault(wrong & ~_any(read.faults, len(values)), "not a whole number from 1 up", "Give 1, 2, 3 ...")
    return Cells(np.where(wrong, 1, values).astype(np.int32), read.blank, [*read.faults, fault])


def read_score(array: pa.ChunkedArray, column: Column, settings: CellSettings) -> Cells:
    """A whole number, on whatever scale, with words after it or none; blank says asked and not answered."""
    read = _read_plain(_without_labels(array), settings, "A score is a whole number on its scale.")
    if read.faults and is_text(array):
        words = _unknown_words(array, read.faults[0], column, settings)
        read = replace(read, faults=[*words, *read.faults[1:]])
    values, faults = read.values, [*read.faults]
    low, high = _extremes(values)
    if max(-low, high) > _LARGEST_SCORE or not (values.astype(np.int32) == values).all():
        wrong = (np.mod(values, 1) != 0) | (np.abs(values) > _LARGEST_SCORE)
        faults.append(Fault(wrong, "not a whole number", "A score is a whole number on its scale."))
        values = np.where(wrong, 0.0, values)
    whole = values.astype(np.int32)
    whole[read.blank | _any(faults, len(values))] = NO_SCORE
    return Cells(whole, read.blank, faults)


def _without_labels(array: pa.ChunkedArray) -> pa.ChunkedArray:
    """The number alone of a score such as "10 - Extremely likely" or "4 (satisfied)"."""
    return pc.replace_substring_regex(array, _LABELLED, r"\1") if is_text(array) else array


def _unknown_words(array: pa.ChunkedArray, wrong: Fault, column: Column, settings: CellSettings) -> list[Fault]:
    """The cells that hold no number, word by word: what a word means somebody has to say."""
    if not wrong.mask.any():
        return []
    bad = pc.utf8_trim_whitespace(array.filter(to_arrow(wrong.mask)))
    encoded = pa.array(bad.to_pylist(), pa.string()).dictionary_encode()
    where, codes = np.flatnonzero(wrong.mask), numbers(encoded.indices, np.int32, -1)
    found = []
    for code, word in enumerate(encoded.dictionary.to_pylist()):
        mask = np.zeros(len(wrong.mask), dtype=bool)
        mask[where[codes == code if code < _WORDS else codes >= code]] = True
        line = f"{{{settings.name}: {{values: {{{column.name}: {{{json.dumps(word, ensure_ascii=False)}: SCORE}}}}}}}}"
        nothing = "" if column.required and not column.blank else ', or "" for no answer'
        fix = f"Say in csmetrics.yaml which score it is{nothing}: tables: {line}."
        found.append(Fault(mask, "not a score", fix))
        if code == _WORDS:
            break
    return found


def _extremes(values: np.ndarray) -> tuple[float, float]:
    """The lowest and the highest, and 0: most columns are shown to be sound by them."""
    return values.min(initial=0.0), values.max(initial=0.0)


def numbers_in(texts: Sequence[str], config: Config, where: tuple[str, str]) -> np.ndarray:
    """The numbers that texts of a column of a table hold, NaN for a text that is none."""
    cells = cells_in(texts, config, where)
    return np.where(_any(cells.faults, len(texts)) | cells.blank, np.nan, cells.values)


def cells_in(texts: Sequence[str], config: Config, where: tuple[str, str]) -> Cells:
    """The same with what is wrong with each."""
    array, (table, column) = pa.chunked_array([texts_to_arrow(texts)]), where
    settings = CellSettings(config.table(table)).of_column(column)
    read = read_written(array, settings, _every, money=False)
    return Cells(read.values, read.blank, read.faults)


def _every(rows: np.ndarray) -> np.ndarray:
    return rows


def is_text(array: pa.ChunkedArray) -> bool:
    """Whether a column is text, and not numbers."""
    return bool(pa.types.is_string(array.type) or pa.types.is_large_string(array.type))


def _read_float(array: pa.ChunkedArray, settings: CellSettings, *, money: bool = False) -> WrittenNumbers:
    """Numbers as floats, 0 where there is none."""
    if is_text(array):
        asked = partial(few_decimals, settings=settings) if money else _every
        return read_written(array, settings, asked, money=money)
    return _typed_float(array)


def _read_plain(array: pa.ChunkedArray, settings: CellSettings, fix: str) -> WrittenNumbers:
    """The same of numbers that nobody writes with thousands or a currency."""
    if not is_text(array):
        return _typed_float(array)
    text = pc.utf8_trim_whitespace(array)
    if settings.form.decimal_sign == ",":
        text = pc.replace_substring(pc.replace_substring(text, ".", "?"), ",", ".")
    blank = widths(text) == 0
    good = matches(text, PLAIN)
    read = held(text, good, blank)
    return replace(read, faults=[Fault(~good & ~blank, "not a number", fix), *read.faults])


def _typed_float(array: pa.ChunkedArray) -> WrittenNumbers:
    blank = nulls(array)
    if pa.types.is_boolean(array.type):
        return WrittenNumbers(np.zeros(len(array)), blank, [Fault(~blank, "not a number", "Give a plain number.")])
    values = numbers(pc.cast(array, pa.float64(), safe=False), np.float64, 0.0)
    if np.isfinite(_extremes(values)).all():
        return WrittenNumbers(values, blank)
    odd = ~np.isfinite(values)
    return WrittenNumbers(np.where(odd, 0.0, values), blank, [not_finite(odd)])


def _any(faults: list[Fault], size: int) -> np.ndarray:
    return np.logical_or.reduce([fault.mask for fault in faults]) if faults else np.zeros(size, dtype=bool)
