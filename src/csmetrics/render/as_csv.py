"""Rows to CSV: plain numbers, one line end, nothing for none."""

import csv
import io
from collections.abc import Iterable
from typing import Any


def as_csv(rows: Iterable[list[Any]]) -> str:
    """The rows, the first of which is the header."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
