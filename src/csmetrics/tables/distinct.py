"""Millions of texts told apart: each is mixed to a number, the numbers are sorted, and what is alike is compared.

A table of strings does the same, and waits for memory at every text. Of ids, most of which are different, it takes half
as long again, and a second worker cannot help it.
"""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.arrays import chunks_of, nulls, numbers, to_arrow, truths, widths
from csmetrics.tables.cleaning import signs_of
from csmetrics.workers import side_by_side

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # odd, and without pattern in its bits
_EIGHT = 8  # signs, or bytes of a number
_LONGEST = 128  # bytes of a text that are looked at eight by eight
_BLOCK = 1 << 14  # texts whose numbers stay at hand while they are mixed
_NO_BIT = np.uint64(0)


def distinct(texts: pa.Array, workers: int = 1) -> tuple[np.ndarray, pa.Array]:
    """Codes of texts (-1 for null), and the distinct ones by code, in the order in which they first occur.

    More workers than one are worth it where nothing else is being done.

    >>> codes, names = distinct(pa.array(["b", "a", None, "b"]))
    >>> codes.tolist(), names.to_pylist()
    ([0, 1, -1, 0], ['b', 'a'])
    """
    there = ~nulls(texts) if texts.null_count else None
    known = texts if there is None else texts.filter(to_arrow(there))
    if not pa.types.is_string(texts.type) or int(widths(known).max(initial=0)) > _LONGEST:
        encoded = texts.dictionary_encode()
        return numbers(encoded.indices, np.int32, -1), encoded.dictionary
    first = _first_equal(known, workers)
    is_first = first == np.arange(len(first), dtype=np.int32)
    number = np.cumsum(is_first, dtype=np.int32)
    number -= 1
    found, names = number[first], known.filter(to_arrow(is_first))
    if there is None:
        return found, names
    codes = np.full(len(texts), -1, dtype=np.int32)
    codes[there] = found
    return codes, names


def mixed(texts: pa.Array, bit: np.uint64 = _NO_BIT) -> np.ndarray:
    """A number for each text, mixed of eight signs at a time; a `bit` is set in each of them before.

    Not for nulls, nor for texts of more than 128 bytes.
    """
    every = np.zeros(len(texts), dtype=np.uint64)
    for begin in range(0, len(texts), _BLOCK):
        found = every[begin : begin + _BLOCK]
        for word in _words(texts[begin : begin + _BLOCK]):
            _mix(found, word, bit)
        found *= _MULTIPLIER  # its upper bits are the best mixed
    return every


def _words(texts: pa.Array) -> Iterator[np.ndarray]:
    """The first eight signs of each text as a number, the next eight, and so on, until the longest has ended."""
    length = widths(texts)
    shortest, longest = int(length.min(initial=_LONGEST)), int(length.max(initial=0))
    if shortest == longest >= _EIGHT:
        yield from _even_words(signs_of(texts), len(texts), longest)
        return
    width = max(-(-longest // _EIGHT), 1) * _EIGHT
    signs = signs_of(pc.ascii_rpad(texts, width, "\0"))
    yield from signs.view(np.uint64).reshape(len(texts), width // _EIGHT).T


def _even_words(signs: np.ndarray, count: int, length: int) -> Iterator[np.ndarray]:
    """The same of texts of one length, from where they lie: the last eight signs hold what is left at the end."""
    for begin in range(0, length, _EIGHT):
        beyond = max(begin + _EIGHT - length, 0)
        word = np.ndarray(count, np.dtype("<u8"), signs.data, begin - beyond, (length,)).copy()
        yield word >> np.uint64(8 * beyond) if beyond else word


def _mix(found: np.ndarray, word: np.ndarray, bit: np.uint64) -> None:
    """Mix one more word into each number; where the text has ended, however long others are, it stays as it is."""
    more = (found + (word | bit)) * _MULTIPLIER
    more ^= more >> np.uint64(32)
    found[:] = more if word.all() else np.where(word == 0, found, more)


def marks_of(texts: pa.ChunkedArray | pa.Array) -> np.ndarray:
    """A number for each text, -1 for a blank one: of equal texts the same, of others hardly ever.

    >>> marks = marks_of(pa.array(["c000001", "c000002", "c000001", None, ""]))
    >>> bool(marks[0] == marks[2]), bool(marks[0] == marks[1]), marks[3:].tolist()
    (True, False, [-1, -1])
    """
    found = [_marks(pc.cast(chunk, pa.string())) for chunk in chunks_of(texts)]
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)


def _marks(texts: pa.Array) -> np.ndarray:
    known = texts.fill_null("") if texts.null_count else texts
    length = widths(known)
    short = length <= _LONGEST
    if short.all():
        marks = mixed(known)
    else:
        marks = np.empty(len(texts), dtype=np.uint64)
        marks[short] = mixed(known.filter(to_arrow(short)))
        marks[~short] = hash_of_texts(known.filter(to_arrow(~short)))
    marks >>= np.uint64(2)
    found = marks.view(np.int64)
    found[length == 0] = -1
    return found


def hash_of_texts(texts: pa.Array) -> np.ndarray:
    """A number for each text, of whatever length, that depends on it alone, spread evenly over 64 bits.

    >>> one, other = hash_of_texts(pa.array(["c1", "c2"])), hash_of_texts(pa.array(["c2"]))
    >>> bool(one[1] == other[0]), bool(one[0] == other[0])
    (True, False)
    """
    signs, length = signs_of(texts), widths(texts)
    starts = np.cumsum(length) - length
    place = np.arange(len(signs)) - np.repeat(starts, length)
    powers = np.cumprod(np.full(int(length.max(initial=0)), _MULTIPLIER, dtype=np.uint64))
    scaled = np.append((signs.astype(np.uint64) + np.uint64(1)) * powers[place], np.uint64(0))
    found = np.add.reduceat(scaled, starts) if len(texts) else scaled[:0]
    for shift in (33, 29):  # the low bits of a product depend on few signs
        found ^= found >> np.uint64(shift)
        found *= _MULTIPLIER
    return found ^ (found >> np.uint64(32))


def _first_equal(texts: pa.Array, workers: int) -> np.ndarray:
    """For each text the place of the first that is equal."""
    first = _first_alike(mixed(texts), workers)
    again = np.flatnonzero(first != np.arange(len(first), dtype=np.int32))
    known: dict[str, int] = {}
    for begin in range(0, len(again), _BLOCK):
        block = again[begin : begin + _BLOCK]
        same = truths(pc.equal(texts.take(to_arrow(block)), texts.take(to_arrow(first[block]))))
        for at in block[~same].tolist():  # alike by chance: no more than a few
            first[at] = known.setdefault(texts[at].as_py(), at)
    return first


def _first_alike(marks: np.ndarray, workers: int) -> np.ndarray:
    """For each number the place of the first that is alike; several workers share them by their lowest bits."""
    if workers == 1:
        return _first_of_upper_bits(marks)
    first, share = np.empty(len(marks), dtype=np.int32), marks.astype(np.uint8) % np.uint8(workers)

    def look_through(mine: int) -> None:
        at = np.flatnonzero(share == mine).astype(np.int32)
        first[at] = at[_first_of_upper_bits(marks[at])]

    side_by_side(look_through, range(workers))
    return first


def _first_of_upper_bits(marks: np.ndarray) -> np.ndarray:
    """The same by as many upper bits as leave room for a place; to sort is faster than to write here and there."""
    size, bits = len(marks), np.uint64(len(marks).bit_length())
    places = (np.uint64(1) << bits) - np.uint64(1)
    packed = marks >> bits << bits
    packed |= np.arange(size, dtype=np.uint64)
    packed.sort()
    place = packed & places
    packed >>= bits
    begins = np.concatenate([np.arange(min(size, 1)), np.flatnonzero(packed[1:] != packed[:-1]) + 1])
    first = np.repeat(place[begins], np.diff(begins, append=size))
    place <<= bits
    place |= first
    place.sort()
    return (place & places).astype(np.int32)
