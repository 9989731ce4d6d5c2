"""One customer's scores, signal by signal, as a page for people, as plain values for JSON, and as lines for CSV."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from csmetrics.explanations.scorecard import CustomerScores, Scorecard, SignalLine
from csmetrics.output.figures import number
from csmetrics.output.formats import Rows, Sheet, write
from csmetrics.output.page import Block, Cell, Line, Lines, Page, Section, Title, chosen, lines, one_table, page_of
from csmetrics.output.values import DASH, show, show_change, show_percent, show_signal
from csmetrics.output.words import number_columns, period_heading, rule_value, shortened, text_columns
from csmetrics.periods import Period

SCHEMA = "csmetrics.customer_health/1"
BANDS = {
    "at_risk": "at risk", "watch": "to watch", "healthy": "healthy", "unknown": "no score",
    "calm": "not distressed", "distressed": "distressed",
}  # fmt: skip


def render_customer(found: CustomerScores, form: str, *, width: int = 80, colour: bool = False) -> str:
    """The scores as tables for a terminal, JSON, CSV or Markdown."""
    sheet = Sheet(partial(customer_page, found), partial(customer_values, found), partial(customer_rows, found))
    return write(sheet, form, width=width, colour=colour)


def customer_page(found: CustomerScores) -> Page:
    """Each score, the signals that it is made of, the rows behind them."""
    name = f", {found.name}" if found.name else ""
    currency = f" {found.currency}" if found.currency else ""
    blocks: list[Block] = [
        Title(f"{found.customer_id}{name}: {period_heading(found.period)}"),
        *chosen(found.chosen),
        lines(f"Pays {show(found.mrr, 'money')}{currency} a month.", tone="quiet"),
    ]
    for card in found.scorecards:
        blocks += _card(card, found.period.previous())
    return page_of(blocks)


def customer_values(found: CustomerScores) -> dict[str, Any]:
    """Everything, unrounded."""
    return {
        "schema": SCHEMA,
        "period": found.period.as_dict(),
        "chosen": found.chosen or None,
        "currency": found.currency,
        "customer_id": found.customer_id,
        "name": found.name,
        "mrr": number(found.mrr, "money"),
        "scores": [
            {
                "score": card.which,
                "method": card.method,
                "value": number(card.score, "points"),
                "band": card.band,
                "previous": number(card.previous, "points"),
                "change": number(card.change, "points"),
                "coverage": number(card.coverage, "fraction"),
                "min_coverage": number(card.min_coverage, "fraction"),
                "signals": [_line_values(line) for line in card.lines],
            }
            for card in found.scorecards
        ],
    }


def customer_rows(found: CustomerScores) -> Rows:
    """One signal a line; file rows are parted by spaces."""
    facts = ["signal", "value", "unit", "points", "weight", "contribution", "file"]
    yield ["period", "customer_id", "score", *facts, "rows"]
    for card in found.scorecards:
        for line in card.lines:
            values = _line_values(line)
            rows = " ".join(map(str, line.rows))
            yield [found.period.name, found.customer_id, card.which, *(values[fact] for fact in facts), rows]


def _line_values(line: SignalLine) -> dict[str, Any]:
    return {
        "signal": line.signal,
        "meaning": line.meaning,
        "value": number(line.value, line.unit),
        "unit": line.unit,
        "points": number(line.points, "points"),
        "weight": number(line.weight, "ratio"),
        "contribution": number(line.contribution, "points"),
        "file": line.file,
        "rows": list(line.rows),
        "reason": line.reason or None,
    }


def _card(card: Scorecard, before: Period) -> Iterator[Block]:
    yield Title(f"{card.which.capitalize()} score: {show(card.score, 'points')} ({BANDS[card.band]})", level=2)
    yield Lines((Line("; ".join(_beside(card, before)), "quiet"),))
    columns = text_columns("signal") + number_columns("value", "points", "weight", "adds") + text_columns("rows")
    yield one_table(columns, [Section("", tuple(_row(line) for line in card.lines))])
    yield Lines(tuple(Line(f"{line.signal}: {line.meaning}", "quiet") for line in card.lines))


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
        Cell(line.reason or f"{line.file} {shortened(line.rows, most=3)}", "quiet"),
    )
