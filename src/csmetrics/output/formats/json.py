"""Plain values to JSON: the same values always to the same bytes."""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from csmetrics.output.formats import Canvas, Sheet


def write(sheet: Sheet, canvas: Canvas) -> str:
    """Its values."""
    del canvas  # for a program
    return as_json(sheet.values())


def as_json(values: Mapping[str, Any]) -> str:
    """JSON with two spaces of indent, keys in the order given, text as it is; NaN is a bug and raises ValueError.

    Control characters are escaped, those too that JSON would let stand and a terminal would obey
    or that turn the line round.
    """
    text = json.dumps(values, indent=2, ensure_ascii=False, allow_nan=False, default=_plain) + "\n"
    return re.sub(r"[\x7f-\x9f\u202a-\u202e\u2066-\u2069]", lambda sign: f"\\u{ord(sign[0]):04x}", text)


def _plain(value: object) -> object:
    """The values of a configuration that JSON has no word for."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
