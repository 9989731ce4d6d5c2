"""The currency of each row's amount, and what one of its smallest units is worth."""

from dataclasses import dataclass, field

import numpy as np

from csmetrics.currencies import currencies_of_sign, decimals_of
from csmetrics.tables.cells import CellSettings, Fault
from csmetrics.tables.rows import Coded

MICROS = 1_000_000  # money is counted in millionths
_THREE = 3  # decimals: 1.234 is what it looks like


@dataclass(frozen=True, slots=True)
class RowCurrencies:
    """The currency of each row (None: of no row), `told` if amounts say it themselves, and the signs left `open`."""

    currencies: Coded | None
    faults: list[Fault] = field(default_factory=list)
    told: Coded | None = None
    open: frozenset[str] = frozenset()


def currencies_of(signs: Coded | None, settings: CellSettings, size: int) -> RowCurrencies:
    """The currency of each row: of its column, of the configuration, or of what stands beside the amount."""
    declared = _declared(settings, size)
    if signs is None:
        return RowCurrencies(declared)
    known = declared or Coded(np.full(size, -1, dtype=np.int64), ())
    meant = [currencies_of_sign(sign) for sign in signs.categories]
    allowed = np.array([[code in each for code in known.categories] for each in meant], dtype=bool)
    signed, row_known = signs.codes >= 0, known.codes >= 0
    both = signed & row_known
    wrong = np.zeros(size, dtype=bool)
    wrong[both] = ~allowed[signs.codes[both], known.codes[both]]
    faults = _contradictions(wrong, signs, known)
    one = np.array([*(len(each) == 1 for each in meant), False], dtype=bool)[signs.codes]
    told, left = signed & ~row_known & one, signed & ~row_known & ~one
    left_open = frozenset(signs.categories[code] for code in np.unique(signs.codes[left]).tolist())
    if not told.any():
        return RowCurrencies(declared, faults, open=left_open)
    categories = list(dict.fromkeys([*known.categories, *(each[0] for each in meant if len(each) == 1)]))
    place = np.array([categories.index(each[0]) if len(each) == 1 else -1 for each in meant], dtype=np.int64)
    full = Coded(np.where(told, place[signs.codes], known.codes), categories)
    return RowCurrencies(full, faults, told=full, open=left_open)


def _contradictions(wrong: np.ndarray, signs: Coded, known: Coded) -> list[Fault]:
    """Amounts with the sign of another currency than that of their row, by sign and currency."""
    faults = []
    pairs = np.unique(np.stack([signs.codes[wrong], known.codes[wrong]]), axis=1).T.tolist()
    for sign, code in pairs:
        mask = wrong & (signs.codes == sign) & (known.codes == code)
        problem = f"written with {signs.categories[sign]}, while the currency is {known.categories[code]}"
        faults.append(Fault(mask, problem, "Correct the amount or the currency of the row."))
    return faults


def _declared(settings: CellSettings, size: int) -> Coded | None:
    """The currency of each row by its column, where it is blank by the configuration."""
    column, code = settings.currencies, settings.currency
    if column is None:
        return Coded(np.zeros(size, dtype=np.int64), (code,)) if code else None
    if code is None:
        return column
    categories = list(dict.fromkeys([*column.categories, code]))
    return Coded(np.where(column.codes < 0, categories.index(code), column.codes.astype(np.int64)), categories)


def few_decimals(rows: np.ndarray, settings: CellSettings) -> np.ndarray:
    """Which of some rows have a currency of fewer than three decimals, or one that is not known."""
    if settings.table.amount_unit in ("minor", "cents"):
        return rows
    currencies = _declared(settings, len(rows))
    if currencies is None:
        return rows
    few = [_decimals(code, settings) < _THREE for code in currencies.categories]
    return rows & np.array([*few, True], dtype=bool)[currencies.codes]


def micros_of(
    currencies: Coded | None, settings: CellSettings, filled: np.ndarray
) -> tuple[int | np.ndarray, list[Fault]]:
    """What one of the units that amounts count is worth in millionths, for all rows or for each."""
    unit = settings.table.amount_unit
    if unit not in ("minor", "cents"):
        return MICROS, []
    hundredth = _worth(2)
    codes = np.full(len(filled), -1) if currencies is None else currencies.codes
    unknown = filled & (codes < 0)
    if unit == "minor" and unknown.any():
        fix = "Declare currency: (such as currency: JPY) in csmetrics.yaml, or add a column currency."
        return hundredth, [Fault(unknown, "minor units of a currency that is not known", fix, whole_file=True)]
    if currencies is None:
        return hundredth, []
    worth = np.array([*(_worth(_decimals(code, settings)) for code in currencies.categories), hundredth])
    return (int(worth[0]), []) if len(set(worth.tolist())) == 1 else (worth[codes].astype(float), [])


def _worth(decimals: int) -> int:
    return int(MICROS // 10**decimals)


def _decimals(code: str, settings: CellSettings) -> int:
    return (settings.table.decimals or {}).get(code, decimals_of(code))
