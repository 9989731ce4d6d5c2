"""The lines of a trend as pictures for a browser: a chart a metric, its segments beside it."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from csmetrics.figures.remarks import FEW_ANSWERS
from csmetrics.figures.trend import Trend, TrendLine
from csmetrics.output.charts.model import Limit
from csmetrics.output.page import Cell, PageColumn, PageTable, TableSection
from csmetrics.output.readable import is_zero, show, show_percent
from csmetrics.output.rich_blocks import Picture
from csmetrics.output.sentences import (
    based_on_count,
    count_of,
    listed,
    number_columns,
    period_short,
    segment_name,
    text_columns,
)
from csmetrics.views.shared_charts import LEVELS, chart_of, course, limits_on
from csmetrics.views.verdicts import amount_in_words
from csmetrics.views.wording import ends_of, noun_of

MOST_BESIDE = 2  # segments beside the whole; more lines could not be followed
FEW_METRICS, MOST_SEGMENTS = 4, 12  # of so few metrics each of so many segments has a picture of its own
LEAST_PERIODS = 2
_UNITS = {
    "fraction": "In %",
    "points": "In points",
    "count": "Number",
    "months": "In months",
    "years": "In years",
    "score": "Mean score",
}


def pictures(trend: Trend) -> list[Picture]:
    """A picture for each metric that has a value; none of a single period, which has no course."""
    return [picture for _, drawn in by_group(trend) for picture in drawn]


def by_group(trend: Trend) -> Iterator[tuple[str, list[Picture]]]:
    """The same, group by group of the catalogue."""
    if len(trend.periods) < LEAST_PERIODS:
        return
    few = len({line.metric for line in trend.lines}) <= FEW_METRICS
    for group, members in groupby(trend.lines, key=lambda line: line.group):
        metrics = [list(each) for _, each in groupby(members, key=lambda line: line.metric)]
        shown = [each for each in metrics if any(map(_has_value, each))]
        yield group, [picture for each in shown for picture in _pictures(trend, each, own=few)]


def _pictures(trend: Trend, lines: Sequence[TrendLine], *, own: bool) -> Iterator[Picture]:
    """The whole beside its largest segments, then each segment beside the whole."""
    whole, *segments = lines
    known = _largest(segments, MOST_SEGMENTS if own else MOST_BESIDE)
    beside = _largest(segments, MOST_BESIDE)
    more = sum(map(_has_value, segments)) - len(known)
    yield _picture(
        trend, whole, beside, _extremes(segments), f"{count_of(more, 'more segment')} in the table" if more else ""
    )
    for segment in known if own else ():
        yield _picture(trend, segment, () if whole.unit in LEVELS else (whole,), "", "")


def _picture(trend: Trend, main: TrendLine, beside: Sequence[TrendLine], found: str, more: str) -> Picture:
    """A line and what is drawn beside it."""
    limits, drawn = limits_on(trend.thresholds, main), [main, *beside]
    chart = chart_of(main, trend.periods, others=beside, limits=limits)
    finding = "; ".join(part for part in (_course(main), _breached(trend, main, limits), found) if part)
    return Picture(chart, finding, _caption(trend, drawn, limits, more), _numbers(trend, drawn))


def _largest(segments: Sequence[TrendLine], most: int) -> list[TrendLine]:
    """The segments with most behind them, in the order of the trend."""
    there = [line for line in segments if _has_value(line)]
    by_size = sorted(there, key=lambda line: -(line.figures[-1].n or 0))[:most]
    return [line for line in there if line in by_size]


def _has_value(line: TrendLine) -> bool:
    return any(value is not None for value in line.values)


def _course(line: TrendLine) -> str:
    """From where to where."""
    return course(_title(line), line.figures)


def _title(line: TrendLine) -> str:
    """What the line is of."""
    return f"{line.title} in {segment_name(line.segment)}" if line.segment else line.title


def _breached(trend: Trend, line: TrendLine, limits: Sequence[Limit]) -> str:
    """In how many of the months a threshold is crossed."""
    said = []
    values = [value for value in line.values if value is not None]
    for limit in limits:
        if count := sum(map(limit.is_breached_by, values)):
            of = count_of(len(values), noun_of(trend.periods[-1]))
            said.append(f"{limit.breached} {amount_in_words(limit.value, line.unit)} in {show(count, 'count')} of {of}")
    return ", ".join(said)


def _extremes(segments: Sequence[TrendLine]) -> str:
    """The highest and the lowest segment of the newest period."""
    known = [
        (value, segment_name(line.segment), line.unit)
        for line in segments
        if (value := line.values[-1]) is not None and line.figures[-1].n != 0
    ]
    if len(known) < 2:  # noqa: PLR2004  # one alone is neither
        return ""
    low, high, unit = min(known)[0], max(known)[0], known[0][2]
    if is_zero(high - low):
        return ""
    lowest, highest = (listed(name for value, name, _ in known if is_zero(value - end)) for end in (low, high))
    return f"highest in {highest} ({show(high, unit)}), lowest in {lowest} ({show(low, unit)})"


def _caption(trend: Trend, drawn: Sequence[TrendLine], limits: Sequence[Limit], more: str) -> str:
    """What is drawn: unit, periods, and what marks mean."""
    whole = drawn[0]
    unit = trend.currency or "Money" if whole.unit == "money" else _UNITS.get(whole.unit, "")
    first, last = period_short(trend.periods[0]), period_short(trend.periods[-1])
    span = ", ".join(part for part in (unit, f"{first} to {last}") if part)
    interval = next((figure.interval for figure in whole.figures if figure.interval), None)
    said = (
        span,
        f"Band: {show_percent(interval.level)} interval" if interval else "",
        f"Hollow: fewer than {FEW_ANSWERS} answers" if any(any(line.thin) for line in drawn) else "",
        f"Threshold: {' and '.join(limit.text for limit in limits)}" if limits else "",
        f"Dashed: {' and '.join(segment_name(line.segment) for line in drawn[1:])}" if drawn[1:] else "",
        more,
    )
    return ". ".join(part for part in said if part) + "."


def _numbers(trend: Trend, drawn: Sequence[TrendLine]) -> PageTable:
    """Of one line its value, interval and what stands behind it; of several the value of each; newest first."""
    if len(drawn) > 1:
        columns = number_columns(*(segment_name(line.segment) for line in drawn))
        cells = [tuple(Cell(show(value, line.unit)) for line, value in zip(drawn, row, strict=True)) for row in zip(
            *(line.values for line in drawn), strict=True
        )]  # fmt: skip
    else:
        columns, cells = _alone(drawn[0])
    rows = [(Cell(period_short(period)), *row) for period, row in zip(trend.periods, cells, strict=True)]
    return PageTable((*text_columns("period"), *columns), (TableSection("", tuple(reversed(rows))),))


def _alone(line: TrendLine) -> tuple[tuple[PageColumn, ...], list[tuple[Cell, ...]]]:
    """The columns of one line, those left out that say nothing."""
    level = next((figure.interval.level for figure in line.figures if figure.interval), None)
    counted = any(based_on_count(figure) for figure in line.figures)
    titles = ("value", *([show_percent(level)] if level else []), *(["n"] if counted else []))
    cells = [
        (
            Cell(show(figure.value, line.unit)),
            *([Cell(ends_of(figure.interval, line.unit), "quiet")] if level else []),
            *([Cell(based_on_count(figure), "quiet")] if counted else []),
        )
        for figure in line.figures
    ]
    return number_columns(*titles), cells
