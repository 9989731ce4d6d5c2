"""Published figures over time as pictures for a browser; what has been restated is hollow."""

from collections.abc import Sequence
from dataclasses import replace

from csmetrics.figures.model import Figure
from csmetrics.output.charts.model import LineChart, Point, Series
from csmetrics.output.page import Cell, PageTable, TableSection
from csmetrics.output.readable import show, show_percent
from csmetrics.output.rich_blocks import Picture
from csmetrics.output.sentences import number_columns, period_short, segment_name, text_columns
from csmetrics.periods import Grain
from csmetrics.published.history import History, HistoryLine
from csmetrics.published.model import Snapshot
from csmetrics.views.shared_charts import LEVELS, course, point_of

LEAST_PERIODS = 2


def pictures(history: History) -> list[Picture]:
    """A picture for each metric of several published periods, grain by grain."""
    return [picture for grain in history.lines for picture in of_grain(history, grain)]


def of_grain(history: History, grain: Grain) -> list[Picture]:
    """A picture for each metric of several published periods of a grain; its segments where it was asked for."""
    current = [snapshot for snapshot in history.current if snapshot.period.grain == grain]
    if len(current) < LEAST_PERIODS:
        return []
    shown = [line for line in history.lines[grain] if history.metrics or not line.segment]
    drawn = (_picture(history, line, current) for line in shown)
    return [picture for picture in drawn if picture]


def _picture(history: History, line: HistoryLine, current: Sequence[Snapshot]) -> Picture | None:
    """The values that stand; of money those in the currency of the newest."""
    currency = _currency(line, current)
    figures = [
        figure if line.unit != "money" or snapshot.currency == currency else None
        for snapshot, figure in zip(current, line.figures, strict=True)
    ]
    known = [figure for figure in figures if figure]
    if sum(figure.value is not None for figure in known) < LEAST_PERIODS:
        return None
    points = tuple(_point(history, *each) for each in zip(current, figures, strict=True))
    title = f"{line.title} in {segment_name(line.segment)}" if line.segment else line.title
    chart = LineChart(
        f"{title}, as published: {_ends(points)}",
        line.unit,
        (Series("", points),),
        filled=line.unit in LEVELS and all((point.value or 0) >= 0 for point in points),
    )
    return Picture(chart, course(title, known), _caption(line, current, currency, points), _numbers(current, points))


def _currency(line: HistoryLine, current: Sequence[Snapshot]) -> str | None:
    """That of the newest version that has the figure."""
    there = (s.currency for s, figure in zip(current, line.figures, strict=True) if figure and figure.value is not None)
    return ([None, *there])[-1] if line.unit == "money" else None


def _point(history: History, snapshot: Snapshot, figure: Figure | None) -> Point:
    """What stands of a period; hollow, with what stood before, where that was another value."""
    at = period_short(snapshot.period)
    if figure is None:
        return Point(at, None, show(None, "count"))
    point = point_of(figure, at, hollow=False)
    before = _before(history, snapshot, figure)
    if not before:
        return point
    said = f"{point.tip}; version {snapshot.version}, published before as {', '.join(before)}"
    return replace(point, hollow=True, tip=f"{said}: {snapshot.reason}" if snapshot.reason else said)


def _before(history: History, standing: Snapshot, figure: Figure) -> list[str]:
    """What earlier versions said of it that is not what stands, in the same currency if it is money."""
    same = [each for each in history.snapshots if each.period == standing.period and each.version < standing.version]
    alike = [each for each in same if figure.unit != "money" or each.currency == standing.currency]
    found = (each.figure(figure.metric, figure.segment) for each in alike)
    values = (show(each.value, figure.unit) for each in found if each)
    return [value for value in dict.fromkeys(values) if value != show(figure.value, figure.unit)]


def _ends(points: Sequence[Point]) -> str:
    known = [f"{point.text} in {point.at}" for point in points if point.value is not None]
    return ", ".join(dict.fromkeys((known[0], known[-1])))


def _caption(line: HistoryLine, current: Sequence[Snapshot], currency: str | None, points: Sequence[Point]) -> str:
    span = f"{period_short(current[0].period)} to {period_short(current[-1].period)}"
    level = next((figure.interval.level for figure in line.figures if figure and figure.interval), None)
    band = f" Band: {show_percent(level)} interval." if level else ""
    what = f"As published, {currency}, {span}." if line.unit == "money" and currency else f"As published, {span}."
    return what + band + (" Hollow: restated." if any(point.hollow for point in points) else "")


def _numbers(current: Sequence[Snapshot], points: Sequence[Point]) -> PageTable:
    rows = [
        (Cell(at.at), Cell(at.text), Cell(str(each.version)), Cell(each.published_on.isoformat()))
        for each, at in zip(current, points, strict=True)
    ]
    columns = (*text_columns("period"), *number_columns("value", "version"), *text_columns("published on"))
    return PageTable(columns, (TableSection("", tuple(reversed(rows))),))
