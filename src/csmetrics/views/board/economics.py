"""Unit economics: one table, each row with what it rests on."""

from collections.abc import Iterator

from csmetrics.figures.model import Figure
from csmetrics.figures.remarks import FEW_CUSTOMERS
from csmetrics.output.page import AnyBlock, Cell, Line, TableSection, lines, one_table
from csmetrics.output.readable import DASH, show
from csmetrics.output.rich_blocks import PagePart
from csmetrics.output.sentences import based_on, count_of, number_columns, period_short, text_columns, tone_of
from csmetrics.output.sparkline import sparkline
from csmetrics.views.board.charts import makes_a_line, spark
from csmetrics.views.board.metrics import ECONOMICS
from csmetrics.views.board.model import Board
from csmetrics.views.board.tiles import link_to
from csmetrics.views.movement import arrow, judgement
from csmetrics.views.wording import noun_of, value_of

_WON = ("cac", "clv_to_cac", "cac_payback_months")


def part(board: Board) -> PagePart | None:
    """What a customer brings and costs; nothing where neither is known."""
    shown = [figure for name in ECONOMICS if (figure := board.figure(name))]
    if not any(figure.value is not None for figure in shown):
        return None
    return PagePart("Unit economics", "economics", tuple(_blocks(board, shown)), tuple(_standfirst(board)))


def _standfirst(board: Board) -> Iterator[Line]:
    ratio, payback, cost = map(board.figure, ("clv_to_cac", "cac_payback_months", "cac"))
    costly = cost is not None and (cost.value or 0) > 0  # credits may be more than costs
    if ratio and ratio.value is not None and costly:
        yield Line(f"A customer brings {value_of(ratio)} times what winning one costs.")
    if payback and payback.value is not None and costly:
        yield Line(f"Its margin pays that back in {value_of(payback)} months.")
    if cost and cost.value is not None and cost.n and cost.n < FEW_CUSTOMERS:
        yield Line(f"What winning one costs rests on {count_of(int(cost.n), 'new customer')}.", "quiet")


def _blocks(board: Board, shown: list[Figure]) -> Iterator[AnyBlock]:
    periods = board.trend.periods
    drawn = any(makes_a_line(board.line(figure.metric)) for figure in shown)
    columns = (
        *text_columns("", "rests on"),
        *number_columns(period_short(board.period), period_short(board.previous_period), "change"),
        *text_columns("", *([f"{len(periods)} {noun_of(board.period)}s"] if drawn else [])),
    )
    yield one_table(columns, (TableSection("", tuple(_row(board, figure, drawn=drawn) for figure in shown)),))
    yield lines(*(f"{DASH} {each.title}: {each.reason}." for each in shown if each.status == "undefined"), tone="quiet")


def _row(board: Board, figure: Figure, *, drawn: bool) -> tuple[Cell, ...]:
    unit = board.currency if figure.unit == "money" and board.currency else ""
    rests = _won(figure) if figure.metric in _WON else based_on(figure)
    line = board.line(figure.metric)
    drawing = (
        Cell(sparkline(line.values), line=spark(line, board.trend.periods)) if line and makes_a_line(line) else Cell("")
    )
    return (
        Cell(figure.title, link=link_to(board, figure.metric)),
        Cell(", ".join(filter(None, (unit, rests))), "quiet"),
        Cell(show(figure.value, figure.unit), "strong"),
        Cell(show(figure.previous, figure.unit), "quiet"),
        Cell(arrow(figure), tone_of(figure)),
        Cell(judgement(figure), tone_of(figure)),
        *([drawing] if drawn else []),
    )


def _won(figure: Figure) -> str:
    return count_of(int(figure.n), "new customer") if figure.n is not None else ""
