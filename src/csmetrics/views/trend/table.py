"""The lines of a trend as one table: a column a period, of which the oldest give way where room is scarce."""

from collections.abc import Iterator
from itertools import groupby

from csmetrics.figures.trend import Trend, TrendLine
from csmetrics.output.page import Cell, Fitting, PageColumn, PageTable, TableSection
from csmetrics.output.readable import show, show_change
from csmetrics.output.sentences import change_tone, no_room, number_columns, segment_name, text_columns
from csmetrics.output.sparkline import sparkline
from csmetrics.periods import Period

THIN = "~"
LONGEST_SPARKLINE = 24


def trend_table(trend: Trend) -> Fitting:
    """A line a row, segments beneath their metric; on paper every period stands, and no sparkline."""
    spark = f"last {LONGEST_SPARKLINE}" if len(trend.periods) > LONGEST_SPARKLINE else "trend"
    periods = tuple(_columns(trend.periods))
    screen = PageTable(
        (*text_columns(""), *periods, *text_columns(spark), *number_columns("change")),
        tuple(_sections(trend, spark=True)),
        left_out=_left_out,
    )
    paper = PageTable((*text_columns(""), *periods, *number_columns("change")), tuple(_sections(trend, spark=False)))
    return Fitting((screen,), paper)


def _columns(periods: tuple[Period, ...]) -> Iterator[PageColumn]:
    """The newest stays, the oldest goes first."""
    for age, period in zip(reversed(range(len(periods))), periods, strict=True):
        yield PageColumn(period.name.replace("..", "\n.."), number=True, gives_way=age)


def _sections(trend: Trend, *, spark: bool) -> Iterator[TableSection]:
    for group, members in groupby(trend.lines, key=lambda line: line.group):
        yield TableSection(
            group.capitalize(), tuple(_row(line, spark=spark, divided=bool(trend.by)) for line in members)
        )


def _row(line: TrendLine, *, spark: bool, divided: bool) -> tuple[Cell, ...]:
    whole = Cell(line.title, "strong" if divided else "plain", indent=1)
    return (
        Cell(segment_name(line.segment), indent=2) if line.segment else whole,
        *_points(line),
        *([Cell(sparkline(line.values[-LONGEST_SPARKLINE:]))] if spark else []),
        _change(line),
    )


def _points(line: TrendLine) -> Iterator[Cell]:
    for figure, thin in zip(line.figures, line.thin, strict=True):
        said = show(figure.value, line.unit)
        yield Cell(f"{THIN}{said}" if thin else said, "quiet" if thin or figure.value is None else "plain")


def _change(line: TrendLine) -> Cell:
    newest = line.values[-1]
    if line.change is None or newest is None:
        return Cell("")
    return Cell(show_change(line.change, line.unit, newest), change_tone(line.change, line.better))


def _left_out(columns: tuple[PageColumn, ...]) -> str:
    names = [column.title.replace("\n", "") for column in columns]
    span = names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"
    return no_room(span)
