"""A table as it stood for a period: without what is dated after the period's close."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.columns import TABLES
from csmetrics.periods import Period, edges
from csmetrics.tables.cells import NO_DAY
from csmetrics.tables.checked import CheckedTable
from csmetrics.tallies.segments import COHORT

Tables = dict[str, CheckedTable]
_TELLING = ("surveys", "tickets", "usage", "answers")  # tables whose later rows say what there is to be had at all
_ENDINGS = ("end_date", "trial_end_date")  # dates of what is over, as far as anybody knew, only when they have come


def as_of(tables: Tables, period: Period, by: Sequence[str] = ()) -> Tables:
    """The tables without rows recorded after the period, and with dates that lie after it left open.

    No figure of the period is touched by either, so what still differs between two exports is what matters. Some tables
    stay whole: surveys, for whether one was ever answered, and by whom not, is told from all of it; those that only
    scores rest on, for a model that is not declared is made of all that they hold; and by cohort subscriptions, for who
    has bought or answered but not paid yet is in the cohort of a later payment.
    """
    close = edges([period])[1]
    whole = {*_TELLING, *(["subscriptions"] if COHORT in by else [])}
    cut = {name: _until(name, table.frame, close) for name, table in tables.items() if name not in whole}
    return tables | {name: tables[name].with_frame(frame) for name, frame in cut.items()}


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


def _until(name: str, frame: pd.DataFrame, close: int) -> pd.DataFrame:
    declared = TABLES[name]
    recorded = [column for column in declared.dates(recorded=True) if column in frame]
    if name != "customers" and recorded:
        frame = frame[frame[recorded[0]].to_numpy() < close]
    return frame.assign(**{c: _open(c, frame[c].to_numpy(), close) for c in _ENDINGS if c in frame})


def _open(column: str, days: np.ndarray, close: int) -> np.ndarray:
    """Days beyond the close: not yet ended; a trial ends at the close at the earliest."""
    beyond = (days >= close) & (days != NO_DAY)
    return np.where(beyond, close if column == "trial_end_date" else NO_DAY, days).astype(days.dtype)
