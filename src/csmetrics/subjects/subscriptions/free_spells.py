"""Rows of nothing to pay that run where a customer has left, or before one has returned: free months, most likely."""

from collections.abc import Sequence

import numpy as np

from csmetrics.subjects.subscriptions.movements import MovementKind, Movements
from csmetrics.subjects.subscriptions.spells import Spells, spans
from csmetrics.tables.rows import Rows

EDGE = {MovementKind.CHURNED: 0, MovementKind.RETURNED: -1}
"""The edge at which a free row is looked for: that of the close where a customer left, of the opening for a return."""


def free_spells(rows: Rows, horizon: int) -> Spells:
    """The spells with an amount or a quantity of zero, by customer."""
    free = rows["amount"] == 0
    if "quantity" in rows:
        free |= rows["quantity"] == 0
    place = np.flatnonzero(free)
    if len(place):
        start, end = spans(rows, horizon)
        place = place[(start < end)[place]]
        place = place[np.argsort(rows["customer_id"][place], kind="stable")]
    else:  # as in most files
        start = end = np.empty(0, dtype=np.int32)
    nothing = np.zeros(len(place), dtype=np.int64)
    return Spells(rows["customer_id"][place], start[place], end[place], nothing, place.astype(np.int32))


def moved_free(
    found: Movements, free: Spells, edges: Sequence[int], kind: MovementKind
) -> tuple[np.ndarray, np.ndarray]:
    """The movements (positions) of a kind at whose edge a free row of the customer runs, each with that row's spell."""
    chosen = np.flatnonzero(found.kind == kind) if len(free.place) else np.empty(0, dtype=np.intp)
    first, last = (np.searchsorted(free.customer, found.customer[chosen], side=side) for side in ("left", "right"))
    count = last - first
    movement = np.repeat(chosen, count)
    spell = np.arange(len(movement)) - np.repeat(np.cumsum(count) - last, count)
    day = np.asarray(edges)[found.slot[movement] + EDGE[kind]]
    runs = np.flatnonzero((free.start[spell] < day) & (free.end[spell] >= day))
    return movement[runs], spell[runs]
