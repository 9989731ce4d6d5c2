"""Rates, scores and levels over time as lines, with what they are not sure of as a band."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from csmetrics.output.charts import line_labels, svg
from csmetrics.output.charts.axis import (
    HEIGHT,
    WIDTH,
    Frame,
    all_known,
    frame,
    grid,
    known,
    periods,
    reach,
)
from csmetrics.output.charts.model import Limit, LineChart, Point, Series

_LINES = ("1", "2", "3")  # looks of the lines; from the fourth line on the last one again
_LAST, _SMALL = 3.5, 2.1  # radius of a dot
_CROWD = 60  # more points than these have smaller dots
_NARROW = 56.0  # no room for why there are no points

_Stretch = list[tuple[float, Point]]


def draw(chart: LineChart) -> str:
    """The lines in one frame, their values and names at their ends."""
    room = _frame(chart)
    lines = [(series, _look(n), list(_runs(series.points, room))) for n, series in enumerate(chart.series)][::-1]
    marks = [grid(room) if any(runs for _, _, runs in lines) else "", periods(room, _names(chart))]
    marks += [
        mark for _, look, runs in lines for run in runs for mark in _bands(run, look, room, stepped=chart.stepped)
    ]
    marks += [line_labels.dashed(room, _limits(chart)), _missing(chart, room)]
    marks += [mark for series, look, runs in lines for mark in _line(chart, series, (look, runs), room)]
    marks += [_noted(chart, room), line_labels.written(_said(chart, room), 2, HEIGHT - 4)]
    return svg.picture((WIDTH, HEIGHT), chart.label, [*marks, line_labels.tips(room, _rows(chart))])


def _names(chart: LineChart) -> list[str]:
    return [point.at for point in chart.series[0].points] if chart.series else []


def _rows(chart: LineChart) -> list[list[tuple[str, Point]]]:
    """The points of each period, with the names of their lines where there are several."""
    several = len(chart.series) > 1
    rows: list[list[tuple[str, Point]]] = [[] for _ in _names(chart)]
    for series in chart.series:
        for row, point in zip(rows, series.points, strict=False):
            row.append((series.name if several else "", point))
    return rows


def _look(number: int) -> str:
    return _LINES[min(number, len(_LINES) - 1)]


def _frame(chart: LineChart) -> Frame:
    """The room for the lines, with a margin for what is said at their ends."""
    points = [point for series in chart.series for point in series.points]
    values = all_known(point.value for point in points)
    sure = [end for point in points if known(point.value) is not None for end in (point.low, point.high)]
    limits = [limit.value for limit in _limits(chart)]
    ends = reach(values, chart.unit, limits, all_known(sure), zero=chart.filled)
    names = len(_names(chart))
    blank = frame(names, ends, chart.unit, 0)
    return frame(names, ends, chart.unit, line_labels.margin(_said(chart, blank)))


def _runs(points: Sequence[Point], room: Frame) -> Iterator[_Stretch]:
    """Points that follow one another without a gap."""
    places = zip(room.places, points, strict=False)
    for there, run in groupby(places, key=lambda place: known(place[1].value) is not None):
        if there:
            yield list(run)


def _line(chart: LineChart, series: Series, drawn: tuple[str, list[_Stretch]], room: Frame) -> Iterator[str]:
    """A line: the area beneath, the line itself, its dots."""
    look, runs = drawn
    for run in runs:
        steps = _steps([(x, room.scale(point.value or 0)) for x, point in run], stepped=chart.stepped)
        if chart.filled and len(run) > 1:
            zero = svg.at(room.scale.clipped(0))
            yield svg.path(f"{steps}V{zero}H{svg.at(run[0][0])}Z", f"area{look}")
        if len(run) > 1:
            yield svg.path(steps, f"line{look} dashes" if series.dashed else f"line{look}")
    yield from _dots(runs, look, room, stepped=chart.stepped)


def _steps(places: list[tuple[float, float]], *, stepped: bool) -> str:
    """From place to place; along a step each value holds until the next."""
    if not stepped:
        return svg.polyline(places)
    first, *others = places
    return f"M{svg.at(*first)}" + "".join(f"H{svg.at(x)}V{svg.at(y)}" for x, y in others)


def _bands(run: _Stretch, look: str, room: Frame, *, stepped: bool) -> Iterator[str]:
    """The intervals that follow one another as a band; one alone as a whisker."""
    for there, some in groupby(run, key=lambda place: _interval(place[1]) is not None):
        if not there:
            continue
        ends = [(x, *_interval(point)) for x, point in some]  # type: ignore[misc]  # there is one
        highs = [(x, room.scale.clipped(high)) for x, _, high in ends]
        lows = [(x, room.scale.clipped(low)) for x, low, _ in ends]
        if len(ends) == 1:
            yield _whisker(highs[0][0], lows[0][1], highs[0][1], look)
        else:
            yield svg.path(_around(highs, lows, stepped=stepped), f"band{look}")


def _interval(point: Point) -> tuple[float, float] | None:
    low, high = known(point.low), known(point.high)
    return (low, high) if low is not None and high is not None else None


def _around(highs: list[tuple[float, float]], lows: list[tuple[float, float]], *, stepped: bool) -> str:
    """Along the upper ends and back along the lower ones."""
    if not stepped:
        return svg.polyline([*highs, *reversed(lows)]) + "Z"
    back = f"L{svg.at(*lows[-1])}" + "".join(f"V{svg.at(y)}H{svg.at(x)}" for x, y in reversed(lows[:-1]))
    return _steps(highs, stepped=True) + back + "Z"


def _whisker(x: float, low: float, high: float, look: str) -> str:
    return svg.path(f"M{svg.at(x, low)}V{svg.at(high)}m-4 0h8M{svg.at(x - 4, low)}h8", f"whisker{look}")


def _dots(runs: list[_Stretch], look: str, room: Frame, *, stepped: bool) -> Iterator[str]:
    """The last point; those alone; and every point where some rest on few answers, which are hollow."""
    places = [place for run in runs for place in run]
    every = any(point.hollow for _, point in places)
    alone = {run[0][0] for run in runs if len(run) == 1}
    small = _SMALL if len(places) <= _CROWD else _SMALL / 2
    for x, point in places[:-1]:
        if every or x in alone:
            yield _dot(x, point, small, look, room)
    if places and not (stepped and len(places) > 1):
        yield _dot(*places[-1], _LAST, look, room)


def _dot(x: float, point: Point, radius: float, look: str, room: Frame) -> str:
    return svg.dot(x, room.scale(point.value or 0), radius, f"{'hollow' if point.hollow else 'dot'}{look}")


def _last(series: Series, room: Frame) -> tuple[float, Point] | None:
    """The last point with a value."""
    places = zip(room.places, series.points, strict=False)
    return next((place for place in reversed(list(places)) if known(place[1].value) is not None), None)


def _said(chart: LineChart, room: Frame) -> list[line_labels.MarginLabel]:
    """What is said in the margin: of each line at its end, and of the thresholds."""
    several = len(chart.series) > 1
    found = [(_last(series, room), series.name if several else "", _look(n)) for n, series in enumerate(chart.series)]
    ends = [
        line_labels.ending((last[0] + line_labels.GAP, room.scale(last[1].value or 0)), name, last[1], f"ink{look}")
        for last, name, look in found
        if last
    ]
    return [*line_labels.endings(ends), *(line_labels.of_limit(room, limit) for limit in _limits(chart))]


def _limits(chart: LineChart) -> list[Limit]:
    """The thresholds, if there is anything to hold against them."""
    there = any(known(point.value) is not None for series in chart.series for point in series.points)
    return [limit for limit in chart.limits if there and known(limit.value) is not None]


def _noted(chart: LineChart, room: Frame) -> str:
    """The value of one more point of a line that stands alone: the first of a level, else the worst, or an end."""
    if len(chart.series) != 1 or chart.stepped:
        return ""
    places = [place for run in _runs(chart.series[0].points, room) for place in run]
    if len({point.text for _, point in places}) < 2:  # noqa: PLR2004  # the last one says it already
        return ""
    if chart.filled:
        return _first(places, room)
    above = bool(chart.limits) and chart.limits[0].breached == "above"
    worst = (max if above else min)(places, key=_value)
    if worst[1].text != places[-1][1].text:
        return line_labels.noted(room, *worst, below=not above)
    return "" if chart.limits else line_labels.noted(room, *max(places, key=_value), below=False)


def _value(place: tuple[float, Point]) -> float:
    return place[1].value or 0.0


def _first(places: _Stretch, room: Frame) -> str:
    """The value of the first point on the side where the line does not go, unless the last one says the same."""
    (x, first), *others = places
    if first.text == places[-1][1].text:
        return ""
    near = [point.value or 0 for there, point in others if there < x + svg.width(first.text)] or [
        others[0][1].value or 0
    ]
    return line_labels.noted(room, x, first, below=sum(near) / len(near) > (first.value or 0), right=True)


def _missing(chart: LineChart, room: Frame) -> str:
    """Why there are no points, or none before the first, where there is room to say so."""
    places = [place for series in chart.series for run in _runs(series.points, room) for place in run]
    end = min((x for x, _ in places), default=room.right)
    why = chart.missing or ("" if places else "no values")
    if end - room.left < _NARROW or not why:
        return ""
    lines = svg.wrapped(why, end - room.left - 10, svg.SMALL, most=3)
    middle, y = (room.left + end) / 2, (room.top + room.bottom) / 2
    return "".join(svg.text(middle, y + 13 * number, line, "t", "middle") for number, line in enumerate(lines))
