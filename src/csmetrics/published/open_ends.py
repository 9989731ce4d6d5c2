"""A table as it stood for a period: with what ends after the period's close still open."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.counting.segments import COHORT
from csmetrics.declared import TABLES
from csmetrics.periods import Period, edges
from csmetrics.tables.cells import NO_DAY
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.rows import Rows

Tables = dict[str, CheckedTable]
ENDINGS = ("end_date", "trial_end_date", "closed_at")
"""Days of no account before they have come."""


def as_of(tables: Tables, period: Period, by: Sequence[str] = ()) -> Tables:
    """The tables with ends that lie after the period left open.

    No figure of the period is touched by it, so what still differs between two exports is what matters. Rows recorded
    later stay: one may have been within the period before, and some things are told from a file as a whole, such as
    whether a survey was ever answered or what a model that is not declared is made of. By cohort subscriptions stay as
    they are: who has bought or answered but not paid yet is in the cohort of a later payment.
    """
    close = edges([period])[1]

    def opened(table: CheckedTable) -> CheckedTable:
        ends = {name: _open(name, table.rows[name], close) for name in ENDINGS if table.has(name)}
        return replace(table, rows=replace(table.rows, columns={**table.rows.columns, **ends})) if ends else table

    return tables | {
        name: opened(table) for name, table in tables.items() if name != "subscriptions" or COHORT not in by
    }


def recorded_before(name: str, rows: Rows | pd.DataFrame, close: int) -> np.ndarray:
    """Which rows of a table were recorded before a day; all where rows have no day, as customers have none."""
    dates = [column for column in TABLES[name].dates(recorded=True) if column in rows]
    if name == "customers" or not dates:
        return np.ones(len(rows), dtype=bool)
    day = np.asarray(rows[dates[0]])
    for other in dates[1:]:  # an invitation has the day on which it was sent
        day = np.where(day == NO_DAY, np.asarray(rows[other]), day)
    return np.asarray(day < close)


def among(table: CheckedTable, others: Iterable[CheckedTable]) -> CheckedTable:
    """The rows of customers.csv whose customers occur in other tables: the rest are no customers yet."""
    known = [ids_used(other, "customer_id") for other in others if "customer_id" in other.ids]
    there = pa.concat_arrays(known) if known else pa.array([], pa.string())
    known_codes = pc.is_in(table.ids["customer_id"], there).to_numpy(zero_copy_only=False)
    codes = table.rows["customer_id"]
    return replace(table, rows=table.rows.take(known_codes[codes]))


def ids_used(table: CheckedTable, column: str) -> pa.Array:
    """The distinct ids that the rows of a table have in a column."""
    codes = np.unique(table.rows[column])
    return table.ids[column].take(pa.array(codes[codes >= 0]))


def _open(column: str, days: np.ndarray, close: int) -> np.ndarray:
    """Days beyond the close: not yet ended; a trial ends at the close at the earliest."""
    beyond = (days >= close) & (days != NO_DAY)
    return np.where(beyond, close if column == "trial_end_date" else NO_DAY, days).astype(days.dtype)
