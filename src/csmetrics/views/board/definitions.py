"""How each figure is counted: a card a figure, that opens."""

from csmetrics.output.page import Line
from csmetrics.output.rich_blocks import PagePart
from csmetrics.views.board.model import Board
from csmetrics.views.explain.card import cards


def part(board: Board) -> PagePart | None:
    """The cards of the figures that can be had."""
    found = cards(board.explanations)
    if not found:
        return None
    standfirst = (Line("Definition, formula with its numbers, source, and the first customers and rows behind it."),)
    return PagePart("How each figure is counted", "definitions", tuple(found), standfirst, "How counted")
