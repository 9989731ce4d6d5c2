"""The signs of texts as numbers, eight at a time, read where they lie: nothing is padded and nothing copied twice."""

import numpy as np
import pyarrow as pa

EIGHT = 8  # signs, or bytes of a number
_MASKS = np.array([(1 << (8 * count)) - 1 for count in range(EIGHT + 1)], dtype=np.uint64)  # the first so many signs
At = slice | np.ndarray


class Eights:
    """Texts without nulls, each seen as numbers of eight of its bytes; past the end of a text its bytes are zeros.

    >>> texts = Eights(pa.array(["a", "cus_0001a"]))
    >>> texts.lengths(slice(None)).tolist(), texts.numbers(slice(None), 1).tolist()
    ([1, 9], [0, 97])
    """

    def __init__(self, texts: pa.Array) -> None:
        kind = np.dtype(np.int64 if pa.types.is_large_string(texts.type) else np.int32)
        _, ends, signs = texts.buffers() if len(texts) else (None, None, None)
        self._ends = (
            np.frombuffer(ends, kind, len(texts) + 1, texts.offset * kind.itemsize) if ends else np.zeros(1, kind)
        )
        self._low = int(self._ends[0])
        held = np.frombuffer(signs or b"", np.uint8)[self._low : int(self._ends[-1])]
        padded = np.zeros(len(held) + EIGHT, dtype=np.uint8)
        padded[: len(held)] = held
        self._numbers = np.ndarray(len(held) + 1, np.dtype("<u8"), padded, strides=(1,))  # one begins at each sign

    def __len__(self) -> int:
        return len(self._ends) - 1

    def lengths(self, at: At) -> np.ndarray:
        """How many bytes some texts have."""
        return np.asarray(self._ends[1:][at] - self._ends[:-1][at])

    def numbers(self, at: At, place: int) -> np.ndarray:
        """Of some texts the first eight bytes, the next eight, and so on, by place."""
        past = EIGHT * place
        left = self.lengths(at)
        left -= past
        begins = self._ends[:-1][at].astype(np.intp)
        begins += past - self._low
        if not len(left) or left.min() >= EIGHT:
            return self._numbers[begins]
        np.clip(left, 0, EIGHT, out=left)
        begins[left == 0] = 0
        return self._numbers[begins] & _MASKS[left]
