"""The customers of a published period: what each paid at the opening and at the close, and its movement."""

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from csmetrics.arrays import texts_to_arrow, to_arrow
from csmetrics.figures.people import by_name
from csmetrics.periods import Period, edges
from csmetrics.subjects.subscriptions.movements import Kind, Movements, find_movements
from csmetrics.subjects.subscriptions.spells import paying_spells
from csmetrics.tables.dataset import Dataset

UNCHANGED = "unchanged"
_NAMES = (UNCHANGED, *(kind.name.lower() for kind in Kind if kind is not Kind.OPENING))


def customers_of(data: Dataset, periods: Sequence[Period]) -> Iterator[pa.Table | None]:
    """For each of consecutive periods the customers who paid at any time in it, by id; None without subscriptions.

    Columns: customer_id, movement, arr_start, arr_end (recurring money by the year, in millionths). Tables of versions
    that counted it by the month have mrr_start and mrr_end in their place.
    """
    table = data.table("subscriptions")
    if table is None:
        yield from (None for _ in periods)
        return
    found = find_movements(paying_spells(table.rows, edges(periods)[-1], data.config), edges(periods))
    names = table.ids["customer_id"]
    order = by_name(names)
    level = np.zeros(len(names), dtype=np.int64)
    for slot in range(len(periods) + 1):
        opening, kind = level.copy(), np.zeros(len(names), dtype=np.int8)
        _apply(found, slot, level, kind)
        if slot:
            listed = order[((opening > 0) | (kind > 0))[order]]
            yield _table(names, listed, opening, level, kind)


def _apply(found: Movements, slot: int, level: np.ndarray, kind: np.ndarray) -> None:
    moved = found.slot == slot
    level[found.customer[moved]] = found.after[moved]
    kind[found.customer[moved]] = found.kind[moved]


def _table(names: pa.Array, listed: np.ndarray, opening: np.ndarray, level: np.ndarray, kind: np.ndarray) -> pa.Table:
    movement = pa.DictionaryArray.from_arrays(to_arrow(kind[listed]), texts_to_arrow(_NAMES))
    columns = {"arr_start": to_arrow(opening[listed]), "arr_end": to_arrow(level[listed])}
    return pa.table({"customer_id": names.take(to_arrow(listed)), "movement": movement} | columns)
