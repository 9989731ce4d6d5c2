"""A report in a browser: the headline figures as tiles, all figures, and what stands behind each."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from csmetrics.figures.model import Report
from csmetrics.output.page import AnyBlock, Block, Line
from csmetrics.output.rich_blocks import Instead, PagePart
from csmetrics.views.explain.card import cards
from csmetrics.views.report.pictures import bridge
from csmetrics.views.report.table import Course
from csmetrics.views.report.tiles import course_of, headline_tiles

_HOW = "How each figure is counted"
_INSIDE = "Definition, formula with its numbers, and the first customers and rows. The name in a table opens it."


def opened(report: Report, body: Callable[[Course], Iterable[Block]], plain: tuple[Block, ...]) -> Instead:
    """The report with its cards; `plain` where there is no browser."""
    return Instead(lambda: _blocks(report, body), plain=plain)


def _blocks(report: Report, body: Callable[[Course], Iterable[Block]]) -> Iterator[AnyBlock]:
    yield from headline_tiles(report)
    yield from bridge(report)
    yield from body(partial(course_of, report))
    shown = {figure.metric for figure in report.figures}
    found = cards({name: each for name, each in report.explanations.items() if name in shown})
    yield PagePart(_HOW, "definitions", tuple(found), (Line(_INSIDE),), "How counted")
