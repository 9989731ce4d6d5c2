"""Columns that are worked out of others: `compute: {amount: "[Unit price] * [Seats]"}`. Exact, and rounded once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.arrays import nulls, texts_to_arrow, to_arrow
from csmetrics.columns import Column
from csmetrics.config.working_out import ColumnValue, Formula, Joined, NumberLiteral, Sum, Text, headers_of
from csmetrics.errors import Problem
from csmetrics.sources.source import Places, RowNumbers
from csmetrics.tables.cells import CellSettings, Fault
from csmetrics.tables.cleaning import cleaned
from csmetrics.tables.mapping.ratios import TooLargeError, operand, rounded, texts_of_parts, worth
from csmetrics.tables.mapping.rules import leaves_of
from csmetrics.tables.mapping.texts import numbers_of, picked, refuse_whole, texts_of
from csmetrics.tables.written_numbers import ExactNumbers

_DECIMALS = 6  # millionths
_OF_MINOR_UNITS = 12  # they are brought to millionths where their currency is known
_MOST = 1 << 62  # combinations of cells that a number of 64 bits tells


@dataclass(frozen=True, slots=True)
class Worked:
    """A column that was worked out, as texts; the rows of which it could not be, and why.

    `whole` says that only all rows of the file can tell how numbers are read.
    """

    array: pa.ChunkedArray
    bad: np.ndarray
    problems: tuple[Problem, ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Operands:
    """The columns of a file that things are worked out of, with all that is to be known of them."""

    columns: Mapping[str, pa.ChunkedArray]
    rows: RowNumbers
    places: Places
    settings: CellSettings


def worked_out(column: Column, formula: Formula, given: Operands) -> Worked:
    """A column of ours by its formula. Raises FileProblemError where numbers can be read in two ways."""
    found = _ColumnAtWork(column, given)
    texts = found.texts(formula)
    if column.required and not column.blank:
        found.refuse_blanks(formula, nulls(texts))
    return Worked(pa.chunked_array([texts]), found.bad, tuple(found.problems), found.whole)


class _ColumnAtWork:
    """One column while it is worked out: what went wrong so far."""

    def __init__(self, column: Column, given: Operands) -> None:
        self.column, self.given = column, given
        self.bad = np.zeros(len(given.rows), dtype=bool)
        self.problems: list[Problem] = []
        self.whole = False

    def texts(self, formula: Formula) -> pa.Array:
        """What a formula comes to in each row, as a text; null where a cell of it is blank."""
        if isinstance(formula, ColumnValue):
            return self._cells(formula.header)
        if isinstance(formula, Text):
            return texts_to_arrow([formula.text]).take(to_arrow(np.zeros(len(self.bad), dtype=np.int64)))
        if isinstance(formula, Joined):
            return pc.binary_join_element_wise(*map(self.texts, formula.parts), "", null_handling="emit_null")
        return self._calculated(formula)

    def refuse_blanks(self, formula: Formula, blank: np.ndarray) -> None:
        """A required column must not be blank: the cell that is says so."""
        for header in dict.fromkeys(headers_of(formula)):
            fix = "Fill it in, or leave such rows out under where."
            mask = nulls(self._cells(header)) & blank
            self._refuse(header, Fault(mask, f"blank, and {self.column.name} is worked out of it", fix))

    def _cells(self, header: str) -> pa.Array:
        """The cells of a column, cleaned; null where they are blank."""
        texts = texts_of(self.given.columns[header], header, self.given.places).combine_chunks()
        texts = cleaned(pa.concat_arrays(texts.chunks) if isinstance(texts, pa.ChunkedArray) else texts)
        return pc.if_else(pc.equal(texts, ""), None, texts)

    def _refuse(self, header: str, fault: Fault) -> None:
        """Name the rows that a fault concerns, unless something else is wrong with them already."""
        mask = fault.mask & ~self.bad
        if not mask.any():
            return
        texts = texts_of(self.given.columns[header], header, self.given.places)
        for at, cell in zip(np.flatnonzero(mask).tolist(), picked(texts, mask), strict=True):
            place = self.given.places.locate(int(self.given.rows[at]))
            self.problems.append(Problem.at(place, header, cell, fault.problem, fault.fix))
        self.bad |= mask

    def _calculated(self, formula: Formula) -> pa.Array:
        """A number of each row, rounded once and written plainly, with the currency that stands beside its operands."""
        leaves = list(dict.fromkeys(leaves_of(formula)))
        operands = [self._numbers(leaf) for leaf in leaves]
        usable = ~np.logical_or.reduce([self.bad, *(each.codes < 0 for each in operands)])
        try:
            return self._at_once(formula, dict(zip(leaves, operands, strict=True)), usable)
        except TooLargeError:
            return self._one_by_one(formula, dict(zip(leaves, operands, strict=True)), np.flatnonzero(usable))

    def _at_once(self, formula: Formula, operands: Mapping[Formula, ExactNumbers], usable: np.ndarray) -> pa.Array:
        """All rows together. Raises TooLargeError where whole numbers do not do, or there are several currencies."""
        signs = {sign for each in operands.values() for sign in each.signs} - {""}
        if len(signs) > 1:
            raise TooLargeError
        zeros: list[tuple[Sum, np.ndarray]] = []
        found = worth(formula, {leaf: operand(each.numbers, each.codes) for leaf, each in operands.items()}, zeros)
        parts = np.broadcast_to(rounded(found, self._decimals), usable.shape)
        for division, zero in ((each, zero) for each, zero in zeros if zero.any()):
            header, problem, fix = self._said(_NotCountedError("", _divisor(division)), formula)
            self._refuse(header, Fault(usable & zero, problem, fix))
        texts = texts_of_parts(parts, self._decimals, usable & ~self.bad)
        if not signs or self.column.type != "money":
            return texts
        beside = [np.append([bool(sign) for sign in each.signs], False)[each.codes] for each in operands.values()]
        named = pc.binary_join_element_wise(next(iter(signs)), texts, " ")
        return pc.if_else(to_arrow(np.logical_or.reduce(beside)), named, texts)

    def _one_by_one(self, formula: Formula, operands: Mapping[Formula, ExactNumbers], usable: np.ndarray) -> pa.Array:
        """The same in fractions, once for each combination of cells."""
        which, codes = _combinations([each.codes[usable] for each in operands.values()])
        texts, wrong = self._of_each(formula, operands, which)
        for (header, problem, fix), combinations in wrong.items():
            mask = np.zeros(len(self.bad), dtype=bool)
            mask[usable[np.isin(codes, combinations)]] = True
            self._refuse(header, Fault(mask, problem, fix))
        place = np.full(len(self.bad), -1, dtype=np.int64)
        place[usable] = codes
        if not texts:
            return pa.nulls(len(place), pa.string())
        return texts_to_arrow(texts).take(to_arrow(np.maximum(place, 0), place >= 0))

    @property
    def _decimals(self) -> int:
        """To how many decimals a number is rounded: minor units are brought to millionths later."""
        minor = self.column.type == "money" and self.given.settings.table.amount_unit in ("minor", "cents")
        return _OF_MINOR_UNITS if minor else _DECIMALS

    def _numbers(self, leaf: ColumnValue | Joined) -> ExactNumbers:
        """The numbers of one operand; the rows in which it is none are named."""
        header = next(headers_of(leaf))
        given = self.given
        array = given.columns[header] if isinstance(leaf, ColumnValue) else pa.chunked_array([self.texts(leaf)])
        texts = texts_of(array, header, given.places)
        read = numbers_of(array, texts, given.settings.of_header(header, self.column.name))
        refuse_whole(read.faults, header, texts, given.rows, given.places)
        for fault in read.faults:
            said = f"{fault.problem}, and {self.column.name} is worked out of it"
            self._refuse(header, Fault(fault.mask, said, fault.fix))
        self.whole |= read.whole
        return read

    def _of_each(
        self, formula: Formula, operands: Mapping[Formula, ExactNumbers], which: np.ndarray
    ) -> tuple[list[str], dict[tuple[str, str, str], list[int]]]:
        """The number of each combination of operands as a text, and what is wrong with some of them."""
        texts: list[str] = []
        wrong: dict[tuple[str, str, str], list[int]] = {}
        for at, codes in enumerate(which.T.tolist()):
            values = {leaf: each.numbers[code] for (leaf, each), code in zip(operands.items(), codes, strict=True)}
            signs = {each.signs[code] for each, code in zip(operands.values(), codes, strict=True)} - {""}
            try:
                texts.append(self._written(_value(formula, values), signs))
            except _NotCountedError as error:
                wrong.setdefault(self._said(error, formula), []).append(at)
                texts.append("")
        return texts, wrong

    def _said(self, error: "_NotCountedError", formula: Formula) -> tuple[str, str, str]:
        header = next(headers_of(error.at or formula), next(headers_of(formula)))
        if error.at is None:
            return header, error.args[0], "Correct one of them: a row has one currency."
        fix = "Correct it, or leave such rows out under where."
        return header, f"0, and {self.column.name} is divided by it", fix

    def _written(self, value: Fraction, signs: set[str]) -> str:
        """A number with at most so many decimals as are held, halves to the even neighbour."""
        if len(signs) > 1:
            raise _NotCountedError(f"{self.column.name} is worked out of amounts in {' and '.join(sorted(signs))}")
        number = plain_number(value, self._decimals)
        return f"{next(iter(signs))} {number}" if signs and self.column.type == "money" else number


class _NotCountedError(Exception):
    """A number that cannot be worked out; `at` is the divisor that is zero."""

    def __init__(self, said: str, at: Formula | None = None) -> None:
        super().__init__(said)
        self.at = at


def plain_number(value: Fraction, decimals: int) -> str:
    """A number rounded to some decimals, halves to the even neighbour, without zeros at its end.

    >>> plain_number(Fraction(1, 3), 6), plain_number(Fraction(-5, 2), 6), plain_number(Fraction(5, 2), 0)
    ('0.333333', '-2.5', '2')
    """
    whole, rest = divmod(abs(rounded := round(value * 10**decimals)), 10**decimals)
    text = f"{whole}.{rest:0{decimals}}".rstrip("0").rstrip(".") if rest else str(whole)
    return f"-{text}" if rounded < 0 else text


def _value(formula: Formula, values: Mapping[Formula, Fraction]) -> Fraction:
    if isinstance(formula, NumberLiteral):
        return formula.value
    if not isinstance(formula, Sum):
        return values[formula]
    left, right = _value(formula.left, values), _value(formula.right, values)
    if formula.sign == "/":
        if right == 0:
            raise _NotCountedError("", _divisor(formula))
        return left / right
    return {"+": left + right, "-": left - right, "*": left * right}[formula.sign]


def _divisor(formula: Sum) -> Formula:
    """What is divided by, or all of it where that names no column."""
    return formula.right if any(True for _ in headers_of(formula.right)) else formula


def _combinations(codes: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """The different combinations of codes, a column each, and which of them each row has."""
    key, size = np.zeros(len(codes[0]), dtype=np.int64), 1
    for each in codes:
        most = int(each.max(initial=0)) + 1
        if size * most >= _MOST:
            key = np.unique(key, return_inverse=True)[1]
            size = int(key.max(initial=0)) + 1
        key, size = key * most + each, size * most
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    return np.stack([each[first] for each in codes]), inverse
