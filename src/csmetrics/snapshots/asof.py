"""A table as it stood for a period: without what is dated after the period's close."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.columns import TABLES
from csmetrics.periods import Period, edges
from csmetrics.tables.cells import NO_DAY, NO_SCORE
from csmetrics.tables.checked import CheckedTable
from csmetrics.tallies.segments import COHORT

Tables = dict[str, CheckedTable]


def as_of(tables: Tables, period: Period, by: Sequence[str] = ()) -> Tables:
    """The tables without rows recorded after the period, and with dates that lie after it left open.

    No figure of the period is touched by either, so what still differs between two exports is what matters. By cohort
    subscriptions stay whole: who has bought or answered but not paid yet is in the cohort of a later payment.
    """
    close = edges([period])[1]
    whole = {"subscriptions"} if COHORT in by else set()
    cut = {name: _until(name, table.frame, close) for name, table in tables.items() if name not in whole}
    return tables | {name: tables[name].with_frame(frame) for name, frame in cut.items()}


def witnesses(tables: Tables, period: Period) -> Tables:
    """The first later answer to each survey, and the first unanswered invitation, without customers.

    Whether a survey was ever answered, and whether invitations are listed, is told from the whole file.
    """
    surveys, close = tables.get("surveys"), edges([period])[1]
    if surveys is None:
        return {}
    later = surveys.frame[surveys.frame["responded_at"].to_numpy() >= close]
    kinds = pd.DataFrame({"survey": later["survey"].array.codes, "blank": later["score"].to_numpy() == NO_SCORE})
    first = later[~kinds.duplicated().to_numpy()]
    return {"surveys": surveys.with_frame(first.assign(**dict.fromkeys(surveys.ids, -1)))}


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
    later = {c: _open(c, frame[c].to_numpy(), close) for c in declared.dates() if c in frame and c not in recorded}
    return frame.assign(**later)


def _open(column: str, days: np.ndarray, close: int) -> np.ndarray:
    """Days beyond the close: not yet ended, not yet closed; a trial ends at the close at the earliest."""
    beyond = (days >= close) & (days != NO_DAY)
    return np.where(beyond, close if column == "trial_end_date" else NO_DAY, days).astype(days.dtype)
