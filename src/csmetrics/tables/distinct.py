"""Millions of texts told apart: each is mixed to a number, the numbers are sorted, and what is alike is compared.

A table of strings does the same, and waits for memory at every text. Of ids, most of which are different, it takes half
as long again, and a second worker cannot help it.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.arrays import chunks_of, nulls, numbers, to_arrow, widths
from csmetrics.tables.cleaning import is_ascii, signs_of
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
    there = ~nulls(texts)
    known = texts if there.all() else texts.filter(to_arrow(there))
    longest = _longest(known)
    if longest is None:
        encoded = texts.dictionary_encode()
        return numbers(encoded.indices, np.int32, -1), encoded.dictionary
    first = _first_equal(words_of(known, longest), workers)
    is_first = first == np.arange(len(first), dtype=np.int32)
    number = np.cumsum(is_first, dtype=np.int32)
    number -= 1
    codes = np.full(len(texts), -1, dtype=np.int32)
    codes[there] = number[first]
    return codes, known.take(to_arrow(np.flatnonzero(is_first)))


def words_of(texts: pa.Array, longest: int) -> np.ndarray:
    """The signs of each text, eight to a number, as many numbers as the longest needs."""
    width = max(-(-longest // _EIGHT), 1) * _EIGHT
    signs = signs_of(pc.ascii_rpad(texts, width, "\0"))
    return signs.view(np.uint64).reshape(len(texts), width // _EIGHT)


def mixed(words: np.ndarray, bit: np.uint64 = _NO_BIT) -> np.ndarray:
    """A number for each text, given eight signs at a time; a `bit` is set in each of them before."""
    every = np.empty(len(words), dtype=np.uint64)
    for begin in range(0, len(words), _BLOCK):
        block, found = words[begin : begin + _BLOCK], every[begin : begin + _BLOCK]
        found[:] = 0
        for place in range(words.shape[1]):
            _mix(found, block[:, place], bit)
        found *= _MULTIPLIER  # its upper bits are the best mixed
    return every


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
    length = widths(texts)
    short = length <= _LONGEST
    known = texts.fill_null("") if texts.null_count else texts
    if short.all():
        marks = mixed(words_of(known, int(length.max(initial=0))))
    else:
        marks = np.empty(len(texts), dtype=np.uint64)
        some = known.filter(to_arrow(short))
        marks[short] = mixed(words_of(some, int(length[short].max(initial=0))))
        marks[~short] = hash_of_texts(known.filter(to_arrow(~short)))
    return np.where(length == 0, -1, (marks >> np.uint64(2)).astype(np.int64))


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


def _longest(texts: pa.Array) -> int | None:
    """How long the longest is; None where they cannot be looked at eight by eight."""
    longest = int(widths(texts).max(initial=0))
    plain = longest <= _LONGEST and pa.types.is_string(texts.type) and is_ascii(texts)
    return longest if plain and signs_of(texts).all() else None


def _first_equal(words: np.ndarray, workers: int) -> np.ndarray:
    """For each text the place of the first that is equal."""
    first = _first_alike(mixed(words), workers)
    again = np.flatnonzero(first != np.arange(len(first), dtype=np.int32))
    differ = words.take(again, axis=0).ravel() != words.take(first.take(again), axis=0).ravel()
    odd = again[np.unique(np.flatnonzero(differ) // words.shape[1])]
    if len(odd):  # alike by chance: no more than a few
        _, place, which = np.unique(words[odd], axis=0, return_index=True, return_inverse=True)
        first[odd] = odd[place][which.reshape(-1)]
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
