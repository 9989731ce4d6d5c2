"""The lines of a result as a DataFrame: whole numbers whole, days as days, nothing where nothing is known."""

from typing import Any

import pandas as pd

from csmetrics.output.fields import FieldKind, Lines


def frame_of(lines: Lines, result: Any) -> pd.DataFrame:
    """A column a field, each with the type that its kind has."""
    blocks = list(lines.blocks(result))
    return pd.DataFrame(
        {
            column.name: _series(column.kind, [value for block in blocks for value in lines.read(column, block)])
            for column in lines.columns(result)
        }
    )


def _series(kind: FieldKind, values: list[Any]) -> pd.Series:
    if kind.holds("format", "date"):
        return pd.Series(pd.to_datetime(values))
    if kind.holds("type", "array"):
        return pd.Series(values, dtype="object")
    return pd.Series(values, dtype=next((kept for name, kept in _TYPES.items() if kind.holds("type", name)), None))


_TYPES = {"integer": "Int64", "number": "float64", "boolean": "bool"}  # text has the type that pandas gives it
