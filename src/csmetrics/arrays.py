"""Between arrow and numpy, by their buffers.

pyarrow's own conversions import pandas, if it is there, to look whether they were given something of its. That takes
longer than they do.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


def chunks_of(array: pa.ChunkedArray | pa.Array) -> list[pa.Array]:
    """The pieces that an array consists of."""
    return array.chunks if isinstance(array, pa.ChunkedArray) else [array]


def numbers(array: pa.ChunkedArray | pa.Array, dtype: Any, blank: float) -> np.ndarray:
    """The numbers of an array, `blank` where it has nulls; `dtype` is how arrow stores them."""
    found = np.empty(len(array), dtype=dtype)
    begin = 0
    for chunk in chunks_of(array):
        piece = found[begin : begin + len(chunk)]
        begin += len(chunk)
        if chunk.null_count == len(chunk):
            piece[:] = blank
            continue
        piece[:] = np.frombuffer(chunk.buffers()[1], dtype, len(chunk), chunk.offset * found.itemsize)
        if chunk.null_count:
            np.copyto(piece, blank, where=nulls(chunk))
    return found


def nulls(array: pa.ChunkedArray | pa.Array) -> np.ndarray:
    """Which values are null."""
    found = np.zeros(len(array), dtype=bool)
    begin = 0
    for chunk in chunks_of(array):
        if chunk.null_count == len(chunk):
            found[begin : begin + len(chunk)] = True
        elif chunk.null_count:
            found[begin : begin + len(chunk)] = ~_bits(chunk.buffers()[0], chunk)
        begin += len(chunk)
    return found


def widths(texts: pa.ChunkedArray | pa.Array) -> np.ndarray:
    """How many bytes each text has; none where it is null."""
    return numbers(pc.binary_length(texts), np.int64 if pa.types.is_large_string(texts.type) else np.int32, 0)


def truths(array: pa.ChunkedArray | pa.Array) -> np.ndarray:
    """Which values are true; a null is not."""
    found = [_bits(chunk.buffers()[1], chunk) & ~nulls(chunk) for chunk in chunks_of(array) if len(chunk)]
    return np.concatenate(found) if found else np.zeros(0, dtype=bool)


def to_arrow(array: np.ndarray, known: np.ndarray | None = None) -> pa.Array:
    """Whole numbers, null where they are not `known`, or a mask, as arrow takes them."""
    if array.dtype == bool:
        return pa.Array.from_buffers(pa.bool_(), len(array), [None, _bitmap(array)])
    kind = pa.from_numpy_dtype(array.dtype)
    there = None if known is None or known.all() else _bitmap(known)
    return pa.Array.from_buffers(kind, len(array), [there, pa.py_buffer(np.ascontiguousarray(array))])


def texts_to_arrow(texts: Sequence[str]) -> pa.Array:
    """Texts as arrow takes them; for some, not for millions."""
    encoded = [text.encode() for text in texts]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int32)
    return pa.Array.from_buffers(pa.string(), len(encoded), [None, pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))])


def distinct(texts: pa.ChunkedArray) -> pa.Array:
    """The different texts, without spaces around them and without blanks, in their order."""
    found = pc.unique(pc.utf8_trim_whitespace(texts.cast(pa.large_string())))
    return found.filter(pc.not_equal(found, ""))


def text_to_arrow(text: str) -> pa.Scalar:
    """One text as arrow takes it."""
    return texts_to_arrow([text])[0]


def _bitmap(mask: np.ndarray) -> pa.Buffer:
    return pa.py_buffer(np.packbits(mask, bitorder="little"))


def _bits(buffer: pa.Buffer, chunk: pa.Array) -> np.ndarray:
    """A bit for each value of a chunk."""
    unpacked = np.unpackbits(np.frombuffer(buffer, np.uint8), count=chunk.offset + len(chunk), bitorder="little")
    return unpacked[chunk.offset :].view(bool)
