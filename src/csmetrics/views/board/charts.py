"""Lines of a trend as charts, with their numbers in a table beneath."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from csmetrics.config.sections import Bounds
from csmetrics.figures.model import Figure
from csmetrics.figures.trend import TrendLine
from csmetrics.output.charts.model import ColumnChart, Series, Sparkline
from csmetrics.output.page import Cell, PageTable, TableSection
from csmetrics.output.readable import show
from csmetrics.output.rich_blocks import Picture
from csmetrics.output.sentences import number_columns, period_short, text_columns
from csmetrics.periods import Period
from csmetrics.views.board.model import Board
from csmetrics.views.movement import value_or_dash
from csmetrics.views.shared_charts import label_of, line_of, points_of
from csmetrics.views.verdicts import limits_of
from csmetrics.views.wording import ends_of, short_title

FEWEST = 2  # values that make a line


def known(line: TrendLine | None) -> list[tuple[int, Figure]]:
    """The periods that have a value, by their position, with their figures."""
    return [] if line is None else [(at, each) for at, each in enumerate(line.figures) if each.value is not None]


def makes_a_line(line: TrendLine | None) -> bool:
    """Whether there are values enough."""
    return len(known(line)) >= FEWEST


def line_picture(board: Board, metrics: Sequence[str], title: str, caption: str) -> Picture:
    """Lines over time, the first the main one, with the thresholds of all of them."""
    lines = [line for metric in metrics if (line := board.line(metric)) and known(line)]
    periods, main = board.trend.periods, lines[0]
    chart = replace(
        line_of(main, periods),
        label="; ".join(label_of(line, periods) for line in lines),
        series=tuple(
            Series(short_title(line.figures[-1]), points_of(line, periods), dashed=place > 0)
            for place, line in enumerate(lines)
        ),
        limits=tuple(limit for line in lines for limit in limits_of(board.thresholds.get(line.metric), line.unit)),
        missing=_missing(main, periods),
    )
    return Picture(chart, title, caption, numbers(lines, periods))


def column_picture(board: Board, metric: str, title: str, caption: str) -> Picture:
    """Columns over time, those beyond the threshold told apart."""
    line, periods = board.line(metric), board.trend.periods
    if line is None:
        raise KeyError(metric)
    limits = limits_of(board.thresholds.get(metric), line.unit)
    chart = ColumnChart(label_of(line, periods), line.unit, points_of(line, periods), limits[0] if limits else None)
    return Picture(chart, title, caption, numbers([line], periods))


def _missing(line: TrendLine, periods: Sequence[Period]) -> str:
    """That the first periods have no value, and which is the first that has one."""
    first, _ = known(line)[0]
    return f"no value before {period_short(periods[first])}" if first else ""


def numbers(lines: Sequence[TrendLine], periods: Sequence[Period]) -> PageTable:
    """The values, newest first; of one line alone with their intervals and what they rest on."""
    alone = len(lines) == 1
    bounds = alone and any(figure.interval for figure in lines[0].figures)
    titles = [short_title(line.figures[-1]) for line in lines]
    columns = (*text_columns(""), *number_columns(*titles, *(["interval", "n"] if bounds else [])))
    rows = [
        (
            Cell(period_short(period)),
            *(Cell(value_or_dash(line.figures[at])) for line in lines),
            *(_beside(lines[0].figures[at]) if bounds else ()),
        )
        for at, period in reversed(list(enumerate(periods)))
    ]
    return PageTable(columns, (TableSection("", tuple(rows)),))


def _beside(figure: Figure) -> tuple[Cell, Cell]:
    answers = show(figure.n, "count") if figure.n else ""
    return Cell(ends_of(figure.interval, figure.unit), "quiet"), Cell(answers, "quiet")


def spark(line: TrendLine | None, periods: Sequence[Period], bounds: Bounds | None = None) -> Sparkline | None:
    """A small line, where there are values enough."""
    if line is None or not makes_a_line(line):
        return None
    limit = next((each.value for each in limits_of(bounds, line.unit)), None)
    return Sparkline(label_of(line, periods), line.values, limit)


def share_where(line: TrendLine, holds: Callable[[float], bool], last: int) -> tuple[int, int]:
    """In how many of the last periods that have a value something holds for it, and how many those are."""
    values = [value for value in line.values[-last:] if value is not None]
    return sum(map(holds, values)), len(values)
