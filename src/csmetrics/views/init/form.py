"""How a text file is written: what parts its columns, and in which encoding it is."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

_HEAD = 1 << 16  # bytes that are looked at
_SIGNS = (";", "\t", "|")
_ENDINGS = (".csv", ".txt")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
WINDOWS = "cp1252"


def form_of(path: Path) -> Mapping[str, Any]:
    """What csmetrics.yaml has to say of a text file: the sign between its columns, and its encoding.

    Text that is not UTF-8 is read as Windows writes it in the West; which it really is, is for you to say.
    """
    if not path.name.lower().endswith(_ENDINGS):
        return {}
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return {}
    encoding = _encoding(head)
    line = head.decode(encoding or "utf-8", errors="ignore").lstrip("\ufeff").splitlines()[:1]
    sign = _delimiter(line[0] if line else "")
    return ({"encoding": encoding} if encoding else {}) | ({"delimiter": sign} if sign else {})


def _encoding(head: bytes) -> str | None:
    if head.startswith(_UTF_16):
        return "utf-16"
    try:
        head[: head.rfind(b"\n") + 1 or None].decode()
    except UnicodeDecodeError:
        return WINDOWS
    return None


def _delimiter(header: str) -> str | None:
    """The sign that parts the columns, where it is plain that no comma does."""
    found = [sign for sign in _SIGNS if sign in header]
    return found[0] if found and header.count(found[0]) > header.count(",") else None
