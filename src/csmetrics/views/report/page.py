"""A report as a page for people."""

from csmetrics.figures.model import Report
from csmetrics.output.page import AnyBlock, Lines, Page, Title, chosen, lines, page_of
from csmetrics.output.reasons import unavailable, undefined
from csmetrics.output.values import show_percent
from csmetrics.output.words import WHOLE, listed, period_heading, rates_used, read_as, rule_value, segment_name
from csmetrics.views.report.table import figures_table

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


def page(report: Report) -> Page:
    """What people see."""
    currency = f", {report.currency}" if report.currency else ""
    blocks: list[AnyBlock] = [Title(period_heading(report.period) + currency), *chosen(report.chosen)]
    shown = [figure for figure in report.figures if figure.status != "unavailable"]
    if shown:
        blocks.append(figures_table(report))
    blocks.append(lines(*undefined(shown), tone="quiet"))
    blocks.append(lines(*unavailable(report.unavailable, report.figures, report.by), tone="quiet"))
    blocks.append(_remarks(report))
    blocks.append(lines(_switches(report), rates_used(report.rates), *read_as(report.read_as), tone="quiet"))
    if report.explanations:
        from csmetrics.views.report.opened import cards_beneath  # noqa: PLC0415  # most reports have no cards

        blocks += cards_beneath(report)
    return page_of(blocks)


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
    said = [f"{currency} alone"] if (currency := report.rules.get("only_currency")) else []
    margin = report.rules.get("gross_margin")
    if margin is not None and any("gross_margin" in figure.inputs for figure in shown):
        said.append(f"gross margin {show_percent(margin)}")
    for switch, (touched, default) in _STATED.items():
        value = report.rules.get(switch, default)
        if value != default and metrics.intersection(touched.split()):
            said.append(f"{switch}: {rule_value(value)}")
    return f"Under {', '.join(said)}." if said else ""
