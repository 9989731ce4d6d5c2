"""Whole amounts times rates that are fractions: each rounded once, halves to even, and exact whatever its size.

No float takes part. Most often an amount times the numerator has room in int64. Where it has not, the amount is
divided by the denominator first, so that what has to be multiplied is smaller than that; the rest is multiplied by the
numerator as one does on paper, as many bits at a time as uint64 has room for. What has no room even so, amounts and
rates that no business has, is left to the whole numbers of Python.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import gcd

import numpy as np

_ROOM = 63  # bits of each of two numbers whose sum uint64 holds
_FEWEST = 7  # bits at a time: with fewer, Python is as fast
_FITS = 1 << 62  # what a product may come to
_LARGEST = 1 << 63  # of the amounts that int64 holds
_BLOCK = 1 << 14  # amounts at a time: they stay in the processor's cache


def converted(amounts: np.ndarray, rate: Fraction) -> np.ndarray:
    """Amounts (int64) times a rate, each rounded to the nearest whole number, halves to the even one.

    Raises OverflowError where a product does not fit into int64.

    >>> converted(np.array([100, -100, 5, 15, 7]), Fraction(11, 10)).tolist()
    [110, -110, 6, 16, 8]
    """
    return _each(amounts, [rate], None)


def converted_each(amounts: np.ndarray, which: np.ndarray, rates: Sequence[Fraction | None]) -> np.ndarray:
    """The same with a rate for each amount, by its place among the rates.

    Nothing is worth nothing at any rate, so None may stand for a rate of which there is no amount. Raises ValueError
    where there is one.

    >>> converted_each(np.array([200, 0, 7]), np.array([0, 1, 2]), [Fraction(1, 2), None, Fraction(1)]).tolist()
    [100, 0, 7]
    """
    used = np.flatnonzero(np.bincount(which[amounts != 0])).tolist()
    if any(rates[at] is None for at in used):
        raise ValueError("an amount without a rate")
    known = [rates[at] or Fraction(0) for at in used]
    if len(known) < 2:  # noqa: PLR2004  # no rate, or one for all
        return _each(amounts, known or [Fraction(0)], None)
    place = np.zeros(len(rates), dtype=np.int64)
    place[used] = np.arange(len(used))
    return _each(amounts, known, place[which])


@lru_cache(maxsize=4096)
def exactly(rate: Fraction) -> str:
    """A rate as it is: its decimals, or a fraction where they have no end.

    >>> exactly(Fraction("1.050")), exactly(Fraction(2)), exactly(Fraction("1.0956") / Fraction("0.8735"))
    ('1.05', '2', '10956/8735')
    """
    rest, decimals = rate.denominator, 0
    while rest > 1 and 10 % rest:
        if rest % 2 and rest % 5:
            return f"{rate.numerator}/{rate.denominator}"
        rest, decimals = rest // gcd(rest, 10), decimals + 1
    decimals += rest > 1
    digits = f"{abs(rate.numerator) * 10**decimals // rate.denominator:0{decimals + 1}}"
    sign, point = "-" if rate < 0 else "", "." if decimals else ""
    return f"{sign}{digits[: len(digits) - decimals]}{point}{digits[len(digits) - decimals :]}"


def converted_rows(amounts: np.ndarray, rates: Sequence[Fraction]) -> np.ndarray:
    """The same of a table of amounts with a rate for each of its rows.

    >>> converted_rows(np.array([[100, 5], [100, 5]]), [Fraction(11, 10), Fraction(1, 2)]).tolist()
    [[110, 6], [50, 2]]
    """
    if not _have_room(amounts, rates):
        return np.array([converted(row, rate) for row, rate in zip(amounts, rates, strict=True)]).reshape(amounts.shape)
    made = np.empty(amounts.shape, dtype=np.int64)
    for row, amount, rate in zip(made, amounts, rates, strict=True):
        _multiply(amount, rate.numerator, rate.denominator, row)
    return made


def _each(amounts: np.ndarray, rates: Sequence[Fraction], place: np.ndarray | None) -> np.ndarray:
    """The products; `place` says which rate is whose, unless there is one for all."""
    if _have_room(amounts, rates):
        return _quickly(amounts, rates, place)
    return _times(amounts, _Factors.of(rates), place)


def _have_room(amounts: np.ndarray, rates: Sequence[Fraction]) -> bool:
    """Whether every amount times a numerator has room, as those of most businesses have."""
    largest = max(int(amounts.max(initial=0)), -int(amounts.min(initial=0)))
    above = max((abs(rate.numerator) for rate in rates), default=0)
    return largest * above < _FITS and all(rate.denominator < _FITS for rate in rates)


def _quickly(amounts: np.ndarray, rates: Sequence[Fraction], place: np.ndarray | None) -> np.ndarray:
    """The products where there is room for them."""
    made = np.empty(len(amounts), dtype=np.int64)
    if place is None:
        _multiply(amounts, rates[0].numerator, rates[0].denominator, made)
        return made
    above, below = (np.array([getattr(rate, name) for rate in rates]) for name in ("numerator", "denominator"))
    for start in range(0, len(amounts), _BLOCK):
        rows = slice(start, start + _BLOCK)
        made[rows] = _rounded(amounts[rows], above[place[rows]], below[place[rows]])
    return made


def _multiply(amounts: np.ndarray, above: int, below: int, made: np.ndarray) -> None:
    for start in range(0, len(amounts), _BLOCK):
        rows = slice(start, start + _BLOCK)
        made[rows] = _rounded(amounts[rows], above, below)


def _rounded(amounts: np.ndarray, times: np.ndarray | int, unit: np.ndarray | int) -> np.ndarray:
    """Amounts times so much, divided by a unit; half a unit goes up where what is below it is odd."""
    left = amounts * times
    whole = left // unit
    left -= whole * unit  # from nothing up to a unit
    left *= 2
    left += whole & 1
    whole += left > unit
    return np.asarray(whole)


@dataclass(frozen=True, slots=True)
class _Factors:
    """Rates as what amounts are multiplied with: the whole units and part / unit of one, and if it is below zero.

    `most` is the largest amount for which uint64 has room.
    """

    rates: Sequence[Fraction]
    whole: np.ndarray
    part: np.ndarray
    unit: np.ndarray
    most: np.ndarray
    negative: np.ndarray

    @classmethod
    def of(cls, rates: Sequence[Fraction]) -> "_Factors":
        """Those of some rates."""
        whole, part, unit, most = np.array([_factors_of(abs(rate)) for rate in rates], dtype=np.uint64).T
        return cls(rates, whole, part, unit, most, np.array([rate < 0 for rate in rates]))

    def at(self, place: np.ndarray | None) -> Iterable[np.ndarray]:
        """The factors of each amount, by the place of its rate; those of the one rate there is."""
        columns = (self.whole, self.part, self.unit, self.most, self.negative)
        return columns if place is None else [column[place] for column in columns]


def _factors_of(rate: Fraction) -> tuple[int, int, int, int]:
    """Whole units, part and unit of a rate, and the largest amount; nothing where there is no room for any."""
    whole, part = divmod(rate.numerator, rate.denominator)
    if rate.denominator.bit_length() > _ROOM - _FEWEST or whole > _FITS:
        return 0, 0, 1, 0
    return whole, part, rate.denominator, min(_LARGEST, _FITS // rate if rate else _LARGEST)


def _times(amounts: np.ndarray, factors: _Factors, place: np.ndarray | None) -> np.ndarray:
    made = np.empty(len(amounts), dtype=np.int64)
    for start in range(0, len(amounts), _BLOCK):
        rows = slice(start, start + _BLOCK)
        made[rows] = _times_block(amounts[rows], factors, None if place is None else place[rows])
    return made


def _times_block(amounts: np.ndarray, factors: _Factors, place: np.ndarray | None) -> np.ndarray:
    whole, part, unit, most, negative = factors.at(place)
    size = np.abs(amounts).view(np.uint64)  # of the least of int64 abs is itself, and the same bits are right here
    product, rest = _divided(size, part, unit, factors)
    product += size * whole
    product += _rounded_up(product, rest, unit)
    made = product.view(np.int64)
    np.negative(made, out=made, where=(amounts < 0) != negative)
    for row in np.flatnonzero(size > most).tolist():
        made[row] = _by_hand(int(amounts[row]), factors.rates[0 if place is None else place[row]])
    return made


def _divided(size: np.ndarray, part: np.ndarray, unit: np.ndarray, factors: _Factors) -> tuple[np.ndarray, np.ndarray]:
    """Each size times part / unit: the whole number below that, and what is left of the unit."""
    bits = _ROOM - int(factors.unit.max()).bit_length()
    steps = -(-int(factors.part.max()).bit_length() // bits)
    times = size // unit
    left = size - times * unit
    product, rest = np.zeros_like(size), np.zeros_like(size)
    for step in reversed(range(steps)):
        digit = (part >> np.uint64(step * bits)) & np.uint64((1 << bits) - 1)
        rest <<= np.uint64(bits)
        rest += left * digit
        more = rest // unit
        rest -= more * unit
        product <<= np.uint64(bits)
        product += more
    product += times * part
    return product, rest


def _rounded_up(product: np.ndarray, rest: np.ndarray, unit: np.ndarray) -> np.ndarray:
    """Which products are to be one more: those with more than half a unit left, and odd ones with half a unit."""
    missing = unit - rest
    return (rest > missing) | ((rest == missing) & (product & np.uint64(1) == 1))


def _by_hand(amount: int, rate: Fraction) -> int:
    made = round(amount * rate)
    if not -_LARGEST <= made < _LARGEST:
        raise OverflowError(f"{amount:,} at its rate does not fit into 64 bits")
    return made
