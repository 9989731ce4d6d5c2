"""A trend as a page for people, as plain values for JSON, and as lines for CSV."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from csmetrics.output.figures import bounds_values, number, unit_of
from csmetrics.output.formats import Rows, Sheet, write
from csmetrics.output.page import Block, Page, Title, chosen, lines, page_of
from csmetrics.output.reasons import unavailable, undefined
from csmetrics.output.words import count_of
from csmetrics.reports.remarks import FEW_ANSWERS
from csmetrics.reports.trend import Trend, TrendLine
from csmetrics.views.report.page import csv_header, csv_row
from csmetrics.views.trend.table import THIN, trend_table

SCHEMA = "csmetrics.trend/1"


def render_trend(trend: Trend, form: str, *, chart: bool = False, width: int = 80, colour: bool = False) -> str:
    """The trend as a table (or, for people, as a `chart` of each metric), JSON, tidy CSV or Markdown."""
    page = partial(trend_page, trend, chart=chart)
    sheet = Sheet(page, partial(trend_values, trend), partial(trend_rows, trend))
    return write(sheet, form, width=width, colour=colour)


def trend_page(trend: Trend, *, chart: bool = False) -> Page:
    """What people see."""
    currency = f", {trend.currency}" if trend.currency else ""
    figures = [figure for line in trend.lines for figure in line.figures]
    blocks: list[Block] = [Title(_heading(trend) + currency), *chosen(trend.chosen)]
    if trend.lines:
        blocks += _charts(trend) if chart else [trend_table(trend)]
    thin = any(any(line.thin) for line in trend.lines) and not chart
    blocks += [
        lines(f"{THIN} fewer than {FEW_ANSWERS} answers" if thin else "", tone="quiet"),
        lines(*trend.notes),
        lines(*undefined(figures), tone="quiet"),
        lines(*unavailable(trend.unavailable, figures, trend.by), tone="quiet"),
    ]
    return page_of(blocks)


def trend_values(trend: Trend) -> dict[str, Any]:
    """Every point of every line, unrounded."""
    return {
        "schema": SCHEMA,
        "periods": [period.as_dict() for period in trend.periods],
        "chosen": trend.chosen or None,
        "by": list(trend.by),
        "currency": trend.currency,
        "rules": dict(trend.rules),
        "metrics": [_line_values(trend, line) for line in trend.lines],
        "unavailable": [{"reason": reason, "metrics": list(names)} for reason, names in trend.unavailable.items()],
        "notes": list(trend.notes),
        "problems": [problem.as_dict() for problem in trend.problems],
        "sources": [source.as_dict() for source in trend.sources],
    }


def trend_rows(trend: Trend) -> Rows:
    """One figure a line, in the columns of a report."""
    yield csv_header(trend.by)
    for at, period in enumerate(trend.periods):
        for line in trend.lines:
            yield csv_row(period, trend.by, line.figures[at])


def _line_values(trend: Trend, line: TrendLine) -> dict[str, Any]:
    newest = line.figures[-1]
    return {
        "metric": line.metric,
        "title": line.title,
        "group": line.group,
        "unit": line.unit,
        "better": line.better,
        "formula": newest.formula,
        "segment": dict(line.segment),
        "change": number(line.change, line.unit),
        "based_on": newest.based_on,
        "points": list(_points(trend, line)),
    }


def _points(trend: Trend, line: TrendLine) -> Iterator[dict[str, Any]]:
    for period, figure, thin in zip(trend.periods, line.figures, line.thin, strict=True):
        yield {
            "period": period.name,
            "value": number(figure.value, line.unit),
            "status": figure.status,
            "reason": figure.reason,
            "interval": bounds_values(figure.interval),
            "n": number(figure.n, unit_of(figure.based_on)),
            "thin": thin,
        }


def _heading(trend: Trend) -> str:
    first, newest = trend.periods[0], trend.periods[-1]
    many = count_of(len(trend.periods), "span" if newest.grain == "months" else newest.grain)
    return f"{first.name} to {newest.name} ({many})" if len(trend.periods) > 1 else newest.name


def _charts(trend: Trend) -> Iterator[Block]:
    from csmetrics.views.trend.chart import charts  # noqa: PLC0415  # an extra that not everybody has

    return charts(trend)
