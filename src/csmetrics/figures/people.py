"""Customer codes to the ids, names, attributes and rows that people know them by."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.arrays import chunks_of, numbers, text_to_arrow, texts_to_arrow, to_arrow, truths
from csmetrics.declared import TABLES
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.dataset import Dataset


def ids_of(table: CheckedTable, codes: np.ndarray) -> list[str]:
    """The ids of customer codes (none below zero)."""
    found: list[str] = table.ids["customer_id"].take(to_arrow(codes)).to_pylist()
    return found


def rank_of_names(table: CheckedTable) -> np.ndarray:
    """The place of each customer code when ids are sorted."""
    return _ranked(table.ids["customer_id"])


def rank_among(table: CheckedTable, codes: np.ndarray) -> np.ndarray:
    """The place of each of some customer codes when the ids of these are sorted."""
    return _ranked(table.ids["customer_id"].take(to_arrow(codes)))


def first_by_name(table: CheckedTable, codes: np.ndarray, count: int) -> np.ndarray:
    """Which of some customer codes are the first few by their ids, in no order."""
    names = table.ids["customer_id"].take(to_arrow(codes))
    first = pc.select_k_unstable(names, k=min(count, len(names)), sort_keys=[("id", "ascending")])
    return numbers(first, np.uint64, 0).astype(np.int64)


def _ranked(names: pa.Array) -> np.ndarray:
    rank = np.empty(len(names), dtype=np.int64)
    rank[by_name(names)] = np.arange(len(names))
    return rank


def by_name(names: pa.Array) -> np.ndarray:
    """Codes in the order of their ids; ids are often in order already, and looking costs less than sorting."""
    if len(names) < 2 or pc.all(pc.less(names[:-1], names[1:])).as_py():  # noqa: PLR2004
        return np.arange(len(names))
    return numbers(pc.sort_indices(names), np.uint64, 0).astype(np.int64)


def names_of(data: Dataset, ids: Sequence[str]) -> dict[str, str]:
    """What customers.csv calls each customer; nothing where it has no name."""
    return dict(zip(ids, called(data, texts_to_arrow(ids)).to_pylist(), strict=True))


def called(data: Dataset, ids: pa.Array) -> pa.Array:
    """The name that customers.csv has for each id, the last if it has several; blank where it has none."""
    customers = data.table("customers")
    if customers is None or "name" not in customers.rows:
        return pa.repeat(text_to_arrow(""), len(ids))
    rows = customers.rows.take(np.flatnonzero(_among(customers, ids))[::-1])
    theirs = customers.ids["customer_id"].take(to_arrow(rows["customer_id"]))
    names = rows["name"].take(pc.index_in(ids, value_set=theirs))
    return pc.fill_null(pa.concat_arrays(chunks_of(names)), text_to_arrow(""))


def attributes_of(data: Dataset, ids: Sequence[str]) -> dict[str, Mapping[str, str]]:
    """The attributes of each customer that customers.csv has; blank ones are left out."""
    customers = data.table("customers")
    columns_read = () if customers is None else customers.rows.columns
    names = [name for name in columns_read if name not in TABLES["customers"].columns]
    if customers is None or not names:  # no need to make a frame
        return {}
    rows = customers.frame[_among(customers, texts_to_arrow(ids))]
    rows = rows.set_axis(ids_of(customers, rows["customer_id"].to_numpy()), axis="index")
    columns = [rows[name].astype(object).where(rows[name].notna(), None) for name in names]
    values = zip(*columns, strict=True) if columns else ()
    return {
        identity: {name: value for name, value in zip(names, row, strict=True) if value is not None}
        for identity, row in zip(rows.index, values, strict=False)
    }


def rows_by_key(keys: np.ndarray, rows: np.ndarray) -> dict[int, tuple[int, ...]]:
    """The file rows of each key, in order."""
    order = np.lexsort((rows, keys))
    keys, listed = keys[order], rows[order].tolist()
    starts = np.flatnonzero(np.diff(keys, prepend=keys[:1] - 1))
    bounds = [*starts.tolist(), len(listed)]
    return {key: tuple(listed[at:to]) for key, at, to in zip(keys[starts].tolist(), bounds, bounds[1:], strict=False)}


def _among(customers: CheckedTable, ids: pa.Array) -> np.ndarray:
    """Which rows of customers.csv are of these customers."""
    wanted = truths(pc.is_in(customers.ids["customer_id"], ids))
    return np.asarray(wanted[customers.rows["customer_id"]])
