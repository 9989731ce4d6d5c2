"""Customer codes to the ids, names, attributes and rows that people know them by."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.columns import TABLES
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.dataset import Dataset


def ids_of(table: CheckedTable, codes: np.ndarray) -> list[str]:
    """The ids of customer codes (none below zero)."""
    found: list[str] = table.ids["customer_id"].take(pa.array(codes)).to_pylist()
    return found


def rank_of_names(table: CheckedTable) -> np.ndarray:
    """The place of each customer code when ids are sorted."""
    names = table.ids["customer_id"]
    rank = np.empty(len(names), dtype=np.int64)
    rank[pc.sort_indices(names).to_numpy()] = np.arange(len(names))
    return rank


def names_of(data: Dataset, ids: Sequence[str]) -> dict[str, str]:
    """What customers.csv calls each customer, where it has names."""
    rows = _rows_of(data, ids)
    return {} if "name" not in rows else dict(zip(rows.index, rows["name"].fillna(""), strict=True))


def attributes_of(data: Dataset, ids: Sequence[str]) -> dict[str, Mapping[str, str]]:
    """The attributes of each customer that customers.csv has; blank ones are left out."""
    rows = _rows_of(data, ids)
    names = [name for name in rows if name not in TABLES["customers"].columns]
    columns = [rows[name].astype(object).where(rows[name].notna(), None) for name in names]
    values = zip(*columns, strict=True) if columns else ()
    return {
        identity: {name: value for name, value in zip(names, row, strict=True) if value is not None}
        for identity, row in zip(rows.index, values, strict=False)
    }


def rows_by_key(keys: np.ndarray, rows: np.ndarray) -> dict[int, tuple[int, ...]]:
    """The file rows of each key, in order."""
    grouped = pd.Series(rows).groupby(keys)
    return {int(key): tuple(int(row) for row in sorted(group)) for key, group in grouped}


def _rows_of(data: Dataset, ids: Sequence[str]) -> pd.DataFrame:
    """The rows of customers.csv of these customers, by id."""
    customers = data.table("customers")
    if customers is None:
        return pd.DataFrame()
    names = customers.ids["customer_id"]
    wanted = pc.is_in(names, pa.array(ids, pa.string())).to_numpy(zero_copy_only=False)
    codes = customers.frame["customer_id"].to_numpy()
    rows = customers.frame[wanted[codes]]
    return rows.set_axis(ids_of(customers, rows["customer_id"].to_numpy()), axis="index")
