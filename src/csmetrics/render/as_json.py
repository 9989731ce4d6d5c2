"""Plain values to JSON: the same values always to the same bytes."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any


def as_json(values: Mapping[str, Any]) -> str:
    """JSON with two spaces of indent, keys in the order given, text as it is; NaN is a bug and raises ValueError."""
    return json.dumps(values, indent=2, ensure_ascii=False, allow_nan=False, default=_plain) + "\n"


def _plain(value: object) -> object:
    """The values of a configuration that JSON has no word for."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
