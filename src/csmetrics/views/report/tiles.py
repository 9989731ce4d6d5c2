"""The headline figures of a report as tiles."""

from collections.abc import Iterator

from csmetrics.figures.model import Figure, Report
from csmetrics.output.charts.model import Sparkline
from csmetrics.output.figures import anchor_of
from csmetrics.output.parts import Tile, Tiles
from csmetrics.output.values import show
from csmetrics.output.words import tone_of
from csmetrics.views.board.metrics import TILES
from csmetrics.views.board.movement import arrow, rests_on, since, value_or_dash
from csmetrics.views.board.tiles import headline_of
from csmetrics.views.board.verdicts import limits_of, verdict_of

_LEAST = 3  # values of a line


def headline_tiles(report: Report) -> Iterator[Tiles]:
    """The first few that can be had, and any other with a threshold; none of a report of a handful of figures."""
    wholes = {each.metric: each for each in report.figures if not each.segment and each.status != "unavailable"}
    found = headline_of(wholes.get, report.thresholds)
    if found and len(wholes) > TILES:
        yield Tiles(tuple(_tile(report, figure) for figure in found))


def _tile(report: Report, figure: Figure) -> Tile:
    bounds = report.thresholds.get(figure.metric)
    return Tile(
        name=figure.title,
        anchor=anchor_of(figure.metric),
        value=value_or_dash(figure),
        unit=(report.currency or "") if figure.unit == "money" else "",
        change=arrow(figure),
        tone=tone_of(figure),
        since=since(figure, report.period),
        basis=rests_on(figure),
        verdict=verdict_of(figure, bounds) if bounds else None,
        line=course_of(report, figure),
    )


def course_of(report: Report, figure: Figure) -> Sparkline | None:
    """A small line of a figure of the whole, with what is asked of it, where there are values enough to make one."""
    values, bounds = report.history.get(figure.metric, ()), report.thresholds.get(figure.metric)
    known = [value for value in values if value is not None]
    if len(known) < _LEAST:
        return None
    limit = next((each.value for each in limits_of(bounds, figure.unit)), None)
    ends = f"{show(known[0], figure.unit)} to {show(known[-1], figure.unit)}"
    return Sparkline(f"{figure.title}, the last {len(values)} values: {ends}", tuple(values), limit)
