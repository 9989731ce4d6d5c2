"""Numbers as people write them: signs between thousands, decimal commas, currencies beside them, minus signs behind.

A column is read as one: where one number tells which sign is the decimal one, all are read so; where none does and
there are two readings, nobody guesses.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.arrays import numbers, to_arrow, truths, widths
from csmetrics.currencies import currencies_of_sign
from csmetrics.tables.cells import CellSettings, Fault, encode, matches
from csmetrics.tables.rows import Coded

PLAIN = r"^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$"
_NOT_FINITE = r"(?i)^[-+]?(nan|inf|infinity)$"
_TWO_READINGS = r"^[-+]?[1-9][0-9]{0,2}[.,][0-9]{3}$"

_LARGEST_EXPONENT = 400  # of a number that is read to the last decimal
_SIGN = r"[^0-9.,'()+\- ]{1,4}\.?"
_NUMBER = (
    r"^(?P<outer>(?:SIGN)?) ?(?P<open>\(?) ?(?P<minus>[-+]?) ?(?P<before>(?:SIGN)?) ?(?P<inner>[-+]?) ?"
    r"(?P<body>[0-9.,](?:[0-9.,' ]*[0-9.,])?(?:[eE][-+]?[0-9]+)?) ?"
    r"(?P<inside>-?) ?(?P<after>(?:SIGN)?) ?(?P<behind>-?) ?(?P<close>\)?)$"
).replace("SIGN", _SIGN)
_MARKS = (".", ",")
_SINGLE = r"^(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)(?:[eE][-+]?[0-9]+)?$"
_SPACED = r"^[1-9][0-9]{0,2}(?:(?: [0-9]{3})+|(?:'[0-9]{3})+)(?:[.,][0-9]*)?$"
# What tells that the one or the other is the decimal sign: it stands last of two, or the other stands twice.
_TELLING = {
    ".": r"^[1-9][0-9]{0,2}(?:(?:,[0-9]{2,3})*,[0-9]{3}\.[0-9]*|(?:,[0-9]{2,3})+,[0-9]{3})$",
    ",": r"^[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+,[0-9]*|(?:\.[0-9]{3}){2,})$",
}


@dataclass(frozen=True, slots=True)
class WrittenNumbers:
    """Numbers read from texts: 0 where there is none. `signs` stand beside them; `whole`: only all cells can tell."""

    values: np.ndarray
    blank: np.ndarray
    faults: list[Fault] = field(default_factory=list)
    signs: Coded | None = None
    whole: bool = False


SignsAsked = Callable[[np.ndarray], np.ndarray]


def read_written(array: pa.ChunkedArray, settings: CellSettings, asked: SignsAsked, *, money: bool) -> WrittenNumbers:
    """The numbers of a column of texts.

    `asked` tells of some rows which are to be asked for where 1.234 can be read two ways; amounts of `money` may have
    a currency beside them.
    """
    text = pc.utf8_trim_whitespace(array)
    blank = widths(text) == 0
    good = matches(text, PLAIN)
    if (good | blank).all() and settings.form.decimal_sign in (None, ".") and _clear(text, settings):
        return held(text, good, blank)
    encoded = encode(array)
    distinct, _ = _distinct(_usual_signs(encoded.names), encoded.codes, settings, asked, money=money)
    codes = encoded.codes
    faults = _of_rows(distinct.faults, codes)
    signs = Coded(np.append(distinct.signs.codes, -1)[codes], distinct.signs.categories) if distinct.signs else None
    return WrittenNumbers(np.append(distinct.values, 0.0)[codes], codes < 0, faults, signs, distinct.whole)


@dataclass(frozen=True, slots=True)
class ExactNumbers:
    """Numbers read without rounding: of each row its code (-1 for blank), of each code its number and its sign.

    `names` are the texts; a text that is no number is 0 here, and one of the `faults` says it of its rows.
    """

    codes: np.ndarray
    names: pa.Array
    numbers: Sequence[Fraction]
    signs: Sequence[str]
    faults: list[Fault]
    whole: bool


def read_exact(array: pa.ChunkedArray, settings: CellSettings) -> ExactNumbers:
    """The amounts of a column of texts to the last decimal, read as all amounts are."""
    encoded = encode(array)
    distinct, plain = _distinct(_usual_signs(encoded.names), encoded.codes, settings, lambda rows: rows, money=True)
    signs = [""] * len(encoded.names)
    if distinct.signs:
        known = [*distinct.signs.categories, ""]
        signs = [known[code] for code in distinct.signs.codes.tolist()]
    faults = _of_rows(distinct.faults, encoded.codes)
    return ExactNumbers(encoded.codes, encoded.names, [*map(_fraction, plain)], signs, faults, distinct.whole)


def _fraction(text: str) -> Fraction:
    """A plain number; one that is too small to be told from nothing is 0."""
    _, _, exponent = text.lower().partition("e")
    return Fraction(text) if not exponent or abs(int(exponent)) < _LARGEST_EXPONENT else Fraction(0)


def _usual_signs(names: pa.Array) -> pa.Array:
    """Texts with the apostrophe and the minus sign of a keyboard."""
    names = pc.replace_substring_regex(names, "[\u2018\u2019\u02bc\u2032`]", "'")
    return pc.replace_substring_regex(names, "[\u2212\u2012\u2013]", "-")


def _of_rows(faults: list[Fault], codes: np.ndarray) -> list[Fault]:
    """The faults of distinct texts as those of rows."""
    return [replace(fault, mask=np.append(fault.mask, False)[codes]) for fault in faults]


def _clear(text: pa.ChunkedArray, settings: CellSettings) -> bool:
    """Whether plain numbers can be read in one way alone."""
    if settings.form.decimal_sign:
        return True
    pointed = truths(pc.match_substring(text, "."))
    return not pointed.any() or bool((pointed & ~matches(text, _TWO_READINGS)).any())


def held(text: pa.ChunkedArray | pa.Array, good: np.ndarray, blank: np.ndarray) -> WrittenNumbers:
    """Plain numbers as floats; 1e400 is written as a number and is none that can be held."""
    values = np.zeros(len(text))
    values[good] = numbers(pc.cast(text.filter(_mask(text, good)), pa.float64()), np.float64, 0.0)
    beyond = ~np.isfinite(values)
    if not beyond.any():
        return WrittenNumbers(values, blank)
    return WrittenNumbers(np.where(beyond, 0.0, values), blank, [not_finite(beyond)])


def _mask(text: pa.ChunkedArray | pa.Array, good: np.ndarray) -> pa.ChunkedArray | pa.Array:
    mask = to_arrow(good)
    return pa.chunked_array([mask]) if isinstance(text, pa.ChunkedArray) else mask


def not_finite(mask: np.ndarray) -> Fault:
    """NaN and infinities are no amounts, whatever a spreadsheet thinks."""
    return Fault(mask, "not a finite number", "Give the amount, or leave the row out.")


def _distinct(
    names: pa.Array, codes: np.ndarray, settings: CellSettings, asked: SignsAsked, *, money: bool
) -> tuple[WrittenNumbers, Iterator[str]]:
    """The same of distinct texts, and each as a plain number, "0" where it is none."""
    parts = pc.extract_regex(names, _NUMBER)
    part = {each.name: parts.field(each.name) for each in parts.type}
    signs, known = _signs(part, money=money)
    body = part["body"]
    minus, one_minus = _minus(part)
    telling = {mark: matches(body, pattern) for mark, pattern in _TELLING.items()}
    single, spaced = matches(body, _SINGLE), matches(body, _SPACED)
    good = known & one_minus & (single | spaced | telling["."] | telling[","])
    open_ = matches(body, _TWO_READINGS) & (settings.form.thousands not in (" ", "'"))
    says = np.zeros(len(names), dtype=np.int8)
    for number, mark in enumerate(_MARKS, 1):
        marked = truths(pc.match_substring(body, mark))
        says[good & (telling[mark] | (marked & (single | spaced) & ~open_))] = number
    told = _decided(says, codes, settings)
    decimal, undecided = told or ".", [] if told else _undecided(good & open_, body, codes, settings, asked)
    wrong, other = ~good & ~matches(names, _NOT_FINITE), good & (says > 0) & (says != _MARKS.index(decimal) + 1)
    usable = good & ~other
    plain = pc.replace_substring_regex(body, f"[ '{',' if decimal == '.' else '.'}]", "")
    plain = pc.replace_substring(plain, ",", ".")
    read = held(plain, usable, np.zeros(len(names), dtype=bool))
    faults = [
        Fault(wrong, "not a number", f"Write it like this: {_EXAMPLE[decimal]}."),
        not_finite(matches(names, _NOT_FINITE)),
        *read.faults,
        Fault(other, f"not written as the rest of the column, where {_SAID[decimal]} is the decimal sign", _ALIKE),
        *undecided,
    ]
    whole = settings.form.decimal_sign is None and bool((good & open_).any() or (says == _MARKS.index(",") + 1).any())
    finite = usable & ~np.logical_or.reduce([fault.mask for fault in read.faults] or [~usable])
    written = WrittenNumbers(np.where(minus, -read.values, read.values), read.blank, faults, signs, whole)
    return written, _plainly(plain, minus, finite)


def _plainly(body: pa.Array, minus: np.ndarray, good: np.ndarray) -> Iterator[str]:
    """Numbers with their sign, "0" in the place of those that are none."""
    for text, less, fine in zip(body.to_pylist(), minus, good, strict=True):
        yield f"{'-' if less else ''}{text}" if fine else "0"


_EXAMPLE = {".": "1234.50", ",": "1234,50"}
_SAID = {".": 'the point (".")', ",": 'the comma (",")'}
_ALIKE = "Write all numbers of the column in one way."


def _minus(part: dict[str, pa.Array]) -> tuple[np.ndarray, np.ndarray]:
    """Which numbers are negative, and which say so once at most, with brackets on both sides or none."""
    before = [part["minus"], part["inner"], part["inside"], part["behind"]]
    opened, closed = widths(part["open"]) > 0, widths(part["close"]) > 0
    signs = np.sum([opened, *(widths(each) > 0 for each in before)], axis=0)
    negative = np.logical_or.reduce([opened, *(matches(each, "-") for each in before)])
    return negative, (signs <= 1) & (opened == closed)


def _signs(part: dict[str, pa.Array], *, money: bool) -> tuple[Coded | None, np.ndarray]:
    """The currency sign beside each number, and which texts have none or one that is known."""
    beside = list(zip(*(part[name].to_pylist() for name in ("outer", "before", "after")), strict=True))
    found = ["".join(each) for each in beside]
    twice = np.array([sum(map(bool, each)) > 1 for each in beside], dtype=bool)
    categories = list(dict.fromkeys(sign for sign in found if sign))
    places = {sign: place for place, sign in enumerate(categories)}
    codes = np.array([places.get(sign, -1) for sign in found], dtype=np.int64)
    known = np.array([*(money and bool(currencies_of_sign(sign)) for sign in categories), True], dtype=bool)[codes]
    signs = Coded(np.where(known & ~twice, codes, -1), categories)
    return (signs if (signs.codes >= 0).any() else None), known & ~twice


def _decided(says: np.ndarray, codes: np.ndarray, settings: CellSettings) -> str | None:
    """The decimal sign of the column: what is declared, or what most numbers tell; None where none tells it."""
    if settings.form.decimal_sign:
        return settings.form.decimal_sign
    weights = np.bincount(codes + 1, minlength=len(says) + 1)[1:]
    points, commas = (int(weights[says == number].sum()) for number in (1, 2))
    return None if points == commas == 0 else "." if points >= commas else ","


def _undecided(
    open_: np.ndarray, body: pa.Array, codes: np.ndarray, settings: CellSettings, asked: SignsAsked
) -> list[Fault]:
    """The numbers that can be read two ways, where nothing tells which and it matters."""
    commas = open_ & truths(pc.match_substring(body, ","))
    rows = np.append(open_, False)[codes]
    asking = rows & (asked(rows) | np.append(commas, False)[codes])
    if not asking.any():
        return []
    example = body[int(codes[np.flatnonzero(asking)[0]])].as_py()
    mask = np.zeros(len(open_), dtype=bool)
    mask[codes[asking]] = True
    return [Fault(mask, *_two_readings(example, settings), whole_file=True)]


def _two_readings(example: str, settings: CellSettings) -> tuple[str, str]:
    """What to say of a number that can be read two ways, with the lines of which one has to be added."""
    mark = "," if "," in example else "."
    other = "." if mark == "," else ","
    large, small = example.replace(mark, ","), example.replace(mark, ".")
    as_small = f'thousands: "{other}"' if settings.table.delimiter == mark else f'decimal: "{mark}"'
    problem = f"a number that can be read two ways: {example} is {large} or {small}"
    return problem, f'Add thousands: "{mark}" (it is {large}) or {as_small} (it is {small}) to csmetrics.yaml.'
