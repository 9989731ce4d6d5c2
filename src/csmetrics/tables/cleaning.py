"""Texts freed of what nobody sees: signs without width, blanks at the ends, letters and accents written apart."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.arrays import nulls, texts_to_arrow, to_arrow, truths
from csmetrics.visible import visible


def cleaned(texts: pa.Array) -> pa.Array:
    """The texts trimmed, without invisible signs and with each letter in its one form (NFC).

    >>> texts = pa.array([" caf\u00e9", "cafe\u0301\u200b", "a\u00a0b"])
    >>> cleaned(texts).to_pylist() == ["caf\u00e9", "caf\u00e9", "a b"]
    True
    """
    if not is_ascii(texts):  # arrow has as much but for letters written apart, which it composes from release 26 on
        odd = ~truths(pc.string_is_ascii(texts)) & ~nulls(texts)
        seen = texts_to_arrow([visible(text) for text in texts.filter(to_arrow(odd)).to_pylist()])
        texts = pc.replace_with_mask(texts, to_arrow(odd), pc.cast(seen, texts.type))
    return pc.utf8_trim_whitespace(texts)


def is_ascii(texts: pa.Array) -> bool:
    """Whether all signs are plain ones."""
    return not len(found := signs_of(texts)) or int(found.max()) < 128  # noqa: PLR2004


def signs_of(texts: pa.Array) -> np.ndarray:
    """The bytes of all texts in a row."""
    kind, width = (np.int64, 8) if pa.types.is_large_string(texts.type) else (np.int32, 4)
    buffers = texts.buffers()
    if not len(texts) or buffers[1] is None:
        return np.zeros(0, dtype=np.uint8)
    ends = np.frombuffer(buffers[1], kind, len(texts) + 1, texts.offset * width)
    return np.frombuffer(buffers[2] or b"", np.uint8)[ends[0] : ends[-1]]
