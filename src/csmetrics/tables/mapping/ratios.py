"""Formulas on columns of whole numbers: exact, for millions of rows at once, while 64 bits hold what they come to."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.arrays import to_arrow
from csmetrics.config.working_out import Formula, NumberLiteral, Sum
from csmetrics.tables.cells import LARGEST_SUM

_MOST_DECIMALS = 12
Whole: TypeAlias = "np.ndarray | int"


class TooLargeError(Exception):
    """A number that 64 bits do not hold."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A number for each row: one whole number over another, which is above zero."""

    above: Whole
    below: Whole = 1


def operand(numbers: Sequence[Fraction], codes: np.ndarray) -> Ratio:
    """The numbers of a column, by its codes, of which -1 is anything. Raises TooLargeError."""
    below = math.lcm(*{each.denominator for each in numbers})
    decimals = next((n for n in range(_MOST_DECIMALS + 1) if 10**n % below == 0), None)
    if decimals is None:
        raise TooLargeError
    scaled = [each.numerator * (10**decimals // each.denominator) for each in numbers]
    if max(map(abs, scaled), default=0) >= LARGEST_SUM:
        raise TooLargeError
    return Ratio(np.array([*scaled, 0], dtype=np.int64)[codes], 10**decimals)


def worth(formula: Formula, operands: Mapping[Formula, Ratio], zeros: list[tuple[Sum, np.ndarray]]) -> Ratio:
    """What a formula comes to. Divisions by zero are added to `zeros` and come to anything. Raises TooLargeError."""
    if isinstance(formula, NumberLiteral):
        return Ratio(_held(formula.value.numerator), _held(formula.value.denominator))
    if not isinstance(formula, Sum):
        return operands[formula]
    left, right = worth(formula.left, operands, zeros), worth(formula.right, operands, zeros)
    if formula.sign == "*":
        return Ratio(_product(left.above, right.above), _product(left.below, right.below))
    if formula.sign == "/":
        return _quotient(formula, left, right, zeros)
    one, other = _product(left.above, right.below), _product(right.above, left.below)
    if _peak(one) + _peak(other) >= LARGEST_SUM:
        raise TooLargeError
    return Ratio(one + other if formula.sign == "+" else one - other, _product(left.below, right.below))


def rounded(ratio: Ratio, decimals: int) -> np.ndarray:
    """The numbers in so small parts of one, halves to the even neighbour. Raises TooLargeError."""
    above, below = _product(ratio.above, 10**decimals), ratio.below
    quotient, rest = np.divmod(above, below)
    other = below - rest
    found: np.ndarray = quotient + ((rest > other) | ((rest == other) & (quotient % 2 == 1)))
    return found


def texts_of_parts(parts: np.ndarray, decimals: int, known: np.ndarray) -> pa.Array:
    """Whole numbers of so small parts of one as plain decimals without zeros at their end; null where not known.

    >>> texts_of_parts(np.array([1500, -20, 7000]), 3, np.array([True, True, False])).to_pylist()
    ['1.5', '-0.02', None]
    """
    wide = pc.cast(to_arrow(np.where(known, parts, 0).astype(np.int64), known), pa.decimal128(19, 0))
    exact = pa.Array.from_buffers(pa.decimal128(38, decimals), len(wide), wide.buffers())
    return pc.replace_substring_regex(pc.cast(exact, pa.string()), r"\.?0+$", "")


def _quotient(formula: Sum, left: Ratio, right: Ratio, zeros: list[tuple[Sum, np.ndarray]]) -> Ratio:
    above, below = _product(left.above, right.below), _product(left.below, right.above)
    zeros.append((formula, np.equal(below, 0)))
    return Ratio(np.where(np.less(below, 0), np.negative(above), above), np.where(np.equal(below, 0), 1, np.abs(below)))


def _product(one: Whole, other: Whole) -> Whole:
    if _peak(one) * _peak(other) >= LARGEST_SUM:
        raise TooLargeError
    return one * other


def _held(number: int) -> int:
    if abs(number) >= LARGEST_SUM:
        raise TooLargeError
    return number


def _peak(numbers: Whole) -> float:
    """The largest of numbers, regardless of their signs."""
    return max(float(np.max(numbers, initial=0)), -float(np.min(numbers, initial=0)))
