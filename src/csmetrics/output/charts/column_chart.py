"""Levels over time as columns from zero."""

from collections.abc import Sequence

from csmetrics.output.charts import line_labels, svg
from csmetrics.output.charts.axis import HEIGHT, WIDTH, Frame, all_known, frame, grid, known, periods, reach
from csmetrics.output.charts.model import ColumnChart, Limit, Point

_FULL = 0.68  # of a slot
_WIDEST = 40.0
_SLIM = 2.0  # columns this slim have no space between them
_CROWD = 150  # more columns than these are drawn in one stroke

_Placed = list[tuple[float, Point]]


def draw(chart: ColumnChart) -> str:
    """The columns, the last one solid, those beyond the threshold hatched."""
    room = _frame(chart)
    places = [place for place in zip(room.places, chart.points, strict=True) if known(place[1].value) is not None]
    marks = [grid(room) if places else "", periods(room, [point.at for point in chart.points])]
    marks += _columns(chart, places, room)
    marks += [_zero(room), line_labels.dashed(room, _limits(chart)), _noted(chart, places, room)]
    marks += [] if places else [svg.text((room.left + room.right) / 2, HEIGHT / 2, "no values", "t", "middle")]
    marks += [
        line_labels.written(_said(chart, room), 2, HEIGHT - 4),
        line_labels.tips(room, [[("", each)] for each in chart.points]),
    ]
    return svg.picture((WIDTH, HEIGHT), chart.label, marks)


def _limits(chart: ColumnChart) -> Sequence[Limit]:
    return [chart.limit] if chart.limit and known(chart.limit.value) is not None else []


def _frame(chart: ColumnChart) -> Frame:
    limits = [limit.value for limit in _limits(chart)]
    ends = reach(all_known(point.value for point in chart.points), chart.unit, limits, zero=True)
    blank = frame(len(chart.points), ends, chart.unit, 0, slots=True)
    return frame(len(chart.points), ends, chart.unit, line_labels.margin(_said(chart, blank)), slots=True)


def _said(chart: ColumnChart, room: Frame) -> list[line_labels.MarginLabel]:
    """The last value, and the name of the threshold, in the margin."""
    places = [place for place in zip(room.places, chart.points, strict=True) if known(place[1].value) is not None]
    if not places:
        return []
    x, last = places[-1]
    start = x + _wide(room) / 2 + 6
    found = [line_labels.of_limit(room, limit) for limit in _limits(chart)]
    return [*found, line_labels.ending((start, room.scale(last.value or 0)), "", last, "ink1")]


def _wide(room: Frame) -> float:
    return min(room.slot * (_FULL if room.slot > _SLIM else 1), _WIDEST)


def _columns(chart: ColumnChart, places: _Placed, room: Frame) -> list[str]:
    """Each column, or all of one look in one stroke."""
    wide = _wide(room)
    drawn = []
    for x, point in places:
        top, foot = sorted((room.scale(point.value or 0), room.scale(0)))
        drawn.append((_look(chart, point), (x - wide / 2, top, wide, foot - top)))
    if len(drawn) <= _CROWD:
        return [svg.filled(*sides, look) for look, sides in drawn]
    return [svg.boxes([sides for each, sides in drawn if each == look], look) for look in ("past", "bad", "end")]


def _look(chart: ColumnChart, point: Point) -> str:
    if any(limit.is_breached_by(point.value or 0) for limit in _limits(chart)):
        return "bad"
    return "end" if point is chart.points[-1] else "past"


def _zero(room: Frame) -> str:
    y = svg.at(room.scale(0))
    return svg.path(f"M{svg.at(room.left)} {y}H{svg.at(room.right)}", "axis")


def _noted(chart: ColumnChart, places: _Placed, room: Frame) -> str:
    """The value of the worst column if there is a threshold, else of the first one."""
    if len(places) < 2:  # noqa: PLR2004  # the last one has its value already
        return ""
    noted = places[0]
    if chart.limit:
        worst = max if chart.limit.breached == "above" else min
        noted = worst(places, key=lambda place: place[1].value or 0)
    return (
        ""
        if noted is places[-1] or noted[1].text == places[-1][1].text
        else line_labels.noted(room, *noted, below=(noted[1].value or 0) < 0)
    )
