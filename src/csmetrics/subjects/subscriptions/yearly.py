"""Prices to what they bring in a year, in whole millionths: exact, and rounded once, halves to the even neighbour.

A year holds whole numbers of days, weeks, months and quarters, a month does not: a twelfth of 100 is no decimal. So
the twelfth is taken once, of a sum, when a figure is made.
"""

import math
from fractions import Fraction

import numpy as np

from csmetrics.columns import INTERVALS
from csmetrics.config import Config
from csmetrics.config.sections import INTERVAL_FACTORS
from csmetrics.tables.cells import LARGEST_SUM
from csmetrics.tables.currency import MICROS
from csmetrics.tables.rows import Rows

MONTHS_A_YEAR = 12
_A_YEAR = {"day": 365, "week": 52, "month": 12, "quarter": 4, "half_year": 2, "year": 1}
_NOISE = 2e-15  # relative: more than what seven roundings of floats can be off together
_HALVES = 2.0**51  # up to here a float tells halves


def yearly_values(rows: Rows, config: Config) -> np.ndarray:
    """Amount x quantity x intervals a year / interval_count; where billed, twelve times the price of one billing.

    Where amounts are those of the line, they are not multiplied by the quantity.
    """
    if config.table("subscriptions").amount_is == "line":
        rows = Rows({name: column for name, column in rows.columns.items() if name != "quantity"}, rows.numbers)
    if config.monthly_rounding:
        return _rounded_by_month(rows, config)
    if config.rules.recognise == "when_billed":
        return _exact(rows, [Fraction(MONTHS_A_YEAR)], np.zeros(len(rows), dtype=np.int8), None)
    return _exact(rows, intervals_a_year(config), interval_codes(rows), rows.get("interval_count", None))


def intervals_a_year(config: Config) -> list[Fraction]:
    """How many of each interval a year holds: twelve times its declared factor, taken as the decimal it was written.

    >>> [str(count) for count in intervals_a_year(Config(rules={"interval_factors": {"week": 4.33, "day": 30}}))]
    ['360', '1299/25', '12', '4', '2', '1']
    """
    declared = config.rules.interval_factors
    return [
        Fraction(_A_YEAR[name])
        if declared[name] == INTERVAL_FACTORS[name]
        else Fraction(str(declared[name])) * MONTHS_A_YEAR
        for name in INTERVALS
    ]


def interval_codes(rows: Rows) -> np.ndarray:
    """The place of each row's interval among INTERVALS; a blank one is a month."""
    month = np.int8(INTERVALS.index("month"))
    if "interval" not in rows:
        return np.full(len(rows), month)
    codes = rows["interval"].codes
    return np.where(codes < 0, month, codes)


def _exact(rows: Rows, times: list[Fraction], codes: np.ndarray, count: np.ndarray | None) -> np.ndarray:
    """Amount x quantity x times / count. In integers where they hold the product, else row by row."""
    amount, quantity = rows["amount"], rows.get("quantity", None)
    units, parts, told = _as_integers(quantity)
    small = np.array([max(each.numerator, each.denominator) < MICROS for each in times])
    if not small.all():
        told = told & small.take(codes)
    above = np.array([each.numerator if fine else 0 for each, fine in zip(times, small, strict=True)]).take(codes)
    divisors = np.array([each.denominator if fine else 1 for each, fine in zip(times, small, strict=True)])
    below = parts * (divisors.take(codes) if (divisors > 1).any() else 1) * (1 if count is None else count.astype(int))
    value = _halves_to_even(amount * units * above, below)
    odd = np.flatnonzero(~(told & _fits(amount, units, above)) & np.ones(len(value), dtype=bool))
    if len(odd):
        ones = np.ones(len(value))
        how_many, how_long = (ones if column is None else column for column in (quantity, count))
        value[odd] = _one_by_one(amount[odd], how_many[odd], times, codes[odd], how_long[odd])
    return value


def _as_integers(
    quantity: np.ndarray | None,
) -> tuple[np.ndarray | int, np.ndarray | int, np.ndarray | np.bool_]:
    """Quantities as whole numbers of so many parts of one, and for which of them that is the decimal written."""
    if quantity is None:
        return 1, 1, np.True_
    whole = np.rint(quantity)
    is_whole = whole == quantity
    if is_whole.all():
        return whole.astype(np.int64), 1, np.True_
    for parts in (100, MICROS):
        several = np.rint(quantity * parts)
        told = is_whole | ((several / parts == quantity) & (several < LARGEST_SUM))
        if told.all():
            break
    units = np.where(is_whole, whole, np.where(told, several, 0)).astype(np.int64)
    return units, np.where(is_whole, 1, parts), told


def _fits(amount: np.ndarray, units: np.ndarray | int, above: np.ndarray) -> np.ndarray | np.bool_:
    """Whether the product is held by an integer: that of all the largest, as it nearly always is, else each."""
    if math.prod(float(np.max(each, initial=0)) for each in (np.abs(amount), units, above)) < LARGEST_SUM:
        return np.True_
    return np.abs(amount.astype(np.float64)) * units * above < LARGEST_SUM


def _halves_to_even(above: np.ndarray, below: np.ndarray | int) -> np.ndarray:
    if np.all(np.equal(below, 1)):
        return above
    quotient, rest = np.divmod(above, below)
    other = below - rest
    return quotient + ((rest > other) | ((rest == other) & (quotient % 2 == 1)))


def _one_by_one(
    amount: np.ndarray, quantity: np.ndarray, times: list[Fraction], codes: np.ndarray, count: np.ndarray
) -> np.ndarray:
    """The same where integers of 64 bits do not hold it: in floats where they cannot err by a half, else in fractions.

    What is larger than can be summed stands as the largest number that cannot.
    """
    rough = amount * quantity * np.array(times, dtype=np.float64).take(codes) / count
    sure = (np.abs(rough) < _HALVES) & (np.abs(rough - np.floor(rough) - 0.5) > np.abs(rough) * _NOISE)
    value = np.where(sure, np.rint(rough), 0.0).astype(np.int64)
    for at in np.flatnonzero(~sure).tolist():
        exact = int(amount[at]) * Fraction(str(float(quantity[at]))) * times[codes[at]] / int(count[at])
        value[at] = max(min(round(exact), int(LARGEST_SUM)), -int(LARGEST_SUM))
    return value


def _rounded_by_month(rows: Rows, config: Config) -> np.ndarray:
    """Twelve times the monthly value in whole millionths, as it was counted before it was held by the year."""
    value = rows["amount"].astype(np.float64)
    if "quantity" in rows:
        value *= rows["quantity"]
    if config.rules.recognise == "spread":
        value *= np.array([config.rules.interval_factors[name] for name in INTERVALS]).take(interval_codes(rows))
        if "interval_count" in rows:
            value /= rows["interval_count"]
    return np.rint(np.minimum(value, LARGEST_SUM / MONTHS_A_YEAR)).astype(np.int64) * MONTHS_A_YEAR
