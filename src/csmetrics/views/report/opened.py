"""A report in a browser: every figure opens to what stands behind it."""

from collections.abc import Iterator

from csmetrics.figures.model import Report
from csmetrics.output.page import AnyBlock, Title, lines
from csmetrics.output.parts import Instead
from csmetrics.views.explain.card import cards

_HOW = "How each figure is counted"
_INSIDE = "Definition, formula with its numbers, and the first customers and rows. The name in a table opens it."


def cards_beneath(report: Report) -> Iterator[AnyBlock]:
    """The cards of the figures of the whole."""
    yield Instead(lambda: _cards(report))


def _cards(report: Report) -> Iterator[AnyBlock]:
    yield Title(_HOW, 2)
    yield lines(_INSIDE, tone="quiet")
    yield from cards(report.explanations)
