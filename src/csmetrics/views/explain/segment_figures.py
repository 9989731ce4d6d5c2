"""The figure of each segment beneath an explanation."""

from collections.abc import Iterator

from csmetrics.figures.model import Figure
from csmetrics.output.page import Block, Cell, Fitting, TableSection, lines, one_table
from csmetrics.output.readable import show
from csmetrics.output.reasons import unavailable, undefined
from csmetrics.output.sentences import based_on, number_columns, segment_name, text_columns, tone_of
from csmetrics.views.explain.model import Explanation
from csmetrics.views.wording import change_of, ends_of


def segment_blocks(explanation: Explanation) -> Iterator[Block]:
    """The segments' figures, and why one has none."""
    had = [figure for figure in explanation.segments if figure.status != "unavailable"]
    if had:
        yield _figures(explanation, had)
        yield lines(*undefined(had), tone="quiet")
    yield lines(*unavailable({}, explanation.segments, explanation.by), tone="quiet")


def _figures(explanation: Explanation, figures: list[Figure]) -> Fitting:
    interval = any(figure.interval for figure in figures)
    columns = (
        *text_columns(" / ".join(explanation.by)),
        *number_columns(explanation.period.name, explanation.period.previous().name, "change"),
        *number_columns(*(["95 %"] if interval else [])),
        *number_columns("based on"),
    )
    return one_table(columns, [TableSection("", tuple(_figure(figure, interval=interval) for figure in figures))])


def _figure(figure: Figure, *, interval: bool) -> tuple[Cell, ...]:
    return (
        Cell(segment_name(figure.segment)),
        Cell(show(figure.value, figure.unit), "plain" if figure.status == "ok" else "quiet"),
        Cell(show(figure.previous, figure.unit), "quiet"),
        Cell(change_of(figure), tone_of(figure)),
        *([Cell(ends_of(figure.interval, figure.unit))] if interval else []),
        Cell(based_on(figure), "quiet"),
    )
