"""Attributes to segments: for each row or customer of a table, the segment it belongs to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.columns import TABLES
from csmetrics.errors import UnknownNameError, did_you_mean
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.read import CheckedTable

NONE = "(none)"


@dataclass(frozen=True, slots=True)
class Segments:
    """The segments of one or more attributes.

    `labels[i]` are the values of segment i, one for each attribute in `by`. `of[table]` gives the segment of each
    customer code of a table that is keyed by customer, of each row of a table that carries the attributes itself.
    A table in neither way has its reason in `reasons`.
    """

    by: tuple[str, ...] = ()
    labels: tuple[tuple[str, ...], ...] = ()
    of: Mapping[str, np.ndarray] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.labels)


def find_segments(data: Dataset, by: Sequence[str]) -> Segments:
    """The segments that the attributes divide the tables into; customers without the attribute are "(none)"."""
    if not by:
        return Segments()
    _check_names(data, by)
    columns: dict[str, list[pd.Categorical]] = {}
    reasons: dict[str, str] = {}
    for name in TABLES:
        table = data.table(name)
        if table is None or name == "customers":
            continue
        try:
            columns[name] = [_labels(data, table, attribute) for attribute in by]
        except _NotDividedError as error:
            reasons[name] = str(error)
    return _numbered(tuple(by), columns, _customer_labels(data, by), reasons)


class _NotDividedError(Exception):
    """The table has no way to tell the attribute's value; the message is the reason."""


def _check_names(data: Dataset, by: Sequence[str]) -> None:
    known = attributes(data)
    unknown = [name for name in by if name not in known]
    if unknown:
        there = f"There are {', '.join(known)}." if known else "The data have none."
        raise UnknownNameError(
            "\n".join(f"No attribute is called {name}.{did_you_mean(name, known)} {there}" for name in unknown)
        )


def attributes(data: Dataset) -> list[str]:
    """Every attribute that the data can be divided by."""
    tables = {name: table for name, declared in TABLES.items() if declared.open and (table := data.table(name))}
    found = dict.fromkeys(c for name, table in tables.items() for c in table.header if c not in TABLES[name].columns)
    return list(found)


def _customer_labels(data: Dataset, by: Sequence[str]) -> list[pd.Categorical] | None:
    if "customers" not in data or any(attribute not in data.frame("customers") for attribute in by):
        return None
    return [_named(data.frame("customers")[attribute].array) for attribute in by]


def _labels(data: Dataset, table: CheckedTable, attribute: str) -> pd.Categorical:
    """The attribute's value for each row (a column of the table's own) or for each customer code."""
    if TABLES[table.source.table].open:
        if attribute not in table.frame:
            raise _NotDividedError(f"{table.source.file} has no column {attribute}")
        return _named(table.frame[attribute].array)
    if "customer_id" not in table.ids:
        raise _NotDividedError(f"{table.source.file} has no customer_id")
    customers = data.table("customers")
    if customers is None or attribute not in customers.frame:
        raise _NotDividedError(f"{attribute} is no attribute of customers")
    return _by_customer(customers, _named(customers.frame[attribute].array), table.ids["customer_id"])


def _by_customer(customers: CheckedTable, labels: pd.Categorical, names: pa.Array) -> pd.Categorical:
    """The label of each named customer; "(none)" for those customers.csv does not know, and for anonymous rows."""
    none = labels.categories.get_loc(NONE)
    known = customers.ids["customer_id"]
    of_code = np.full(len(known) + 1, none, dtype=np.int32)  # the last is for the unknown, whose code is -1
    of_code[customers.frame["customer_id"].to_numpy()] = labels.codes
    of_code[-1] = none
    found = pc.index_in(names, known).fill_null(-1).to_numpy(zero_copy_only=False)
    return pd.Categorical.from_codes(np.append(of_code[found], none), labels.categories)


def _named(values: pd.Categorical) -> pd.Categorical:
    """The same values with "(none)" in place of blanks."""
    if NONE not in values.categories:
        values = values.add_categories([NONE])
    return values.fillna(NONE)


def _numbered(
    by: tuple[str, ...],
    columns: Mapping[str, list[pd.Categorical]],
    customers: list[pd.Categorical] | None,
    reasons: Mapping[str, str],
) -> Segments:
    """Segment numbers in the order of their labels, "(none)" last."""
    keys = {name: pd.MultiIndex.from_arrays(labels) for name, labels in columns.items()}
    everything = [*keys.values(), *([pd.MultiIndex.from_arrays(customers)] if customers else [])]
    distinct = sorted({label for key in everything for label in key.unique()}, key=_order)
    if not distinct:
        return Segments(by, (), {}, reasons)
    number = pd.MultiIndex.from_tuples(distinct)
    of = {name: number.get_indexer(key).astype(np.int32) for name, key in keys.items()}
    return Segments(by, tuple(distinct), of, reasons)


def _order(label: tuple[str, ...]) -> tuple[tuple[bool, str], ...]:
    return tuple((value == NONE, value) for value in label)
