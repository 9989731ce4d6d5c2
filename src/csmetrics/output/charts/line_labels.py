"""What is said at the end of a line instead of a legend, pushed clear of one another, and what is pointed at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from csmetrics.output.charts import svg
from csmetrics.output.charts.axis import Frame, known, within
from csmetrics.output.charts.model import Limit, Point

GAP = 9.0  # between the end of a line and what is said there

_ROW = 13.0
_ROOM = 100.0  # for what is said in the margin
_NUMBER = 138.0  # for a value, which is not cut
_CROWD = 3  # with more lines than these each has one row for its value and name
_MOST_TIPS = 150
_SLIM_TIP = 4.0


@dataclass(frozen=True, slots=True)
class MarginLabel:
    """Words in the margin: where they would stand if they were alone, and their lines with the look of each."""

    x: float
    y: float
    lines: tuple[tuple[str, str], ...]


def margin(labels: Iterable[MarginLabel]) -> float:
    """How wide a margin the words need."""
    return max((svg.width(words, svg.STRONG) + GAP for label in labels for words, _ in label.lines), default=0)


def ending(place: tuple[float, float], name: str, point: Point, css: str) -> MarginLabel:
    """What is said of the last point of a line: its value, the name of the line if it has one, what it rests on."""
    both = f"{name} {point.text}".strip()
    if not name or svg.width(both, svg.STRONG) <= _ROOM:
        lines = [(svg.fitted(both, _NUMBER, svg.STRONG), f"v {css}")]
    else:
        rows = svg.wrapped(name, _ROOM, svg.SMALL)
        lines = [(svg.fitted(point.text, _NUMBER, svg.STRONG), f"v {css}"), *((row, f"t {css}") for row in rows)]
    note = [(svg.fitted(point.note, _ROOM, svg.SMALL), "t")] if point.note else []
    return MarginLabel(*place, (*lines, *note))


def endings(found: Sequence[MarginLabel]) -> list[MarginLabel]:
    """The words at the ends of all lines; where there are many each gets one row."""
    return list(found) if len(found) <= _CROWD else [_in_one_row(label) for label in found]


def _in_one_row(label: MarginLabel) -> MarginLabel:
    words = " ".join(line for line, css in label.lines if css != "t")
    return MarginLabel(label.x, label.y, ((svg.fitted(words, _NUMBER, svg.STRONG), label.lines[0][1]),))


def of_limit(room: Frame, limit: Limit) -> MarginLabel:
    """The name of a threshold in the margin; one that is beyond the axis has an arrow there."""
    arrow = (
        "" if within(room, limit) else "\N{UPWARDS ARROW} " if limit.value > room.scale.high else "\N{DOWNWARDS ARROW} "
    )
    lines = svg.wrapped(arrow + limit.text, _ROOM, svg.SMALL)
    return MarginLabel(room.right + GAP, room.scale.clipped(limit.value), tuple((line, "limit") for line in lines))


def dashed(room: Frame, limits: Iterable[Limit]) -> str:
    """The lines of the thresholds that are on the axis."""
    return "".join(
        svg.path(f"M{svg.at(room.left, room.scale(limit.value))}H{svg.at(room.right + 4)}", "dashed")
        for limit in limits
        if within(room, limit)
    )


def written(labels: Sequence[MarginLabel], top: float, bottom: float) -> str:
    """The words, none upon another, in the order of their places."""
    ordered = sorted(labels, key=lambda label: label.y)
    rows = sum(len(label.lines) for label in ordered)
    row = min(_ROW, (bottom - top) / max(1, rows))
    marks = []
    for label, y in zip(ordered, _clear(ordered, row, top, bottom), strict=True):
        for number, (words, css) in enumerate(label.lines):
            marks.append(svg.text(label.x, y + number * row + _ROW * 0.8, words, css))
    return "".join(marks)


def _clear(labels: Sequence[MarginLabel], row: float, top: float, bottom: float) -> list[float]:
    """The upper ends: each at its place, or below the one before; all moved up where they would run out below."""
    tops: list[float] = []
    free = top
    for label in labels:
        tops.append(max(label.y - _ROW / 2, free))
        free = tops[-1] + row * len(label.lines)
    free = bottom
    for number in range(len(labels) - 1, -1, -1):
        tops[number] = min(tops[number], free - row * len(labels[number].lines))
        free = tops[number]
    return tops


def tips(room: Frame, rows: Sequence[Sequence[tuple[str, Point]]]) -> str:
    """Slots as high as the chart that say what stands in them; of very many periods only those with an end in them."""
    places = list(zip(room.places, rows, strict=True))
    if len(places) > _MOST_TIPS:
        places = _remarkable(places)
    wide = max(room.slot, _SLIM_TIP)
    high = room.bottom - room.top
    return "".join(
        svg.box(min(max(x - wide / 2, room.left), room.right - wide), room.top, wide, high, "tip", tip=_said(row))
        for x, row in places
        if _said(row)
    )


def _remarkable(
    places: list[tuple[float, Sequence[tuple[str, Point]]]],
) -> list[tuple[float, Sequence[tuple[str, Point]]]]:
    """The first, the last, the highest and the lowest of the main points."""
    valued = [place for place in places if place[1] and known(place[1][0][1].value) is not None]
    if not valued:
        return []
    by_value = sorted(valued, key=lambda place: place[1][0][1].value or 0)
    chosen = (valued[0], valued[-1], by_value[0], by_value[-1])
    return [place for place in valued if place in chosen]


def _said(row: Sequence[tuple[str, Point]]) -> str:
    """What a period says: the tip of each point, or its period, line and value."""
    return "; ".join(
        svg.cut(point.tip or f"{point.at}: {f'{name} {point.text}'.strip()}")
        for name, point in row
        if point.tip or point.text
    )


def noted(room: Frame, x: float, point: Point, *, below: bool, right: bool = False) -> str:
    """The value of a point above or below it, kept within the frame; of a first point to the right of it."""
    words = svg.fitted(point.text, _NUMBER)
    half = svg.width(words) / 2
    middle = min(max(x + half if right else x, room.left + half + 2), max(room.right - half, room.left + half + 2))
    y = room.scale(point.value or 0)
    y += 16 if below and y + 16 < room.bottom - 2 else -8
    return svg.text(middle, max(y, 11), words, "noted halo", "middle")
