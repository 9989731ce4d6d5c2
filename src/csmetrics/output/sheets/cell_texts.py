"""Texts as a cell of a workbook can hold them: no sign that XML forbids, and not longer than a cell."""

import re

from csmetrics.output.sentences import printable

LONGEST = 32_767  # letters of a cell, as UTF-16 counts them
_ROOM = 100  # for what is said of a text that was cut
_NO_LETTER = re.compile("[\ud800-\udfff\ufffe\uffff]")  # half a pair, and what is no sign


def harmless(text: str) -> str:
    r"""The text on one line, without what a workbook cannot hold.

    >>> harmless("=1+1"), harmless("a\x00b\nc"), harmless("caf\udce9")
    ('=1+1', 'a�b c', 'caf�')
    """
    return text if text.isprintable() else _NO_LETTER.sub("\N{REPLACEMENT CHARACTER}", printable(text))


def is_long(text: str) -> bool:
    """Whether a cell cannot hold it.

    >>> is_long("x" * 32767), is_long("x" * 32768), is_long("😀" * 16384)
    (False, True, True)
    """
    return len(text) * 2 > LONGEST and _length(text) > LONGEST


def cut(text: str) -> str:
    """The beginning of a text that is too long, with a word on how much there is of it."""
    if not is_long(text):
        return text
    said = f" … (cut: the whole has {_length(text):,} letters, --format csv has all of them)"
    begun = text.encode("utf-16-le")[: 2 * (LONGEST - _ROOM)].decode("utf-16-le", errors="ignore")
    return begun + said


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", errors="replace")) // 2
