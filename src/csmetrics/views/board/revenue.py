"""Revenue: the bridge, which says why, then how MRR and customers got here."""

from collections.abc import Iterator

from csmetrics.figures.trend import TrendLine
from csmetrics.output.page import AnyBlock, Line, lines
from csmetrics.output.readable import is_zero, show
from csmetrics.output.rich_blocks import Beside, PagePart
from csmetrics.views.board.bridge_text import biggest, bridge
from csmetrics.views.board.charts import column_picture, known, line_picture, makes_a_line
from csmetrics.views.board.metrics import BRIDGE
from csmetrics.views.board.model import Board
from csmetrics.views.wording import gone, in_words, noun_of, short_title

TWICE = 2.0


def part(board: Board) -> PagePart | None:
    """What recurring revenue did; nothing without it."""
    mrr = board.figure("mrr")
    if mrr is None or mrr.value is None:
        return None
    return PagePart("Revenue", "revenue", tuple(_blocks(board)), tuple(_standfirst(board)))


def _standfirst(board: Board) -> Iterator[Line]:
    net = board.figure("net_new_mrr")
    if net is not None and net.value is not None:
        yield Line(f"Net new MRR is {_signed(net.value)}.")
    if said := biggest(board):
        yield Line(said)


def _signed(value: float) -> str:
    return f"+{show(value, 'money')}" if value > 0 and not is_zero(value) else show(value, "money")


def _blocks(board: Board) -> Iterator[AnyBlock]:
    found = bridge(board)
    if found:
        yield found
    else:
        yield lines(_why_no_bridge(board), tone="quiet")
    pair = [*_mrr(board), *_customers(board)]
    if pair:
        yield Beside(tuple(pair))
    elif found:
        yield lines(f"One {noun_of(board.period)} so far: no line over time.", tone="quiet")


def _why_no_bridge(board: Board) -> str:
    lacking = {reason: names for reason, names in board.report.unavailable.items() if {*names} & {*BRIDGE}}
    if lacking:
        return f"No bridge. {' '.join(gone(board.report.figures, lacking))}"
    return f"No bridge: nothing is known of MRR before {in_words(board.period)}."


def _mrr(board: Board) -> Iterator[AnyBlock]:
    line = board.line("mrr")
    if line and makes_a_line(line):
        currency = f", {board.currency}" if board.currency else ""
        caption = f"MRR at the close of each {noun_of(board.period)}{currency}"
        yield line_picture(board, ["mrr"], level_title(board, line), caption)


def _customers(board: Board) -> Iterator[AnyBlock]:
    line = board.line("customers")
    if line and makes_a_line(line):
        caption = f"Customers paying at the close of each {noun_of(board.period)}"
        yield column_picture(board, "customers", level_title(board, line), caption)


def level_title(board: Board, line: TrendLine) -> str:
    """What a level did from the first value to the last: "Customers rose from 34 to 77"."""
    (at, first), *_, (end, last) = known(line)
    name, periods = short_title(last), board.trend.periods
    if first.value is None or last.value is None:
        return name
    was, now = show(first.value, line.unit), show(last.value, line.unit)
    times = last.value / first.value if first.value > 0 else 0.0
    if line.unit == "money" and times >= TWICE:
        return f"{name} is {show(times, 'points')} times that of {in_words(periods[at])}"
    change = last.value - first.value
    verb = "rose" if change > 0 else "fell"
    if is_zero(change) or end == at:
        return f"{name}: {now}, as in {in_words(periods[at])}"
    return f"{name} {verb} from {was} to {now}"
