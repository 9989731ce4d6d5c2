"""What a column is worked out of: "[Unit price] * [Seats]", parsed once into small trees.

Headers stand in brackets, texts in quotes. + - * / and parentheses work out numbers, & joins texts.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import NoReturn, TypeAlias

_TOKEN = re.compile(
    r"""\s*(?:\[(?P<header>(?:[^\]]|\]\])+)\]|'(?P<single>[^']*)'|"(?P<double>[^"]*)"|(?P<number>\d+(?:\.\d+)?)|(?P<sign>[-+*/&()]))"""
)
_DEEPEST = 50  # parentheses within one another
_MOST = 100  # values
_USUAL = 'Write headers in brackets, texts in quotes, and + - * / & between them, as in "[Unit price] * [Seats]".'


@dataclass(frozen=True, slots=True)
class ColumnValue:
    """What stands in a column of the file."""

    header: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text in quotes."""

    text: str


@dataclass(frozen=True, slots=True)
class NumberLiteral:
    """A number that is written in the formula."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Joined:
    """Texts one after the other."""

    parts: tuple["Formula", ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """Two numbers, added, taken away, multiplied or divided."""

    sign: str
    left: "Formula"
    right: "Formula"


Formula: TypeAlias = ColumnValue | Text | NumberLiteral | Joined | Sum


def headers_of(formula: Formula) -> Iterator[str]:
    """The columns of the file that a formula names, in its order.

    >>> list(headers_of(formula_of("[Unit price] * ([Seats] + 1)")))
    ['Unit price', 'Seats']
    """
    if isinstance(formula, ColumnValue):
        yield formula.header
    elif isinstance(formula, Joined):
        for part in formula.parts:
            yield from headers_of(part)
    elif isinstance(formula, Sum):
        yield from headers_of(formula.left)
        yield from headers_of(formula.right)


def renamed(text: str, name: Callable[[str], str]) -> str:
    """A formula that can be read, with other names for the columns of the file.

    >>> renamed("[Seats [Pro]]] & ' [Seats]'", str.upper)
    "[SEATS [PRO]]] & ' [Seats]'"
    """
    return _TOKEN.sub(lambda each: _with_header(each, name) if each["header"] is not None else each[0], text)


def _with_header(found: re.Match[str], name: Callable[[str], str]) -> str:
    begin = found[0][: found.start("header") - found.start()]
    return f"{begin}{name(_header(found)).replace(']', ']]')}]"


def _header(found: re.Match[str]) -> str:
    return found["header"].replace("]]", "]").strip()


def is_number(formula: Formula) -> bool:
    """Whether something is calculated; else cells are taken as they stand."""
    return isinstance(formula, NumberLiteral | Sum)


@cache
def formula_of(text: str) -> Formula:
    """A formula, parsed. Raises ValueError with what is wrong with it."""
    reader = _Reader(text)
    found = reader.joined(0)
    if reader.sign or reader.at < len(text.rstrip()):
        reader.refuse()
    if not any(True for _ in headers_of(found)):
        raise ValueError(f'"{text}" names no column. Write headers in brackets, or the value itself under constants.')
    return found


class _Reader:
    """A formula read from left to right; `sign` is the sign that comes next, if one does."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.values = text, 0, 0

    @property
    def sign(self) -> str:
        found = _TOKEN.match(self.text, self.at)
        return (found["sign"] or "") if found else ""

    def refuse(self) -> NoReturn:
        rest = self.text[self.at :].strip()
        where = f'cannot be read from "{rest}" on' if rest else "ends where something is missing"
        raise ValueError(f'"{self.text}" {where}. {_USUAL}')

    def joined(self, depth: int) -> Formula:
        """Parts between &."""
        parts = [self._worked_out("+-", depth)]
        while self._takes("&"):
            parts.append(self._worked_out("+-", depth))
        return parts[0] if len(parts) == 1 else Joined(tuple(parts))

    def _worked_out(self, signs: str, depth: int) -> Formula:
        """Sums of products of single values."""
        found = self._next(signs, depth)
        while (sign := self.sign) and sign in signs:
            self._takes(sign)
            found = self._of(sign, found, self._next(signs, depth))
        return found

    def _next(self, signs: str, depth: int) -> Formula:
        return self._worked_out("*/", depth) if signs == "+-" else self._single(depth)

    def _of(self, sign: str, left: Formula, right: Formula) -> Formula:
        if word := next((part.text for part in (left, right) if isinstance(part, Text)), None):
            raise ValueError(f'"{self.text}": the text "{word}" is no number. & joins texts.')
        return Sum(sign, left, right)

    def _takes(self, sign: str) -> bool:
        """Whether a sign comes next; then it is passed."""
        if self.sign != sign:
            return False
        found = _TOKEN.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return True

    def _single(self, depth: int) -> Formula:
        if depth > _DEEPEST:
            self.refuse()
        if self._takes("-"):
            return self._of("-", NumberLiteral(Fraction(0)), self._single(depth + 1))
        if self._takes("("):
            found = self.joined(depth + 1)
            if not self._takes(")"):
                self.refuse()
            return found
        return self._value()

    def _value(self) -> Formula:
        found = _TOKEN.match(self.text, self.at)
        if not found or found["sign"]:
            self.refuse()
        self.at, self.values = found.end(), self.values + 1
        if self.values > _MOST:
            raise ValueError(f"more than {_MOST} values. Work it out in the file, and read that column.")
        if found["header"] is not None:
            return ColumnValue(_header(found))
        if found["number"] is not None:
            return NumberLiteral(Fraction(found["number"]))
        return Text(found["single"] if found["single"] is not None else found["double"])
