"""What to say where a customer counts as gone, or as back, and all that happened is a free month."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from csmetrics.counting.parts import count_parts
from csmetrics.figures.evaluate import Values
from csmetrics.periods import Period, edges
from csmetrics.sources.source import Places
from csmetrics.subjects.subscriptions.free_spells import EDGE, free_spells, moved_free
from csmetrics.subjects.subscriptions.movements import MovementKind, find_movements
from csmetrics.subjects.subscriptions.spells import paying_spells
from csmetrics.tables.dataset import Dataset
from csmetrics.tables.file_remarks import FileRemark

_EXAMPLES = 3
_SAID = {
    MovementKind.CHURNED: (
        "{count:,} churned to a row of amount 0 that runs at the close{rows}: who pays nothing is gone."
    ),
    MovementKind.RETURNED: (
        "{count:,} returned from a row of amount 0 that ran at the opening{rows}: who pays again is back."
    ),
}
_WAY_OUT = " To count a free month as staying, let the paid row run through it."


def free_remarks(data: Dataset, values: Values, at: int, period: Period) -> Iterator[FileRemark]:
    """A remark on who churned to, or returned from, a row of nothing to pay: about figures counted in either."""
    for kind in EDGE:
        what = kind.name.lower()
        grid = values.grids.get(f"customers_{what}_free")
        count = 0 if grid is None else int(grid[at, 0])
        table = data.table("subscriptions")
        if count and table:
            rows = ", ".join(_row(table.places, row) for row in _rows(data, period, kind))
            text = _SAID[kind].format(count=count, rows=f" ({rows})") + _WAY_OUT
            yield FileRemark("subscriptions", table.source.file, text, tallies=(f"customers_{what}", f"mrr_{what}"))


def _row(places: Places, row: int) -> str:
    return places.row(row) if places.files else f"row {row:,}"


def _rows(data: Dataset, period: Period, kind: MovementKind) -> list[int]:
    """The first few of the free rows."""
    found = [row for rows in count_parts(data, partial(_of_part, period, kind)) for row in rows]
    return sorted(found)[:_EXAMPLES]


def _of_part(period: Period, kind: MovementKind, data: Dataset) -> list[int]:
    rows, bounds = data.rows("subscriptions"), edges([period])
    free, spells = free_spells(rows, bounds[-1]), paying_spells(rows, bounds[-1], data.config)
    moves = find_movements(spells.take(np.isin(spells.customer, free.customer)), bounds)
    _, spell = moved_free(moves, free, bounds, kind)
    return list(rows.numbers_of(free.place[spell]).tolist())
