"""The figures of a report as one table, said in several widths.

Without segments, or for a handful of metrics, a row says everything about a figure, segment beneath segment. A whole
report by segment stands side by side instead, values alone, as long as that fits.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Literal, TypeAlias

from csmetrics.figures.model import Figure, Report
from csmetrics.output.figure_names import anchor_of
from csmetrics.output.page import Cell, Fitting, PageTable, TableSection
from csmetrics.output.readable import show, show_percent
from csmetrics.output.sentences import (
    based_on,
    based_on_count,
    code_cells,
    number_columns,
    segment_name,
    text_columns,
    tone_of,
)
from csmetrics.output.sparkline import sparkline
from csmetrics.views.wording import change_of, ends_of

if TYPE_CHECKING:
    from csmetrics.output.charts.model import Sparkline

HANDFUL = 5  # so many metrics are shown in full, segment beneath segment
SIDE_BY_SIDE = 12  # more segments than this never stand side by side
NOT_HAD = "n/a"
Course: TypeAlias = "Callable[[Figure], Sparkline | None] | None"
NOTE = "Changes, intervals and numbers of customers: --metric NAME (up to five), or --format json."


@dataclass(frozen=True, slots=True)
class Detail:
    """How much a row says: machine names; interval and base in words, as numbers, or not at all; the history."""

    names: bool
    basis: Literal["words", "number", "none"]
    history: bool = False


_WORDS = Detail(names=False, basis="words")
_MANY = (
    Detail(names=True, basis="words"),
    Detail(names=True, basis="number"),
    _WORDS,
    Detail(names=False, basis="number"),
    Detail(names=False, basis="none"),
)
_FEW = (_MANY[0], *_MANY[2:])
_DRAWN = tuple(replace(detail, history=True) for detail in _MANY[:3])


def figures_table(report: Report, course: Course = None) -> Fitting:
    """Every figure that can be had, in the groups of the catalogue; in a browser each with its `course`."""
    segments = {tuple(figure.segment.values()) for figure in report.figures}
    handful = len({figure.metric for figure in report.figures}) <= HANDFUL
    details = (_DRAWN if report.history else ()) + (_FEW if handful else _MANY)
    full = tuple(_beneath(report, detail) for detail in details)
    paper = _beneath(report, _WORDS, course if report.history else None)
    if handful or not 1 < len(segments) <= SIDE_BY_SIDE + 1:
        return Fitting(full, paper)
    across = (_across(report, names=True), _across(report, names=False))
    return Fitting(across + full, paper=across[1])


def _beneath(report: Report, detail: Detail, course: Course = None) -> PageTable:
    """A figure a row."""
    shown = _had(report.figures)
    interval = detail.basis != "none" and any(figure.interval for figure in shown)
    narrow = detail.basis != "words"
    basis = {"words": "based on", "number": "n", "none": ""}[detail.basis]

    def row(figure: Figure) -> tuple[Cell, ...]:
        return (
            Cell(segment_name(figure.segment), indent=2)
            if figure.segment
            else _title(figure, _link(report, figure), strong=bool(report.by)),
            _value(figure),
            Cell(show(figure.previous, figure.unit), "quiet"),
            Cell(change_of(figure), tone_of(figure)),
            *([Cell(sparkline(report.history.get(figure.metric, ())))] if detail.history else []),
            *([Cell(ends_of(figure.interval, figure.unit))] if interval else []),
            *([Cell(based_on_count(figure) if narrow else based_on(figure), "quiet")] if basis else []),
            *(code_cells("" if figure.segment else figure.metric) if detail.names else ()),
            *([Cell("", line=course(figure))] if course else []),
        )

    columns = (
        *text_columns(""),
        *number_columns(*_periods(report, narrow=narrow), "change"),
        *text_columns(*([f"last {_length(report)}"] if detail.history else [])),
        *number_columns(*([_interval_title(shown, narrow=narrow)] if interval else [])),
        *number_columns(*([basis] if basis else [])),
        *text_columns(*(["name"] if detail.names else [])),
        *text_columns(*([f"last {_length(report)}"] if course else [])),
    )
    return PageTable(columns, tuple(_sections(shown, row)))


def _across(report: Report, *, names: bool) -> PageTable:
    """Values alone: a metric a row, a segment a column."""
    segments = {tuple(figure.segment.values()): segment_name(figure.segment) for figure in report.figures}
    values = {(figure.metric, tuple(figure.segment.values())): _value(figure) for figure in _had(report.figures)}

    def row(whole: Figure) -> tuple[Cell, ...]:
        cells = (values.get((whole.metric, segment), Cell(NOT_HAD, "quiet")) for segment in segments)
        return (_title(whole, _link(report, whole)), *cells, *(code_cells(whole.metric) if names else ()))

    wholes = [figure for figure in _had(report.figures) if not figure.segment]
    columns = (*text_columns(""), *number_columns(*segments.values()), *text_columns(*(["name"] if names else [])))
    return PageTable(columns, tuple(_sections(wholes, row)), NOTE)


def _length(report: Report) -> int:
    return max(map(len, report.history.values()))


def _had(figures: Iterable[Figure]) -> list[Figure]:
    return [figure for figure in figures if figure.status != "unavailable"]


def _sections(figures: Iterable[Figure], row: Callable[[Figure], tuple[Cell, ...]]) -> Iterator[TableSection]:
    for group, members in groupby(figures, key=lambda figure: figure.group):
        yield TableSection(group.capitalize(), tuple(row(figure) for figure in members))


def _title(figure: Figure, link: str, *, strong: bool = False) -> Cell:
    """The name, which in a browser leads to the figure's card."""
    return Cell(figure.title, "strong" if strong else "plain", indent=1, link=link)


def _link(report: Report, figure: Figure) -> str:
    return anchor_of(figure.metric) if figure.metric in report.explanations else ""


def _value(figure: Figure) -> Cell:
    return Cell(show(figure.value, figure.unit), "plain" if figure.status == "ok" else "quiet")


def _interval_title(figures: Iterable[Figure], *, narrow: bool) -> str:
    levels = dict.fromkeys(show_percent(figure.interval.level) for figure in figures if figure.interval)
    return "/".join(levels) + ("" if narrow else " interval")


def _periods(report: Report, *, narrow: bool) -> tuple[str, str]:
    """The names of both periods; a span of months is broken in two where room is scarce."""
    names = report.period.name, report.previous_period.name
    first, second = (name.replace("..", "\n..") if narrow else name for name in names)
    return first, second
