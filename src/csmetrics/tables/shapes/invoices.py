"""Lines of invoices to spells: each amount is spread over its service period; credit notes are taken off."""

import numpy as np

from csmetrics.columns import INTERVALS
from csmetrics.config import Config
from csmetrics.errors import FileProblemError, Problem
from csmetrics.tables.cells import NO_DAY
from csmetrics.tables.checked import CheckedTable
from csmetrics.tables.currency import MICROS
from csmetrics.tables.file_remarks import FileRemark
from csmetrics.tables.plausible import is_odd, span_of
from csmetrics.tables.rows import Coded, Rows
from csmetrics.tables.shapes.credits import Net, ServiceLines, without_credits
from csmetrics.tables.shapes.spells_table import (
    Turned,
    months_of,
    moved_by,
    owners,
    refuse_unsettled_amounts,
    shown,
    units,
)

_MONTH, _DAY = INTERVALS.index("month"), INTERVALS.index("day")


def spells(table: CheckedTable, config: Config) -> Turned:
    """A spell for each line with a service period; what a credit note leaves of one has the row of the credit note."""
    refuse_unsettled_amounts(table, config)
    rows = table.rows
    serves = _serves(rows)
    _ask_about_ends(table, config, serves)
    at = np.flatnonzero(serves)
    start, end = (rows[name][at].astype(np.int64) for name in ("service_start", "service_end"))
    months = whole_months(start, end)
    lines = ServiceLines(at, _keys(table)[at], start, end, rows["amount"][at], units(rows, config)[at])
    net = without_credits(lines, table.places, rows.numbers_of(at))
    return Turned(
        at[net.line],
        net.start,
        net.end,
        columns=_columns(rows, at, months, end - start, net),
        refused=net.refused,
        remarks=_remarks(table, ~serves),
        told_until=_newest(rows["service_start"]),
    )


def whole_months(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """How many months lie between two days; 0 where they are not whole.

    >>> start, end = np.array([["2026-01-31", "2026-01-31"], ["2026-02-28", "2026-03-01"]], "datetime64[D]").astype(int)
    >>> whole_months(start, end).tolist()
    [1, 0]
    """
    months = months_of(end) - months_of(start)
    ends = (moved_by(start, months) == end) | (moved_by(end, -months) == start)
    return np.where(ends, months, 0)


def _serves(rows: Rows) -> np.ndarray:
    """Which lines recur: those with a service period, unless they are said not to."""
    start, end = rows["service_start"], rows["service_end"]
    serves = (start != NO_DAY) & (end != NO_DAY) & (start < end)
    if "kind" in rows:
        kind: Coded = rows["kind"]
        serves &= kind.codes != list(kind.categories).index("one_time")
    return np.asarray(serves)


def _ask_about_ends(table: CheckedTable, config: Config, serves: np.ndarray) -> None:
    """Raise FileProblemError where service periods are whole months if their ends are last days, and else are not."""
    if config.table(table.source.table).end_date_means:
        return
    at = np.flatnonzero(serves)
    start, end = (table.rows[name][at].astype(np.int64) for name in ("service_start", "service_end"))
    as_last = np.flatnonzero(whole_months(start, end + 1) > 0)
    if not len(as_last) or len(as_last) <= np.count_nonzero(whole_months(start, end)):
        return
    first = int(at[as_last[0]])
    problem = (
        f"{len(as_last):,} service periods end like this one: on the last day of service, or the first day without"
    )
    fix = (
        "Add to csmetrics.yaml under tables: subscriptions: end_date_means: last_day, or end_date_means:"
        " first_day_without"
    )
    place = table.places.locate(int(table.rows.numbers_of(np.array([first]))[0]))
    raise FileProblemError(Problem.at(place, "service_end", shown(table, "service_end", first), problem, fix))


def _keys(table: CheckedTable) -> np.ndarray:
    """What a credit note and its lines have in common: customer, subscription, plan, product and currency."""
    key = owners(table)
    for name in ("plan", "product", "currency"):
        if name in table.rows:
            column: Coded = table.rows[name]
            key = np.unique(key * (len(column.categories) + 1) + column.codes + 1, return_inverse=True)[1]
    return key


def _columns(rows: Rows, at: np.ndarray, months: np.ndarray, days: np.ndarray, net: Net) -> dict[str, object]:
    """What the spells are paid: an amount for so many months, else for so many days."""
    like = net.like
    whole = months[like] > 0
    found: dict[str, object] = {
        "amount": net.amount,
        "interval": Coded(np.where(whole, _MONTH, _DAY).astype(np.int8), INTERVALS),
        "interval_count": np.where(whole, months[like], days[like]).astype(np.int32),
    }
    if "quantity" in rows:
        found["quantity"] = rows["quantity"][at[like]]
    return found


def _remarks(table: CheckedTable, left: np.ndarray) -> tuple[FileRemark, ...]:
    """How many lines do not recur, and what they come to."""
    count = int(left.sum())
    if not count:
        return ()
    several = "currency" in table.rows and len(table.rows["currency"].values_used()) > 1
    amount = "" if several else f" (amounts of {table.rows['amount'][left].sum() / MICROS:,.2f})"
    lines = "1 line is" if count == 1 else f"{count:,} lines are"
    text = f"{lines} not counted{amount}: no service period, or said not to recur."
    return (FileRemark(table.source.table, table.source.file, text),)


def _newest(start: np.ndarray) -> int | None:
    """The newest plausible day on which a service period begins."""
    odd = is_odd(start, endless=False)
    span = span_of(start if odd is None else start[~odd])
    return span[1] if span else None
