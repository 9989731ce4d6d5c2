"""Comments to words: each distinct word is looked at once, and all that is done by comment is done in arrays."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.config.words import words_of

BATCH = 250_000  # comments taken apart at a time, so that memory does not grow with the file


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a batch of comments in reading order.

    `code` is the place of each word among the `distinct` ones, `comment` the number of its comment in the whole.
    """

    code: np.ndarray
    comment: np.ndarray
    distinct: list[str]


def in_words(text: pa.ChunkedArray) -> Iterator[Words]:
    """The comments taken apart, batch by batch; `distinct` grows and keeps the places of words already met.

    Texts are split at blanks, and each distinct piece is parted into its words once.
    """
    codes: dict[str, int] = {}
    parted: dict[str, tuple[int, ...]] = {}
    for start in range(0, len(text), BATCH):
        split = pc.utf8_split_whitespace(_one(text.slice(start, BATCH)))
        pieces = split.flatten().dictionary_encode()
        found = [_codes(piece, parted, codes) for piece in pieces.dictionary.to_pylist()]
        code, repeats = _spread(found, pieces.indices.to_numpy())
        comment = np.repeat(pc.list_parent_indices(split).to_numpy(), repeats) + start
        yield Words(code, comment, list(codes))


def _codes(piece: str, parted: dict[str, tuple[int, ...]], codes: dict[str, int]) -> tuple[int, ...]:
    known = parted.get(piece)
    if known is None:
        known = parted[piece] = tuple(codes.setdefault(word, len(codes)) for word in words_of(piece))
    return known


def _spread(found: list[tuple[int, ...]], pieces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The word codes of every piece in turn, and how many each piece has."""
    many = np.array([len(each) for each in found], dtype=np.int64)
    first = np.concatenate([[0], np.cumsum(many)[:-1]]) if len(many) else many
    flat = np.array([code for each in found for code in each], dtype=np.int32)
    repeats = many[pieces]
    begins = np.cumsum(repeats) - repeats
    within = np.arange(int(repeats.sum())) - np.repeat(begins, repeats)
    return flat[np.repeat(first[pieces], repeats) + within], repeats


def _one(text: pa.ChunkedArray) -> pa.Array:
    combined = text.combine_chunks()
    return combined if isinstance(combined, pa.Array) else pa.concat_arrays(combined.chunks)
