"""A trend as a page for people."""

from collections.abc import Iterator

from csmetrics.figures.remarks import FEW_ANSWERS
from csmetrics.figures.trend import Trend
from csmetrics.output.page import AnyBlock, Block, Page, Title, chosen, lines, page_of
from csmetrics.output.reasons import unavailable, undefined
from csmetrics.output.rich_blocks import Beside, Instead, PagePart
from csmetrics.output.sentences import periods_heading, rates_used
from csmetrics.views.trend.table import THIN, trend_table


def page(trend: Trend, *, chart: bool = False) -> Page:
    """What people see."""
    currency = f", {trend.currency}" if trend.currency else ""
    figures = [figure for line in trend.lines for figure in line.figures]
    blocks: list[AnyBlock] = [Title(periods_heading(trend.periods) + currency), *chosen(trend.chosen)]
    if trend.lines:
        plain = tuple(_charts(trend)) if chart else (trend_table(trend),)
        blocks.append(Instead(lambda: _parts(trend), plain=plain))
    thin = any(any(line.thin) for line in trend.lines) and not chart
    blocks += [
        lines(f"{THIN} fewer than {FEW_ANSWERS} answers" if thin else "", tone="quiet"),
        lines(*trend.notes),
        lines(*undefined(figures), tone="quiet"),
        lines(*unavailable(trend.unavailable, figures, trend.by), tone="quiet"),
        lines(rates_used(trend.rates), tone="quiet"),
    ]
    return page_of(blocks)


def _parts(trend: Trend) -> Iterator[AnyBlock]:
    """In a browser: the pictures group by group, then the table."""
    from csmetrics.views.trend.pictures import by_group  # noqa: PLC0415  # only a browser draws them

    groups = [(group, drawn) for group, drawn in by_group(trend) if drawn]
    for group, drawn in groups:
        yield PagePart(group.capitalize(), group, (Beside(tuple(drawn)),))
    table = trend_table(trend)
    yield PagePart("All figures", "figures", (table,)) if groups else table


def _charts(trend: Trend) -> Iterator[Block]:
    from csmetrics.views.trend.chart import charts  # noqa: PLC0415  # an extra that not everybody has

    return charts(trend)
