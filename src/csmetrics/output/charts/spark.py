"""A small line beside a figure."""

from collections.abc import Iterator
from itertools import groupby

from csmetrics.output.charts import svg
from csmetrics.output.charts.axis import AxisScale, all_known, known, reach
from csmetrics.output.charts.model import Sparkline

_WIDE, _HIGH = 124.0, 40.0
_SIDE, _EDGE = 3.0, 5.0
_END, _ALONE = 3.0, 1.5


def draw(chart: Sparkline) -> str:
    """The line, a dot at its last value, the threshold dashed."""
    values = all_known(chart.values)
    limits = all_known([chart.limit])
    scale = AxisScale(*reach(values, "", limits, zero=False), _HIGH - _EDGE, _EDGE)
    shown = [limit for limit in limits if values and scale.low <= limit <= scale.high]
    marks = [svg.path(f"M0 {svg.at(scale(limit))}H{svg.at(_WIDE)}", "dashed") for limit in shown]
    return svg.picture((_WIDE, _HIGH), chart.label, [*marks, *_line(chart, scale)], "cs-spark")


def _line(chart: Sparkline, scale: AxisScale) -> Iterator[str]:
    step = (_WIDE - 2 * _SIDE) / max(1, len(chart.values) - 1)
    places = [(_SIDE + number * step, known(value)) for number, value in enumerate(chart.values)]
    last = None
    for there, run in groupby(places, key=lambda place: place[1] is not None):
        if there:
            drawn = [(x, scale(value or 0)) for x, value in run]
            last = drawn[-1]
            yield svg.path(svg.polyline(drawn), "line1") if len(drawn) > 1 else svg.dot(*drawn[0], _ALONE, "dot1")
    if last:
        yield svg.dot(*last, _END, "dot1")
