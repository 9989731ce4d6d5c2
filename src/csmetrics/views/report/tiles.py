"""The headline figures of a report as tiles."""

from collections.abc import Iterator

from csmetrics.figures.model import Figure, Report
from csmetrics.output.charts.model import Sparkline
from csmetrics.output.figure_names import anchor_of
from csmetrics.output.readable import show
from csmetrics.output.rich_blocks import Tile, Tiles
from csmetrics.views.headlines import FIRST, headline_of, tile_of
from csmetrics.views.verdicts import limits_of, verdict_of

_LEAST = 3  # values of a line


def headline_tiles(report: Report) -> Iterator[Tiles]:
    """The first few that can be had, and any other with a threshold; none of a report of a handful of figures."""
    wholes = {each.metric: each for each in report.figures if not each.segment and each.status != "unavailable"}
    found = headline_of(wholes.get, report.thresholds)
    if found and len(wholes) > FIRST:
        yield Tiles(tuple(_tile(report, figure) for figure in found))


def _tile(report: Report, figure: Figure) -> Tile:
    bounds = report.thresholds.get(figure.metric)
    return tile_of(
        figure,
        report.period,
        report.currency,
        verdict_of(figure, bounds) if bounds else None,
        anchor=anchor_of(figure.metric),
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
