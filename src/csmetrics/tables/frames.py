"""A DataFrame to a checked table, as a file is."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pyarrow as pa

from csmetrics.columns import Table
from csmetrics.config import Config
from csmetrics.errors import whole
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.read import read_arrow

if TYPE_CHECKING:
    import pandas as pd


def frame_reader(frame: "pd.DataFrame", table: Table, config: Config) -> Callable[[], CheckedTable]:
    """How to read one."""

    def read() -> CheckedTable:
        plain = frame.reset_index(drop=True).rename(columns=str)
        if plain.columns.has_duplicates:
            twice = plain.columns[plain.columns.duplicated()][0]
            raise whole(table.name, f"the column {twice} stands twice", "Rename or remove one of them.")
        try:
            arrow = pa.Table.from_pandas(plain, preserve_index=False)
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):  # columns of mixed types, or numbers beyond int64
            arrow = pa.Table.from_pandas(plain.astype("string"), preserve_index=False)
        everything = tuple(f"{table.name}.{column}" for column in plain.columns)
        return read_arrow(arrow, table.name, table, config, detail=True, attributes=everything)

    return read
