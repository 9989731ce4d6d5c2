"""The values of signals as of a close: what was known on that day of each customer, and the rows that said so.

`close` is the first day after the period; nothing that happened on it or later may be seen. A ticket that was closed
later was open then.
"""

from collections.abc import Callable

import numpy as np

from csmetrics.columns import SURVEYS
from csmetrics.subjects.health.evidence import DatedRows, Evidence
from csmetrics.subjects.health.models import WeightedSignal
from csmetrics.subjects.sums import add_up, count_up
from csmetrics.tables.cells import NO_DAY, NO_SCORE
from csmetrics.tables.currency import MICROS

_TABLED = 1 << 27  # so many pairs of customer and feature are ticked off in a table


def read_signal(evidence: Evidence, each: WeightedSignal, close: int) -> np.ndarray:
    """The value of a signal for each customer code, NaN where it is not known."""
    return _VALUES[each.signal.name](evidence, each, close)


def rows_of_evidence(evidence: Evidence, each: WeightedSignal, close: int, customer: int) -> np.ndarray:
    """The places, in the frame of the signal's table, of the rows that a customer's value comes from."""
    return np.sort(_ROWS[each.signal.name](evidence, each, close, customer))


def _survey(evidence: Evidence, each: WeightedSignal, close: int) -> np.ndarray:
    return _last_value(evidence.survey(each.signal.name.removeprefix("last_")), each, close, evidence.size)


def _question(evidence: Evidence, each: WeightedSignal, close: int) -> np.ndarray:
    return _last_value(evidence.question(each.question or ""), each, close, evidence.size)


def _last_value(rows: DatedRows, each: WeightedSignal, close: int, size: int) -> np.ndarray:
    found = rows.last(close - each.days, close, size)
    value = np.full(size, np.nan)
    known = found >= 0
    value[known] = rows.value[found[known]]
    return value


def _usage_trend(evidence: Evidence, each: WeightedSignal, close: int) -> np.ndarray:
    """Use a day now against use a day before, less one; the days before begin with the first use."""
    turn = close - each.days
    now, before = (_used(evidence, *days) for days in ((turn, close), (turn - each.past, turn)))
    past = turn - np.maximum(evidence.first_use, turn - each.past)
    known = (before > 0) & (past > 0)
    ratio = np.full(evidence.size, np.nan)
    ratio[known] = (now[known] * past[known]) / (before[known] * each.days) - 1
    return ratio


def _used(evidence: Evidence, start: int, end: int) -> np.ndarray:
    """Use within some days in millionths, exact in any order, as a float."""
    inside = evidence.use.window(start, end)
    amount = np.rint(evidence.use.value[inside] * MICROS).astype(np.int64)
    return add_up(evidence.use.customer[inside], amount, evidence.size).astype(np.float64)


def _features_used(evidence: Evidence, each: WeightedSignal, close: int) -> np.ndarray:
    codes, width = evidence.features
    inside = evidence.use.window(close - each.days, close)
    customer, feature = evidence.use.customer[inside], codes[inside]
    pair = (customer.astype(np.int64) * max(width, 1) + feature)[feature >= 0]
    if evidence.size * width <= _TABLED:
        seen = np.zeros(evidence.size * max(width, 1), dtype=bool)
        seen[pair] = True
        count = np.count_nonzero(seen.reshape(evidence.size, max(width, 1)), axis=1)
    else:
        count = count_up(np.unique(pair) // max(width, 1), evidence.size)
    return np.where(evidence.first_use < close, count, np.nan)


def _days_since_use(evidence: Evidence, _each: WeightedSignal, close: int) -> np.ndarray:
    last = evidence.last_use(close)
    return np.where(last >= 0, close - 1 - last, np.nan)


def _open(evidence: Evidence, close: int, more_than: int) -> np.ndarray:
    """The tickets open on the last day before the close, for more than so many days."""
    tickets = evidence.tickets
    return (tickets.opened < close - max(more_than, 0)) & (tickets.closed >= close)


def _open_tickets(evidence: Evidence, each: WeightedSignal, close: int) -> np.ndarray:
    """How many are open; before the first ticket of all nothing is known."""
    chosen = _open(evidence, close, _too_long(each))
    count = count_up(evidence.tickets.customer[chosen], evidence.size).astype(np.float64)
    return count if evidence.tickets.since < close else np.full(evidence.size, np.nan)


def _too_long(each: WeightedSignal) -> int:
    """Open for more than `days` on the last day: opened before that day less so many days."""
    return each.days + 1 if each.signal.name == "long_open_tickets" else 0


def _closed(evidence: Evidence, each: WeightedSignal, close: int) -> np.ndarray:
    closed = evidence.tickets.closed
    return (closed >= close - each.days) & (closed < close)


def _days_to_close(evidence: Evidence, each: WeightedSignal, close: int) -> np.ndarray:
    tickets, chosen = evidence.tickets, _closed(evidence, each, close)
    return _mean(tickets.customer[chosen], (tickets.closed - tickets.opened)[chosen], evidence.size)


def _ticket_score(evidence: Evidence, each: WeightedSignal, close: int) -> np.ndarray:
    tickets, chosen = evidence.tickets, _closed(evidence, each, close) & (evidence.tickets.score != NO_SCORE)
    return _mean(tickets.customer[chosen], tickets.score[chosen], evidence.size)


def _mean(customer: np.ndarray, amount: np.ndarray, size: int) -> np.ndarray:
    count = count_up(customer, size)
    total = add_up(customer, amount.astype(np.int64), size)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _mrr_trend(evidence: Evidence, each: WeightedSignal, close: int) -> np.ndarray:
    before, now = evidence.mrr_then_and_now(close - each.days, close)
    return np.where(before > 0, now / np.maximum(before, 1) - 1, np.nan)


def _tenure(evidence: Evidence, _each: WeightedSignal, close: int) -> np.ndarray:
    first = evidence.first_payment
    return np.where(first < close, close - 1 - first, np.nan)


def _days_past_renewal(evidence: Evidence, _each: WeightedSignal, close: int) -> np.ndarray:
    live, due = _renewals(evidence, close)
    first = np.full(evidence.size, NO_DAY, dtype=np.int64)
    np.minimum.at(first, evidence.spells.customer[live], due)
    return np.where(first < NO_DAY, close - 1 - first, np.nan)


def _renewals(evidence: Evidence, close: int) -> tuple[np.ndarray, np.ndarray]:
    """The running spells with a day of renewal, and that day."""
    live = evidence.live(close)
    due = evidence.subscriptions.rows["renewal_date"][evidence.spells.place[live]].astype(np.int64)
    return live[due < NO_DAY], due[due < NO_DAY]


def _column(evidence: Evidence, each: WeightedSignal, _close: int) -> np.ndarray:
    return evidence.column(each.column or "")[0]


_VALUES: dict[str, Callable[[Evidence, WeightedSignal, int], np.ndarray]] = {
    **{f"last_{survey}": _survey for survey in SURVEYS},
    "usage_trend": _usage_trend,
    "features_used": _features_used,
    "days_since_use": _days_since_use,
    "open_tickets": _open_tickets,
    "long_open_tickets": _open_tickets,
    "days_to_close": _days_to_close,
    "ticket_score": _ticket_score,
    "mrr_trend": _mrr_trend,
    "tenure": _tenure,
    "days_past_renewal": _days_past_renewal,
    "question": _question,
    "column": _column,
}


def _last_row(evidence: Evidence, each: WeightedSignal, close: int, customer: int) -> np.ndarray:
    named = each.signal.name == "question"
    rows = evidence.question(each.question or "") if named else evidence.survey(each.signal.name.removeprefix("last_"))
    at = rows.last(close - each.days, close, evidence.size)[customer]
    return rows.place[at : at + 1] if at >= 0 else rows.place[:0]


def _rows_of_use(evidence: Evidence, each: WeightedSignal, close: int, customer: int) -> np.ndarray:
    """Those of its windows; of days_since_use those of the last day."""
    if each.signal.name == "days_since_use":
        start = int(evidence.last_use(close)[customer])
        inside = evidence.use.window(start, start + 1)
    else:
        inside = evidence.use.window(close - each.days - each.past, close)
    return evidence.use.place[inside][evidence.use.customer[inside] == customer]


def _rows_of_tickets(evidence: Evidence, each: WeightedSignal, close: int, customer: int) -> np.ndarray:
    if each.signal.name in ("open_tickets", "long_open_tickets"):
        chosen = _open(evidence, close, _too_long(each))
    else:
        chosen = _closed(evidence, each, close)
        if each.signal.name == "ticket_score":
            chosen &= evidence.tickets.score != NO_SCORE
    return evidence.tickets.place[chosen & (evidence.tickets.customer == customer)]


def _rows_of_mrr(evidence: Evidence, each: WeightedSignal, close: int, customer: int) -> np.ndarray:
    at = np.union1d(evidence.live(close), evidence.live(close - each.days))
    return _places(evidence, at, customer)


def _first_rows(evidence: Evidence, _each: WeightedSignal, _close: int, customer: int) -> np.ndarray:
    spells = evidence.spells
    return _places(evidence, np.flatnonzero(spells.start == evidence.first_payment[spells.customer]), customer)


def _rows_of_renewal(evidence: Evidence, _each: WeightedSignal, close: int, customer: int) -> np.ndarray:
    live, due = _renewals(evidence, close)
    theirs = evidence.spells.customer[live] == customer
    return _places(evidence, live[theirs & (due == due[theirs].min(initial=NO_DAY))], customer)


def _places(evidence: Evidence, at: np.ndarray, customer: int) -> np.ndarray:
    return np.unique(evidence.spells.place[at[evidence.spells.customer[at] == customer]])


def _row_of_column(evidence: Evidence, each: WeightedSignal, _close: int, customer: int) -> np.ndarray:
    place = evidence.column(each.column or "")[1][customer : customer + 1]
    return place[place >= 0]


_ROWS: dict[str, Callable[[Evidence, WeightedSignal, int, int], np.ndarray]] = {
    **{f"last_{survey}": _last_row for survey in SURVEYS},
    "usage_trend": _rows_of_use,
    "features_used": _rows_of_use,
    "days_since_use": _rows_of_use,
    "open_tickets": _rows_of_tickets,
    "long_open_tickets": _rows_of_tickets,
    "days_to_close": _rows_of_tickets,
    "ticket_score": _rows_of_tickets,
    "mrr_trend": _rows_of_mrr,
    "tenure": _first_rows,
    "days_past_renewal": _rows_of_renewal,
    "question": _last_row,
    "column": _row_of_column,
}
