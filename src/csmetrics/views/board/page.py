"""The monthly page as people see it: a part a section, those without data left out."""

from collections.abc import Callable, Mapping

from csmetrics.output.page import AnyBlock, Page, Title, lines, page_of
from csmetrics.output.phrases import as_sentence
from csmetrics.output.rich_blocks import PagePart
from csmetrics.output.sentences import days_of, of_fiscal_year
from csmetrics.views.board import (
    changed,
    data,
    definitions,
    economics,
    figures,
    retention,
    revenue,
    risk,
    satisfaction,
    short,
)
from csmetrics.views.board.changed import published_in_words
from csmetrics.views.board.model import Board
from csmetrics.views.wording import beside

_PARTS: Mapping[str, Callable[[Board], PagePart | None]] = {
    "short": short.part,
    "figures": figures.part,
    "revenue": revenue.part,
    "retention": retention.part,
    "satisfaction": satisfaction.part,
    "risk": risk.part,
    "economics": economics.part,
    "changed": changed.part,
    "data": data.part,
    "definitions": definitions.part,
}


def page(board: Board) -> Page:
    """What people see."""
    parts = (_PARTS[section](board) for section in board.sections)
    head: list[AnyBlock] = [
        Title(board.title),
        lines(_masthead(board), as_sentence(board.report.chosen), tone="quiet"),
    ]
    return page_of([*head, *(part for part in parts if part)])


def _masthead(board: Board) -> str:
    """The days, what they are compared with, the currency, and what is published of them."""
    money = f" Money in {board.currency}." if board.currency else ""
    compared = f", compared with {beside(board.previous_period, board.period)}"
    compared = compared if any(each.previous is not None for each in board.report.figures) else ""
    published = published_in_words(board)
    days = f"{days_of(board.period)}{of_fiscal_year(board.period)}"
    return " ".join(filter(None, (f"{days}{compared}.{money}", published)))
