"""One customer's scores, signal by signal, as a page for people."""

from collections.abc import Iterator

from csmetrics.output.page import (
    AnyBlock,
    Block,
    Cell,
    Line,
    Page,
    Paragraph,
    TableSection,
    Title,
    chosen,
    lines,
    one_table,
    page_of,
)
from csmetrics.output.readable import DASH, show, show_change, show_percent, show_signal
from csmetrics.output.rich_blocks import Beside, Instead
from csmetrics.output.sentences import number_columns, period_heading, rule_value, shortened, text_columns
from csmetrics.periods import Period
from csmetrics.views.customer_health.model import CustomerScores, Scorecard, SignalLine

BANDS = {
    "at_risk": "at risk", "watch": "to watch", "healthy": "healthy", "unknown": "no score",
    "calm": "not distressed", "distressed": "distressed",
}  # fmt: skip


def page(found: CustomerScores) -> Page:
    """Each score, the signals that it is made of, the rows behind them."""
    name = f", {found.name}" if found.name else ""
    currency = f" {found.currency}" if found.currency else ""
    blocks: list[AnyBlock] = [
        Title(f"{found.customer_id}{name}: {period_heading(found.period)}"),
        *chosen(found.chosen),
        lines(f"Pays {show(found.mrr, 'money')}{currency} a month.", tone="quiet"),
        Instead(lambda: _pictures(found)),
    ]
    for card in found.scorecards:
        blocks += _card(card, found.period.previous())
    return page_of(blocks)


def _pictures(found: CustomerScores) -> list[AnyBlock]:
    from csmetrics.views.customer_health.pictures import pictures  # noqa: PLC0415  # only a browser draws them

    return [Beside(tuple(drawn))] if (drawn := pictures(found)) else []


def _card(card: Scorecard, before: Period) -> Iterator[Block]:
    yield Title(f"{card.which.capitalize()} score: {show(card.score, 'points')} ({BANDS[card.band]})", level=2)
    yield Paragraph((Line("; ".join(_beside(card, before)), "quiet"),))
    columns = text_columns("signal") + number_columns("value", "points", "weight", "adds") + text_columns("rows")
    yield one_table(columns, [TableSection("", tuple(_row(line) for line in card.lines))])
    yield Paragraph(tuple(Line(f"{line.signal}: {line.meaning}", "quiet") for line in card.lines))


def _beside(card: Scorecard, before: Period) -> Iterator[str]:
    """What stands beside the score."""
    if card.previous is not None:
        yield f"{before.name}: {show(card.previous, 'points')}"
    if card.change is not None and card.score is not None:
        yield f"change: {show_change(card.change, 'points', card.score)}"
    least = f", {show_percent(card.min_coverage)} needed" if card.score is None else ""
    yield f"{show(card.coverage, 'fraction')} of the weight known{least}"


def _row(line: SignalLine) -> tuple[Cell, ...]:
    known = line.value is not None
    return (
        Cell(line.signal, code=True),
        Cell(show_signal(line.value, line.unit), "plain" if known else "quiet"),
        Cell(show(line.points, "points") if known else DASH),
        Cell(rule_value(line.weight), "quiet"),
        Cell(show(line.contribution, "points"), "quiet" if line.contribution is None else "strong"),
        Cell(
            line.reason or f"{'' if line.files else line.file + ' '}{shortened(line.rows, most=3, files=line.files)}",
            "quiet",
        ),
    )
