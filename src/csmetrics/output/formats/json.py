"""Plain values to JSON: the same values always to the same bytes."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, repeat
from json.encoder import encode_basestring
from math import isfinite
from operator import is_
from typing import Any

from csmetrics.output.formats import Canvas, Sheet
from csmetrics.output.record_blocks import BlockColumn, Blocks

_INDENT = "  "
_OBEYED = re.compile(r"[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def write(sheet: Sheet, canvas: Canvas) -> Iterator[str]:
    """Its values, piece by piece."""
    del canvas  # for a program
    return as_json(sheet.values())


def as_json(values: Mapping[str, Any]) -> Iterator[str]:
    """JSON with two spaces of indent, keys in the order given, text as it is; NaN is a bug and raises ValueError.

    Control characters are escaped, those too that JSON would let stand and a terminal would obey
    or that turn the line round. Records in blocks are written a block at a time.
    """
    yield from _written(values, "\n")
    yield "\n"


def _written(value: Any, line: str) -> Iterator[str]:
    """A value; `line` begins a line that stands under it."""
    if isinstance(value, Blocks):
        yield from _blocks(value, line)
    elif not _holds_blocks(value):
        yield _whole(value, line)
    elif isinstance(value, Mapping):
        yield from _around("{}", ((f"{_text(name)}: ", each) for name, each in value.items()), line)
    else:
        yield from _around("[]", (("", each) for each in value), line)


def _holds_blocks(value: Any) -> bool:
    """Whether there are blocks in it; the values of a list are of one kind."""
    if isinstance(value, Mapping):
        return any(map(_holds_blocks, value.values()))
    if isinstance(value, (list, tuple)):
        return any(map(_holds_blocks, value[:1]))
    return isinstance(value, Blocks)


def _whole(value: Any, line: str) -> str:
    """A value that is held as a whole."""
    text = json.dumps(value, indent=_INDENT, ensure_ascii=False, allow_nan=False, default=_plain)
    return _harmless(text if line == "\n" else text.replace("\n", line))


def _around(ends: str, parts: Iterable[tuple[str, Any]], line: str) -> Iterator[str]:
    """Values within brackets or braces, what stands before each one with it."""
    deeper, before = line + _INDENT, ends[0]
    for name, value in parts:
        yield before + deeper + name
        yield from _written(value, deeper)
        before = ","
    yield line + ends[1]


def _blocks(blocks: Blocks, line: str) -> Iterator[str]:
    """Records, block by block."""
    empty = True
    for columns in blocks:
        there = {name: each for name, each in zip(blocks.names, columns, strict=True) if each is not None}
        text = _records(list(there), list(there.values()), line + _INDENT)
        yield f"[{text[1:]}" if empty else text
        empty = False
    yield "[]" if empty else line + "]"


def _records(names: Sequence[str], columns: Sequence[BlockColumn], line: str) -> str:
    """Some records, a comma before each; what they have in common is made a text once."""
    deeper, parts, common = line + _INDENT, [], f",{line}{{"
    for place, (name, column) in enumerate(zip(names, columns, strict=True)):
        common += f"{',' if place else ''}{deeper}{_text(name)}: "
        if all(map(is_, column, repeat(column[0]))):  # what is merely equal may be written otherwise: 1, 1.0, True
            common += _whole(column[0], deeper)
        else:
            before, texts, after = _texts(column, deeper)
            parts += [repeat(common + before), texts]
            common = after
    common += f"{line}}}"
    return "".join(chain.from_iterable(zip(*parts, repeat(common)))) if parts else common * len(columns[0])


def _texts(column: BlockColumn, line: str) -> tuple[str, Iterable[str], str]:
    """The texts of a column, with what stands on both sides; the usual kinds go without a look at each value."""
    kinds = set(map(type, column))
    if kinds == {str}:
        return "", map(encode_basestring if "".join(column).isprintable() else _text, column), ""
    if kinds == {float} and all(map(isfinite, column)):
        return "", map(float.__repr__, column), ""
    if kinds == {int}:
        return "", map(int.__repr__, column), ""
    if kinds == {list} and all(column) and set(map(type, chain.from_iterable(column))) == {int}:
        return f"[{line}{_INDENT}", _joined(column, f",{line}{_INDENT}"), f"{line}]"
    known: dict[int, str] = {}  # of mappings and None there are few, each again and again
    return "", [_one(value, line, known) for value in column], ""


def _joined(lists: BlockColumn, between: str) -> list[str]:
    """The numbers of each list as a text: of all at once, for Python writes a list faster than its parts."""
    return repr(lists)[2:-2].replace("], [", ";").replace(", ", between).split(";")


def _one(value: Any, line: str, known: dict[int, str]) -> str:
    if isinstance(value, str):
        return _text(value)
    if id(value) not in known:
        known[id(value)] = _whole(value, line)
    return known[id(value)]


def _text(value: str) -> str:
    return encode_basestring(value) if value.isprintable() else _harmless(encode_basestring(value))


def _harmless(text: str) -> str:
    return _OBEYED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def _plain(value: object) -> object:
    """The values of a configuration that JSON has no word for."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
