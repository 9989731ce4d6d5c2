"""Rows to CSV: plain numbers, one line end, nothing for none, and no text that a spreadsheet takes for a formula."""

import csv
import io
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from csmetrics.formula_guard import guarded
from csmetrics.output.formats import Canvas, Sheet
from csmetrics.output.sentences import printable

_AT_ONCE = 10_000  # rows


def write(sheet: Sheet, canvas: Canvas) -> Iterator[str]:
    """Its rows, some at a time."""
    del canvas  # for a program
    return as_csv(sheet.rows())


def as_csv(rows: Iterable[list[Any]]) -> Iterator[str]:
    """The rows, the first of which is the header."""
    left = iter(rows)
    while some := list(islice(left, _AT_ONCE)):
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(some if _are_plain(some) else _cells(some))
        yield text.getvalue()


def _are_plain(rows: list[list[Any]]) -> bool:
    """Whether no text of the rows need be changed, as far as can be told of all at once; of most it can."""
    texts = [value for row in rows for value in row if isinstance(value, str)]
    begins = {text[:1] for text in texts}
    return "".join(texts).isprintable() and not any(sign.isspace() or guarded(sign) != sign for sign in begins)


def _cells(rows: Iterable[list[Any]]) -> Iterator[list[Any]]:
    return ([_cell(value) for value in row] for row in rows)


def _cell(value: Any) -> Any:
    return _text(value) if isinstance(value, str) else value


@lru_cache(maxsize=4096)  # most columns hold few texts again and again
def _text(value: str) -> str:
    """Text on one line, without control signs, and harmless in a spreadsheet."""
    return printable(guarded(value))
