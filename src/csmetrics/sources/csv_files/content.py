"""What a file holds, seen in one pass that keeps none of it: memory that nobody fills costs no time."""

import codecs
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

BOM = b"\xef\xbb\xbf"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
HEAD = 1 << 20  # bytes; more than any header
_BLANK_LINES = (b"\n\n", b"\n\r\n")
_LAST = 3  # bytes that show them
_END = ord("\n")


@dataclass(frozen=True, slots=True)
class Content:
    """Text in UTF-8 with lines, none of them blank at the end: a file that is so already, or what was made of one."""

    source: Path | bytes
    head: bytes
    quotes: int

    def whole(self) -> bytes:
        """All of it, without the byte order mark."""
        return self.source if isinstance(self.source, bytes) else self.source.read_bytes().removeprefix(BOM)

    def size(self) -> int:
        """Bytes."""
        return len(self.source) if isinstance(self.source, bytes) else self.source.stat().st_size

    def lines(self) -> int:
        """How many lines there are, the last one with or without its end."""
        blocks = _blocks(self.source) if isinstance(self.source, Path) else [self.source]
        ends, last = 0, b""
        for block in blocks:
            ends, last = ends + block.count(b"\n"), block
        return ends + (not last.endswith(b"\n"))

    def lines_at(self, wanted: Sequence[int]) -> list[str]:
        """Some lines by their numbers, the first of which is 0, in the order asked for; each without its end."""
        found: dict[int, str] = {}
        seen, rest, numbers = 0, b"", sorted(set(wanted))
        for block in _blocks(self.source) if isinstance(self.source, Path) else [self.source]:
            ends = int(np.count_nonzero(np.frombuffer(block, np.uint8) == _END))  # lines are short: bytes.count is slow
            if at := numbers[bisect_left(numbers, seen) : bisect_left(numbers, seen + ends)]:
                lines = (rest + block).split(b"\n")
                found |= {number: lines[number - seen].decode() for number in at}
            rest = block[block.rfind(b"\n") + 1 :] if ends else rest + block
            seen += ends
        return [found[number] if number in found else rest.decode() for number in wanted]


def content_of(body: bytes) -> Content:
    """Text that was made plain."""
    return Content(body, body[:HEAD], body.count(b'"'))


def plain_content(path: Path) -> Content | None:
    """A file that can be parsed as it stands; None if something has to be made of it first, or to be said of it."""
    if not path.is_file():
        return None
    head, tail, quotes, decode = b"", b"", 0, codecs.getincrementaldecoder("utf-8")().decode
    try:
        for block in _blocks(path):
            if b"\0" in block:
                return None
            if not block.isascii():
                decode(block)
            if b'"' in block:
                quotes += block.count(b'"')
            head, tail = head or block, (tail + block[-_LAST:])[-_LAST:]
    except (OSError, UnicodeDecodeError):
        return None
    if b"\n" not in head or tail.endswith(_BLANK_LINES) or not head.strip():
        return None
    return Content(path, head.removeprefix(BOM), quotes)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb", buffering=0) as file:
        while block := file.read(HEAD):
            yield block
