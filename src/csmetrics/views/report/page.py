"""A report as a page for people, as plain values for JSON, and as lines for CSV."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from csmetrics.output.figures import as_values, number, transfer_values
from csmetrics.output.formats import Rows, Sheet, write
from csmetrics.output.page import Block, Lines, Page, Title, chosen, lines, page_of
from csmetrics.output.reasons import unavailable, undefined
from csmetrics.output.values import show_percent
from csmetrics.output.words import WHOLE, listed, period_heading, rule_value, segment_name
from csmetrics.periods import Period
from csmetrics.reports.model import Figure, Report, headers_beside
from csmetrics.views.report.table import figures_table

SCHEMA = "csmetrics.report/2"
MOST_REMARKS = 20

# The switches that change what a figure of a report means, and the prefix of the metrics they touch.
_STATED = {
    "surveys.csat.method": ("csat", "share"),
    "surveys.ces.method": ("ces", "mean"),
    "surveys.repeat_answers": ("csat nps ces", "all"),
    "rules.joined_and_left": ("customer_churn_rate customer_retention_rate", "count"),
    "rules.recognise": ("mrr arr arpu", "spread"),
    "rules.crc_customers": ("crc", "end"),
    "rules.lifespan_months": ("lifespan_months", None),
}


def render_report(report: Report, form: str, *, width: int = 80, colour: bool = False) -> str:
    """The report as a table for a terminal, JSON, tidy CSV or Markdown."""
    sheet = Sheet(partial(report_page, report), partial(report_values, report), partial(report_rows, report))
    return write(sheet, form, width=width, colour=colour)


def report_page(report: Report) -> Page:
    """What people see."""
    currency = f", {report.currency}" if report.currency else ""
    blocks: list[Block] = [Title(period_heading(report.period) + currency), *chosen(report.chosen)]
    shown = [figure for figure in report.figures if figure.status != "unavailable"]
    if shown:
        blocks.append(figures_table(report))
    blocks.append(lines(*undefined(shown), tone="quiet"))
    blocks.append(lines(*unavailable(report.unavailable, report.figures, report.by), tone="quiet"))
    blocks.append(_remarks(report))
    blocks.append(lines(_switches(report), tone="quiet"))
    return page_of(blocks)


def report_values(report: Report) -> dict[str, Any]:
    """The report as docs/schemas describe it: every figure, unrounded."""
    return {
        "schema": SCHEMA,
        "period": report.period.as_dict(),
        "chosen": report.chosen or None,
        "previous_period": report.previous_period.as_dict(),
        "by": list(report.by),
        "currency": report.currency,
        "rules": dict(report.rules),
        "metrics": [as_values(figure) for figure in report.figures],
        "transfers": [transfer_values(transfer) for transfer in report.transfers],
        "remarks": [{"metric": r.metric, "segment": dict(r.segment), "text": r.text} for r in report.remarks],
        "left_out": [left.as_dict() for left in report.left_out],
        "problems": [problem.as_dict() for problem in report.problems],
        "sources": [source.as_dict() for source in report.sources],
    }


def report_rows(report: Report) -> Rows:
    """One figure a line."""
    yield csv_header(report.by)
    for figure in report.figures:
        yield csv_row(report.period, report.by, figure)


def csv_header(by: Sequence[str], before: Sequence[str] = ()) -> list[Any]:
    """The columns of figures in CSV, whichever command they come from; `before` stand after the period."""
    facts = ["metric", "value", "unit", "status", "interval_low", "interval_high"]
    return ["period", *before, *headers_beside(["period", *before, *facts], by), *facts]


def csv_row(period: Period, by: Sequence[str], figure: Figure) -> list[Any]:
    """A figure as a line of CSV."""
    bounds = figure.interval
    return [
        period.name,
        *(figure.segment.get(attribute, "") for attribute in by),
        figure.metric,
        number(figure.value, figure.unit),
        figure.unit,
        figure.status,
        bounds and number(bounds.low, figure.unit),
        bounds and number(bounds.high, figure.unit),
    ]


def _remarks(report: Report) -> Lines:
    """The remarks, each text said once for all the metrics and segments it holds for."""
    titles = {figure.metric: figure.title for figure in report.figures}
    segments: dict[tuple[str, str], list[str]] = {}
    for remark in report.remarks:
        segments.setdefault((remark.text, remark.metric), []).append(segment_name(remark.segment))
    metrics: dict[tuple[str, str], list[str]] = {}
    for (text, metric), names in segments.items():
        where = "" if WHOLE in names else f" in {listed(names)}"
        metrics.setdefault((text, where), []).append(titles.get(metric, metric))
    said = [_remark(", ".join(named) + where, text) for (text, where), named in metrics.items()]
    shown = said[:MOST_REMARKS]
    if len(said) > MOST_REMARKS:
        shown.append(f"and {len(said) - MOST_REMARKS} more remarks: --format json lists them all")
    return lines(*shown)


def _remark(subject: str, text: str) -> str:
    return f"{subject}: {text}" if subject else text


def _switches(report: Report) -> str:
    """Gross margin wherever a figure uses it, and the switches that are not at their defaults."""
    shown = [figure for figure in report.figures if figure.status != "unavailable"]
    metrics = {figure.metric for figure in shown}
    said = []
    margin = report.rules.get("gross_margin")
    if margin is not None and any("gross_margin" in figure.inputs for figure in shown):
        said.append(f"gross margin {show_percent(margin)}")
    for switch, (touched, default) in _STATED.items():
        value = report.rules.get(switch, default)
        if value != default and metrics.intersection(touched.split()):
            said.append(f"{switch}: {rule_value(value)}")
    return f"Under {', '.join(said)}." if said else ""
