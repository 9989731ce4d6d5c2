"""The customers of a published period: what each paid at the opening and at the close, and its movement."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pyarrow as pa

from csmetrics.arrays import texts_to_arrow, to_arrow
from csmetrics.figures.people import by_name
from csmetrics.periods import Period, edges
from csmetrics.subjects.subscriptions.entries import SubscriptionEntries
from csmetrics.subjects.subscriptions.movements import MovementKind, Movements
from csmetrics.tables.dataset import Dataset

UNCHANGED = "unchanged"
_NAMES = (
    UNCHANGED,
    *(kind.name.lower() for kind in MovementKind if kind not in (MovementKind.OPENING, MovementKind.STAYED)),
)


def customers_of(data: Dataset, periods: Sequence[Period]) -> Iterator[pa.Table | None]:
    """For each of consecutive periods the customers who paid at any time in it, by id; None without subscriptions.

    Columns: customer_id, movement, arr_start, arr_end (recurring money by the year, in millionths). Tables of versions
    that counted it by the month have mrr_start and mrr_end in their place. With rates of exchange arr_change is what
    the customer did, for the rates have changed what it pays as well.
    """
    table = data.table("subscriptions")
    if table is None:
        yield from (None for _ in periods)
        return
    spans = [[period] for period in periods] if data.exchanges else [periods]
    for span in spans:
        found = SubscriptionEntries(data, "subscriptions", edges(span)).movements
        yield from _customers(found, table.ids["customer_id"], len(span), exchanges=data.exchanges)


def _customers(found: Movements, names: pa.Array, periods: int, *, exchanges: bool) -> Iterator[pa.Table]:
    """The customers of each of so many periods, from the ledger of all of them."""
    order = by_name(names)
    level = np.zeros(len(names), dtype=np.int64)
    for slot in range(periods + 1):
        opening, change, kind = level.copy(), np.zeros_like(level), np.zeros(len(names), dtype=np.int8)
        moved = found.slot == slot
        who = found.customer[moved]
        level[who], change[who], kind[who] = found.after[moved], found.change[moved], found.kind[moved]
        kind[kind == MovementKind.STAYED] = 0
        if slot:
            listed = order[((opening > 0) | (level > 0) | (kind > 0))[order]]
            columns = {"arr_start": opening, "arr_end": level} | ({"arr_change": change} if exchanges else {})
            yield _table(names, listed, kind, columns)


def _table(names: pa.Array, listed: np.ndarray, kind: np.ndarray, columns: Mapping[str, np.ndarray]) -> pa.Table:
    movement = pa.DictionaryArray.from_arrays(to_arrow(kind[listed]), texts_to_arrow(_NAMES))
    amounts = {name: to_arrow(column[listed]) for name, column in columns.items()}
    return pa.table({"customer_id": names.take(to_arrow(listed)), "movement": movement} | amounts)
