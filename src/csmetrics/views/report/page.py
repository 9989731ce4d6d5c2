"""A report as a page for people."""

from collections.abc import Collection, Iterator, Mapping
from functools import partial

from csmetrics.figures.model import Report
from csmetrics.output.page import Block, Page, Paragraph, Title, chosen, lines, page_of
from csmetrics.output.reasons import unavailable, undefined
from csmetrics.output.sentences import WHOLE, listed, period_heading, rates_used, read_as, segment_name
from csmetrics.views.report.selection import shown_of
from csmetrics.views.report.table import Course, figures_table
from csmetrics.views.switches import parameters_of, switches_of

MOST_REMARKS = 20


def page(report: Report, *, metrics: Collection[str] = (), sections: Collection[str] = (), every: bool = False) -> Page:
    """What people see: the `metrics` that were asked for, the `sections`, `every` figure; else the report in short.

    A browser has room for all of them.
    """
    seen = shown_of(report, sections, every=every or bool(metrics))
    titles = {figure.metric: figure.title for figure in report.figures}
    body = (*_body(seen.report, titles), lines(*seen.more, tone="quiet"))
    if not report.explanations:
        return page_of((*_head(report), *body))
    from csmetrics.views.report.opened import opened  # noqa: PLC0415  # most reports are for no browser

    full = seen.report if sections else report
    return page_of((*_head(report), opened(full, partial(_body, full, titles), plain=body)))


def about(report: Report) -> Page:
    """The same of every figure: what stands around them in a workbook, which has them all."""
    return page(report, every=True)


def _head(report: Report) -> Iterator[Block]:
    yield Title(period_heading(report.period, report.currency))
    yield from chosen(report.chosen)


def _body(report: Report, titles: Mapping[str, str], course: Course = None) -> Iterator[Block]:
    shown = [figure for figure in report.figures if figure.status != "unavailable"]
    if shown:
        yield figures_table(report, course)
    yield lines(*undefined(shown), tone="quiet")
    yield lines(*unavailable(report.unavailable, report.figures, report.by), tone="quiet")
    yield _remarks(report, titles)
    yield lines(_switches(report), rates_used(report.rates), *read_as(report.read_as), tone="quiet")


def _remarks(report: Report, titles: Mapping[str, str]) -> Paragraph:
    """The remarks, each text said once for all the metrics and segments it holds for."""
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
    """What the figures are counted under."""
    said = ", ".join((*parameters_of(report), *switches_of(report)))
    return f"Under {said}." if said else ""
