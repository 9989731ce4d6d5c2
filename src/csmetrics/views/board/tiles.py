"""The headline figures as tiles: value, change, what it rests on, what became of its threshold, a small line."""

from collections.abc import Callable, Iterable

from csmetrics.figures.model import Figure
from csmetrics.output.figures import anchor_of
from csmetrics.output.parts import Tile
from csmetrics.output.values import show, show_change
from csmetrics.output.words import based_on, count_of, tone_of
from csmetrics.views.board.charts import known, spark
from csmetrics.views.board.metrics import HEADLINE, MOST_TILES, TILES
from csmetrics.views.board.model import Board
from csmetrics.views.board.movement import arrow, rests_on, since, value_or_dash
from csmetrics.views.board.verdicts import verdict_of

FEW_CUSTOMERS = 10
YEAR = 12  # months


def headline(board: Board) -> list[Figure]:
    """The first few that can be had, and any other that has a threshold."""
    return headline_of(board.figure, board.thresholds)


def headline_of(figure_of: Callable[[str], Figure | None], thresholds: Iterable[str]) -> list[Figure]:
    """The same, of the figures that there are."""
    there = [figure for name in HEADLINE if (figure := figure_of(name))]
    with_value = [figure for figure in there if figure.status == "ok"] or there
    shown = with_value[:TILES]
    watched = (figure_of(name) for name in thresholds)
    more = [figure for figure in watched if figure and figure not in shown]
    return [*shown, *more][:MOST_TILES]


def tile_of(board: Board, figure: Figure) -> Tile:
    """A figure as a tile."""
    bounds = board.thresholds.get(figure.metric)
    return Tile(
        name=figure.title,
        anchor=link_to(board, figure.metric),
        value=value_or_dash(figure),
        unit=(board.currency or "") if figure.unit == "money" else "",
        change=arrow(figure),
        tone=tone_of(figure),
        since=since(figure, board.period),
        basis=basis(board, figure),
        verdict=verdict_of(figure, bounds) if bounds else None,
        line=spark(board.line(figure.metric), board.trend.periods, bounds),
    )


def link_to(board: Board, metric: str) -> str:
    """Where the card of a metric stands; nothing where there is none on the page."""
    return anchor_of(metric) if board.has("definitions") and metric in board.explanations else ""


def basis(board: Board, figure: Figure) -> str:
    """What a figure rests on, or how it came about."""
    said = {"customers": _movements, "mrr": _over_a_year, "customer_churn_rate": _lost}.get(figure.metric, _rest)
    return said(board, figure) or _rest(board, figure)


def _rest(_: Board, figure: Figure) -> str:
    few = figure.interval is None and figure.n is not None and 0 < figure.n < FEW_CUSTOMERS
    verb = "stands" if figure.n == 1 else "stand"
    return f"Few: {rests_on(figure)} {verb} behind it" if few and based_on(figure) else rests_on(figure)


def _movements(board: Board, _: Figure) -> str:
    names = {"new_customers": "new", "returned_customers": "returned", "churned_customers": "churned"}
    found = [(board.value(metric), word) for metric, word in names.items()]
    return ", ".join(f"{show(value, 'count')} {word}" for value, word in found if value)


def _lost(_: Board, figure: Figure) -> str:
    """Of how many how many were lost."""
    lost, fleeting = (figure.inputs.get(f"customers_{name}") for name in ("churned", "joined_and_left"))
    start = figure.inputs.get("customers_start")
    if lost is None or start is None:
        return ""
    more = f", and {count_of(int(fleeting), 'customer')} who joined and left" if fleeting else ""
    return f"{show(lost, 'count')} of {count_of(int(start), 'customer')}{more}"


def _over_a_year(board: Board, figure: Figure) -> str:
    """What it did since twelve months before."""
    line, steps = board.line(figure.metric), YEAR // board.period.months
    if line is None or board.period.months > YEAR or figure.value is None:
        return ""
    at = len(line.figures) - 1 - steps
    then = next((each.value for place, each in known(line) if place == at), None)
    if then is None or board.period.months == YEAR:
        return ""
    change = show_change(figure.value - then, figure.unit, figure.value)
    return f"Over 12 months: {change} from {show(then, figure.unit)}"
