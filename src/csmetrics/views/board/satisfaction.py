"""Satisfaction: NPS of the period and over time, CSAT, CES, what comments are about, and two of them."""

from collections.abc import Iterator
from statistics import median

from csmetrics.figures.model import Figure
from csmetrics.figures.remarks import FEW_ANSWERS
from csmetrics.figures.trend import TrendLine
from csmetrics.metrics.catalogue import METRICS
from csmetrics.output.page import AnyBlock, Cell, Line, PageTable, TableSection, lines
from csmetrics.output.rich_blocks import Beside, PagePart, Picture
from csmetrics.output.sentences import based_on, count_of, number_columns, text_columns, within_chance
from csmetrics.views.board.charts import known, line_picture, makes_a_line
from csmetrics.views.board.comments import quotes, themes
from csmetrics.views.board.metrics import SATISFACTION
from csmetrics.views.board.model import Board
from csmetrics.views.movement import after, interval_of, way_of
from csmetrics.views.shared_charts import nps_shares
from csmetrics.views.verdicts import limits_of
from csmetrics.views.wording import change_of, gone, in_words, noun_of, short_title, value_of

FEWEST = 10  # answers that a line over time rests on, as a rule
_MEANS = {
    "nps": "NPS",
    "csat": "Share of answers that say satisfied",
    "ces": "Customer effort score",
    "review_rating": "Mean rating of reviews",
}


def part(board: Board) -> PagePart | None:
    """What customers answered and wrote; nothing where nobody was asked."""
    blocks = tuple(_blocks(board))
    return PagePart("Satisfaction", "satisfaction", blocks, tuple(_standfirst(board))) if blocks else None


def _standfirst(board: Board) -> Iterator[Line]:
    figure = board.figure("nps")
    if figure and figure.value is not None:
        yield Line(f"NPS {value_of(figure)} from {count_of(int(figure.n or 0), 'answer')}{_bounds(figure)}.")
        if way_of(figure) in ("rose", "fell") and within_chance(figure):
            yield Line(f"A change of {change_of(figure)} is less than so few can tell.")
    gone = [f"{title}: {each.reason}." for title, each in _undefined(board)]
    yield from (Line(said, "quiet") for said in (*gone, *_not_drawn(board)))


def _bounds(figure: Figure) -> str:
    return f", {interval_of(figure)}" if figure.interval else ""


def _undefined(board: Board) -> Iterator[tuple[str, Figure]]:
    for name in SATISFACTION:
        figure = board.figure(name)
        if figure and figure.status == "undefined":
            yield figure.title, figure


def _blocks(board: Board) -> Iterator[AnyBlock]:
    pictures = [*_nps(board), *(picture for name in _MEANS for picture in _over_time(board, name))]
    if pictures:
        yield Beside(tuple(pictures))
    said = [*themes(board), *quotes(board)]
    if said:
        yield Beside(tuple(said)) if len(said) > 1 else said[0]
    elif pictures and board.lacking.get("satisfaction"):
        yield lines(board.lacking["satisfaction"], tone="quiet")
    if pictures or said:
        lacking = {reason: names for reason, names in board.report.unavailable.items() if {*names} & {*_MEANS}}
        asked = {reason: [name for name in names if name in _MEANS] for reason, names in lacking.items()}
        yield lines(*gone(board.report.figures, asked), tone="quiet")


def _nps(board: Board) -> Iterator[AnyBlock]:
    """The answers of the period as one bar of three parts, the score with its interval beneath."""
    figure = board.figure("nps")
    limits = limits_of(board.thresholds.get("nps"), "points")
    chart = nps_shares(figure, limits[0] if limits else None) if figure else None
    if figure is None or chart is None:
        return
    said = " and ".join(count_of(int(share.value), share.name.lower().removesuffix("s")) for share in chart.shares[::2])
    interval = f", with the {interval_of(figure)}" if figure.interval else ""
    rows = tuple((Cell(share.name), Cell(share.text)) for share in reversed(chart.shares))
    table = PageTable((*text_columns(""), *number_columns("answers")), (TableSection("", rows),))
    yield Picture(chart, f"{said}: NPS {value_of(figure)}", f"NPS answers of {in_words(board.period)}{interval}", table)


def _over_time(board: Board, metric: str) -> Iterator[AnyBlock]:
    figure, line = board.figure(metric), board.line(metric)
    if figure is None or line is None or not makes_a_line(line) or _too_few(line):
        return
    hollow = f". Hollow: fewer than {FEW_ANSWERS} answers" if any(line.thin) else ""
    band = ", with the interval" if any(each.interval for each in line.figures) else ""
    means = _MEANS[metric] if figure.title == METRICS[metric].title else figure.title
    caption = f"{means} by {noun_of(board.period)}{band}{hollow}"
    yield line_picture(board, [metric], score_title(board, metric), caption)


def _too_few(line: TrendLine) -> bool:
    """Whether most of its values rest on a handful of answers, so that the line would be chance."""
    return median(figure.n or 0.0 for _, figure in known(line)) < FEWEST


def _not_drawn(board: Board) -> Iterator[str]:
    """Scores that rest on too few answers for a line."""
    for name in _MEANS:
        figure, line = board.figure(name), board.line(name)
        if figure and line and figure.value is not None and makes_a_line(line) and _too_few(line):
            few = f"too few in most {noun_of(board.period)}s for a line over time"
            yield f"{figure.title} {value_of(figure)}: {based_on(figure)}; {few}."


def score_title(board: Board, metric: str) -> str:
    """A score beside the one before; where it came back from a fall beyond chance, that."""
    figure, line = board.figure(metric), board.line(metric)
    if figure is None or line is None:
        return ""
    if figure.value is None:
        last, newest = known(line)[-1]
        return f"{short_title(figure)} {value_of(newest)} in {in_words(board.trend.periods[last])}"
    (first, _), *_ = known(line)
    at, lowest = min(known(line), key=lambda pair: pair[1].value or 0.0)
    if first < at < len(line.figures) - 1 and _beyond_chance(lowest, figure):
        month = in_words(board.trend.periods[at])
        return f"{short_title(figure)} fell to {value_of(lowest)} in {month}, and is {value_of(figure)} now"
    return after(figure, board.period)


def _beyond_chance(lowest: Figure, newest: Figure) -> bool:
    """Whether the intervals of both lie apart."""
    return bool(lowest.interval and newest.interval and lowest.interval.high < newest.interval.low)
