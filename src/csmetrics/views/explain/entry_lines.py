"""Entries to lines: who stands behind them, with what, and in which rows of the files."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.arrays import text_to_arrow, texts_to_arrow, to_arrow
from csmetrics.counting.segments import Segments
from csmetrics.figures.evaluate import SCALES, scale_of_tally
from csmetrics.figures.model import Segment
from csmetrics.figures.people import called
from csmetrics.frozen import frozen
from csmetrics.subjects.entries import Entries
from csmetrics.subjects.own_currency import Own
from csmetrics.subjects.tally import Tally
from csmetrics.tables.dataset import Dataset
from csmetrics.views.explain.lines import LineColumns, bounds_of
from csmetrics.views.explain.own_money import own_money

_ANONYMOUS = text_to_arrow("(anonymous)")
_ROWS = 1 << 32  # more than a file has


def lines_of(
    data: Dataset, segments: Segments, what: tuple[Tally, str], found: Entries, shown: np.ndarray, *, own: Own | None
) -> LineColumns:
    """The lines of some contributors to a tally in one of its tables; `own` is what they pay in their own money."""
    declared, table = what
    keys, place = found.key[shown], _places(found.key[shown], found.row_key)
    customers, labels = _who(data, table, found, keys)
    segment, known = _segments_of(segments, what, found, (keys, place))
    mine = np.flatnonzero(place >= 0)
    numbers, places = data.rows(table).numbers_of(found.row[mine]), data.tables[table].places
    if places.files:
        sorted_rows = numbers[np.lexsort((numbers, place[mine]))]
    else:
        sorted_rows = np.sort(place[mine] * _ROWS + numbers) % _ROWS
    return LineColumns(
        customers,
        labels,
        found.amount[shown] / scale_of_tally(declared),
        found.weight[shown] / SCALES["money"] if declared.paying else np.full(len(keys), np.nan),
        np.zeros(len(keys), dtype=np.int8),
        (next(source.file for source in data.sources if source.table == table),),
        segment,
        known,
        bounds_of(np.bincount(place[mine], minlength=len(keys))),
        sorted_rows,
        own_money(own, scale_of_tally(declared), keys) if own else (),
        (places,) if places.files else (),
    )


def _places(keys: np.ndarray, among: np.ndarray) -> np.ndarray:
    """For each key among some its place in the keys, -1 where it is none of them."""
    if not len(keys):
        return np.full(len(among), -1, dtype=np.int64)
    low, high = int(keys.min()), int(keys.max())
    place = np.full(high - low + 2, -1, dtype=np.int64)  # the last is for all that lie outside
    place[keys - low] = np.arange(len(keys))
    return place[np.where((among >= low) & (among <= high), among - low, -1)]


def _who(data: Dataset, table: str, found: Entries, keys: np.ndarray) -> tuple[pa.Array, pa.Array]:
    """Customer ids and what to call them; a cost is called by its category."""
    if found.names is not None:
        return pa.nulls(len(keys), pa.string()), texts_to_arrow(found.names).take(to_arrow(keys))
    checked, known = data.table(table), keys >= 0
    if checked is None or not known.any():
        return pa.nulls(len(keys), pa.string()), pa.repeat(_ANONYMOUS, len(keys))
    ids = checked.ids["customer_id"].take(to_arrow(keys, known)).cast(pa.string())
    return ids, pc.if_else(pc.is_null(ids), _ANONYMOUS, called(data, ids))


def _segments_of(
    segments: Segments, what: tuple[Tally, str], found: Entries, listed: tuple[np.ndarray, np.ndarray]
) -> tuple[np.ndarray, tuple[Segment, ...]]:
    """The segment of each customer; categories of costs and tables that are not divided have none.

    Where rows are divided, it is that of the customer's rows if all of them are in one. The customers are given as
    keys, and the place of each row's among them.
    """
    (declared, table), (keys, place) = what, listed
    nothing = len(segments.labels)
    labels = (*(dict(zip(segments.by, label, strict=True)) for label in segments.labels), {})
    known: tuple[Segment, ...] = tuple(map(frozen, labels))
    if table not in segments.of or found.names is not None:
        return np.full(len(keys), nothing), known
    moving = segments.at if table == declared.table == "subscriptions" else {}
    of = moving.get(declared.edge, segments.of[table])
    if table not in segments.by_row and not (moving and declared.edge == "row"):
        return of[np.maximum(keys, -1)], known  # the last is the anonymous ones'
    mine = place >= 0
    first, last = np.full(len(keys), nothing), np.full(len(keys), -1)
    np.minimum.at(first, place[mine], of[found.row[mine]])
    np.maximum.at(last, place[mine], of[found.row[mine]])
    return np.where(first == last, first, nothing), known
