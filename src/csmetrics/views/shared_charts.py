"""What several views draw: a metric over time, and the three parts of an NPS."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from csmetrics.config.sections import Threshold
from csmetrics.figures.model import Figure
from csmetrics.figures.remarks import is_thin
from csmetrics.figures.trend import TrendLine
from csmetrics.output.charts.model import ColumnChart, Limit, LineChart, Point, Series, ShareBar, ShareSlice
from csmetrics.output.page import Cell, PageTable, TableSection
from csmetrics.output.readable import show, show_percent, show_whole_percent
from csmetrics.output.rich_blocks import Picture
from csmetrics.output.sentences import based_on, count_of, number_columns, period_short, segment_name, text_columns
from csmetrics.periods import Period
from csmetrics.views.verdicts import limits_of
from csmetrics.views.wording import ends_of

LEVELS = ("money", "count")  # drawn from zero
MOST_COLUMNS = 36  # more would be lines


def line_of(
    line: TrendLine, periods: Sequence[Period], *, others: Sequence[TrendLine] = (), limits: tuple[Limit, ...] = ()
) -> LineChart:
    """A metric over the periods of a trend; `others` are lines of the same metric beside it, such as segments."""
    drawn = (line, *others)
    return LineChart(
        label_of(line, periods),
        line.unit,
        tuple(_series(each, periods, main=each is line) for each in drawn),
        limits,
        filled=line.unit in LEVELS and all((value or 0) >= 0 for each in drawn for value in each.values),
        missing=_missing(line),
    )


def chart_of(
    line: TrendLine, periods: Sequence[Period], *, others: Sequence[TrendLine] = (), limits: tuple[Limit, ...] = ()
) -> LineChart | ColumnChart:
    """The same; columns where one line alone counts things, or is to stay below a threshold."""
    below_zero = any((value or 0) < 0 for value in line.values)
    spread = any(figure.interval for figure in line.figures)
    capped = line.unit == "fraction" and [limit.breached for limit in limits] == ["above"]
    if others or below_zero or spread or len(periods) > MOST_COLUMNS or not (line.unit == "count" or capped):
        return line_of(line, periods, others=others, limits=limits)
    limit = limits[0] if len(limits) == 1 else None
    return ColumnChart(label_of(line, periods), line.unit, points_of(line, periods), limit)


def points_of(line: TrendLine, periods: Sequence[Period]) -> tuple[Point, ...]:
    """The figure of each period as a point, hollow where few answers stand behind it."""
    paired = zip(periods, line.figures, line.thin, strict=True)
    return tuple(point_of(figure, period_short(period), hollow=thin) for period, figure, thin in paired)


def _series(line: TrendLine, periods: Sequence[Period], *, main: bool) -> Series:
    """A line of a chart; the main one alone has a band, for several would hide one another."""
    points = points_of(line, periods)
    shown = points if main else tuple(replace(point, low=None, high=None) for point in points)
    return Series(segment_name(line.segment), shown, dashed=not main)


def point_of(figure: Figure, at: str, *, hollow: bool | None = None) -> Point:
    """A figure as a point, with its interval and a tip that says what stands behind it."""
    interval = figure.interval
    said = show(figure.value, figure.unit)
    spread = ends_of(interval, figure.unit)
    return Point(
        at,
        figure.value,
        said,
        interval.low if interval else None,
        interval.high if interval else None,
        is_thin(figure) if hollow is None else hollow,
        ", ".join(part for part in (f"{at}: {said}", spread, based_on(figure)) if part),
    )


def label_of(line: TrendLine, periods: Sequence[Period]) -> str:
    """What a reader who does not see the chart is told: the first and the last value.

    A line without any value says so.
    """
    there = [
        f"{show(value, line.unit)} in {period_short(period)}"
        for period, value in zip(periods, line.values, strict=True)
        if value is not None
    ]
    ends = ", ".join(dict.fromkeys((there[0], there[-1]))) if there else "no value in any period"
    where = f" ({segment_name(line.segment)})" if line.segment else ""
    return f"{line.title}{where}: {ends}"


def course(title: str, figures: Sequence[Figure]) -> str:
    """From where to where a figure has gone, as a title; the oldest period first."""
    values, newest = [each.value for each in figures if each.value is not None], figures[-1]
    if newest.value is None:
        return f"{title}: none in the newest period ({newest.reason})"
    first, last = show(values[0], newest.unit), show(newest.value, newest.unit)
    if len(values) == 1:
        return f"{title} {last}"
    if first == last:
        even = {show(value, newest.unit) for value in values} == {last}
        return f"{title} {'stayed' if even else 'back'} at {last}"
    verb = "rose" if newest.value > values[0] else "fell"
    within = newest.interval and newest.interval.low <= values[0] <= newest.interval.high
    return f"{title} {verb} from {first} to {last}{', within its interval' if within else ''}"


def limits_on(thresholds: Mapping[str, Threshold], line: TrendLine | Figure) -> tuple[Limit, ...]:
    """The thresholds of a line, by its metric and segment, as lines of a chart."""
    threshold = thresholds.get(line.metric)
    bounds = threshold.bounds_of(line.segment) if threshold else []
    return tuple(dict.fromkeys(limit for each in bounds for limit in limits_of(each, line.unit)))


def nps_shares(figure: Figure, limit: Limit | None = None) -> ShareBar | None:
    """Detractors, passives and promoters of an NPS, and the score with its interval; None where nobody answered."""
    names = ("detractors", "promoters", "nps_responses")
    detractors, promoters, answers = (figure.inputs.get(name) for name in names)
    if detractors is None or promoters is None or not answers or figure.value is None:
        return None
    parts = (detractors, answers - detractors - promoters, promoters)
    shares = (
        ShareSlice("Detractors", parts[0], _share(parts[0], answers), "bad"),
        ShareSlice("Passives", parts[1], _share(parts[1], answers), "quiet"),
        ShareSlice("Promoters", parts[2], _share(parts[2], answers), "good"),
    )
    said = ", ".join(f"{share.name.lower()} {share.text}" for share in shares)
    label = f"{figure.title} {show(figure.value, figure.unit)} from {based_on(figure)}: {said}"
    return ShareBar(label, shares, point_of(figure, ""), limit=limit)


def nps_picture(figure: Figure, period: Period) -> Picture | None:
    """The three parts of an NPS with its interval; None of another figure, and where nobody answered."""
    shares = nps_shares(figure) if figure.metric == "nps" else None
    if shares is None:
        return None
    interval = f", with the {show_percent(figure.interval.level)} interval" if figure.interval else ""
    said = (count_of(int(figure.inputs[f"{name}s"] or 0), name) for name in ("promoter", "detractor"))
    title = f"{', '.join(said)}: {show(figure.value, figure.unit)}"
    rows = tuple((Cell(share.name), Cell(share.text)) for share in shares.shares)
    numbers = PageTable((*text_columns(""), *number_columns("answers")), (TableSection("", rows),))
    return Picture(shares, title, f"NPS answers, {period_short(period)}{interval}.", numbers)


def _share(part: float, whole: float) -> str:
    return f"{show(part, 'count')} ({show_whole_percent(part / whole)} %)"


def _missing(line: TrendLine) -> str:
    """Why the first points are not there."""
    return next((figure.reason or "" for figure in line.figures[:1] if figure.value is None), "")
