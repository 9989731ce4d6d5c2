"""The headline figures as tiles: value, change, what it rests on, what became of its threshold, a small line."""

from csmetrics.figures.model import Figure
from csmetrics.figures.remarks import FEW_CUSTOMERS
from csmetrics.output.figure_names import anchor_of
from csmetrics.output.readable import show, show_change
from csmetrics.output.rich_blocks import Tile
from csmetrics.output.sentences import based_on, count_of
from csmetrics.views.board.charts import known, spark
from csmetrics.views.board.model import Board
from csmetrics.views.headlines import headline_of, tile_of
from csmetrics.views.movement import rests_on
from csmetrics.views.verdicts import verdict_of

YEAR = 12  # months


def headline(board: Board) -> list[Figure]:
    """The first few that can be had, and any other that has a threshold."""
    return headline_of(board.figure, board.thresholds)


def tile(board: Board, figure: Figure) -> Tile:
    """A figure as a tile."""
    bounds = board.thresholds.get(figure.metric)
    return tile_of(
        figure,
        board.period,
        board.currency,
        verdict_of(figure, bounds) if bounds else None,
        anchor=link_to(board, figure.metric),
        basis=basis(board, figure),
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
