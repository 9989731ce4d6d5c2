"""Ids as files hold them: cleaned, words for nothing taken for nothing, what a spreadsheet has cut named."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.arrays import nulls, numbers, texts_to_arrow, to_arrow, truths, widths
from csmetrics.columns import Column
from csmetrics.tables.cells import Cells, CellSettings, Fault, encode, matches, renamed
from csmetrics.tables.cleaning import signs_of
from csmetrics.tables.ids import begins_with_zero

# What programs write where there is no id, and spreadsheets where a formula failed.
_NOTHING = (
    "null", "(null)", "n/a", "na", "#n/a", "\\n", "nan", "none", "<na>", "-", "--", "undefined",
    "#null!", "#value!", "#ref!", "#name?", "#div/0!", "#num!",
)  # fmt: skip
_LONGEST_NOTHING = max(map(len, _NOTHING))
_CUT = r"^[0-9]([.,][0-9]+)?[eE]\+[0-9]{1,3}$|^[0-9][.,][0-9]+[eE][0-9]{1,3}$"
_WHOLE = r"^[0-9]+(\.0)?$"
_EXACT = 2.0**53  # the largest whole number below which floats hold every other


def read_ids(array: pa.ChunkedArray, column: Column, settings: CellSettings) -> Cells:
    """Ids as codes into their distinct names; blank is -1."""
    fold = (settings.table.ids.fold or ()) if settings.table.ids and column.name == "customer_id" else ()
    if pa.types.is_floating(array.type) or pa.types.is_decimal(array.type):
        array, lost = _whole_numbers(array)
    else:
        lost = np.zeros(0, dtype=bool)
    found = encode(array, of_many=True)
    names = found.names
    tidy, there, whole = tidy_ids(names, fold)
    cut = lost if lost.any() else np.zeros(len(found.codes), dtype=bool)
    if any((signs_of(names) == ord(sign)).any() for sign in "+.,"):
        cut |= np.append(matches(names, _CUT), False)[found.codes]
    if tidy is not names or not there.all():
        found = renamed(found.codes, tidy, there)
    faults = [_cut(cut)] if cut.any() else []
    return Cells(found.codes, found.codes < 0, faults, names=found.names, whole=whole)


def _cut(mask: np.ndarray) -> Fault:
    fix = "Export it again with the column as text: its last digits are lost."
    return Fault(mask, "a spreadsheet has cut this id", fix)


def tidy_ids(names: pa.Array, fold: tuple[str, ...]) -> tuple[pa.Array, np.ndarray, bool]:
    """The distinct ids as they are meant, which of them are ids at all, and whether only the whole file tells it."""
    short = widths(names) <= _LONGEST_NOTHING
    there, whole = np.ones(len(names), dtype=bool), False
    if short.any():
        lowered = pc.utf8_lower(names.filter(to_arrow(short)))
        there[short] = ~truths(pc.is_in(lowered, texts_to_arrow(_NOTHING)))
    if _decimal_zeros(names if there.all() else names.filter(to_arrow(there))):
        names, whole = pc.replace_substring_regex(names, r"\.0$", ""), True
    return folded(names, fold) if fold else names, there, whole


def _decimal_zeros(names: pa.Array) -> bool:
    """Whether all ids are digits and some have a .0 that a spreadsheet or a program added."""
    if not len(names) or not matches(names[:1], _WHOLE).all():
        return False
    return bool(matches(names, _WHOLE).all()) and bool(matches(names, r"\.0$").any())


def folded(names: pa.Array, fold: tuple[str, ...]) -> pa.Array:
    """Ids without regard to `case`, or to leading `zeros` where they are digits alone.

    >>> folded(pa.array(["C1", "007", "A07", "0"]), ("case", "zeros")).to_pylist()
    ['c1', '7', 'a07', '0']
    """
    if "case" in fold:
        names = pc.utf8_lower(names)
    if "zeros" in fold and begins_with_zero(names).any():
        names = pc.replace_substring_regex(names, r"^0+([0-9]+)$", r"\1")
    return names


def _whole_numbers(array: pa.ChunkedArray) -> tuple[pa.ChunkedArray, np.ndarray]:
    """Ids that came as decimals as the whole numbers they are, and which of them are too large to be told exactly."""
    values = numbers(pc.cast(array, pa.float64(), safe=False), np.float64, np.nan)
    given = ~nulls(array) & ~np.isnan(values)
    if not (np.isfinite(values[given]).all() and (np.mod(values[given], 1) == 0).all()):
        return pc.cast(array, pa.string()), np.zeros(0, dtype=bool)
    lost = given & (np.abs(values) >= _EXACT)
    whole = np.where(given & ~lost, values, 0.0).astype(np.int64)
    texts = pc.cast(to_arrow(whole, given), pa.string())
    return pa.chunked_array([texts]), lost
