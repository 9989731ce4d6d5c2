"""The lines of a result as a DataFrame: whole numbers whole, days as days, nothing where nothing is known."""

from typing import Any

import pandas as pd

from csmetrics.output.fields import Field, Kind, Lines


def frame_of(lines: Lines, result: Any) -> pd.DataFrame:
    """A column a field, each with the type that its kind has."""
    found = list(lines.each(result))
    return pd.DataFrame({column.name: _series(column, found) for column in lines.columns(result)})


def _series(column: Field, found: list[Any]) -> pd.Series:
    values = [column.read(line) for line in found]
    if _is_day(column.kind):
        return pd.Series(pd.to_datetime(values))
    return pd.Series(values, dtype=_TYPES.get(_type(column.kind), "object"))


_TYPES = {"integer": "Int64", "number": "float64", "boolean": "bool"}


def _type(kind: Kind) -> str:
    said = kind.schema.get("type", "")
    return said[0] if isinstance(said, list) else said


def _is_day(kind: Kind) -> bool:
    return any(each.schema.get("format") == "date" for each in (kind, *kind.within))
