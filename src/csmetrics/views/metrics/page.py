"""The catalogue of metrics as a list and as definition cards."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from csmetrics.metrics.model import Metric
from csmetrics.output.page import (
    Block,
    Cell,
    Fitting,
    Line,
    Page,
    PageTable,
    Paragraph,
    TableSection,
    Title,
    lines,
    page_of,
)
from csmetrics.output.sentences import count_of, text_columns
from csmetrics.views.metrics.fields import tables_of, variants_of

DETAILS = ("title", "unit", "better", "needs", "formula")  # the last give way first where room is scarce
BETTER = {"higher": "higher is better", "lower": "lower is better", "neither": "neither is better"}


def page(metrics: Sequence[Metric], *, cards: bool = False) -> Page:
    """The metrics as a list, or as full cards."""
    return _cards(metrics) if cards else _listed(metrics)


def _listed(metrics: Sequence[Metric]) -> Page:
    """One metric a row, in its group."""
    wide, *narrower = (_list(metrics, *DETAILS[:many]) for many in range(len(DETAILS), 0, -1))
    return (
        Title(count_of(len(metrics), "metric")),
        Fitting((wide, *narrower), paper=wide),
        lines("Formula, source and notes of one: csmetrics metrics NAME", tone="quiet"),
    )


def _cards(metrics: Sequence[Metric]) -> Page:
    """Everything about each metric."""
    return page_of(block for metric in metrics for block in _card(metric))


def _list(metrics: Iterable[Metric], *details: str) -> PageTable:
    def row(metric: Metric) -> tuple[Cell, ...]:
        known = {
            "title": Cell(metric.title),
            "unit": Cell(metric.unit, "quiet"),
            "better": Cell(metric.better, "quiet"),
            "needs": Cell(", ".join(tables_of(metric)), "quiet"),
            "formula": Cell(metric.formula, "quiet", code=True),
        }
        return (Cell(metric.name, indent=1, code=True), *(known[detail] for detail in details))

    sections = (
        TableSection(group.capitalize(), tuple(row(metric) for metric in members))
        for group, members in groupby(metrics, key=lambda metric: metric.group)
    )
    return PageTable(text_columns("name", *details), tuple(sections))


def _card(metric: Metric) -> list[Block]:
    formulas = [f"{metric.name} = {metric.formula}"] + [
        f"{metric.name} = {variant.formula}  ({switch}: {setting})" for variant, switch, setting in variants_of(metric)
    ]
    facts = [
        f"{metric.unit}, {BETTER[metric.better]}",
        f"Undefined when {metric.undefined}" if metric.undefined else "",
        f"Interval: {metric.interval.method}" if metric.interval else "",
        f"Needs {', '.join(f'{table}.csv' for table in tables_of(metric))}",
        *(f"Set by {switch} in csmetrics.yaml" for switch in metric.parameters.values()),
        f"Source: {metric.source}",
    ]
    return [
        Title(f"{metric.title} ({metric.name})"),
        *(lines(paragraph) for paragraph in (metric.meaning, *metric.notes.split("\n\n"))),
        Paragraph(tuple(Line(formula, indent=1, code=True) for formula in formulas)),
        lines(*facts, tone="quiet"),
    ]
