"""Ids to codes: customers count as small integers, and their names are made again when somebody asks for them."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from math import prod

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.arrays import to_arrow
from csmetrics.tables.cells import MOST_TEXT, Encoded, encode

_LONGEST = 32  # bytes of an id that may be a number
_FIRST = 1000  # ids that are looked at first
_SPARSE = 16  # how many times more numbers than ids there may be
_FEW = 1 << 16  # that many numbers there may always be
_SIGNS = range(33, 127)  # ASCII that can be seen


class Names(Mapping[str, pa.Array]):
    """The distinct ids of each id column, by code; made when first asked for.

    `plain` are the columns of which it is known that no two ids can differ in case or leading zeros alone, in whatever
    table the other stands.
    """

    def __init__(self, makers: Mapping[str, Callable[[], pa.Array]], plain: Collection[str] = ()) -> None:
        self._makers = makers
        self.plain = frozenset(plain)
        self._made: dict[str, pa.Array] = {}

    def __getstate__(self) -> dict[str, object]:
        """To be copied and pickled they are made, for what makes them is bound to the file as it was read."""
        made = {column: self[column] for column in self}
        return {"_makers": dict.fromkeys(made), "_made": made, "plain": self.plain}

    def __getitem__(self, column: str) -> pa.Array:
        if column not in self._made:
            self._made[column] = self._makers[column]()
        return self._made[column]

    def __contains__(self, column: object) -> bool:
        return column in self._makers

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def is_plain(ids: Mapping[str, pa.Array], column: str) -> bool:
    """Whether it is known of a column of ids that none has a capital letter or a leading zero."""
    return isinstance(ids, Names) and column in ids.plain


def encode_ids(array: pa.ChunkedArray) -> Encoded:
    """Codes (-1 for blank) and the distinct ids, trimmed.

    Ids such as c0042 or 42 differ in few signs at few places. Read as the digits of a number they need no hash of
    strings: the number is the place in a table of codes.
    """
    return numbered(array) or encode(array, of_many=True)


@dataclass(frozen=True, slots=True)
class Numbered(Encoded):
    """The same of ids that were read as numbers."""

    spelling: "Spelling"
    used: np.ndarray  # by number, whether there is such an id

    def holds(self, text: str) -> bool:
        """Whether a text is one of the ids."""
        number = self.spelling.number_of(text)
        return number is not None and bool(self.used[number])


def numbered(array: pa.ChunkedArray) -> Numbered | None:
    """Ids read as numbers, where they differ in few signs at few places."""
    most = max(_SPARSE * len(array), _FEW)
    few, _ = _spelling(array[:_FIRST])
    if few is None or few.numbers > most:  # then those of all are no fewer
        return None
    spelling, signs = _spelling(array)
    if spelling is None or spelling.numbers > most:
        return None
    number = spelling.number(signs)
    used = np.zeros(spelling.numbers, dtype=bool)
    used[number] = True
    codes = np.cumsum(used, dtype=np.int32)
    codes -= 1
    found = np.flatnonzero(used)
    return Numbered(codes[number], lambda: spelling.names(found), spelling, used)


@dataclass(frozen=True, slots=True)
class Spelling:
    """How ids of one width, filled up on the left, are spelt: the lowest sign and the number of signs at each place."""

    fill: int
    lowest: tuple[int, ...]
    counts: tuple[int, ...]

    @property
    def numbers(self) -> int:
        """How many ids can be spelt."""
        return prod(self.counts)

    def number(self, signs: np.ndarray) -> np.ndarray:
        """Each id (a row of signs) as a number: the signs are its digits, each place with a base of its own."""
        number = np.zeros(len(signs), dtype=np.int64)
        for place, (lowest, count) in enumerate(zip(self.lowest, self.counts, strict=True)):
            if count > 1:
                number *= count
                number += signs[:, place]
                number -= lowest
        return number

    def number_of(self, text: str) -> int | None:
        """The number of one text; None where it cannot be spelt so."""
        if len(text) > len(self.counts) or not text.isascii():
            return None
        number = 0
        padded = [self.fill] * (len(self.counts) - len(text)) + [ord(sign) for sign in text]
        for sign, lowest, count in zip(padded, self.lowest, self.counts, strict=True):
            if not lowest <= sign < lowest + count:
                return None
            number = number * count + sign - lowest
        return number

    def may_hold(self, signs: range) -> bool:
        """Whether one of some neighbouring signs may stand at any place."""
        spans = ((low, low + count) for low, count in zip(self.lowest, self.counts, strict=True))
        return any(low < signs.stop and signs.start < high for low, high in spans)

    def has_fixed_place_outside(self, signs: range) -> bool:
        """Whether every id has, at some place, a sign that is none of some neighbouring ones."""
        spans = ((low, low + count) for low, count in zip(self.lowest, self.counts, strict=True) if low != self.fill)
        return any(high <= signs.start or low >= signs.stop for low, high in spans)

    def only(self, signs: range) -> bool:
        """Whether no other than some neighbouring signs can stand anywhere."""
        lowest = min((low for low in self.lowest if low != self.fill), default=signs.start)
        return signs.start <= lowest and max(map(sum, zip(self.lowest, self.counts, strict=True))) <= signs.stop

    def names(self, number: np.ndarray) -> pa.Array:
        """Numbers spelt out as ids again."""
        signs = np.empty((len(number), len(self.counts)), dtype=np.uint8)
        left = number
        for place in reversed(range(len(self.counts))):  # the last digit first
            count = self.counts[place]
            signs[:, place] = self.lowest[place]
            if count > 1:
                left, digit = np.divmod(left, count)
                signs[:, place] += digit.astype(np.uint8)
        there = signs != self.fill
        ends = np.append(0, np.cumsum(there.sum(axis=1))).astype(np.int32)
        text = pa.py_buffer(signs[there])
        return pa.Array.from_buffers(pa.string(), len(number), [None, pa.py_buffer(ends), text])


_UNLIKE: tuple[None, np.ndarray] = (None, np.zeros((0, 0), dtype=np.uint8))


def _spelling(array: pa.ChunkedArray) -> tuple[Spelling | None, np.ndarray]:
    """How the ids are spelt, if all of them are there, short and of signs that can be seen, and their signs in rows."""
    if not pa.types.is_string(array.type) or array.null_count or not 0 < array.nbytes < MOST_TEXT:
        return _UNLIKE
    ids = array.combine_chunks()
    if isinstance(ids, pa.ChunkedArray):
        if ids.num_chunks != 1:
            return _UNLIKE
        ids = ids.chunk(0)
    signs, widths = _signs(ids)
    if not len(signs) or not _SIGNS.start < signs.min() <= signs.max() < _SIGNS.stop:
        return _UNLIKE
    fill, width = int(signs.min()) - 1, int(widths.max())  # below every sign, so that no two ids become one
    if width > _LONGEST:
        return _UNLIKE
    if widths.min() < width:
        signs, _ = _signs(pc.ascii_lpad(ids, width, chr(fill)))
    matrix = signs.reshape(len(ids), width)
    lowest, highest = matrix.min(axis=0).tolist(), matrix.max(axis=0).tolist()
    counts = tuple(high - low + 1 for low, high in zip(lowest, highest, strict=True))
    return Spelling(fill, tuple(lowest), counts), matrix


def codes_at(text: pa.ChunkedArray | pa.Array, at: np.ndarray) -> np.ndarray:
    """Codes of the texts of some rows, the same for equal ones."""
    chosen = text.take(to_arrow(at))
    return encode(chosen if isinstance(chosen, pa.ChunkedArray) else pa.chunked_array([chosen])).codes


def begins_with_zero(ids: pa.Array) -> np.ndarray:
    """Which ids begin with a zero that other signs follow."""
    signs, widths = _signs(ids)
    longer = widths > 1
    found = np.zeros(len(ids), dtype=bool)
    found[longer] = signs[(np.cumsum(widths) - widths)[longer]] == ord("0")
    return found


def _signs(ids: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """The bytes of all ids in a row, and how many each has."""
    ends = np.frombuffer(ids.buffers()[1], np.int32, len(ids) + 1, ids.offset * 4)
    return np.frombuffer(ids.buffers()[2] or b"", np.uint8)[ends[0] : ends[-1]], np.diff(ends)
