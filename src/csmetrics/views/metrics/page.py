"""The catalogue of metrics as a list, as definition cards, as plain values for JSON and as lines for CSV."""

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from csmetrics.metrics.catalogue import METRICS, VARIANTS, Metric, tallies_of
from csmetrics.output.formats import Rows, Sheet, write
from csmetrics.output.page import Block, Cell, Fitting, Line, Lines, Page, Section, Table, Title, lines, page_of
from csmetrics.output.words import count_of, text_columns
from csmetrics.tallies.vocabulary import TALLIES

SCHEMA = "csmetrics.catalogue/1"
DETAILS = ("title", "unit", "better", "needs", "formula")  # the last give way first where room is scarce
BETTER = {"higher": "higher is better", "lower": "lower is better", "neither": "neither is better"}


def render_catalogue(
    metrics: Sequence[Metric], form: str, *, cards: bool = False, width: int = 80, colour: bool = False
) -> str:
    """The metrics as a list (or, for people, as full `cards`), JSON, CSV or Markdown."""
    page = cards_page if cards else list_page
    sheet = Sheet(partial(page, metrics), partial(catalogue_values, metrics), partial(catalogue_rows, metrics))
    return write(sheet, form, width=width, colour=colour)


def list_page(metrics: Sequence[Metric]) -> Page:
    """One metric a row, in its group."""
    wide, *narrower = (_list(metrics, *DETAILS[:many]) for many in range(len(DETAILS), 0, -1))
    return (
        Title(count_of(len(metrics), "metric")),
        Fitting((wide, *narrower), paper=wide),
        lines("Formula, source and notes of one: csmetrics metrics NAME", tone="quiet"),
    )


def cards_page(metrics: Sequence[Metric]) -> Page:
    """Everything about each metric."""
    return page_of(block for metric in metrics for block in _card(metric))


def catalogue_values(metrics: Sequence[Metric]) -> dict[str, Any]:
    """Everything about each metric, as plain values."""
    return {"schema": SCHEMA, "metrics": [_values(metric) for metric in metrics]}


def catalogue_rows(metrics: Sequence[Metric]) -> Rows:
    """One metric a line."""
    yield ["metric", "title", "group", "unit", "better", "formula", "tables", "source"]
    for each in metrics:
        tables = " ".join(_tables(each))
        yield [each.name, each.title, each.group, each.unit, each.better, each.formula, tables, each.source]


def _list(metrics: Iterable[Metric], *details: str) -> Table:
    def row(metric: Metric) -> tuple[Cell, ...]:
        known = {
            "title": Cell(metric.title),
            "unit": Cell(metric.unit, "quiet"),
            "better": Cell(metric.better, "quiet"),
            "needs": Cell(", ".join(_tables(metric)), "quiet"),
            "formula": Cell(metric.formula, "quiet", code=True),
        }
        return (Cell(metric.name, indent=1, code=True), *(known[detail] for detail in details))

    sections = (
        Section(group.capitalize(), tuple(row(metric) for metric in members))
        for group, members in groupby(metrics, key=lambda metric: metric.group)
    )
    return Table(text_columns("name", *details), tuple(sections))


def _card(metric: Metric) -> list[Block]:
    formulas = [f"{metric.name} = {metric.formula}"] + [
        f"{metric.name} = {variant.formula}  ({switch}: {setting})" for variant, switch, setting in _variants(metric)
    ]
    facts = [
        f"{metric.unit}, {BETTER[metric.better]}",
        f"Undefined when {metric.undefined}" if metric.undefined else "",
        f"Interval: {metric.interval.method}" if metric.interval else "",
        f"Needs {', '.join(f'{table}.csv' for table in _tables(metric))}",
        *(f"Set by {switch} in csmetrics.yaml" for switch in metric.parameters.values()),
        f"Source: {metric.source}",
    ]
    return [
        Title(f"{metric.title} ({metric.name})"),
        *(lines(paragraph) for paragraph in (metric.meaning, *metric.notes.split("\n\n"))),
        Lines(tuple(Line(formula, indent=1, code=True) for formula in formulas)),
        lines(*facts, tone="quiet"),
    ]


def _values(metric: Metric) -> dict[str, Any]:
    return {
        "metric": metric.name,
        "title": metric.title,
        "group": metric.group,
        "unit": metric.unit,
        "better": metric.better,
        "formula": metric.formula,
        "meaning": metric.meaning,
        "notes": metric.notes,
        "source": metric.source,
        "undefined": metric.undefined or None,
        "interval": metric.interval.method if metric.interval else None,
        "based_on": metric.based_on,
        "inputs": list(metric.inputs),
        "parameters": dict(metric.parameters),
        "tables": _tables(metric),
        "variants": [
            {"rule": switch, "setting": setting, "unit": variant.unit, "formula": variant.formula}
            for variant, switch, setting in _variants(metric)
        ],
    }


def _variants(metric: Metric) -> list[tuple[Metric, str, str]]:
    return [(each, *each.rule) for each in VARIANTS if each.name == metric.name and each.rule]


def _tables(metric: Metric) -> list[str]:
    """The tables that the metric rests on."""
    tables = (TALLIES[name].table for name in tallies_of(metric.name, METRICS))
    return list(dict.fromkeys(table for table in tables if table))
