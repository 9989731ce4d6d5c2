"""How many comments of two groups hold each word."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from csmetrics.subjects.comments.words import in_words
from csmetrics.subjects.sums import count_up

_PLACES = 32  # bits for the number of a comment


@dataclass(frozen=True, slots=True)
class WordCounts:
    """For each distinct word: the comments that hold it, those of either group, and the people who wrote them."""

    words: list[str]
    comments: np.ndarray
    first: np.ndarray
    second: np.ndarray
    writers: np.ndarray


def count_words(text: pa.ChunkedArray, group: np.ndarray, writer: np.ndarray) -> WordCounts:
    """Every word of the comments, counted once a comment.

    `group` is 0 for the first group, 1 for the second, anything else for neither; `writer` tells people apart.
    """
    held = np.zeros(0, dtype=np.int64)  # word and comment, packed
    words: list[str] = []
    for batch in in_words(text):
        held = np.append(held, _distinct(batch.code.astype(np.int64) << _PLACES | batch.comment))
        words = batch.distinct
    code, comment = held >> _PLACES, held & ((1 << _PLACES) - 1)
    pairs = _distinct(code << _PLACES | writer[comment])
    return WordCounts(
        words,
        count_up(code, len(words)),
        count_up(code[group[comment] == 0], len(words)),
        count_up(code[group[comment] == 1], len(words)),
        count_up(pairs >> _PLACES, len(words)),
    )


def _distinct(numbers: np.ndarray) -> np.ndarray:
    """Each number once, in order."""
    ordered = np.sort(numbers)
    return ordered[np.diff(ordered, prepend=-1) != 0]
