"""Events to spells: what an event says holds until the next one of the customer, and of the subscription if named."""

from collections.abc import Iterator

import numpy as np

from csmetrics.config import Config
from csmetrics.tables.cells import NO_DAY
from csmetrics.tables.checked import OF_DAY, CheckedTable
from csmetrics.tables.doubts import Doubt
from csmetrics.tables.rows import Coded, Rows
from csmetrics.tables.shapes.spells_table import Refused, Turned, doubt, owners, pays

_STATE = ("amount", "quantity", "interval", "interval_count", "currency", "plan", "product")
_FIX = "Give the time of each in the date, or keep the one that holds."


def spells(table: CheckedTable, config: Config) -> Turned:
    """The spells from each event that brings in something to the next one on a later day."""
    rows, whose = table.rows, owners(table)
    order = np.lexsort((-np.arange(len(rows)), _second(rows), rows["date"], whose))
    runs = pays(rows, config) & ~_is(rows, "cancel")
    unclear = _unclear(rows, whose, order, runs)
    refused = _refusal(table, unclear)
    order = order[~np.isin(order, np.concatenate([*unclear, np.empty(0, dtype=np.int64)]))]
    order = order[_last_of_moment(rows, whose, order)]
    same = whose[order][1:] == whose[order][:-1]
    until = np.append(np.where(same, rows["date"][order][1:], NO_DAY), np.int64(NO_DAY))[: len(order)]
    ran = np.append(False, same & runs[order][:-1])[: len(order)]
    chosen = np.flatnonzero(runs[order] & (until > rows["date"][order]))
    chosen = chosen[np.argsort(order[chosen])]
    at = order[chosen]
    return Turned(at, rows["date"][at], until[chosen], refused=refused, doubts=tuple(_doubts(table, order[~ran], runs)))


def _second(rows: Rows) -> np.ndarray:
    return np.asarray(rows["date" + OF_DAY])


def _is(rows: Rows, event: str) -> np.ndarray:
    if "event" not in rows:
        return np.zeros(len(rows), dtype=bool)
    column: Coded = rows["event"]
    return np.asarray(column.codes == list(column.categories).index(event))


def _moments(rows: Rows, whose: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Which rows, in order, are the first of a moment of somebody."""
    new = np.ones(len(order), dtype=bool)
    for column in (whose, rows["date"], _second(rows)):
        values = column[order]
        differs = np.append(True, values[1:] != values[:-1])[: len(order)]
        new = differs if column is whose else new | differs
    return new


def _last_of_moment(rows: Rows, whose: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Which rows, in order, are the last of a moment: the earliest row of the file that says what holds."""
    return np.append(_moments(rows, whose, order)[1:], True)[: len(order)]


def _unclear(rows: Rows, whose: np.ndarray, order: np.ndarray, runs: np.ndarray) -> list[np.ndarray]:
    """Events of one moment after which different things would hold."""
    new = _moments(rows, whose, order)
    first = np.maximum.accumulate(np.where(new, np.arange(len(order)), 0))
    one, other = order, order[first]
    differs = runs[one] != runs[other]
    for name in _STATE:
        if name in rows:
            values = rows[name].codes if isinstance(rows[name], Coded) else rows[name]
            differs |= (values[one] != values[other]) & (runs[one] | runs[other])
    group = np.cumsum(new)
    bad = np.isin(group, group[differs])
    if not bad.any():
        return []
    return [np.sort(each) for each in np.split(order[bad], np.flatnonzero(np.diff(group[bad])) + 1)]


def _refusal(table: CheckedTable, unclear: list[np.ndarray]) -> tuple[Refused, ...]:
    """Each of such events, with the row of another one."""
    row = table.places.row
    found = []
    for rows in unclear:
        numbers = table.rows.numbers_of(rows).tolist()
        others = [numbers[1], *[numbers[0]] * (len(numbers) - 1)]
        told = [f"another event of that day, and nothing tells which comes first ({row(other)})" for other in others]
        found.append(Refused(rows, "date", told, _FIX))
    return tuple(found)


def _doubts(table: CheckedTable, idle: np.ndarray, runs: np.ndarray) -> Iterator[Doubt]:
    """Events, among those before which nothing ran, that speak of something that did."""
    ending, changing = idle[_is(table.rows, "cancel")[idle]], idle[(_is(table.rows, "change") & runs)[idle]]
    what, fix = "nothing runs then", "Add the event with which it began, or remove the row."
    if len(ending):
        said = "canceling what does not run, so that nothing ends"
        yield doubt(table, ending, "event", said, (f"a cancel, and {what}", fix))
    if len(changing):
        said = "changing what does not run, so that it counts as a start"
        yield doubt(table, changing, "event", said, (f"a change, and {what}: it counts as a start", fix))
