"""Comments to words: each distinct word is looked at once, and all that is done by comment is done in arrays."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.config.word_patterns import words_of

BATCH = 250_000  # comments taken apart at a time, so that memory does not grow with the file


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a batch of comments in reading order.

    `code` is the place of each word among the `distinct` ones, `comment` the number of its comment in the whole.
    """

    code: np.ndarray
    comment: np.ndarray
    distinct: list[str]


def in_words(text: pa.ChunkedArray, signed: re.Pattern[str] | None = None) -> Iterator[Words]:
    """The comments taken apart, batch by batch; `distinct` grows and keeps the places of words already met.

    Texts are split at blanks, and each distinct piece is parted into its words once. What `signed` finds is a word too.
    """
    known = _Pieces(signed)
    for start in range(0, len(text), BATCH):
        split = pc.utf8_split_whitespace(_one(text.slice(start, BATCH)))
        pieces = split.flatten().dictionary_encode()
        code, repeats = known.spread(known.places(pieces.dictionary)[pieces.indices.to_numpy()])
        comment = np.repeat(pc.list_parent_indices(split).to_numpy(), repeats) + start
        yield Words(code, comment, list(known.words))


class _Pieces:
    """The pieces met so far, and the words of each: for piece i `many[i]` codes from `first[i]` of `flat` on."""

    def __init__(self, signed: re.Pattern[str] | None) -> None:
        self._signed = signed
        self.words: dict[str, int] = {}
        self._pieces = pa.array([], pa.string())
        self._first, self._many, self._flat = (np.zeros(0, dtype=np.int32) for _ in range(3))

    def places(self, pieces: pa.Array) -> np.ndarray:
        """Where each piece stands among those known; new ones are parted and join them."""
        found = pc.index_in(pieces, self._pieces)
        fresh = pieces.filter(found.is_null())
        place = found.fill_null(-1).to_numpy(zero_copy_only=False).copy()
        place[place < 0] = len(self._pieces) + np.arange(len(fresh), dtype=np.int32)
        self._learn(fresh)
        return place

    def spread(self, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The word codes of every piece in turn, and how many each piece has."""
        repeats = self._many[places]
        begins = np.cumsum(repeats) - repeats
        return self._flat[np.arange(repeats.sum()) + np.repeat(self._first[places] - begins, repeats)], repeats

    def _learn(self, fresh: pa.Array) -> None:
        parted = [words_of(piece, self._signed) for piece in fresh.to_pylist()]
        codes = [self.words.setdefault(word, len(self.words)) for words in parted for word in words]
        many = np.array([len(words) for words in parted], dtype=np.int32)
        first = len(self._flat) + np.cumsum(many, dtype=np.int32) - many
        self._pieces = pa.concat_arrays([self._pieces, fresh])
        self._first, self._many = np.append(self._first, first), np.append(self._many, many)
        self._flat = np.append(self._flat, np.array(codes, dtype=np.int32))


def _one(text: pa.ChunkedArray) -> pa.Array:
    combined = text.combine_chunks()
    return combined if isinstance(combined, pa.Array) else pa.concat_arrays(combined.chunks)
