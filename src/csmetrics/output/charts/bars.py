"""Bars that lie: to the right a value, to the left what is set against it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from csmetrics.output.charts import svg
from csmetrics.output.charts.axis import WIDTH, known
from csmetrics.output.charts.model import BarChart, BarRow, Judged

_ROW, _BAR, _HEAD = 26.0, 14.0, 20.0
_NAMES, _NOTES, _TEXTS = 118.0, 64.0, 78.0  # the most room for each
_GAP = 8.0
_LOOKS: dict[Judged, str] = {"plain": "end", "good": "good", "bad": "bad", "warn": "warn", "quiet": "quiet"}
_OTHER: dict[Judged, str] = {"good": "bad", "bad": "good"}  # what stands against a row


@dataclass(frozen=True, slots=True)
class _Room:
    """Where the parts of a row stand: the ground of the bars, and how long one unit is."""

    ground: float
    unit: float
    names: float
    notes: float

    def long(self, value: float | None) -> float:
        """The length of a bar."""
        return self.unit * (known(value) or 0.0)


def draw(chart: BarChart) -> str:
    """A row for each, the longest bar as long as there is room for."""
    room = _room(chart.rows)
    top = _HEAD if any(chart.heads) else 0.0
    high = top + _ROW * max(1, len(chart.rows))
    marks = list(_heads(chart, room)) if top else []
    for number, row in enumerate(chart.rows):
        marks += _row(row, top + number * _ROW, room)
    marks.append(svg.path(f"M{svg.at(room.ground, top)}V{svg.at(high)}", "axis") if chart.rows else _nothing())
    return svg.picture((WIDTH, high), chart.label, marks)


def _nothing() -> str:
    return svg.text(WIDTH / 2, _ROW / 2 + 4, "no values", "t", "middle")


def _room(rows: Sequence[BarRow]) -> _Room:
    """Names and notes take what they need; the bars share the rest, both sides on one scale."""
    names = min(max((svg.width(row.name, 12) for row in rows), default=0), _NAMES) + _GAP
    notes = min(max((svg.width(row.note, svg.SMALL) + _GAP for row in rows if row.note), default=0), _NOTES)
    left = max((_texts(row)[0] for row in rows), default=0)
    right = max((_texts(row)[1] for row in rows), default=0)
    back = max((_sides(row)[0] for row in rows), default=0)
    forth = max((_sides(row)[1] for row in rows), default=0)
    free = WIDTH - names - notes - left - right
    unit = free / (back + forth) if back + forth else 0.0
    return _Room(names + left + back * unit, unit, names, notes)


def _sides(row: BarRow) -> tuple[float, float]:
    """How far a row reaches to the left and to the right."""
    value, against = known(row.value) or 0.0, known(row.against) or 0.0
    return max(0.0, -value, against), max(0.0, value, -against)


def _texts(row: BarRow) -> tuple[float, float]:
    """The room for what is printed at the ends of a row's bars."""
    left = svg.width(row.against_text) if row.against is not None else 0.0
    right = svg.width(row.text)
    if (known(row.value) or 0.0) < 0:
        left, right = max(left, right), 0.0
    return tuple(min(each + 4, _TEXTS) if each else 0.0 for each in (left, right))  # type: ignore[return-value]  # two


def _heads(chart: BarChart, room: _Room) -> Iterator[str]:
    left, right = (svg.fitted(head, WIDTH / 2 - 5, svg.SMALL) for head in chart.heads)
    yield svg.text(max(room.ground - 5, svg.width(left, svg.SMALL)), 12, left, "t", "end")
    yield svg.text(min(room.ground + 5, WIDTH - svg.width(right, svg.SMALL)), 12, right, "t")


def _row(row: BarRow, y: float, room: _Room) -> Iterator[str]:
    """Name, bars with their values, note."""
    yield svg.text(0, y + 17, svg.fitted(row.name, room.names - _GAP + 1, 12), svg.NAME)
    yield from _bar(row.value, row.text, y, room, _LOOKS[row.judged], left=row.value < 0)
    if row.against is not None:
        yield from _bar(-row.against, row.against_text, y, room, _OTHER.get(row.judged, "quiet"), left=row.against >= 0)
    yield svg.text(WIDTH, y + 17, svg.fitted(row.note, room.notes, svg.SMALL), "t", "end")
    yield svg.box(0, y, WIDTH, _ROW, "tip", tip=_tip(row))


def _bar(value: float, words: str, y: float, room: _Room, look: str, *, left: bool) -> Iterator[str]:
    """A bar from the ground, its value at its end; that of a bar of no length on the side where it would be."""
    long = room.long(value)
    yield svg.filled(min(room.ground, room.ground + long), y + 6, abs(long), _BAR, look) if long else ""
    words = svg.fitted(words, _TEXTS)
    yield svg.text(room.ground + long + (-4 if left else 4), y + 17, words, "l", "end" if left else "")


def _tip(row: BarRow) -> str:
    values = [row.against_text, row.text] if row.against is not None else [row.text]
    return f"{row.name}: {', '.join(each for each in (*values, row.note) if each)}"
