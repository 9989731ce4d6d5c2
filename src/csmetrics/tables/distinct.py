"""Millions of texts told apart: each is mixed to a number, the numbers are sorted, and what is alike is compared.

A table of strings does the same and waits for memory at every text; for ids, most of which are different, it takes
more than twice as long.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.arrays import nulls, numbers, to_arrow, widths
from csmetrics.tables.cleaning import is_ascii, signs_of
from csmetrics.workers import WORKERS, side_by_side

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # odd, and without pattern in its bits
_EIGHT = 8  # signs, or bytes of a number
_LONGEST = 128  # bytes of a text that are looked at eight by eight
_BITS = 63
_BLOCK = 1 << 14  # texts whose numbers stay at hand while they are mixed
_MANY = 1 << 18  # texts that are worth a second worker
_NO_BIT = np.uint64(0)


def distinct(texts: pa.Array) -> tuple[np.ndarray, pa.Array]:
    """Codes of texts (-1 for null), and the distinct ones by code, in the order in which they first occur.

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
    first = _first_equal(words_of(known, longest))
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
            found += block[:, place] | bit
            found *= _MULTIPLIER
            found ^= found >> np.uint64(32)
        found *= _MULTIPLIER  # its upper bits are the best mixed
    return every


def _longest(texts: pa.Array) -> int | None:
    """How long the longest is; None where they cannot be looked at eight by eight."""
    longest = int(widths(texts).max(initial=0))
    plain = longest <= _LONGEST and pa.types.is_string(texts.type) and is_ascii(texts)
    return longest if plain and signs_of(texts).all() else None


def _first_equal(words: np.ndarray) -> np.ndarray:
    """For each text the place of the first that is equal."""
    marks = mixed(words)
    first = np.empty(len(words), dtype=np.int32)
    shares = WORKERS if len(words) >= _MANY else 1

    def look_through(share: int) -> np.ndarray:
        at = np.flatnonzero(marks % np.uint64(shares) == share).astype(np.int32)
        first[at] = at[_first_alike(marks[at])]
        again = at[first[at] != at]
        return again[(words[again] != words[first[again]]).any(axis=1)]

    odd = np.sort(np.concatenate(side_by_side(look_through, range(shares))))
    if len(odd):  # alike by chance: no more than a few
        _, place, which = np.unique(words[odd], axis=0, return_index=True, return_inverse=True)
        first[odd] = odd[place][which.reshape(-1)]
    return first


def _first_alike(marks: np.ndarray) -> np.ndarray:
    """For each number the place of the first that is alike in as many upper bits as there is room for."""
    size, bits = len(marks), len(marks).bit_length()
    packed = (marks >> np.uint64(64 - _BITS + bits) << np.uint64(bits)).astype(np.int64)
    packed += np.arange(size)
    packed.sort()
    place = packed & ((1 << bits) - 1)
    packed >>= bits
    begins = np.ones(size, dtype=bool)
    np.not_equal(packed[1:], packed[:-1], out=begins[1:])
    found = np.empty(size, dtype=np.int32)
    found[place] = place[begins][np.cumsum(begins) - 1]
    return found
