"""Headline figures: a tile each; by segment a table of their values."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from csmetrics.figures.model import Figure, Report
from csmetrics.groups import TILES
from csmetrics.output.page import AnyBlock, Cell, Fitting, Line, PageColumn, PageTable, TableSection, Title, lines
from csmetrics.output.readable import DASH, show
from csmetrics.output.reasons import unavailable
from csmetrics.output.rich_blocks import PagePart, Tiles
from csmetrics.output.sentences import count_of, not_shown, segment_name, text_columns
from csmetrics.views.board.model import Board
from csmetrics.views.board.tiles import headline, tile
from csmetrics.views.wording import in_words, noun_of, short_title

MOST_SEGMENTS = 30
MOST_COLUMNS = 8


def part(board: Board) -> PagePart | None:
    """The tiles; nothing where no figure can be had."""
    shown = headline(board)
    if not shown:
        return None
    blocks: list[AnyBlock] = [Tiles(tuple(tile(board, figure) for figure in shown))]
    if board.segments:
        blocks += _by_segment(board.segments)
    return PagePart("Headline figures", "figures", tuple(blocks), tuple(_standfirst(board)), "Figures")


def _standfirst(board: Board) -> Iterator[Line]:
    count = len(board.trend.periods)
    dashed = " Dashed: threshold." if board.thresholds else ""
    if count > 1:
        span = f"Lines: {count_of(count, noun_of(board.period))} to {in_words(board.period)}."
        yield Line(f"{span}{dashed}", "quiet")
    if not board.thresholds and board.period.months == 1:
        yield Line("No thresholds are set.", "quiet")
    elif not board.thresholds:
        yield Line("Thresholds are for months.", "quiet")


def _by_segment(report: Report) -> Iterator[AnyBlock]:
    """The headline figures, a column each; segments with most customers first."""
    yield Title(f"By {' and '.join(report.by)}", 3)
    told = {figure.metric for figure in report.figures if figure.segment and figure.value is not None}
    known = {figure.metric: figure for figure in report.figures if not figure.segment}
    wholes = [known[name] for name in TILES if name in told and name in known][:MOST_COLUMNS]
    rows: dict[str, dict[str, Figure]] = {}
    for figure in report.figures:
        rows.setdefault(segment_name(figure.segment), {})[figure.metric] = figure
    names = list(rows)[: MOST_SEGMENTS + 1]
    cells = tuple(
        (Cell(name, "strong" if not place else "plain"), *(_cell(rows[name].get(f.metric)) for f in wholes))
        for place, name in enumerate(names)
    )
    columns = (*text_columns(" / ".join(report.by)), *(
        PageColumn(short_title(figure), number=True, gives_way=place) for place, figure in enumerate(wholes)
    ))  # fmt: skip
    table = PageTable(columns, (TableSection("", cells),), left_out=partial(not_shown, instead=""))
    yield Fitting((table,), table)
    more = len(rows) - len(names)
    yield lines(f"and {count_of(more, 'segment')} more: csmetrics report lists them" if more else "", tone="quiet")
    named = (replace(figure, metric=figure.title) for figure in report.figures)
    yield lines(*unavailable({}, named, report.by), tone="quiet")


def _cell(figure: Figure | None) -> Cell:
    if figure is None or figure.status == "unavailable":
        return Cell(DASH, "quiet")
    return Cell(show(figure.value, figure.unit))
