"""Numbers: money, quantities, counts and scores, from typed columns or from text."""

import json
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.columns import Column
from csmetrics.config import Config
from csmetrics.tables.arrays import nulls, numbers, to_arrow, truths
from csmetrics.tables.cells import NO_SCORE, Cells, Fault, Settings, matches

MICROS = 1_000_000  # money is counted in millionths
_LARGEST = 9.0e12  # units of money that int64 millionths can hold
_LARGEST_COUNT = 10_000
_LARGEST_SCORE = 1_000_000
_NUMBER = r"^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$"
_APART = r"[-\s\pZ\x{2010}-\x{2015}:.,;=/|)(\[]+"  # signs and blanks between a score and its words
_LABELLED = rf"^[\s\pZ]*([-+]?[0-9]+){_APART}[\"']?\pL.*$"
_WORDS = 20  # that are named one by one
_NOT_FINITE = r"(?i)^[-+]?(nan|inf|infinity)$"


def read_money(array: pa.ChunkedArray, column: Column, settings: Settings) -> Cells:
    """Money as whole millionths of the currency unit."""
    read = _read_float(array, settings)
    values, faults = read.values, [*read.faults]
    if settings.cents:
        values = values / 100
    low, high = _extremes(values)
    if low < 0 and not column.negative:
        faults.append(Fault(values < 0, f"a negative {column.name}", "A price is zero or more."))
    if max(-low, high) > _LARGEST:
        beyond = np.abs(values) > _LARGEST
        faults.append(Fault(beyond, "too large to be money", "Check the amount and amount_unit."))
        values = np.where(beyond, 0.0, values)
    values *= MICROS
    return Cells(np.rint(values, out=values).astype(np.int64), read.blank, faults)


def read_number(array: pa.ChunkedArray, column: Column, settings: Settings) -> Cells:
    """Zero or a positive number; blank is the column's default."""
    read = _read_float(array, settings)
    values, faults = read.values, [*read.faults]
    low, high = _extremes(values)
    if low < 0:
        faults.append(Fault(values < 0, f"a negative {column.name}", "Give zero or more."))
    if high > _LARGEST:
        faults.append(Fault(values > _LARGEST, f"too large a {column.name}", "Check the column."))
    values[read.blank] = float(column.default or 0)
    return Cells(values, read.blank, faults)


def read_count(array: pa.ChunkedArray, column: Column, settings: Settings) -> Cells:
    """A whole number from 1 up; blank is the column's default."""
    read = _read_float(array, settings)
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


def read_score(array: pa.ChunkedArray, column: Column, settings: Settings) -> Cells:
    """A whole number, on whatever scale, with words after it or none; blank says asked and not answered."""
    read = _read_float(_without_labels(array), settings)
    if read.faults and is_text(array):
        read = Cells(
            read.values, read.blank, [*_unknown_words(array, read.faults[0], column, settings), *read.faults[1:]]
        )
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


def _unknown_words(array: pa.ChunkedArray, wrong: Fault, column: Column, settings: Settings) -> list[Fault]:
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


def numbers_in(texts: Sequence[str], config: Config, table: str) -> np.ndarray:
    """The numbers that texts of a table hold, NaN for a text that is none."""
    cells = _text_float(pa.chunked_array([pa.array(texts, pa.string())]), Settings(config.table(table)))
    wrong = _any(cells.faults, len(texts))
    return np.where(wrong | cells.blank, np.nan, cells.values)


def is_text(array: pa.ChunkedArray) -> bool:
    """Whether a column is text, and not numbers."""
    return bool(pa.types.is_string(array.type) or pa.types.is_large_string(array.type))


def _read_float(array: pa.ChunkedArray, settings: Settings) -> Cells:
    """Numbers as floats, 0 where there is none; NaN and infinities are no amounts, whatever a spreadsheet thinks."""
    if is_text(array):
        return _text_float(array, settings)
    blank = nulls(array)
    if pa.types.is_boolean(array.type):
        return Cells(np.zeros(len(array)), blank, [Fault(~blank, "not a number", "Give a plain number.")])
    values = numbers(pc.cast(array, pa.float64(), safe=False), np.float64, 0.0)
    if np.isfinite(_extremes(values)).all():
        return Cells(values, blank)
    odd = ~np.isfinite(values)
    return Cells(np.where(odd, 0.0, values), blank, [_not_finite(odd)])


def _text_float(array: pa.ChunkedArray, settings: Settings) -> Cells:
    text = pc.utf8_trim_whitespace(array)
    if settings.table.decimal == ",":
        text = pc.replace_substring(pc.replace_substring(text, ".", "?"), ",", ".")
    blank = nulls(text) | truths(pc.equal(text, ""))
    good, odd = matches(text, _NUMBER), matches(text, _NOT_FINITE)
    figures = pc.cast(pc.if_else(pa.chunked_array([to_arrow(good)]), text, "0"), pa.float64())
    values = numbers(figures, np.float64, 0.0)
    wrong = Fault(
        ~good & ~odd & ~blank,
        "not a number",
        "Write it plainly, such as 1234.50: no currency, no thousands mark.",
    )
    beyond = ~np.isfinite(values)  # 1e400 is written as a number and is none that can be held
    return Cells(np.where(beyond, 0.0, values), blank, [wrong, _not_finite(odd | beyond)])


def _not_finite(mask: np.ndarray) -> Fault:
    return Fault(mask, "not a finite number", "Give the amount, or leave the row out.")


def _any(faults: list[Fault], size: int) -> np.ndarray:
    return np.logical_or.reduce([fault.mask for fault in faults]) if faults else np.zeros(size, dtype=bool)
